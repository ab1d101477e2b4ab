package isolation

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/catalogtask"
	"orion/ent/gen/ent/dataexport"
	"orion/ent/gen/ent/session"
	"orion/ent/gen/ent/stagingtask"
	"orion/ent/gen/ent/vendordomain"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// tables are where the rows of an id's kind are.
var tables = map[kind]string{
	"ApiKey": "api_keys", "AuditEntry": "audit_entries", "CartLine": "cart_lines", "CatalogTask": "catalog_tasks", "Category": "categories", "Collection": "collections", "Customer": "customers",
	"CustomerAddress": "customer_addresses", "DataExport": "data_exports", "ImportRow": "import_rows", "ImportRowError": "import_row_errors",
	"InventoryLevel": "inventory_levels", "InventoryMovement": "inventory_movements", "Invitation": "invitations",
	"MarketplaceImportJob": "marketplace_import_jobs", "MarketplaceProduct": "marketplace_products",
	"MarketplaceSource": "marketplace_sources", "MediaFile": "media_files", "Membership": "memberships", "Order": "orders",
	"OrderLine": "order_lines", "Product": "products", "ProductVariant": "product_variants", "Role": "roles", "SearchReindex": "search_reindices", "SearchSynonym": "search_synonyms", "Session": "sessions",
	"StagedUpload": "staged_uploads", "StagingTask": "staging_tasks", "VendorDomain": "vendor_domains",
	"CustomerNote": "customer_notes", "DeliveryMethod": "delivery_methods", "DeliveryZone": "delivery_zones", "Fulfillment": "fulfillments",
	"FulfillmentLine": "fulfillment_lines", "LedgerCheck": "ledger_checks", "LedgerEntry": "ledger_entries", "OrderEvent": "order_events",
	"OrderReturn": "order_returns", "OrderReturnLine": "order_return_lines", "Payment": "payments", "PrivacyRequest": "privacy_requests", "PaymentMethod": "payment_methods",
	"Promotion": "promotions", "Refund": "refunds", "TaxRate": "tax_rates", "VendorPaymentConfig": "vendor_payment_configs",
	"MailDelivery": "mail_deliveries", "MailSuppression": "mail_suppressions", "Notification": "notifications",
	"WebhookDelivery": "webhook_deliveries", "WebhookEndpoint": "webhook_endpoints", "WebhookEvent": "webhook_events",
}

// names are what somebody can name, by kind.
type names map[kind]string

// A side is one vendor with a row of everything.
type side struct {
	vendor *ent.Vendor
	rows   map[string]uuid.UUID
	names
}

// A scene is what is in the scratch database.
type scene struct {
	db           *store.DB
	mine, theirs *side
	// neighbour is what another customer of mine has.
	neighbour names
	audiences []*audience
}

// filling makes fixtures without a test.
type filling struct{ ctx context.Context }

func (filling) Helper()                    {}
func (f filling) Context() context.Context { return f.ctx }

// Fatalf implements fixture.T; settle recovers.
func (filling) Fatalf(format string, args ...any) { panic(fmt.Errorf(format, args...)) }

// settle makes the scene.
func settle(ctx context.Context, t Target) (s *scene, err error) {
	defer func() {
		switch failed := recover().(type) {
		case nil:
		case error:
			err = failed
		default:
			panic(failed)
		}
	}()
	f := filling{ctx}
	s = &scene{db: t.DB, mine: settleSide(f, t.DB), theirs: settleSide(f, t.DB)}
	s.settleNeighbour(f)
	s.settlePeople(f, t.Bearers)
	return s, nil
}

func settleSide(f filling, db *store.DB) *side {
	v, _ := fixture.Vendor(f, db)
	s := &side{vendor: v, rows: fixture.Everything(f, db, v), names: names{}}
	for k, table := range tables {
		s.names[k] = string(publicid.New(publicid.Kind(k), s.rows[table]))
	}
	s.names["Vendor"], s.names[vendorSlug] = string(v.PublicID()), v.Slug
	ctx := fixture.Platform(f)
	member := got(db.Membership.Get(ctx, s.rows["memberships"]))
	user := got(db.User.Get(ctx, member.UserID))
	s.names["User"], s.names[userEmail] = string(user.PublicID()), user.Email
	sale(ctx, db, s.rows, s.names)
	s.names[formerSlug] = got(db.SlugRedirect.Get(ctx, s.rows["slug_redirects"])).Slug
	s.names[collectionSlug] = got(db.Collection.Get(ctx, s.rows["collections"])).Slug
	s.names[categorySlug] = got(db.Category.Get(ctx, s.rows["categories"])).Slug
	s.names[domainHost] = got(db.VendorDomain.Get(ctx, s.rows["vendor_domains"])).Host
	own := fixture.System(f, v)
	s.beside(f, db)
	s.keys(own, db)
	got(db.WebhookEndpoint.Update().SetEnabled(false).Save(own)) // its secret is none that messages could be signed with
	s.names[roleName] = got(db.Role.Create().SetName(unique("r")).Save(own)).Name
	got(db.StagedUpload.Update().SetReceivedAt(time.Now()).Save(own))
	source := got(db.MarketplaceSource.Create().SetHandle(unique("s")).SetName("Other").Save(own))
	s.names[sourceHandle] = source.Handle
	imported(own, db, source, s.rows["staged_uploads"])
	entry := got(db.AuditEntry.Create().SetVendorID(v.ID).SetAction("test.run").SetAudience("VENDOR").SetActorID(user.ID).
		SetTargetType("Product").SetTarget(unique("t")).SetRequestID(unique("r")).Save(own))
	alert := got(db.Alert.Create().SetRule("import-failed").SetSeverity(enum.SeverityWarning).SetConcernsID(v.ID).SetLastSeenAt(time.Now()).Save(ctx))
	s.names["Alert"] = string(alert.PublicID())
	backup := got(db.BackupLog.Create().SetName(unique("b")).SetLocation("nowhere").SetStatus(enum.BackupStatusSucceeded).SetChecksum("x").Save(ctx))
	s.names["BackupLog"] = string(backup.PublicID())
	failure := got(db.ErrorLog.Create().SetFingerprint(unique("f")).SetSource("graph").SetMessage("graph: internal error").SetLastSeenAt(time.Now()).Save(ctx))
	s.names["ErrorLog"] = string(failure.PublicID())
	s.names[entryTarget], s.names[entryRequest] = entry.Target, *entry.RequestID
	return s
}

// beside makes a product in the collection whose slug and sku stay its own, whatever is
// done to the other one by id.
func (s *side) beside(f filling, db *store.DB) {
	p, pv := fixture.Product(f, db, s.vendor)
	s.names[productSlug], s.names[variantSku] = p.Slug, *pv.Sku
	got(db.CollectionProduct.Create().SetCollectionID(s.rows["collections"]).SetProductID(p.ID).Save(fixture.System(f, s.vendor)))
}

// keys names what was done by the keys of those who did it.
func (s *side) keys(own context.Context, db *store.DB) {
	s.names[catalogTaskKey] = got(db.CatalogTask.Get(own, s.rows["catalog_tasks"])).IdempotencyKey
	s.names[stagingTaskKey] = got(db.StagingTask.Get(own, s.rows["staging_tasks"])).IdempotencyKey
}

// imported gives a source something to be found by: an import and a staged product.
func imported(ctx context.Context, db *store.DB, source *ent.MarketplaceSource, upload uuid.UUID) {
	job := got(db.MarketplaceImportJob.Create().SetSourceID(source.ID).SetUploadID(upload).SetFilename("feed.csv").SetByteSize(1).
		SetKey(unique("k")).SetMode(enum.ImportModeUpsert).SetErrorPolicy(enum.ImportErrorPolicyRejectFailedRows).SetDryRun(false).
		SetStatus(enum.ImportStatusCompleted).SetIdempotencyKey(unique("i")).SetRequestHash([]byte("x")).Save(ctx))
	got(db.MarketplaceProduct.Create().SetSourceID(source.ID).SetImportJobID(job.ID).SetExternalID(unique("p")).SetTitle("Thing").
		SetCurrency("EUR").SetPriceMinor(990).SetRowHash([]byte("x")).Save(ctx))
}

// sale names what a customer has bought, and who it is.
func sale(ctx context.Context, db *store.DB, rows map[string]uuid.UUID, n names) {
	n["Cart"] = string(got(db.Cart.Get(ctx, rows["carts"])).PublicID())
	o := got(db.Order.Get(ctx, rows["orders"]))
	n[orderNumber], n[orderToken] = fmt.Sprint(*o.Number), o.Token.String()
	n[customerEmail] = got(db.Customer.Get(ctx, rows["customers"])).Email
}

func (s *scene) settleNeighbour(f filling) {
	v, ctx := s.mine.vendor, fixture.Platform(f)
	c, _ := fixture.Customer(f, s.db, v)
	rows := fixture.Bought(f, s.db, v, c)
	s.neighbour = names{"Session": string(s.session(f, &viewer.Viewer{Audience: viewer.Customer, VendorID: v.ID, CustomerID: c.ID}).PublicID())}
	for k, table := range tables {
		if id, ok := rows[table]; ok {
			s.neighbour[k] = string(publicid.New(publicid.Kind(k), id))
		}
	}
	sale(ctx, s.db, rows, s.neighbour)
	delete(s.neighbour, orderToken) // opens the order to whoever has it
}

// session makes a session of a viewer.
func (s *scene) session(f filling, v *viewer.Viewer) *ent.Session {
	optional := func(id uuid.UUID) *uuid.UUID {
		if id == uuid.Nil {
			return nil
		}
		return &id
	}
	return got(s.db.Session.Create().SetNillableVendorID(optional(v.VendorID)).SetNillableUserID(optional(v.UserID)).
		SetNillableCustomerID(optional(v.CustomerID)).SetNillableImpersonatorID(optional(v.ImpersonatorID)).
		SetImpersonationReason("to try the walls").SetEndsAt(time.Now().Add(time.Hour)).
		SetAudience(session.Audience(v.Audience)).SetRefreshHash([]byte(unique("h"))).
		SetExpiresAt(time.Now().Add(time.Hour)).SetLastUsedAt(time.Now()).Save(fixture.Platform(f)))
}

// fresh makes one more of what another vendor has, where asking for it once can change
// what is answered the next time.
func (s *scene) fresh(ctx context.Context, k kind) (string, error) {
	v := s.theirs.vendor
	ctx = viewer.NewContext(ctx, viewer.ForVendor(v.ID))
	name := s.missing(k)
	var err error
	switch k {
	case userEmail:
		err = s.db.User.Create().SetEmail(name).Exec(viewer.NewContext(ctx, viewer.ForPlatform()))
	case customerEmail:
		err = s.db.Customer.Create().SetEmail(name).Exec(ctx)
	case domainHost:
		err = s.db.VendorDomain.Create().SetHost(name).SetVerifiedAt(time.Now()).Exec(ctx)
	case roleName:
		err = s.db.Role.Create().SetVendorID(v.ID).SetName(name).Exec(ctx)
	case collectionSlug:
		err = s.db.Collection.Create().SetSlug(name).SetTitle("Shelf").Exec(ctx)
	case categorySlug:
		err = s.db.Category.Create().SetSlug(name).SetTitle("Kind").Exec(ctx)
	case productSlug, variantSku:
		err = s.article(ctx, name)
	case catalogTaskKey:
		err = s.db.CatalogTask.Create().SetAction(enum.CatalogActionPublish).SetStatus(enum.TaskStatusCompleted).
			SetCriteria(json.RawMessage("{}")).SetIdempotencyKey(name).SetRequestHash([]byte("x")).Exec(ctx)
	case stagingTaskKey:
		err = s.db.StagingTask.Create().SetAction(enum.StagingActionSelect).SetStatus(enum.TaskStatusCompleted).
			SetCriteria(json.RawMessage("{}")).SetIdempotencyKey(name).SetRequestHash([]byte("x")).Exec(ctx)
	default:
		return s.theirs.names[k], nil
	}
	return name, err
}

// article makes a product of another vendor whose slug and sku are the same.
func (s *scene) article(ctx context.Context, name string) error {
	p, err := s.db.Product.Create().SetSlug(name).SetTitle("Thing").SetCurrency("EUR").SetMinPriceMinor(1000).SetMaxPriceMinor(1000).Save(ctx)
	if err != nil {
		return fmt.Errorf("make a product: %w", err)
	}
	return s.db.ProductVariant.Create().SetProductID(p.ID).SetSku(name).SetTitle(p.Title).SetCurrency("EUR").SetPriceMinor(1000).Exec(ctx)
}

// missing returns a name of nothing.
func (s *scene) missing(k kind) string {
	switch k {
	case userEmail, customerEmail:
		return unique("n") + "@nobody.example"
	case domainHost:
		return unique("n") + ".example"
	case orderNumber:
		return fmt.Sprint(uuid.New().ID())
	case orderToken:
		return uuid.NewString()
	}
	if _, id := tables[k]; id || k == "Cart" || k == "User" || k == "Vendor" {
		return string(publicid.New(publicid.Kind(k), uuid.Must(uuid.NewV7())))
	}
	return unique("n")
}

// tidy ends what may be begun a few times only, and removes what there may be few of:
// measuring again must not run into a bound.
func (s *scene) tidy(ctx context.Context) error {
	ctx = viewer.NewContext(ctx, viewer.ForPlatform())
	err := s.db.DataExport.Update().Where(dataexport.StatusEQ(enum.ExportStatusQueued)).SetStatus(enum.ExportStatusExpired).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end exports: %w", err)
	}
	err = s.db.StagingTask.Update().Where(stagingtask.StatusEQ(enum.TaskStatusQueued)).SetStatus(enum.TaskStatusCancelled).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end tasks: %w", err)
	}
	err = s.db.CatalogTask.Update().Where(catalogtask.StatusEQ(enum.TaskStatusQueued)).SetStatus(enum.TaskStatusCancelled).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end changes of products: %w", err)
	}
	_, err = s.db.VendorDomain.Delete().Where(vendordomain.VendorID(s.mine.vendor.ID), vendordomain.IDNEQ(s.mine.rows["vendor_domains"])).Exec(ctx)
	if err != nil {
		return fmt.Errorf("remove domains: %w", err)
	}
	return nil
}

func unique(prefix string) string { return prefix + "-" + uuid.NewString()[:13] }

func got[T any](row T, err error) T {
	if err != nil {
		panic(fmt.Errorf("fill: %w", err))
	}
	return row
}

func grants(of ...enum.Permission) map[string]bool {
	out := make(map[string]bool, len(of))
	for _, p := range of {
		out[string(p)] = true
	}
	return out
}
