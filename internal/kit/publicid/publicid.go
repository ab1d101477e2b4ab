// Package publicid is the one codec between ids in the database and ids on the
// graph: a prefix that names the type, and the 16 bytes in base32, such as
// prod_06f8k3… . A reader learns the type, and nothing else that it does not know.
package publicid

import (
	"encoding/base32"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/google/uuid"
)

// Kind names a type of the graph.
type Kind string

// prefixes by the name of the entity. A prefix is part of stored ids of
// integrators: never change one.
var prefixes = map[Kind]string{
	"Alert":                "alert",
	"ApiKey":               "key",
	"AuditEntry":           "aud",
	"BackupLog":            "bkp",
	"Cart":                 "cart",
	"CartLine":             "cline",
	"CatalogTask":          "ctask",
	"Category":             "cat",
	"Collection":           "coll",
	"Customer":             "cust",
	"CustomerAddress":      "addr",
	"CustomerNote":         "cnote",
	"DataExport":           "exp",
	"DeliveryMethod":       "dmeth",
	"DeliveryZone":         "dzone",
	"ErrorLog":             "err",
	"FeatureFlag":          "flag",
	"Fulfillment":          "ful",
	"FulfillmentLine":      "fline",
	"ImportRow":            "drow",
	"ImportRowError":       "irow",
	"InventoryLevel":       "lvl",
	"InventoryMovement":    "mov",
	"Invitation":           "inv",
	"LedgerCheck":          "lchk",
	"LedgerEntry":          "ledg",
	"MailDelivery":         "mail",
	"MailSuppression":      "supp",
	"MailTemplate":         "tmpl",
	"MarketplaceImportJob": "imp",
	"MarketplaceProduct":   "mprod",
	"MarketplaceSource":    "msrc",
	"MediaFile":            "med",
	"Membership":           "mem",
	"Notification":         "note",
	"Order":                "ord",
	"OrderEvent":           "oev",
	"OrderLine":            "oline",
	"OrderReturn":          "ret",
	"OrderReturnLine":      "rline",
	"Payment":              "pay",
	"PaymentMethod":        "pmeth",
	"PlatformSetting":      "pset",
	"PrivacyRequest":       "priv",
	"Product":              "prod",
	"ProductVariant":       "pvar",
	"Promotion":            "promo",
	"Refund":               "ref",
	"RestoreLog":           "rst",
	"Role":                 "role",
	"SearchReindex":        "reidx",
	"SearchSynonym":        "syn",
	"Session":              "sess",
	"ShopPolicy":           "law",
	"StagedUpload":         "upl",
	"StagingTask":          "task",
	"TaxRate":              "trate",
	"User":                 "user",
	"Vendor":               "vend",
	"VendorDomain":         "dom",
	"VendorPaymentConfig":  "vpay",
	"VendorSetting":        "vset",
	"WebhookDelivery":      "whd",
	"WebhookEndpoint":      "whe",
	"WebhookEvent":         "whk",
}

var kinds = func() map[string]Kind {
	out := make(map[string]Kind, len(prefixes))
	for k, p := range prefixes {
		out[p] = k
	}
	return out
}()

// lower-case Crockford base32: no letters to mistake, sorts as the bytes do.
var encoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// An ID is an id of the graph as it is written. The empty ID names nothing.
type ID string

// New returns the ID of an entity. It panics for a kind without a prefix, which
// is a mistake of the program.
func New(kind Kind, id uuid.UUID) ID {
	prefix := prefixes[kind]
	if prefix == "" {
		panic("publicid: no prefix for " + string(kind))
	}
	return ID(prefix + "_" + encoding.EncodeToString(id[:]))
}

// Parse takes an ID apart. The last result is false for text that is none.
func (id ID) Parse() (Kind, uuid.UUID, bool) {
	prefix, text, _ := strings.Cut(string(id), "_")
	kind := kinds[prefix]
	if kind == "" || len(text) != 26 {
		return "", uuid.Nil, false
	}
	raw, err := encoding.DecodeString(text)
	if err != nil || len(raw) != 16 || New(kind, uuid.UUID(raw)) != id { // one spelling only
		return "", uuid.Nil, false
	}
	return kind, uuid.UUID(raw), true
}

// As returns the UUID if the ID is of that kind, else the zero UUID, which no
// row has: an id of a wrong type is found as little as one of nothing.
func (id ID) As(kind Kind) uuid.UUID {
	if of, u, ok := id.Parse(); ok && of == kind {
		return u
	}
	return uuid.Nil
}

// All returns the UUIDs of ids as one kind.
func All(kind Kind, ids []ID) []uuid.UUID {
	out := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		out[i] = id.As(kind)
	}
	return out
}

// MarshalGQL implements gqlgen's Marshaler.
func (id ID) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(id))) }

// nothing is the id of nothing. It is not empty: that takes something away.
const nothing ID = "-"

// UnmarshalGQL implements gqlgen's Unmarshaler. Text that is no id is taken as
// the id of nothing, so that it is answered as a missing one; no text stays none.
func (id *ID) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok {
		return errors.New("an id is a text")
	}
	*id = ID(s)
	if _, _, ok := id.Parse(); !ok && s != "" {
		*id = nothing
	}
	return nil
}
