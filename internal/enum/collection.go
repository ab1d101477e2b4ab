package enum

import "io"

// CollectionKind says who puts products into a collection.
type CollectionKind string

// The values of CollectionKind.
const (
	CollectionKindManual CollectionKind = "MANUAL"
	// CollectionKindRules has those that its rules match.
	CollectionKindRules CollectionKind = "RULES"
)

var collectionKindValues = []CollectionKind{
	CollectionKindManual,
	CollectionKindRules,
}

// Values implements ent's EnumValues.
func (CollectionKind) Values() []string { return values(collectionKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (c CollectionKind) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *CollectionKind) UnmarshalGQL(v any) error { return unmarshal(c, collectionKindValues, v) }

// CollectionSort is the order of a collection's products.
type CollectionSort string

// The values of CollectionSort.
const (
	CollectionSortManual      CollectionSort = "MANUAL"
	CollectionSortBestSelling CollectionSort = "BEST_SELLING"
	CollectionSortNewest      CollectionSort = "NEWEST"
	CollectionSortTitle       CollectionSort = "TITLE"
	CollectionSortPriceAsc    CollectionSort = "PRICE_ASC"
	CollectionSortPriceDesc   CollectionSort = "PRICE_DESC"
)

var collectionSortValues = []CollectionSort{
	CollectionSortManual,
	CollectionSortBestSelling,
	CollectionSortNewest,
	CollectionSortTitle,
	CollectionSortPriceAsc,
	CollectionSortPriceDesc,
}

// Values implements ent's EnumValues.
func (CollectionSort) Values() []string { return values(collectionSortValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (c CollectionSort) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *CollectionSort) UnmarshalGQL(v any) error { return unmarshal(c, collectionSortValues, v) }

// ShelfField is what a rule of a collection looks at.
type ShelfField string

// The values of ShelfField.
const (
	ShelfFieldTitle       ShelfField = "TITLE"
	ShelfFieldBrand       ShelfField = "BRAND"
	ShelfFieldProductType ShelfField = "PRODUCT_TYPE"
	ShelfFieldTag         ShelfField = "TAG"
	// ShelfFieldCategory is a category or one below it.
	ShelfFieldCategory ShelfField = "CATEGORY"
	// ShelfFieldPrice is the lowest of the variants.
	ShelfFieldPrice   ShelfField = "PRICE"
	ShelfFieldOnSale  ShelfField = "ON_SALE"
	ShelfFieldInStock ShelfField = "IN_STOCK"
	// ShelfFieldAgeDays counts from when the product was made.
	ShelfFieldAgeDays ShelfField = "AGE_DAYS"
)

var shelfFieldValues = []ShelfField{
	ShelfFieldTitle,
	ShelfFieldBrand,
	ShelfFieldProductType,
	ShelfFieldTag,
	ShelfFieldCategory,
	ShelfFieldPrice,
	ShelfFieldOnSale,
	ShelfFieldInStock,
	ShelfFieldAgeDays,
}

// Values implements ent's EnumValues.
func (ShelfField) Values() []string { return values(shelfFieldValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s ShelfField) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *ShelfField) UnmarshalGQL(v any) error { return unmarshal(s, shelfFieldValues, v) }

// ShelfOp is how a rule of a collection compares.
type ShelfOp string

// The values of ShelfOp.
const (
	ShelfOpEquals     ShelfOp = "EQUALS"
	ShelfOpNotEquals  ShelfOp = "NOT_EQUALS"
	ShelfOpContains   ShelfOp = "CONTAINS"
	ShelfOpStartsWith ShelfOp = "STARTS_WITH"
	ShelfOpAtLeast    ShelfOp = "AT_LEAST"
	ShelfOpAtMost     ShelfOp = "AT_MOST"
)

var shelfOpValues = []ShelfOp{
	ShelfOpEquals,
	ShelfOpNotEquals,
	ShelfOpContains,
	ShelfOpStartsWith,
	ShelfOpAtLeast,
	ShelfOpAtMost,
}

// Values implements ent's EnumValues.
func (ShelfOp) Values() []string { return values(shelfOpValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s ShelfOp) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *ShelfOp) UnmarshalGQL(v any) error { return unmarshal(s, shelfOpValues, v) }
