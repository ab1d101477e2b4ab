package enum

import "io"

// TaxClass says which of a country's rates of tax a product is sold at.
type TaxClass string

// The values of TaxClass.
const (
	TaxClassStandard     TaxClass = "STANDARD"
	TaxClassReduced      TaxClass = "REDUCED"
	TaxClassSuperReduced TaxClass = "SUPER_REDUCED"
	TaxClassZero         TaxClass = "ZERO"
)

var taxClassValues = []TaxClass{
	TaxClassStandard,
	TaxClassReduced,
	TaxClassSuperReduced,
	TaxClassZero,
}

// Values implements ent's EnumValues.
func (TaxClass) Values() []string { return values(taxClassValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (t TaxClass) MarshalGQL(w io.Writer) { marshal(w, t) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (t *TaxClass) UnmarshalGQL(v any) error { return unmarshal(t, taxClassValues, v) }

// SlugKind is what a name in addresses stands for.
type SlugKind string

// The values of SlugKind.
const (
	SlugKindProduct    SlugKind = "PRODUCT"
	SlugKindCollection SlugKind = "COLLECTION"
)

var slugKindValues = []SlugKind{
	SlugKindProduct,
	SlugKindCollection,
}

// Values implements ent's EnumValues.
func (SlugKind) Values() []string { return values(slugKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s SlugKind) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *SlugKind) UnmarshalGQL(v any) error { return unmarshal(s, slugKindValues, v) }

// CatalogAction is what is done to many products in the background.
type CatalogAction string

// The values of CatalogAction.
const (
	CatalogActionPublish CatalogAction = "PUBLISH"
	// CatalogActionDraft takes products out of the shop, to work on them.
	CatalogActionDraft   CatalogAction = "DRAFT"
	CatalogActionArchive CatalogAction = "ARCHIVE"
	CatalogActionDelete  CatalogAction = "DELETE"
	// CatalogActionEdit changes what the input says of each.
	CatalogActionEdit CatalogAction = "EDIT"
)

var catalogActionValues = []CatalogAction{
	CatalogActionPublish,
	CatalogActionDraft,
	CatalogActionArchive,
	CatalogActionDelete,
	CatalogActionEdit,
}

// Values implements ent's EnumValues.
func (CatalogAction) Values() []string { return values(catalogActionValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (c CatalogAction) MarshalGQL(w io.Writer) { marshal(w, c) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (c *CatalogAction) UnmarshalGQL(v any) error { return unmarshal(c, catalogActionValues, v) }

// Availability says whether a variant can be bought, and whether soon no more.
type Availability string

// The values of Availability.
const (
	AvailabilityInStock    Availability = "IN_STOCK"
	AvailabilityLowStock   Availability = "LOW_STOCK"
	AvailabilityOutOfStock Availability = "OUT_OF_STOCK"
)

var availabilityValues = []Availability{
	AvailabilityInStock,
	AvailabilityLowStock,
	AvailabilityOutOfStock,
}

// Values implements ent's EnumValues.
func (Availability) Values() []string { return values(availabilityValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (a Availability) MarshalGQL(w io.Writer) { marshal(w, a) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (a *Availability) UnmarshalGQL(v any) error { return unmarshal(a, availabilityValues, v) }

// PublishCheckCode is what a product can lack before it should be shown.
type PublishCheckCode string

// The values of PublishCheckCode.
const (
	PublishCheckCodePrice        PublishCheckCode = "PRICE"
	PublishCheckCodeVariant      PublishCheckCode = "VARIANT"
	PublishCheckCodePicture      PublishCheckCode = "PICTURE"
	PublishCheckCodeAltText      PublishCheckCode = "ALT_TEXT"
	PublishCheckCodeDescription  PublishCheckCode = "DESCRIPTION"
	PublishCheckCodeCategory     PublishCheckCode = "CATEGORY"
	PublishCheckCodeStock        PublishCheckCode = "STOCK"
	PublishCheckCodeTranslations PublishCheckCode = "TRANSLATIONS"
)

var publishCheckCodeValues = []PublishCheckCode{
	PublishCheckCodePrice,
	PublishCheckCodeVariant,
	PublishCheckCodePicture,
	PublishCheckCodeAltText,
	PublishCheckCodeDescription,
	PublishCheckCodeCategory,
	PublishCheckCodeStock,
	PublishCheckCodeTranslations,
}

// MarshalGQL implements gqlgen's Marshaler.
func (p PublishCheckCode) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *PublishCheckCode) UnmarshalGQL(v any) error { return unmarshal(p, publishCheckCodeValues, v) }
