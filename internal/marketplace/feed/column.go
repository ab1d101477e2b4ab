package feed

import (
	"strings"
	"unicode"
)

// Column is a typed field of a Row.
type Column uint8

// The typed columns.
const (
	ColumnIgnored Column = iota
	ColumnAttribute
	ColumnID
	ColumnTitle
	ColumnDescription
	ColumnLink
	ColumnImageLink
	ColumnAdditionalImageLinks
	ColumnAvailability
	ColumnPrice
	ColumnSalePrice
	ColumnBrand
	ColumnGTIN
	ColumnMPN
	ColumnCondition
	ColumnProductType
	ColumnGoogleProductCategory
	ColumnItemGroupID
	ColumnColor
	ColumnSize
	ColumnQuantity
	// ColumnOptions stands for Row.Options, which several columns make up.
	ColumnOptions
	columnCount
)

var columnNames = [columnCount]string{
	ColumnID: "id", ColumnTitle: "title", ColumnDescription: "description", ColumnLink: "link",
	ColumnImageLink: "image_link", ColumnAdditionalImageLinks: "additional_image_link",
	ColumnAvailability: "availability", ColumnPrice: "price", ColumnSalePrice: "sale_price", ColumnBrand: "brand",
	ColumnGTIN: "gtin", ColumnMPN: "mpn", ColumnCondition: "condition", ColumnProductType: "product_type",
	ColumnGoogleProductCategory: "google_product_category", ColumnItemGroupID: "item_group_id",
	ColumnColor: "color", ColumnSize: "size", ColumnQuantity: "quantity", ColumnOptions: "options",
}

// String is the name of the attribute in a feed.
func (c Column) String() string { return columnNames[c] }

// ColumnSet is a set of typed columns.
type ColumnSet uint32

// Has reports whether the set has the column.
func (s ColumnSet) Has(c Column) bool { return s>>c&1 == 1 }

var typedColumns = func() map[string]Column {
	m := map[string]Column{}
	for c := ColumnID; c < ColumnOptions; c++ {
		m[c.String()] = c
	}
	return m
}()

// aliases are second names in use for one attribute.
var aliases = map[string]string{
	"stock":                  "quantity",
	"additional_image_links": "additional_image_link",
}

// repeatable are the attributes that may stand in several columns.
var repeatable = names(`additional_image_link product_type shipping product_detail product_highlight
	included_destination excluded_destination shopping_ads_excluded_country size_type custom_attribute
	promotion_id tax loyalty_program`)

// attributes are recognised beyond the typed columns. They are kept as text.
var attributes = names(`mobile_link canonical_link ads_redirect lifestyle_image_link virtual_model_link
	availability_date expiration_date sale_price_effective_date cost_of_goods_sold auto_pricing_min_price
	maximum_retail_price unit_pricing_measure unit_pricing_base_measure installment subscription_cost loyalty_points
	identifier_exists adult is_bundle multipack age_group gender size_type size_system material pattern
	item_group_title short_title structured_title structured_description product_detail product_highlight
	product_length product_width product_height product_weight
	shipping shipping_weight shipping_length shipping_width shipping_height shipping_label
	energy_efficiency_class min_energy_efficiency_class max_energy_efficiency_class
	custom_label_0 custom_label_1 custom_label_2 custom_label_3 custom_label_4
	promotion_id external_seller_id transit_time_label return_policy_label min_handling_time max_handling_time
	tax tax_category loyalty_program certification`)

// links are the attributes that hold an address.
var links = names("mobile_link canonical_link ads_redirect lifestyle_image_link virtual_model_link")

func names(list string) map[string]bool {
	m := map[string]bool{}
	for _, n := range strings.Fields(list) {
		m[n] = true
	}
	return m
}

// canonical brings the name of a column into the form of the contract: lower
// case, underscores for blanks and dashes, without padding, invisible
// characters, the prefix g: and a list of sub-attributes in brackets.
func canonical(name string) string {
	name, _, _ = strings.Cut(name, "(")
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) || r == '-':
			return ' '
		case unicode.Is(unicode.Cf, r):
			return -1
		}
		return unicode.ToLower(r)
	}, name)
	name = strings.TrimPrefix(strings.TrimSpace(name), "g:")
	return strings.Join(strings.Fields(name), "_")
}
