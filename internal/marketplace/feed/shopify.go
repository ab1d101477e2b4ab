package feed

import (
	"strings"
	"unicode"
)

// shopify reads Shopify's export of products.
//
// Consecutive records with one handle are one product. The first with a title has
// the cells of the product, which the others leave blank; what another says all the
// same is not listened to. A record with a sku, a price or values of options is a variant
// and makes a row, as the first always does; one with a picture alone adds it to
// all rows of the product. A handle that comes back after another is a piece of
// its own, with cells of its own: rows of all pieces have the handle as their
// group, so publication makes one product of them.
//
// A row's id is the sku, if no other variant of the product has it, else the handle
// with the values of the options; see variantID. Publication is the vendor's act:
// that a product was published over there is kept as an attribute, no more.
type shopify struct{}

func (shopify) defaults(opt *Options) { fallback(&opt.DecimalMark, '.') }

func (shopify) required() []string { return []string{"title", "price"} }

func (shopify) field(name string) string {
	name = loose(name)
	if f, ok := shopifyColumns[name]; ok {
		return f
	}
	if _, key, ok := strings.Cut(name, "(product.metafields."); ok {
		return "metafield." + strings.TrimSuffix(key, ")")
	}
	return ""
}

// loose brings the name of a column into one form without losing any of it: small
// letters, single blanks, no invisible characters.
func loose(name string) string {
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	return strings.Join(strings.Fields(name), " ")
}

// shopifyColumns are the old names and the new ones, and the fields that they fill.
var shopifyColumns = map[string]string{
	"handle": "handle", "url handle": "handle", "title": "title", "body (html)": "description", "body html": "description",
	"body": "description", "description": "description", "vendor": "brand", "type": "product_type",
	"product category": "product_category", "standard product type": "product_category", "tags": "tags",
	"published": "published", "published on online store": "published", "status": "status",

	"option1 name": "option1_name", "option2 name": "option2_name", "option3 name": "option3_name",
	"option1 value": "option1_value", "option2 value": "option2_value", "option3 value": "option3_value",

	"variant sku": "sku", "sku": "sku", "variant barcode": "gtin", "barcode": "gtin",
	"variant price": "price", "price": "price", "variant compare at price": "compare_at", "compare-at price": "compare_at",
	"compare at price": "compare_at", "cost per item": "cost",
	"variant inventory tracker": "tracker", "inventory tracker": "tracker",
	"variant inventory qty": "quantity", "inventory quantity": "quantity",
	"variant inventory policy": "policy", "continue selling when out of stock": "policy",
	"variant grams": "weight_grams", "weight value (grams)": "weight_grams",
	"variant requires shipping": "requires_shipping", "requires shipping": "requires_shipping",
	"variant taxable": "taxable", "charge tax": "taxable", "variant tax code": "tax_code", "tax code": "tax_code",
	"variant fulfillment service": "fulfillment_service", "fulfillment service": "fulfillment_service",
	"variant image": "variant_image", "variant image url": "variant_image",

	"image src": "image", "product image url": "image", "image position": "image_position",
	"image alt text": "image_alt_text", "gift card": "gift_card", "seo title": "seo_title", "seo description": "seo_description",

	"google shopping / google product category": "google_product_category", "google product category": "google_product_category",
	"google shopping / gender": "gender", "google shopping / age group": "age_group", "google shopping / mpn": "mpn",
	"google shopping / condition":        "condition",
	"google shopping / adwords labels":   "adwords_labels",
	"google shopping / adwords grouping": "adwords_grouping",
	"google shopping / custom label 0":   "custom_label_0", "google shopping / custom label 1": "custom_label_1",
	"google shopping / custom label 2": "custom_label_2", "google shopping / custom label 3": "custom_label_3",
	"google shopping / custom label 4": "custom_label_4",
}

// shopifyOwn are the fields of a variant: a blank one says nothing of the product's.
var shopifyOwn = names(`option1_value option2_value option3_value sku gtin price compare_at cost tracker quantity
	policy weight_grams requires_shipping taxable tax_code fulfillment_service variant_image image image_position image_alt_text`)

// shopifyParts are the fields that do not stand for themselves: a row is made of them
// by rules of their own.
var shopifyParts = names(`handle product_category published status option1_name option1_value option2_name option2_value
	option3_name option3_value sku price compare_at tracker quantity policy variant_image image image_position`)

// shopifyFlags are TRUE or FALSE.
var shopifyFlags = names("requires_shipping taxable gift_card")

func (s shopify) bind(r *Reader, names []string) (rows, error) {
	h := &r.header
	p := &shopifyProduct{r: r, at: map[string]int{}}
	for i, name := range names {
		f := s.field(name)
		if f == "" {
			if !blank([]byte(name)) {
				h.Unknown = append(h.Unknown, excerpt(strings.TrimSpace(name)))
			}
			continue
		}
		if first, again := h.seen[f]; again {
			return nil, fileError(FileDuplicateColumn, "the columns %q and %q are both %s", excerpt(names[first]), excerpt(name), f)
		}
		p.column(i, f)
	}
	p.derive()
	return &gathered{r: r, form: p}, nil
}

// column lays down what becomes of column i.
func (p *shopifyProduct) column(i int, field string) {
	h := &p.r.header
	if h.seen == nil {
		h.seen = map[string]int{}
	}
	h.seen[field], p.at[field] = i, i
	col := column{name: field, own: shopifyOwn[field]}
	if !shopifyParts[field] {
		col.kind = h.note(field)
	}
	h.columns[i] = col
}

// derive notes the fields that the parts make up.
func (p *shopifyProduct) derive() {
	h := &p.r.header
	for part, made := range map[string]ColumnSet{
		"price": 1 << ColumnPrice, "compare_at": 1 << ColumnSalePrice, "quantity": 1<<ColumnQuantity | 1<<ColumnAvailability,
		"image": 1<<ColumnImageLink | 1<<ColumnAdditionalImageLinks, "variant_image": 1 << ColumnImageLink,
		"option1_value": 1 << ColumnOptions, "product_category": 1 << ColumnGoogleProductCategory,
	} {
		if h.has(part) {
			h.Present |= made
		}
	}
	h.Present |= 1<<ColumnID | 1<<ColumnItemGroupID
	if h.has("published") || h.has("status") {
		h.note("published")
	}
}
