package catalog

import (
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// SEOInput is the graph's input of the same name. What is nil stays.
type SEOInput struct {
	Title       *string
	Description *string
}

// TranslationInput is the graph's input of the same name. What is nil stays.
type TranslationInput struct {
	Language        string
	Title           *string
	DescriptionHTML *string
	SeoTitle        *string
	SeoDescription  *string
}

// OptionInput is the graph's ProductOptionInput.
type OptionInput struct {
	Name   string
	Values []string
}

// ProductCreateInput is the graph's input of the same name.
type ProductCreateInput struct {
	Title           string
	Slug            *string
	DescriptionHTML *string
	Brand           *string
	ProductType     *string
	CategoryID      *publicid.ID
	Tags            []string
	TaxClass        enum.TaxClass
	Seo             *SEOInput
	Translations    []*TranslationInput
	Options         []*OptionInput
	Variants        []*VariantSetInput
	Price           *money.Decimal
	Sku             *string
	MediaIds        []publicid.ID
}

// ProductUpdateInput is the graph's input of the same name. What is nil stays.
type ProductUpdateInput struct {
	Title           *string
	Slug            *string
	Description     *string
	DescriptionHTML *string
	Brand           *string
	ProductType     *string
	CategoryID      *publicid.ID
	Tags            []string
	TaxClass        *enum.TaxClass
	Seo             *SEOInput
	Translations    []*TranslationInput
	CollectionIds   []publicid.ID
	Price           *money.Decimal
	IfVersion       *int
}

// VariantSetInput is the graph's ProductVariantSetInput. What is nil of one that is there
// stays.
type VariantSetInput struct {
	ID             *publicid.ID
	OptionValues   []string
	Sku            *string
	Price          *money.Decimal
	CompareAtPrice *money.Decimal
	Cost           *money.Decimal
	Gtin           *string
	WeightGrams    *int
	MediaID        *publicid.ID
}

// VariantsSetInput is the graph's ProductVariantsSetInput.
type VariantsSetInput struct {
	Options   []*OptionInput
	Variants  []*VariantSetInput
	IfVersion *int
}

// VariantUpdateInput is the graph's ProductVariantUpdateInput. What is nil stays.
type VariantUpdateInput struct {
	ID             publicid.ID
	Sku            *string
	Price          *money.Decimal
	CompareAtPrice *money.Decimal
	Cost           *money.Decimal
	Gtin           *string
	WeightGrams    *int
	MediaID        *publicid.ID
}

// VariantsUpdateInput is the graph's ProductVariantsUpdateInput.
type VariantsUpdateInput struct {
	Variants  []*VariantUpdateInput
	IfVersion *int
}

// TaskInput is the graph's CatalogTaskInput.
type TaskInput struct {
	Action         enum.CatalogAction
	Where          *ProductWhere
	Edit           *EditInput
	IdempotencyKey string
}

// EditInput is the graph's CatalogEditInput. What is nil stays.
type EditInput struct {
	PricePercent            *money.Decimal
	AsReduction             bool
	CategoryID              *publicid.ID
	Brand                   *string
	AddTags                 []string
	RemoveTags              []string
	TaxClass                *enum.TaxClass
	AddToCollectionIds      []publicid.ID
	RemoveFromCollectionIds []publicid.ID
}
