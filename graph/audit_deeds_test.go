package graph

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/kit/terms"
	"orion/internal/marketplace"
	"orion/internal/payment"
	"orion/internal/payment/stripe"
	"orion/internal/payment/stripe/double"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

func init() {
	for _, of := range []map[string]deed{shopDeeds, lifeDeeds, deskDeeds, customerDeeds, signInDeeds, accountDeeds, keyDeeds, catalogueDeeds, sourceDeeds, vendorDeeds, teamDeeds} {
		maps.Copy(deeds, of)
	}
}

// inCart is a deed of a guest to their cart; call gets the ids of cart and line.
func inCart(call string) deed {
	return deed{action: "cart.update", call: func(s *stage) (context.Context, string) {
		ctx := s.inShop()
		cart, line := s.cart(ctx)
		_, pv := fixture.Product(s.t, s.DB, s.shop)
		return ctx, fmt.Sprintf(call, cart, line, pv.PublicID())
	}}
}

var shopDeeds = map[string]deed{
	"cartCreate": {action: "cart.create", call: func(s *stage) (context.Context, string) { return s.inShop(), `cartCreate(input: {})` }},
	"cartMerge": {action: "cart.update", call: func(s *stage) (context.Context, string) {
		visit, _ := s.cart(s.inShop())
		ctx, _ := s.customer()
		return ctx, fmt.Sprintf(`cartMerge(cartId: %q)`, visit)
	}},
	"cartLinesAdd":           inCart(`cartLinesAdd(cartId: %[1]q, lines: [{variantId: %[3]q}])`),
	"cartLinesUpdate":        inCart(`cartLinesUpdate(cartId: %[1]q, lines: [{lineId: %[2]q, quantity: 2}])`),
	"cartLinesRemove":        inCart(`cartLinesRemove(cartId: %[1]q, lineIds: [%[2]q])`),
	"cartDiscountCodesSet":   inCart(`cartDiscountCodesSet(cartId: %[1]q, codes: [])`),
	"cartBuyerSet":           inCart(`cartBuyerSet(cartId: %[1]q, input: {email: "ada@example.org"})`),
	"cartShippingAddressSet": inCart(`cartShippingAddressSet(cartId: %[1]q, address: ` + homeAddress + `)`),
	"cartBillingAddressSet":  inCart(`cartBillingAddressSet(cartId: %[1]q, address: ` + homeAddress + `)`),
	"cartNoteSet":            inCart(`cartNoteSet(cartId: %[1]q, note: "Please ring twice")`),
	"cartDeliveryOptionSet":  inCart(`cartDeliveryOptionSet(cartId: %[1]q, handle: "standard")`),
	"checkoutComplete": {action: "order.place", call: func(s *stage) (context.Context, string) {
		ctx := s.inShop()
		return ctx, completing(s.ready(ctx))
	}},
	"orderMarkPaid": ofOrder("order.paid", `orderMarkPaid(id: %q, idempotencyKey: "k")`),
	"orderRefund": {action: "order.refund", call: func(s *stage) (context.Context, string) {
		o := s.bought()
		s.do(s.owner, fmt.Sprintf(`orderMarkPaid(id: %q, idempotencyKey: "k")`, o.PublicID()))
		return s.owner, fmt.Sprintf(`orderRefund(input: {orderId: %q, idempotencyKey: "k"})`, o.PublicID())
	}},
	"vendorCommissionSet": {action: "vendor.commission", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`vendorCommissionSet(vendorId: %q, commissionBp: 500, reason: "as agreed")`, s.shop.PublicID())
	}},
	"paymentAccountLink": {action: "payment.account", call: func(s *stage) (context.Context, string) {
		d := s.Payments.Deps
		d.Providers = append([]payment.Provider{stripe.New(stripe.Options{Key: "sk_test_1", Client: double.New().Client()})}, d.Providers...)
		s.Payments = payment.New(d)
		return s.owner, `paymentAccountLink`
	}},
	"webhookEventReplay": {action: "webhook.replay", call: func(s *stage) (context.Context, string) {
		e := s.DB.WebhookEvent.Create().SetProvider("stripe").SetEventID(uuid.NewString()).SetKind("account.updated").SetPayload([]byte("{}")).
			SetOccurredAt(time.Now()).SaveX(fixture.Platform(s.t))
		return s.staff, fmt.Sprintf(`webhookEventReplay(id: %q)`, e.PublicID())
	}},
	"paymentMethodSet": byOwner("payment.method", `paymentMethodSet(input: {handle: "manual", version: 0, position: 3})`),
	"orderCancel":      ofOrder("order.cancel", `orderCancel(id: %q, reason: "out of stock")`),
}

var customerDeeds = map[string]deed{
	"contactSend": {action: "customer.contact", call: func(s *stage) (context.Context, string) {
		s.DB.Vendor.UpdateOneID(s.shop.ID).SetContactEmail("hello@shop.example").ExecX(fixture.System(s.t, s.shop))
		return s.inShop(), `contactSend(input: {name: "Ada", email: "ada@visitor.example", message: "Do you ship to Malta?"})`
	}},
	"customerRegister": {action: "customer.register", call: func(s *stage) (context.Context, string) {
		return s.inShop(), fmt.Sprintf(`customerRegister(input: {email: "new@customer.example", password: %q, firstName: "Ada", lastName: "Weber"})`, goodPassword)
	}},
	"customerVerify": {action: "customer.verify", call: func(s *stage) (context.Context, string) {
		s.registered()
		return s.inShop(), fmt.Sprintf(`customerVerify(input: {token: %q})`, s.token())
	}},
	"customerVerificationResend": {action: "customer.verification-resend", call: func(s *stage) (context.Context, string) {
		return s.inShop(), fmt.Sprintf(`customerVerificationResend(input: {email: %q})`, s.registered())
	}},
	"customerUpdate": {action: "customer.update", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.customer()
		return ctx, `customerUpdate(input: {firstName: "Augusta"})`
	}},
	"customerAddressCreate": {action: "address.create", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.customer()
		return ctx, `customerAddressCreate(input: {address: ` + homeAddress + `})`
	}},
	"customerAddressUpdate": {action: "address.update", call: func(s *stage) (context.Context, string) {
		ctx, id := s.withAddress()
		return ctx, fmt.Sprintf(`customerAddressUpdate(id: %q, input: {address: {firstName: "A", lastName: "W", line1: "2, rue du Test", city: "Esch", postalCode: "L-4001", countryCode: "LU"}})`, id)
	}},
	"customerAddressDelete": {action: "address.delete", call: func(s *stage) (context.Context, string) {
		ctx, id := s.withAddress()
		return ctx, fmt.Sprintf(`customerAddressDelete(id: %q)`, id)
	}},
}

func (s *stage) withAddress() (context.Context, publicid.ID) {
	ctx, email := s.customer()
	s.do(ctx, `customerAddressCreate(input: {address: `+homeAddress+`})`)
	own := viewer.From(ctx).CustomerID
	all, err := s.Customers.Addresses(ctx, own)
	require.NoError(s.t, err)
	require.Len(s.t, all, 1, email)
	return ctx, all[0].PublicID()
}

var signInDeeds = map[string]deed{
	"signIn": {action: "session.begin", call: func(s *stage) (context.Context, string) {
		_, email := s.member()
		return s.from(), fmt.Sprintf(`signIn(input: {audience: VENDOR, vendor: %q, email: %q, password: %q})`, s.shop.Slug, email, goodPassword)
	}},
	"signInConfirm": {action: "session.begin", call: func(s *stage) (context.Context, string) {
		_, email, codes := s.guarded()
		asked, err := s.Auth.SignIn(s.from(), auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: goodPassword, Vendor: &s.shop.Slug})
		require.NoError(s.t, err)
		return s.from(), fmt.Sprintf(`signInConfirm(input: {challenge: %q, code: %q})`, asked.Challenge, codes[0])
	}},
	"sessionSwitch": {action: "session.begin", call: func(s *stage) (context.Context, string) {
		ctx, email := s.member()
		other, _ := s.vendor("o-" + uuid.NewString()[:8])
		role := s.DB.Role.Query().FirstX(fixture.System(s.t, other))
		u := s.membershipOf(email)
		s.DB.Membership.Create().SetVendorID(other.ID).SetUserID(u.UserID).SetRoleID(role.ID).ExecX(fixture.System(s.t, other))
		return ctx, fmt.Sprintf(`sessionSwitch(vendor: %q)`, other.Slug)
	}},
	"tokenRefresh": {action: "session.refresh", call: func(s *stage) (context.Context, string) {
		_, email := s.member()
		tokens, err := s.Auth.SignIn(s.from(), auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: goodPassword, Vendor: &s.shop.Slug})
		require.NoError(s.t, err)
		return s.from(), fmt.Sprintf(`tokenRefresh(input: {audience: VENDOR, vendor: %q, refreshToken: %q})`, s.shop.Slug, tokens.RefreshToken)
	}},
	"signOut": {action: "session.end", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.member()
		return ctx, `signOut`
	}},
	"sessionRevoke": {action: "session.revoke", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.member()
		return ctx, fmt.Sprintf(`sessionRevoke(id: %q)`, publicid.New("Session", viewer.From(ctx).SessionID))
	}},
	"sessionsRevokeOthers": {action: "session.revoke-others", call: func(s *stage) (context.Context, string) {
		ctx, email := s.member()
		s.signIn(auth.SignInInput{Audience: viewer.Vendor, Email: email, Password: goodPassword, Vendor: &s.shop.Slug})
		return ctx, `sessionsRevokeOthers`
	}},
	"impersonationStart": {action: "impersonation.start", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`impersonationStart(input: {vendorId: %q, reason: "they asked for help"})`, s.shop.PublicID())
	}},
}

// byMember is a deed of a member of the team to their own account.
func byMember(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		ctx, _ := s.member()
		return ctx, fmt.Sprintf(call, goodPassword)
	}}
}

var accountDeeds = map[string]deed{
	"passwordResetRequest": {action: "user.password-request", after: resetsSent, call: func(s *stage) (context.Context, string) {
		_, email := s.member()
		return s.from(), fmt.Sprintf(`passwordResetRequest(input: {audience: VENDOR, vendor: %q, email: %q})`, s.shop.Slug, email)
	}},
	"passwordReset": {action: "user.password", call: func(s *stage) (context.Context, string) {
		_, email := s.member()
		s.do(s.from(), fmt.Sprintf(`passwordResetRequest(input: {audience: VENDOR, vendor: %q, email: %q})`, s.shop.Slug, email))
		require.Eventually(s.t, func() bool { return s.queued("auth.password-reset") }, 5*time.Second, 20*time.Millisecond)
		resetsSent(s)
		return s.from(), fmt.Sprintf(`passwordReset(input: {token: %q, password: "another-%s"})`, s.token(), goodPassword)
	}},
	"passwordChange":     byMember("user.password", `passwordChange(input: {currentPassword: %[1]q, newPassword: "another-%[1]s"})`),
	"emailChangeRequest": byMember("user.email-request", `emailChangeRequest(input: {newEmail: "new@acme.example", password: %q})`),
	"emailChange": {action: "user.email", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.member()
		s.do(ctx, fmt.Sprintf(`emailChangeRequest(input: {newEmail: "newer@acme.example", password: %q})`, goodPassword))
		return s.from(), fmt.Sprintf(`emailChange(input: {token: %q})`, s.token())
	}},
	"twoFactorBegin": byMember("user.two-factor-begin", `twoFactorBegin(password: %q)`),
	"twoFactorConfirm": {action: "user.two-factor-enable", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.member()
		begun, err := s.Auth.BeginTwoFactor(ctx, goodPassword)
		require.NoError(s.t, err)
		return ctx, fmt.Sprintf(`twoFactorConfirm(code: %q)`, s.code(begun.Secret))
	}},
	"twoFactorDisable": {action: "user.two-factor-disable", call: func(s *stage) (context.Context, string) {
		ctx, _, codes := s.guarded()
		return ctx, fmt.Sprintf(`twoFactorDisable(input: {password: %q, code: %q})`, goodPassword, codes[0])
	}},
	"recoveryCodesRenew": {action: "user.recovery-codes", call: func(s *stage) (context.Context, string) {
		ctx, _, codes := s.guarded()
		return ctx, fmt.Sprintf(`recoveryCodesRenew(input: {password: %q, code: %q})`, goodPassword, codes[0])
	}},
}

func (s *stage) queued(kind string) (there bool) {
	err := s.DB.Platform.QueryRow(s.t.Context(), "SELECT EXISTS (SELECT FROM river.river_job WHERE kind = $1)", kind).Scan(&there)
	require.NoError(s.t, err)
	return there
}

func (s *stage) key() publicid.ID {
	s.t.Helper()
	k, _, err := s.Auth.CreateKey(s.owner, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead}})
	require.NoError(s.t, err)
	return k.PublicID()
}

var keyDeeds = map[string]deed{
	"apiKeyCreate": byOwner("key.create", `apiKeyCreate(input: {name: "Till", permissions: [CATALOG_READ]})`),
	"apiKeyRotate": {action: "key.rotate", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`apiKeyRotate(id: %q)`, s.key())
	}},
	"apiKeyRevoke": {action: "key.revoke", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`apiKeyRevoke(id: %q)`, s.key())
	}},
	"auditExport":      byOwner("export.create", `auditExport(where: {action: ["key"]})`),
	"dataExportCreate": byOwner("export.create", `dataExportCreate(input: {kind: CATALOG})`),
}

// toProduct is a deed of the owner to a product in a state.
func toProduct(action, call string, status enum.ProductStatus) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		p, _ := fixture.Product(s.t, s.DB, s.shop)
		s.DB.Product.UpdateOneID(p.ID).SetStatus(status).ExecX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(call, p.PublicID())
	}}
}

// toStaged is a deed of the owner to a product of a feed in a state.
func toStaged(action, mutation string, status enum.MarketplaceProductStatus) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`%s(ids: [%q])`, mutation, s.staged(status))
	}}
}

// shelf makes a collection with one product.
func (s *stage) shelf(slug string) (collection, product publicid.ID) {
	s.t.Helper()
	p, _ := fixture.Product(s.t, s.DB, s.shop)
	sys := fixture.System(s.t, s.shop)
	c := s.DB.Collection.Create().SetSlug(slug + "-" + uuid.NewString()).SetTitle("Shelf").SaveX(sys)
	s.DB.CollectionProduct.Create().SetCollectionID(c.ID).SetProductID(p.ID).ExecX(sys)
	return c.PublicID(), p.PublicID()
}

// toShelf is a deed of the owner to a collection; call gets its id, that of its product,
// and that of another collection.
func toShelf(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		one, product := s.shelf("one")
		other, _ := s.shelf("other")
		return s.owner, fmt.Sprintf(call, one, product, other)
	}}
}

// toCategory is a deed of the owner to a category.
func toCategory(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		c := s.DB.Category.Create().SetSlug(uuid.NewString()).SetTitle("Lamps").SaveX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(call, c.PublicID())
	}}
}

// toPromotion is a deed of the owner to a promotion.
func toPromotion(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		p := s.DB.Promotion.Create().SetTitle("Welcome").SetPercentBp(1000).SetCurrency(s.shop.Currency).SaveX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(call, p.PublicID())
	}}
}

// toDelivery is a deed of the owner to a zone of delivery; in call ZONE is its id, and WAY
// that of a way of delivery into it.
func toDelivery(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		sys := fixture.System(s.t, s.shop)
		zone := s.DB.DeliveryZone.Create().SetName("Nordics").SetCountries([]string{"NO"}).SaveX(sys)
		way := s.DB.DeliveryMethod.Create().SetZoneID(zone.ID).SetHandle(uuid.NewString()).SetTitle(map[string]string{"en": "Post"}).
			SetCurrency(s.shop.Currency).SetTiers([]terms.Tier{{PriceMinor: 490}}).SaveX(sys)
		return s.owner, strings.NewReplacer("ZONE", string(zone.PublicID()), "WAY", string(way.PublicID())).Replace(call)
	}}
}

var catalogueDeeds = map[string]deed{
	"productsPublish":  toProduct("product.publish", `productsPublish(ids: [%q])`, enum.ProductStatusDraft),
	"productsArchive":  toProduct("product.archive", `productsArchive(ids: [%q])`, enum.ProductStatusActive),
	"productUpdate":    toProduct("product.update", `productUpdate(id: %q, input: {title: "Another", price: "12.00"})`, enum.ProductStatusActive),
	"collectionCreate": toProduct("collection.create", `collectionCreate(input: {title: "Shelf", productIds: [%q]})`, enum.ProductStatusActive),
	"collectionUpdate": toShelf("collection.update", `collectionUpdate(id: %[1]q, input: {title: "Another"})`),
	"collectionDelete": toShelf("collection.delete", `collectionDelete(id: %[1]q)`),
	"collectionMove":   toShelf("collection.move", `collectionMove(id: %[1]q, after: %[3]q)`),
	"collectionProductsAdd": {action: "collection.products-add", call: func(s *stage) (context.Context, string) {
		p, _ := fixture.Product(s.t, s.DB, s.shop)
		shelf, _ := s.shelf("new")
		return s.owner, fmt.Sprintf(`collectionProductsAdd(id: %q, productIds: [%q])`, shelf, p.PublicID())
	}},
	"collectionProductsRemove": toShelf("collection.products-remove", `collectionProductsRemove(id: %[1]q, productIds: [%[2]q])`),
	"collectionProductMove":    toShelf("collection.product-move", `collectionProductMove(id: %[1]q, productId: %[2]q)`),
	"promotionCreate":          byOwner("promotion.create", `promotionCreate(input: {title: "Welcome", code: "welcome 10", percentBp: 1000})`),
	"promotionUpdate":          toPromotion("promotion.update", `promotionUpdate(id: %q, ifVersion: 1, input: {title: "Winter", freeDelivery: true})`),
	"promotionArchive":         toPromotion("promotion.archive", `promotionArchive(id: %q)`),
	"deliveryZoneCreate":       byOwner("delivery.zone-create", `deliveryZoneCreate(input: {name: "Iceland", countries: ["IS"]})`),
	"deliveryZoneUpdate":       toDelivery("delivery.zone-update", `deliveryZoneUpdate(id: "ZONE", ifVersion: 1, input: {name: "Nordics", countries: ["SE"]})`),
	"deliveryZoneDelete":       toDelivery("delivery.zone-delete", `deliveryZoneDelete(id: "ZONE")`),
	"deliveryMethodCreate":     toDelivery("delivery.method-create", `deliveryMethodCreate(zoneId: "ZONE", ifVersion: 1, input: {titles: [{language: "en", text: "Courier"}], tiers: [{price: "9.90"}]})`),
	"deliveryMethodUpdate":     toDelivery("delivery.method-update", `deliveryMethodUpdate(id: "WAY", input: {titles: [{language: "en", text: "Parcel"}], tiers: [{price: "5.90"}]})`),
	"deliveryMethodDelete":     toDelivery("delivery.method-delete", `deliveryMethodDelete(id: "WAY")`),
	"vendorSettingSet":         byOwner("setting.set", `vendorSettingSet(input: {key: "stock.low", value: "5"})`),
	"vendorSettingReset": {action: "setting.reset", call: func(s *stage) (context.Context, string) {
		s.DB.VendorSetting.Create().SetKey("cart.guest_days").SetValue("7").ExecX(fixture.System(s.t, s.shop))
		return s.owner, `vendorSettingReset(input: {key: "cart.guest_days"})`
	}},
	"settingSet": {action: "setting.set", call: func(s *stage) (context.Context, string) {
		return s.staff, `settingSet(input: {key: "console.notice", value: "Back at noon."})`
	}},
	"settingReset": {action: "setting.reset", call: func(s *stage) (context.Context, string) {
		s.DB.PlatformSetting.Create().SetKey("console.help_url").SetValue("https://help.example").ExecX(fixture.Platform(s.t))
		return s.staff, `settingReset(input: {key: "console.help_url"})`
	}},
	"featureFlagSet": {action: "flag.set", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`featureFlagSet(input: {key: "reorder", enabled: true, overrides: [{vendorId: %q, enabled: false}]})`, s.shop.PublicID())
	}},
	"settingTest": {action: "setting.test", call: func(s *stage) (context.Context, string) {
		return s.staff, `settingTest(target: MAIL)`
	}},
	"shopLookSet": byOwner("vendor.look", `shopLookSet(input: {theme: {accent: "#7a3b2e", fonts: "literary", radius: 14}})`),
	"shopThemeRevert": {action: "vendor.look", call: func(s *stage) (context.Context, string) {
		s.do(s.owner, `shopLookSet(input: {theme: {accent: "#2e5a7a", fonts: "humanist", radius: 0}})`)
		return s.owner, `shopThemeRevert`
	}},
	"shopHolidaySet": byOwner("vendor.holiday", `shopHolidaySet(input: {messages: [{language: "en", text: "At sea"}]})`),
	"shopHolidayEnd": {action: "vendor.holiday", call: func(s *stage) (context.Context, string) {
		s.do(s.owner, `shopHolidaySet(input: {})`)
		return s.owner, `shopHolidayEnd`
	}},
	"shopPolicySet": byOwner("policy.update", `shopPolicySet(input: {kind: TERMS, texts: [{language: "en", text: "<p>Fair.</p>"}]})`),
	"shopPolicyRemove": {action: "policy.update", call: func(s *stage) (context.Context, string) {
		_, err := s.Vendors.SetPolicy(s.owner, vendor.PolicyInput{Kind: enum.PolicyKindPrivacy, Texts: []*vendor.LocalizedText{{Language: "en", Text: "x"}}})
		require.NoError(s.t, err)
		return s.owner, `shopPolicyRemove(kind: PRIVACY)`
	}},
	"taxSettingsSet": byOwner("tax.settings", `taxSettingsSet(input: {ossRegistered: true})`),
	"taxRateCreate":  byOwner("tax.rate-create", `taxRateCreate(input: {countryCode: "PT", region: "30", class: STANDARD, rateBp: 2200})`),
	"taxRateDelete": {action: "tax.rate-delete", call: func(s *stage) (context.Context, string) {
		rate := s.DB.TaxRate.Create().SetCountry("NO").SetClass(enum.TaxClassStandard).SetRateBp(2500).SetValidFrom(time.Now()).SaveX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(`taxRateDelete(id: %q)`, rate.PublicID())
	}},
	"categoryCreate": byOwner("category.create", `categoryCreate(input: {title: "Lamps"})`),
	"categoryUpdate": toCategory("category.update", `categoryUpdate(id: %q, input: {title: "Lights"})`),
	"categoryDelete": toCategory("category.delete", `categoryDelete(id: %q)`),
	"inventoryThresholdsSet": {action: "inventory.threshold", call: func(s *stage) (context.Context, string) {
		_, pv := fixture.Product(s.t, s.DB, s.shop)
		return s.owner, fmt.Sprintf(`inventoryThresholdsSet(variantIds: [%q], lowStockAt: 3)`, pv.PublicID())
	}},
	"inventoryAdjust": {action: "inventory.adjust", call: func(s *stage) (context.Context, string) {
		_, pv := fixture.Product(s.t, s.DB, s.shop)
		return s.owner, fmt.Sprintf(`inventoryAdjust(input: {variantId: %q, setOnHand: 3, reason: "stocktake", idempotencyKey: "k"})`, pv.PublicID())
	}},
	"stagedUploadsCreate": byOwner("upload.stage", `stagedUploadsCreate(inputs: [{purpose: IMPORT_FILE, filename: "f.csv", contentType: "text/csv", byteSize: 9}])`),
	"importStart":         {action: "import.start", call: func(s *stage) (context.Context, string) { return s.owner, s.importing() }},
	"importCancel": {action: "import.cancel", call: func(s *stage) (context.Context, string) {
		sys := fixture.System(s.t, s.shop)
		s.do(s.owner, s.importing())
		for _, j := range s.DB.MarketplaceImportJob.Query().AllX(sys) {
			if j.Status == enum.ImportStatusQueued {
				return s.owner, fmt.Sprintf(`importCancel(id: %q)`, j.PublicID())
			}
		}
		require.Fail(s.t, "no import is queued")
		return nil, ""
	}},
	"importApply": {action: "import.apply", call: func(s *stage) (context.Context, string) {
		sys := fixture.System(s.t, s.shop)
		s.do(s.owner, s.importing())
		job := s.DB.MarketplaceImportJob.Query().Where(marketplaceimportjob.StatusEQ(enum.ImportStatusQueued)).OnlyX(sys)
		job.Update().SetStatus(enum.ImportStatusReady).ExecX(sys)
		return s.owner, fmt.Sprintf(`importApply(id: %q)`, job.PublicID())
	}},
	"marketplaceProductsSelect":   toStaged("import.select", "marketplaceProductsSelect", enum.MarketplaceProductStatusImported),
	"marketplaceProductsDeselect": toStaged("import.deselect", "marketplaceProductsDeselect", enum.MarketplaceProductStatusSelected),
	"marketplaceProductsIgnore":   toStaged("import.ignore", "marketplaceProductsIgnore", enum.MarketplaceProductStatusImported),
	"marketplaceProductsPublish":  toStaged("import.publish", "marketplaceProductsPublish", enum.MarketplaceProductStatusSelected),
}

// source is a source of the shop's, with an address.
func (s *stage) source() publicid.ID {
	s.t.Helper()
	name, address := "Feed", "https://feeds.example/all.csv"
	src, err := s.Marketplace.CreateSource(s.owner, "s-"+uuid.NewString()[:8], marketplace.SourceInput{Name: &name, FeedURL: &address})
	require.NoError(s.t, err)
	return src.PublicID()
}

// toSource is a deed of the owner to a source.
func toSource(action, call string, args ...any) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(call, append([]any{s.source()}, args...)...)
	}}
}

var sourceDeeds = map[string]deed{
	"marketplaceSourceCreate": byOwner("source.create", `marketplaceSourceCreate(handle: "erp", input: {name: "ERP"})`),
	"marketplaceSourceUpdate": toSource("source.update", `marketplaceSourceUpdate(id: %q, input: {name: "Another"})`),
	"marketplaceSourceDelete": toSource("source.delete", `marketplaceSourceDelete(id: %q)`),
	"marketplaceSourceRun":    toSource("import.start", `marketplaceSourceRun(id: %q, idempotencyKey: "run")`),
	"marketplaceSourcePause":  toSource("source.pause", `marketplaceSourcePause(id: %q, note: "holidays")`),
	"marketplaceSourceResume": {action: "source.resume", call: func(s *stage) (context.Context, string) {
		id := s.source()
		_, err := s.Marketplace.PauseSource(s.owner, id, nil)
		require.NoError(s.t, err)
		return s.owner, fmt.Sprintf(`marketplaceSourceResume(id: %q)`, id)
	}},
	"feedPreview": {action: "source.preview", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`feedPreview(input: {uploadId: %q})`, s.uploaded())
	}},
	"vendorImportsPause": {action: "vendor.imports-pause", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`vendorImportsPause(vendorId: %q, reason: "as it must be")`, s.standing(enum.VendorStatusActive))
	}},
	"vendorImportsResume": {action: "vendor.imports-resume", call: func(s *stage) (context.Context, string) {
		id := s.standing(enum.VendorStatusActive)
		s.do(s.staff, fmt.Sprintf(`vendorImportsPause(vendorId: %q, reason: "as it must be")`, id))
		return s.staff, fmt.Sprintf(`vendorImportsResume(vendorId: %q)`, id)
	}},
}

var vendorDeeds = map[string]deed{
	"vendorCreate": {action: "vendor.create", call: func(s *stage) (context.Context, string) {
		return s.staff, `vendorCreate(input: {name: "New", slug: "new-shop", ownerEmail: "owner@new.example"})`
	}},
	"vendorApply": {action: "vendor.apply", call: func(s *stage) (context.Context, string) {
		return s.from(), `vendorApply(input: {name: "Asked", slug: "asked", email: "owner@asked.example", acceptTerms: true})`
	}},
	"vendorApprove":   byStaff("vendor.approve", "vendorApprove", enum.VendorStatusPending),
	"vendorReject":    byStaff("vendor.reject", "vendorReject", enum.VendorStatusPending),
	"vendorSuspend":   byStaff("vendor.suspend", "vendorSuspend", enum.VendorStatusActive),
	"vendorReinstate": byStaff("vendor.reinstate", "vendorReinstate", enum.VendorStatusSuspended),
	"vendorClose":     byStaff("vendor.close", "vendorClose", enum.VendorStatusActive),
	"vendorsBulk": {action: "vendor.suspend", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`vendorsBulk(input: {action: SUSPEND, ids: [%q, %q], reason: "as it must be"})`,
			s.standing(enum.VendorStatusActive), s.standing(enum.VendorStatusActive))
	}},
	"usersBulk": {action: "user.deactivate", call: func(s *stage) (context.Context, string) {
		_, email := s.member()
		return s.staff, fmt.Sprintf(`usersBulk(input: {action: DEACTIVATE, ids: [%q], reason: "as it must be"})`, publicid.New("User", s.membershipOf(email).UserID))
	}},
	"vendorUpdate": byOwner("vendor.update", `vendorUpdate(input: {name: "Acme & Co"})`),
	"domainAdd":    byOwner("domain.add", `domainAdd(host: "www.acme-shop.example")`),
	"domainVerify": {action: "domain.verify", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`domainVerify(id: %q)`, s.claimed().PublicID())
	}},
	"domainRemove": {action: "domain.remove", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`domainRemove(id: %q)`, s.claimed().PublicID())
	}},
}

// toMember is a deed to another member of the team.
func toMember(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		_, email := s.member()
		return s.owner, fmt.Sprintf(call, s.membershipOf(email).PublicID(), s.role("manager").PublicID())
	}}
}

// toInvitation is a deed to an invitation that waits.
func toInvitation(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		i, _ := s.invited(uuid.NewString() + "@acme.example")
		return s.owner, fmt.Sprintf(call, i.PublicID())
	}}
}

// toRole is a deed to a role of the team's own.
func toRole(action, call string) deed {
	return deed{action: action, call: func(s *stage) (context.Context, string) {
		r := s.DB.Role.Create().SetVendorID(s.shop.ID).SetName(uuid.NewString()).SetPermissions([]string{"catalog.read"}).SaveX(fixture.System(s.t, s.shop))
		return s.owner, fmt.Sprintf(call, r.PublicID())
	}}
}

// colleague is another member of the staff.
func (s *stage) colleague() publicid.ID {
	s.t.Helper()
	email := uuid.NewString() + "@orion.example"
	_, err := s.Auth.CreateAdmin(fixture.Platform(s.t), email, goodPassword)
	require.NoError(s.t, err)
	return s.membershipOf(email).PublicID()
}

// staffRole is a role of the staff that may less than all.
func (s *stage) staffRole() publicid.ID {
	s.t.Helper()
	for _, r := range s.DB.Role.Query().AllX(fixture.Platform(s.t)) {
		if r.VendorID == nil && r.Template != nil && *r.Template != auth.SuperAdmin {
			return r.PublicID()
		}
	}
	require.Fail(s.t, "the staff have one role")
	return ""
}

var teamDeeds = map[string]deed{
	"memberInvite": {action: "invitation.send", call: func(s *stage) (context.Context, string) {
		return s.owner, fmt.Sprintf(`memberInvite(input: {email: "new@team.example", roleId: %q})`, s.role("support").PublicID())
	}},
	"invitationResend": toInvitation("invitation.resend", `invitationResend(id: %q)`),
	"invitationRevoke": toInvitation("invitation.revoke", `invitationRevoke(id: %q)`),
	"invitationAccept": {action: "invitation.accept", call: func(s *stage) (context.Context, string) {
		_, token := s.invited(uuid.NewString() + "@acme.example")
		return s.from(), fmt.Sprintf(`invitationAccept(input: {token: %q, password: %q, name: "Ann"})`, token, goodPassword)
	}},
	"memberRoleSet": toMember("member.role", `memberRoleSet(id: %[1]q, roleId: %[2]q)`),
	"memberRemove":  toMember("member.remove", `memberRemove(id: %[1]q)`),
	"memberLeave": {action: "member.leave", call: func(s *stage) (context.Context, string) {
		ctx, _ := s.member()
		return ctx, `memberLeave`
	}},
	"roleCreate": byOwner("role.create", `roleCreate(input: {name: "Packers", permissions: [ORDER_READ]})`),
	"roleUpdate": toRole("role.update", `roleUpdate(id: %q, input: {name: "Renamed", permissions: [ORDER_READ]})`),
	"roleDelete": toRole("role.delete", `roleDelete(id: %q)`),
	"staffInvite": {action: "invitation.send", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`staffInvite(input: {email: "new@orion.example", roleId: %q})`, s.staffRole())
	}},
	"staffRoleSet": {action: "staff.role", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`staffRoleSet(id: %q, roleId: %q)`, s.colleague(), s.staffRole())
	}},
	"staffRemove": {action: "staff.remove", call: func(s *stage) (context.Context, string) {
		return s.staff, fmt.Sprintf(`staffRemove(id: %q)`, s.colleague())
	}},
}
