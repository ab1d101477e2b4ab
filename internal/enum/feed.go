package enum

import (
	"io"

	"github.com/google/uuid"
)

// FeedFormat is the layout of a marketplace's files.
type FeedFormat string

// The values of FeedFormat.
const (
	FeedFormatGoogle   FeedFormat = "GOOGLE"
	FeedFormatShopify  FeedFormat = "SHOPIFY"
	FeedFormatLetzshop FeedFormat = "LETZSHOP"
	// FeedFormatCustom is any CSV through a mapping of its columns.
	FeedFormatCustom FeedFormat = "CUSTOM"
)

var feedFormatValues = []FeedFormat{FeedFormatGoogle, FeedFormatShopify, FeedFormatLetzshop, FeedFormatCustom}

// Values implements ent's EnumValues.
func (FeedFormat) Values() []string { return values(feedFormatValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (f FeedFormat) MarshalGQL(w io.Writer) { marshal(w, f) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (f *FeedFormat) UnmarshalGQL(v any) error { return unmarshal(f, feedFormatValues, v) }

// DecimalMark is what stands before the decimals of a feed's prices.
type DecimalMark string

// The values of DecimalMark.
const (
	// DecimalMarkAuto refuses what can be read in two ways.
	DecimalMarkAuto  DecimalMark = "AUTO"
	DecimalMarkPoint DecimalMark = "POINT"
	DecimalMarkComma DecimalMark = "COMMA"
)

var decimalMarkValues = []DecimalMark{DecimalMarkAuto, DecimalMarkPoint, DecimalMarkComma}

// Values implements ent's EnumValues.
func (DecimalMark) Values() []string { return values(decimalMarkValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (d DecimalMark) MarshalGQL(w io.Writer) { marshal(w, d) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (d *DecimalMark) UnmarshalGQL(v any) error { return unmarshal(d, decimalMarkValues, v) }

// PriceRounding is how a price that a rule has made is brought to a price that is asked.
type PriceRounding string

// The values of PriceRounding.
const (
	PriceRoundingNone PriceRounding = "NONE"
	// PriceRoundingEnd99 is the next price up that ends in .99.
	PriceRoundingEnd99 PriceRounding = "END_99"
	PriceRoundingEnd95 PriceRounding = "END_95"
	PriceRoundingEnd90 PriceRounding = "END_90"
	// PriceRoundingWhole is the next whole amount up.
	PriceRoundingWhole PriceRounding = "WHOLE"
)

var priceRoundingValues = []PriceRounding{
	PriceRoundingNone, PriceRoundingEnd99, PriceRoundingEnd95, PriceRoundingEnd90, PriceRoundingWhole,
}

// Values implements ent's EnumValues.
func (PriceRounding) Values() []string { return values(priceRoundingValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p PriceRounding) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *PriceRounding) UnmarshalGQL(v any) error { return unmarshal(p, priceRoundingValues, v) }

// StockPolicy says when a feed's quantities become stock.
type StockPolicy string

// The values of StockPolicy.
const (
	// StockPolicyOnPublication takes the quantity once, when the product is published.
	StockPolicyOnPublication StockPolicy = "ON_PUBLICATION"
	// StockPolicyFollowFeed takes it again with each import that changes it, and leaves
	// nothing of what the source has no longer.
	StockPolicyFollowFeed StockPolicy = "FOLLOW_FEED"
)

var stockPolicyValues = []StockPolicy{StockPolicyOnPublication, StockPolicyFollowFeed}

// Values implements ent's EnumValues.
func (StockPolicy) Values() []string { return values(stockPolicyValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (s StockPolicy) MarshalGQL(w io.Writer) { marshal(w, s) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (s *StockPolicy) UnmarshalGQL(v any) error { return unmarshal(s, stockPolicyValues, v) }

// PauseReason is why a source rests.
type PauseReason string

// The values of PauseReason.
const (
	// PauseReasonFailures is that too many runs in a row have failed.
	PauseReasonFailures PauseReason = "FAILURES"
	// PauseReasonVendor is that the vendor's team wants it.
	PauseReasonVendor PauseReason = "VENDOR"
	// PauseReasonPlatform is that the platform's staff want it.
	PauseReasonPlatform PauseReason = "PLATFORM"
)

var pauseReasonValues = []PauseReason{PauseReasonFailures, PauseReasonVendor, PauseReasonPlatform}

// Values implements ent's EnumValues.
func (PauseReason) Values() []string { return values(pauseReasonValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p PauseReason) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *PauseReason) UnmarshalGQL(v any) error { return unmarshal(p, pauseReasonValues, v) }

// An Option is one of the choices that tell the variants of a product apart, such as
// Color: Red.
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// A CategoryRule says where in the catalogue a category of a feed leads.
type CategoryRule struct {
	// From is the category in the feed, or its beginning up to a " > ".
	From string `json:"from"`
	// ProductType is what it is called in the catalogue; "" keeps the feed's word.
	ProductType string `json:"productType,omitempty"`
	// CollectionID is a collection to put its products into, nil for none.
	CollectionID *uuid.UUID `json:"collectionId,omitempty"`
	// CategoryID is the category of the catalogue that they are, nil for none.
	CategoryID *uuid.UUID `json:"categoryId,omitempty"`
}
