package enum

import "io"

// ProductStatus is the life of a product: a draft is seen by its vendor alone.
type ProductStatus string

// The values of ProductStatus.
const (
	ProductStatusDraft    ProductStatus = "DRAFT"
	ProductStatusActive   ProductStatus = "ACTIVE"
	ProductStatusArchived ProductStatus = "ARCHIVED"
)

var productStatusValues = []ProductStatus{
	ProductStatusDraft,
	ProductStatusActive,
	ProductStatusArchived,
}

// Values implements ent's EnumValues.
func (ProductStatus) Values() []string { return values(productStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p ProductStatus) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *ProductStatus) UnmarshalGQL(v any) error { return unmarshal(p, productStatusValues, v) }

// ProductSortKey is what a list of products can be ordered by.
type ProductSortKey string

// The values of ProductSortKey.
const (
	ProductSortKeyCreatedAt   ProductSortKey = "CREATED_AT"
	ProductSortKeyUpdatedAt   ProductSortKey = "UPDATED_AT"
	ProductSortKeyTitle       ProductSortKey = "TITLE"
	ProductSortKeyPrice       ProductSortKey = "PRICE"
	ProductSortKeyBestSelling ProductSortKey = "BEST_SELLING"
)

var productSortKeyValues = []ProductSortKey{
	ProductSortKeyCreatedAt,
	ProductSortKeyUpdatedAt,
	ProductSortKeyTitle,
	ProductSortKeyPrice,
	ProductSortKeyBestSelling,
}

// Values implements ent's EnumValues.
func (ProductSortKey) Values() []string { return values(productSortKeyValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p ProductSortKey) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *ProductSortKey) UnmarshalGQL(v any) error { return unmarshal(p, productSortKeyValues, v) }

// SortDirection is the direction of a sort key.
type SortDirection string

// The values of SortDirection.
const (
	SortDirectionAsc  SortDirection = "ASC"
	SortDirectionDesc SortDirection = "DESC"
)

var sortDirectionValues = []SortDirection{
	SortDirectionAsc,
	SortDirectionDesc,
}

// Values implements ent's EnumValues.
func (SortDirection) Values() []string { return values(sortDirectionValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s SortDirection) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *SortDirection) UnmarshalGQL(v any) error { return unmarshal(s, sortDirectionValues, v) }

// MediaStatus says whether a file can be shown.
type MediaStatus string

// The values of MediaStatus.
const (
	// MediaStatusPending is still to be fetched or checked.
	MediaStatusPending MediaStatus = "PENDING"
	MediaStatusReady   MediaStatus = "READY"
	// MediaStatusFailed could not be fetched or is no picture.
	MediaStatusFailed MediaStatus = "FAILED"
)

var mediaStatusValues = []MediaStatus{
	MediaStatusPending,
	MediaStatusReady,
	MediaStatusFailed,
}

// Values implements ent's EnumValues.
func (MediaStatus) Values() []string { return values(mediaStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (m MediaStatus) MarshalGQL(w io.Writer) { marshal(w, m) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (m *MediaStatus) UnmarshalGQL(v any) error { return unmarshal(m, mediaStatusValues, v) }
