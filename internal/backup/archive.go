package backup

import (
	"encoding/json"
	"time"

	"orion/internal/kit/publicid"
)

// An archive is all that is one vendor's, in a zip: archive.json, a file of rows a table,
// the pictures. Ids are not in it. Rows are named by table and number instead, so that the
// archive of a vendor that was made of an archive is the same, byte for byte, and so that a
// vendor can be restored beside the one that it was taken from.

// archiveFormat is raised when an older program could not read an archive.
const archiveFormat = 1

const (
	archiveFile = "archive.json"
	rowsFolder  = "rows/"
)

// head is archive.json.
type head struct {
	Format int    `json:"format"`
	Schema string `json:"schema"` // the last migration
	// Vendor is its profile.
	Vendor json.RawMessage  `json:"vendor"`
	Rows   map[string]int64 `json:"rows"`
	Files  int64            `json:"files"`
}

// zipTime is the time of all files in an archive: when it was made says nothing of what is
// in it.
var zipTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// A part of an archive is a table: columns that stay behind, and which of its rows go.
type part struct {
	table string
	// public is what the graph calls its rows; empty: it does not.
	public publicid.Kind
	// without are columns that are left empty: what is the team's, a secret, or another
	// machine's.
	without []string
	// where narrows the rows.
	where string
	// random are columns that open something to whoever knows them: a restored vendor has
	// new ones.
	random []string
	// whole writes all rows with one statement, because they refer to each other.
	whole bool
}

// parts are the tables of an archive, each after those that it refers to.
var parts = []part{
	{table: "categories", public: "Category", whole: true},
	{table: "media_files", public: "MediaFile"},
	{table: "products", public: "Product"},
	{table: "product_variants", public: "ProductVariant"},
	{table: "price_changes"},
	{table: "product_media"},
	{table: "collections", public: "Collection"},
	{table: "collection_products"},
	{table: "slug_redirects"},
	{table: "search_synonyms", public: "SearchSynonym"},
	{table: "inventory_levels", public: "InventoryLevel"},
	{table: "inventory_movements", public: "InventoryMovement", without: []string{"actor_id"}},
	{table: "marketplace_sources", public: "MarketplaceSource", without: []string{"credentials", "next_run_at", "etag", "last_modified"}},
	{table: "marketplace_import_jobs", public: "MarketplaceImportJob", without: []string{"upload_id", "requested_by"}, where: "status NOT IN ('QUEUED', 'RUNNING', 'PAUSED', 'MAPPING_NEEDED')"},
	{table: "marketplace_products", public: "MarketplaceProduct"},
	{table: "tax_rates", public: "TaxRate"},
	{table: "delivery_zones", public: "DeliveryZone"},
	{table: "delivery_methods", public: "DeliveryMethod"},
	{table: "payment_methods", public: "PaymentMethod"},
	{table: "promotions", public: "Promotion"},
	{table: "shop_policies", public: "ShopPolicy"},
	{table: "mail_templates", public: "MailTemplate"},
	{table: "vendor_settings", public: "VendorSetting", without: []string{"set_by_id"}, where: "sealed IS NULL"},
	{table: "counters"},
	{table: "customers", public: "Customer", without: []string{"password_hash", "last_sign_in_at"}},
	{table: "customer_addresses", public: "CustomerAddress"},
	{table: "customer_notes", public: "CustomerNote", without: []string{"user_id"}},
	{table: "consents"},
	// Orders refer to the cart that they were made of; others have no future elsewhere.
	{table: "carts", public: "Cart", where: "EXISTS (SELECT FROM orders o WHERE o.vendor_id = t.vendor_id AND o.cart_id = t.id)", random: []string{"token"}},
	{table: "orders", public: "Order", random: []string{"token"}},
	{table: "order_lines", public: "OrderLine"},
	{table: "order_events", public: "OrderEvent", without: []string{"user_id"}},
	{table: "fulfillments", public: "Fulfillment"},
	{table: "fulfillment_lines", public: "FulfillmentLine"},
	{table: "order_returns", public: "OrderReturn"},
	{table: "order_return_lines", public: "OrderReturnLine"},
	{table: "payments", public: "Payment", without: []string{"account_id"}},
	{table: "refunds", public: "Refund", without: []string{"user_id"}},
	{table: "refund_lines"},
	{table: "promotion_uses"},
	{table: "ledger_entries", public: "LedgerEntry"},
}

// staysBehind are the tables of vendors that are in no archive, and why.
var staysBehind = map[string]string{
	"api_keys":               "they open the vendor that they were made for",
	"audit_entries":          "the record is the platform's proof, chained where it was written",
	"cart_lines":             "of carts that became orders, the orders have the lines",
	"catalog_tasks":          "work of the past",
	"data_exports":           "files of the past",
	"funnel_rollups":         "they count visits of the other shop",
	"import_row_errors":      "work of the past",
	"import_rows":            "work of the past",
	"invitations":            "the team is people of the platform",
	"ledger_checks":          "the ledger is proved anew",
	"mail_deliveries":        "sealed for the vendor that sent them",
	"mail_suppressions":      "bound to the vendor by a hash",
	"memberships":            "the team is people of the platform",
	"notification_reads":     "messages of the past",
	"notifications":          "messages of the past",
	"privacy_requests":       "the other vendor answers them",
	"product_rollups":        "made anew of orders",
	"roles":                  "the team is people of the platform",
	"rollup_marks":           "made anew of orders",
	"sales_rollups":          "made anew of orders",
	"search_changes":         "made anew of products",
	"search_documents":       "made anew of products",
	"search_queries":         "what was searched for in the other shop",
	"search_reindices":       "work of the past",
	"search_words":           "made anew of products",
	"sessions":               "who is signed in stays so there",
	"staged_uploads":         "work of the past",
	"staging_tasks":          "work of the past",
	"vendor_domains":         "a host name leads to one shop and has to be proved",
	"vendor_payment_configs": "the account is the other vendor's with the provider",
	"webhook_deliveries":     "messages of the past",
	"webhook_endpoints":      "sealed for the vendor that made them",
	"webhook_events":         "the platform's",
}

// profile is what of a vendor itself is in its archive.
var profile = []string{
	"name", "currency", "language", "languages", "tagline", "imprint", "theme", "hero_id", "logo_id", "country", "prices_include_tax",
	"oss_registered", "return_days", "time_zone", "legal_name", "registration_number", "vat_number", "contact_email", "contact_phone",
	"legal_address", "mail_from_name", "mail_reply_to", "mail_footer", "holiday_from", "holiday_until", "holiday_message",
}
