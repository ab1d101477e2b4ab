package graph

import (
	"context"
	"fmt"
	"maps"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/alert"
	"orion/ent/gen/ent/apikey"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/backuplog"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/catalogtask"
	"orion/ent/gen/ent/category"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/customer"
	"orion/ent/gen/ent/customeraddress"
	"orion/ent/gen/ent/customernote"
	"orion/ent/gen/ent/dataexport"
	"orion/ent/gen/ent/deliverymethod"
	"orion/ent/gen/ent/deliveryzone"
	"orion/ent/gen/ent/fulfillment"
	"orion/ent/gen/ent/importrow"
	"orion/ent/gen/ent/importrowerror"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/ent/gen/ent/invitation"
	"orion/ent/gen/ent/ledgercheck"
	"orion/ent/gen/ent/ledgerentry"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/ent/gen/ent/marketplacesource"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/payment"
	"orion/ent/gen/ent/privacyrequest"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/ent/gen/ent/promotion"
	"orion/ent/gen/ent/refund"
	"orion/ent/gen/ent/restorelog"
	"orion/ent/gen/ent/role"
	"orion/ent/gen/ent/searchreindex"
	"orion/ent/gen/ent/searchsynonym"
	"orion/ent/gen/ent/stagingtask"
	"orion/ent/gen/ent/taxrate"
	"orion/ent/gen/ent/user"
	"orion/ent/gen/ent/vendor"
	"orion/ent/gen/ent/vendordomain"
	"orion/ent/gen/ent/webhookevent"
	"orion/graph/gen/model"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// A nodeKind says how rows of a kind are found by id, whether shoppers may ask for
// it, and which permission a team or the staff need: node must not open what the
// lists keep shut. Which rows they get, the policy of the row decides.
type nodeKind struct {
	shop        bool
	team, staff enum.Permission
	find        func(context.Context, *ent.Client, []uuid.UUID) (map[uuid.UUID]model.Node, error)
}

// never is a permission that nobody holds.
const never enum.Permission = ""

var nodeKinds = map[publicid.Kind]nodeKind{
	"Alert": {false, never, enum.PermissionPlatformRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Alert.Query().Where(alert.IDIn(ids...)).All, func(e *ent.Alert) uuid.UUID { return e.ID })(ctx)
	}},
	"Cart": {true, never, never, findCarts},
	"ApiKey": {false, enum.PermissionKeyRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.ApiKey.Query().Where(apikey.IDIn(ids...)).All, func(e *ent.ApiKey) uuid.UUID { return e.ID })(ctx)
	}},
	"AuditEntry": {false, enum.PermissionAuditRead, enum.PermissionAuditRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.AuditEntry.Query().Where(auditentry.IDIn(ids...)).All, func(e *ent.AuditEntry) uuid.UUID { return e.ID })(ctx)
	}},
	"CatalogTask": {false, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.CatalogTask.Query().Where(catalogtask.IDIn(ids...)).All, func(e *ent.CatalogTask) uuid.UUID { return e.ID })(ctx)
	}},
	"Category": {true, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Category.Query().Where(category.IDIn(ids...)).All, func(e *ent.Category) uuid.UUID { return e.ID })(ctx)
	}},
	"Collection": {true, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Collection.Query().Where(collection.IDIn(ids...)).All, func(e *ent.Collection) uuid.UUID { return e.ID })(ctx)
	}},
	"Customer": {true, enum.PermissionCustomerRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Customer.Query().Where(customer.IDIn(ids...)).All, func(e *ent.Customer) uuid.UUID { return e.ID })(ctx)
	}},
	"CustomerAddress": {true, enum.PermissionCustomerRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.CustomerAddress.Query().Where(customeraddress.IDIn(ids...)).All, func(e *ent.CustomerAddress) uuid.UUID { return e.ID })(ctx)
	}},
	"CustomerNote": {false, enum.PermissionCustomerRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.CustomerNote.Query().Where(customernote.IDIn(ids...)).All, func(e *ent.CustomerNote) uuid.UUID { return e.ID })(ctx)
	}},
	"DataExport": {false, enum.PermissionAuditRead, enum.PermissionAuditRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.DataExport.Query().Where(dataexport.IDIn(ids...), ownTeams(ctx, dataexport.FieldVendorID)).All, func(e *ent.DataExport) uuid.UUID { return e.ID })(ctx)
	}},
	"DeliveryMethod": {false, enum.PermissionSettingsRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.DeliveryMethod.Query().Where(deliverymethod.IDIn(ids...)).All, func(e *ent.DeliveryMethod) uuid.UUID { return e.ID })(ctx)
	}},
	"DeliveryZone": {false, enum.PermissionSettingsRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.DeliveryZone.Query().Where(deliveryzone.IDIn(ids...)).All, func(e *ent.DeliveryZone) uuid.UUID { return e.ID })(ctx)
	}},
	"Fulfillment": {true, enum.PermissionOrderRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Fulfillment.Query().Where(fulfillment.IDIn(ids...)).All, func(e *ent.Fulfillment) uuid.UUID { return e.ID })(ctx)
	}},
	"ImportRow": {false, enum.PermissionImportRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.ImportRow.Query().Where(importrow.IDIn(ids...)).All, func(e *ent.ImportRow) uuid.UUID { return e.ID })(ctx)
	}},
	"ImportRowError": {false, enum.PermissionImportRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.ImportRowError.Query().Where(importrowerror.IDIn(ids...)).All, func(e *ent.ImportRowError) uuid.UUID { return e.ID })(ctx)
	}},
	"InventoryLevel": {false, enum.PermissionInventoryRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.InventoryLevel.Query().Where(inventorylevel.IDIn(ids...)).All, func(e *ent.InventoryLevel) uuid.UUID { return e.ID })(ctx)
	}},
	"InventoryMovement": {false, enum.PermissionInventoryRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.InventoryMovement.Query().Where(inventorymovement.IDIn(ids...)).All, func(e *ent.InventoryMovement) uuid.UUID { return e.ID })(ctx)
	}},
	"Invitation": {false, enum.PermissionTeamRead, enum.PermissionStaffRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Invitation.Query().Where(invitation.IDIn(ids...), ownTeams(ctx, invitation.FieldVendorID)).All, func(e *ent.Invitation) uuid.UUID { return e.ID })(ctx)
	}},
	"MarketplaceImportJob": {false, enum.PermissionImportRead, enum.PermissionPlatformRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.MarketplaceImportJob.Query().Where(marketplaceimportjob.IDIn(ids...)).All, func(e *ent.MarketplaceImportJob) uuid.UUID { return e.ID })(ctx)
	}},
	"MarketplaceProduct": {false, enum.PermissionImportRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.MarketplaceProduct.Query().Where(marketplaceproduct.IDIn(ids...)).All, func(e *ent.MarketplaceProduct) uuid.UUID { return e.ID })(ctx)
	}},
	"MarketplaceSource": {false, enum.PermissionImportRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.MarketplaceSource.Query().Where(marketplacesource.IDIn(ids...)).All, func(e *ent.MarketplaceSource) uuid.UUID { return e.ID })(ctx)
	}},
	"MediaFile": {true, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.MediaFile.Query().Where(mediafile.IDIn(ids...)).All, func(e *ent.MediaFile) uuid.UUID { return e.ID })(ctx)
	}},
	"Membership": {false, enum.PermissionTeamRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Membership.Query().Where(membership.IDIn(ids...)).All, func(e *ent.Membership) uuid.UUID { return e.ID })(ctx)
	}},
	"Order": {true, enum.PermissionOrderRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Order.Query().Where(order.IDIn(ids...), order.PlacedAtNotNil()).All, func(e *ent.Order) uuid.UUID { return e.ID })(ctx)
	}},
	"OrderLine": {true, enum.PermissionOrderRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.OrderLine.Query().Where(orderline.IDIn(ids...)).All, func(e *ent.OrderLine) uuid.UUID { return e.ID })(ctx)
	}},
	"OrderReturn": {true, enum.PermissionOrderRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.OrderReturn.Query().Where(orderreturn.IDIn(ids...)).All, func(e *ent.OrderReturn) uuid.UUID { return e.ID })(ctx)
	}},
	"BackupLog": {false, never, enum.PermissionBackupWrite, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.BackupLog.Query().Where(backuplog.IDIn(ids...)).All, func(e *ent.BackupLog) uuid.UUID { return e.ID })(ctx)
	}},
	"RestoreLog": {false, never, enum.PermissionBackupWrite, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.RestoreLog.Query().Where(restorelog.IDIn(ids...)).All, func(e *ent.RestoreLog) uuid.UUID { return e.ID })(ctx)
	}},
	"WebhookEvent": {false, never, enum.PermissionPaymentRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.WebhookEvent.Query().Where(webhookevent.IDIn(ids...)).All, func(e *ent.WebhookEvent) uuid.UUID { return e.ID })(ctx)
	}},
	"LedgerCheck": {false, never, enum.PermissionPaymentRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.LedgerCheck.Query().Where(ledgercheck.IDIn(ids...)).All, func(e *ent.LedgerCheck) uuid.UUID { return e.ID })(ctx)
	}},
	"LedgerEntry": {false, enum.PermissionPaymentRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.LedgerEntry.Query().Where(ledgerentry.IDIn(ids...)).All, func(e *ent.LedgerEntry) uuid.UUID { return e.ID })(ctx)
	}},
	"Refund": {true, enum.PermissionOrderRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Refund.Query().Where(refund.IDIn(ids...), refund.HasOrderWith(order.PlacedAtNotNil())).All, func(e *ent.Refund) uuid.UUID { return e.ID })(ctx)
	}},
	"Payment": {true, enum.PermissionOrderRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Payment.Query().Where(payment.IDIn(ids...), payment.HasOrderWith(order.PlacedAtNotNil())).All, func(e *ent.Payment) uuid.UUID { return e.ID })(ctx)
	}},
	"PrivacyRequest": {true, enum.PermissionCustomerRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.PrivacyRequest.Query().Where(privacyrequest.IDIn(ids...)).All, func(e *ent.PrivacyRequest) uuid.UUID { return e.ID })(ctx)
	}},
	"Product": {true, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Product.Query().Where(product.IDIn(ids...)).All, func(e *ent.Product) uuid.UUID { return e.ID })(ctx)
	}},
	"ProductVariant": {true, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.ProductVariant.Query().Where(productvariant.IDIn(ids...)).All, func(e *ent.ProductVariant) uuid.UUID { return e.ID })(ctx)
	}},
	"Promotion": {false, enum.PermissionPromotionRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Promotion.Query().Where(promotion.IDIn(ids...)).All, func(e *ent.Promotion) uuid.UUID { return e.ID })(ctx)
	}},
	"Role": {false, enum.PermissionTeamRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Role.Query().Where(role.IDIn(ids...)).All, func(e *ent.Role) uuid.UUID { return e.ID })(ctx)
	}},
	"SearchReindex": {false, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.SearchReindex.Query().Where(searchreindex.IDIn(ids...)).All, func(e *ent.SearchReindex) uuid.UUID { return e.ID })(ctx)
	}},
	"SearchSynonym": {false, enum.PermissionCatalogRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.SearchSynonym.Query().Where(searchsynonym.IDIn(ids...)).All, func(e *ent.SearchSynonym) uuid.UUID { return e.ID })(ctx)
	}},
	"StagingTask": {false, enum.PermissionImportRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.StagingTask.Query().Where(stagingtask.IDIn(ids...)).All, func(e *ent.StagingTask) uuid.UUID { return e.ID })(ctx)
	}},
	"TaxRate": {false, enum.PermissionSettingsRead, never, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.TaxRate.Query().Where(taxrate.IDIn(ids...)).All, func(e *ent.TaxRate) uuid.UUID { return e.ID })(ctx)
	}},
	"User": {false, never, enum.PermissionUserRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.User.Query().Where(user.IDIn(ids...)).All, func(e *ent.User) uuid.UUID { return e.ID })(ctx)
	}},
	"VendorDomain": {false, enum.PermissionSettingsRead, enum.PermissionVendorRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.VendorDomain.Query().Where(vendordomain.IDIn(ids...)).All, func(e *ent.VendorDomain) uuid.UUID { return e.ID })(ctx)
	}},
	"Vendor": {false, never, enum.PermissionVendorRead, func(ctx context.Context, c *ent.Client, ids []uuid.UUID) (map[uuid.UUID]model.Node, error) {
		return byID(c.Vendor.Query().Where(vendor.IDIn(ids...)).All, func(e *ent.Vendor) uuid.UUID { return e.ID })(ctx)
	}},
}

func byID[T model.Node](all func(context.Context) ([]T, error), id func(T) uuid.UUID) func(context.Context) (map[uuid.UUID]model.Node, error) {
	return func(ctx context.Context) (map[uuid.UUID]model.Node, error) {
		rows, err := all(ctx)
		if err != nil {
			return nil, err
		}
		out := make(map[uuid.UUID]model.Node, len(rows))
		for _, row := range rows {
			out[id(row)] = row
		}
		return out, nil
	}
}

// ownTeams leaves the staff what is the platform's own, as their lists do: what belongs to
// a vendor's team is not theirs to see. Whose a team's is, the policy of the row says.
func ownTeams(ctx context.Context, column string) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if viewer.From(ctx).Platform() {
			s.Where(sql.IsNull(s.C(column)))
		}
	}
}

// findCarts finds each cart by its own token, which is the key to it.
func findCarts(ctx context.Context, c *ent.Client, tokens []uuid.UUID) (map[uuid.UUID]model.Node, error) {
	out := make(map[uuid.UUID]model.Node, len(tokens))
	for _, token := range tokens {
		found, err := c.Cart.Query().Where(cart.Token(token)).Only(viewer.WithKey(ctx, token))
		if ent.IsNotFound(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[token] = found
	}
	return out, nil
}

// open reports whether the viewer may ask for the kind at all.
func (k nodeKind) open(v *viewer.Viewer) bool {
	switch {
	case v == nil || k.find == nil:
		return false
	case v.Audience == viewer.Vendor:
		return k.team != never && v.May(string(k.team))
	case v.Audience == viewer.Admin:
		return k.staff != never && v.May(string(k.staff))
	}
	return v.Shopper() && k.shop
}

// The limits of one call of nodes. Carts come one statement each.
const (
	maxNodes = 100
	maxCarts = 5
)

// nodes finds anything by ids, one statement for each kind; nil for each that is
// not there or not for the viewer.
func (r *Resolver) nodes(ctx context.Context, ids []publicid.ID) ([]model.Node, error) {
	if len(ids) > maxNodes {
		return nil, errs.New(errs.BadRequest, "at most %d at once", maxNodes)
	}
	wanted := map[publicid.Kind][]uuid.UUID{}
	for _, id := range ids {
		if kind, row, ok := id.Parse(); ok && nodeKinds[kind].open(viewer.From(ctx)) {
			wanted[kind] = append(wanted[kind], row)
		}
	}
	if len(wanted["Cart"]) > maxCarts {
		return nil, errs.New(errs.BadRequest, "at most %d carts at once", maxCarts)
	}
	rows := make(map[publicid.Kind]map[uuid.UUID]model.Node, len(wanted))
	for kind, of := range wanted {
		found, err := nodeKinds[kind].find(ctx, r.DB.Client, of)
		if err != nil {
			return nil, fmt.Errorf("find nodes of %s: %w", kind, err)
		}
		maps.DeleteFunc(found, func(_ uuid.UUID, n model.Node) bool { return r.Tripwire.Stops(ctx, viewer.From(ctx), n) })
		rows[kind] = found
	}
	out := make([]model.Node, len(ids))
	for i, id := range ids {
		kind, row, _ := id.Parse()
		out[i] = rows[kind][row]
	}
	return out, nil
}

func (r *Resolver) node(ctx context.Context, id publicid.ID) (model.Node, error) {
	found, err := r.nodes(ctx, []publicid.ID{id})
	if err != nil {
		return nil, err
	}
	return found[0], nil
}
