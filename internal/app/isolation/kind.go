package isolation

import (
	"fmt"
	"slices"
	"strings"
)

// A kind says what a name names: the type of a node, or a property such as "slug of
// product".
type kind string

// anyKind is the kind of arguments that take every id.
const anyKind kind = "anything"

// Names that are no ids.
const (
	productSlug    kind = "slug of product"
	formerSlug     kind = "former slug of product"
	collectionSlug kind = "slug of collection"
	categorySlug   kind = "slug of category"
	vendorSlug     kind = "slug of vendor"
	orderNumber    kind = "number of order"
	orderToken     kind = "token of order"
	userEmail      kind = "email of user"
	customerEmail  kind = "email of customer"
	domainHost     kind = "host of domain"
	roleName       kind = "name of role"
	variantSku     kind = "sku of variant"
	sourceHandle   kind = "handle of source"
	entryTarget    kind = "target of entry"
	entryRequest   kind = "request of entry"
	catalogTaskKey kind = "key of catalog task"
	stagingTaskKey kind = "key of staging task"
)

// idKinds are the kinds of ids, by the names of their entities.
var idKinds = []kind{
	"Alert", "ApiKey", "AuditEntry", "BackupLog", "Cart", "CartLine", "CatalogTask", "Category", "Collection", "Customer", "CustomerAddress",
	"CustomerNote", "DataExport", "DeliveryMethod", "DeliveryZone", "ErrorLog", "Fulfillment", "ImportRow", "ImportRowError", "InventoryLevel", "InventoryMovement", "Invitation", "LedgerCheck", "LedgerEntry", "MailDelivery", "MailSuppression", "MarketplaceImportJob", "MarketplaceProduct",
	"MarketplaceSource", "MediaFile", "Membership", "Notification", "Order", "OrderLine", "OrderReturn", "Payment", "PrivacyRequest", "Product", "ProductVariant", "Promotion", "Refund", "Role", "SearchReindex",
	"SearchSynonym", "Session", "StagedUpload", "StagingTask", "TaxRate", "User", "Vendor", "VendorDomain", "WebhookDelivery", "WebhookEndpoint", "WebhookEvent",
}

// byArgument are the kinds of ids by what arguments and fields of input are called.
var byArgument = map[string]kind{
	"endpointId": "WebhookEndpoint", "orderLineId": "OrderLine", "orderId": "Order", "returnId": "OrderReturn", "customerId": "Customer",
	"cartId": "Cart", "variantId": "ProductVariant", "lineId": "CartLine", "lineIds": "CartLine", "productIds": "Product",
	"roleId": "Role", "uploadId": "StagedUpload", "jobId": "MarketplaceImportJob", "categoryId": "Category", "zoneId": "DeliveryZone", "parentId": "Category",
	"mediaId": "MediaFile", "variantIds": "ProductVariant", "productId": "Product", "vendorId": "Vendor", "userId": "User", "collection": "Collection", "collectionId": "Collection",
	"collectionIds": "Collection", "addToCollectionIds": "Collection", "removeFromCollectionIds": "Collection", "category": "Category", "mediaIds": "MediaFile",
}

// byField are the kinds of id and ids by how the field begins, the longest first.
var byField = []struct {
	prefix string
	kind   kind
}{
	{"deliveryMethod", "DeliveryMethod"},
	{"webhookDelivery", "WebhookDelivery"},
	{"webhookEndpoint", "WebhookEndpoint"},
	{"webhookSecret", "WebhookEndpoint"},
	{"webhookTest", "WebhookEndpoint"},
	{"webhookEvent", "WebhookEvent"},
	{"mailSuppression", "MailSuppression"},
	{"mailResend", "MailDelivery"},
	{"deliveryZone", "DeliveryZone"},
	{"taxRate", "TaxRate"},
	{"marketplaceSource", "MarketplaceSource"},
	{"marketplaceProduct", "MarketplaceProduct"},
	{"sourceChanges", "MarketplaceProduct"},
	{"stagingTask", "StagingTask"},
	{"catalogTask", "CatalogTask"},
	{"mediaFile", "MediaFile"},
	{"customerAddress", "CustomerAddress"},
	{"customer", "Customer"},
	{"fulfillment", "Fulfillment"},
	{"notification", "Notification"},
	{"orderReturn", "OrderReturn"},
	{"importCancel", "MarketplaceImportJob"},
	{"importApply", "MarketplaceImportJob"},
	{"importJob", "MarketplaceImportJob"},
	{"importProgress", "MarketplaceImportJob"},
	{"invitation", "Invitation"},
	{"collection", "Collection"},
	{"privacyRequest", "PrivacyRequest"},
	{"promotion", "Promotion"},
	{"category", "Category"},
	{"product", "Product"},
	{"session", "Session"},
	{"apiKey", "ApiKey"},
	{"domain", "VendorDomain"},
	{"member", "Membership"},
	{"staff", "Membership"},
	{"vendor", "Vendor"},
	{"users", "User"},
	{"order", "Order"},
	{"role", "Role"},
	{"alert", "Alert"},
	{"backup", "BackupLog"},
	{"error", "ErrorLog"},
	{"cart", "Cart"},
	{"node", anyKind},
}

// byPlace are the kinds of ids that their argument's and their field's name say nothing of.
var byPlace = map[string]kind{
	"Mutation.collectionMove.after": "Collection", "Mutation.collectionProductMove.after": "Product", "Mutation.categoryUpdate.input.after": "Category",
	"Mutation.shopLookSet.input.logoId": "MediaFile", "Mutation.shopLookSet.input.heroId": "MediaFile",
	"Mutation.orderReturnRequest.id": "Order", "Mutation.orderReturnCreate.id": "Order",
	"Mutation.productVariantsSet.input.variants.id": "ProductVariant", "Mutation.productVariantsUpdate.input.variants.id": "ProductVariant",
}

// texts are the arguments that name something without being ids.
var texts = map[string]kind{
	"Shop.product.slug": productSlug, "VendorScope.product.slug": productSlug, "Shop.collection.slug": collectionSlug,
	"Shop.slugRedirect.slug": formerSlug, "Mutation.productCreate.input.slug": productSlug, "Mutation.productUpdate.input.slug": productSlug,
	"VendorScope.collection.slug": collectionSlug, "Mutation.collectionUpdate.input.slug": collectionSlug,
	"Mutation.categoryCreate.input.slug": categorySlug, "Mutation.categoryUpdate.input.slug": categorySlug,
	"Mutation.collectionCreate.input.slug": collectionSlug, "AdminScope.vendor.slug": vendorSlug,
	"Mutation.orderReturnRequest.token": orderToken, "Mutation.orderReorder.token": orderToken,
	"Mutation.orderLookup.number": orderNumber, "Mutation.orderLookup.email": customerEmail, "VendorScope.customers.where.search": customerEmail,
	"Shop.order.token": orderToken, "VendorScope.order.number": orderNumber, "VendorScope.orders.where.search": customerEmail,
	"Mutation.sessionSwitch.vendor": vendorSlug, "Mutation.signIn.input.vendor": vendorSlug,
	"Mutation.passwordResetRequest.input.vendor": vendorSlug, "Mutation.tokenRefresh.input.vendor": vendorSlug,
	"Mutation.signIn.input.email": userEmail, "Mutation.passwordResetRequest.input.email": userEmail,
	"Mutation.emailChangeRequest.input.newEmail": userEmail, "Mutation.memberInvite.input.email": userEmail,
	"Mutation.staffInvite.input.email": userEmail, "Mutation.vendorApply.input.email": userEmail,
	"Mutation.vendorCreate.input.ownerEmail": userEmail, "Mutation.customerRegister.input.email": customerEmail,
	"Mutation.customerVerificationResend.input.email": customerEmail, "Mutation.cartBuyerSet.input.email": customerEmail,
	"Mutation.cartCreate.input.email": customerEmail, "Mutation.domainAdd.host": domainHost,
	"Mutation.roleCreate.input.name": roleName, "Mutation.roleUpdate.input.name": roleName,
	"Mutation.importStart.input.source": sourceHandle, "Mutation.feedPreview.input.source": sourceHandle,
	"VendorScope.marketplaceSource.handle":           sourceHandle,
	"Mutation.catalogTaskStart.input.idempotencyKey": catalogTaskKey, "Mutation.stagingTaskStart.input.idempotencyKey": stagingTaskKey,
}

// byText are the kinds of texts by what they are called, wherever they stand.
var byText = map[string]kind{
	"sku.eq": variantSku, "sku.in": variantSku, "sku.startsWith": variantSku, "sku.contains": variantSku,
	"input.sku": variantSku, "variants.sku": variantSku,
	"where.source": sourceHandle, "where.actorEmail": userEmail, "where.target": entryTarget, "where.requestId": entryRequest,
}

// secrets are texts that open something to whoever has them, wherever they come from, public
// names that there are once on the whole platform, and words of a letter, which nothing is
// looked up by.
var secrets = []string{
	"Query.invitation.token", "Mutation.invitationAccept.input.token", "Mutation.passwordReset.input.token",
	"Mutation.customerVerify.input.token", "Mutation.emailChange.input.token", "Mutation.vendorApply.input.slug", "Mutation.vendorCreate.input.slug",
	"Mutation.contactSend.input.email", "Mutation.contactSend.input.orderNumber",
}

// speaking are texts that are called like names. One that is in none of the tables above
// is new, and somebody has to say what it names.
var speaking = []string{"slug", "token", "number", "vendor", "host", "email", "newEmail", "ownerEmail", "source", "sku"}

// kindOf says what the argument at a place names; false where it names nothing.
func kindOf(p *place, typ string) (kind, bool, error) {
	last := p.path[len(p.path)-1]
	switch typ {
	case "ID":
		return idKind(p)
	case "String":
	default:
		return "", false, nil
	}
	if k, ok := texts[p.key()]; ok {
		return k, true, nil
	}
	if k, ok := byText[strings.Join(p.path[max(0, len(p.path)-2):], ".")]; ok {
		return k, true, nil
	}
	if slices.Contains(speaking, last) && !slices.Contains(secrets, p.key()) {
		return "", false, unknown(p)
	}
	return "", false, nil
}

func idKind(p *place) (kind, bool, error) {
	if k, ok := byPlace[p.key()]; ok {
		return k, true, nil
	}
	for _, name := range p.path[max(0, len(p.path)-2):] {
		if k, ok := byArgument[name]; ok {
			return k, true, nil
		}
	}
	for _, f := range byField {
		if last := p.path[len(p.path)-1]; strings.HasPrefix(p.field.Name, f.prefix) && (last == "id" || last == "ids") {
			return f.kind, true, nil
		}
	}
	return "", false, unknown(p)
}

func unknown(p *place) error {
	return fmt.Errorf("isolation: say in kind.go what %s names", p)
}
