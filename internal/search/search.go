// Package search finds products by words. It owns what the engines know, and checks what
// they find against the catalogue under the policy of who asks.
package search

import (
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
)

// Filters is the graph's SearchFilters. All given conditions must hold.
type Filters struct {
	Category   *publicid.ID
	Collection *publicid.ID
	Brand      []string
	Tag        []string
	Price      *filter.Decimal
	InStock    *bool
	Options    []*OptionFilter
}

// OptionFilter asks for a variant with one of the values of an option.
type OptionFilter struct {
	Name   string
	Values []string
}

// Highlight is a piece of a text: plain, found, plain and so on in turns.
type Highlight struct {
	Field string
	Parts []string
}

// Facet is one thing to narrow a search by.
type Facet struct {
	Key, Label string
	Values     []*FacetValue
}

// FacetValue is what a filter takes, and how much it would find.
type FacetValue struct {
	Value, Label string
	Count        int
	Selected     bool
}

// Suggestions are what may be meant by the beginning of a search.
type Suggestions struct {
	Products    []*ent.Product
	Collections []*ent.Collection
	Queries     []string
}

// Term is what shoppers searched for, in a span of days.
type Term struct {
	Term                     string
	Searches, Empty, Results int
	LastSearchedAt           time.Time
}

// Index is what a shop is searched with.
type Index struct {
	Engine, Serving    string
	DegradedSince      *time.Time
	Documents, Pending int
	Reindex            *ent.SearchReindex
}
