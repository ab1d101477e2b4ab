package marketplace

import (
	"time"

	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// SourceInput is the graph's MarketplaceSourceInput. What is nil stays as it is, or
// is the default of a new source.
type SourceInput struct {
	Name         *string
	Format       *enum.FeedFormat
	CurrencyCode *string
	DecimalMark  *enum.DecimalMark
	Encoding     *string
	Separator    *string
	Mapping      *FeedMapping
	Languages    []string
	FeedURL      *string
	Credentials  *FeedCredentials
	Schedule     *string
	Complete     *bool
	FailureLimit *int
	PriceRule    *PriceRuleInput
	CategoryMap  []*CategoryRuleInput
	TaxClass     *enum.TaxClass
	StockPolicy  *enum.StockPolicy
	DefaultStock *int
}

// FeedCredentials open the address of a feed (HTTP Basic).
type FeedCredentials struct{ Username, Password string }

// PriceRuleInput is the graph's input of the same name; see PriceRule.
type PriceRuleInput struct {
	MarkupPercent *money.Decimal
	Surcharge     *money.Decimal
	Rounding      enum.PriceRounding
}

// PriceRule is how a feed's price becomes a price in the shop.
type PriceRule struct {
	// MarkupPercent is put on the feed's price, such as "12.5".
	MarkupPercent money.Decimal
	// Surcharge is added after that, in the source's currency.
	Surcharge *money.Money
	Rounding  enum.PriceRounding
}

// CategoryRuleInput is the graph's input of the same name.
type CategoryRuleInput struct {
	From         string
	ProductType  *string
	CollectionID *publicid.ID
	CategoryID   *publicid.ID
}

// Pause is why and since when a source rests.
type Pause struct {
	Reason enum.PauseReason
	Note   *string
	Since  time.Time
}

// FeedMapping says which column of a file is which field; feed.Mapping is what it
// becomes.
type FeedMapping struct {
	Columns      []*ColumnMapping
	Continuation *string
	Constants    []*FieldConstant
	Round        bool
}

// ColumnMapping is what one column of a file means.
type ColumnMapping struct {
	Column string
	Field  string
	// List separates several values in a cell.
	List *string
	// Pointer finds the value in a cell of JSON (RFC 6901).
	Pointer *string
	// Pick takes the items of a cell that begin with it, without it.
	Pick *string
	// Base is put before an address that has no scheme.
	Base *string
}

// FieldConstant is a field and its value.
type FieldConstant struct{ Field, Value string }

// FeedField is what a column can be mapped to.
type FeedField struct {
	Name                 string
	Required, Repeatable bool
}

// PreviewInput is the graph's FeedPreviewInput.
type PreviewInput struct {
	UploadID *publicid.ID
	JobID    *publicid.ID
	Source   *string
	Settings *SourceInput
}

// FeedPreview is how a file would be read.
type FeedPreview struct {
	Format        enum.FeedFormat
	Encoding      string
	Separator     string
	Columns       []*FeedColumn
	Rows          []*FeedRow
	MissingFields []string
}

// FeedColumn is a column of a file, and what it is taken for.
type FeedColumn struct {
	Name, Field string
	Suggestion  *string
	Samples     []string
}

// FeedRow is a row as it would be staged.
type FeedRow struct {
	Line              int
	ExternalID, Title string
	Price             *money.Money
	Values            []*FieldConstant
	Errors            []*FeedFault
}

// FeedFault is what is wrong with a row, in the language of the request.
type FeedFault struct {
	Column, Value *string
	Code, Message string
	Hint          *string
	Warning       bool
}
