package search

import (
	"slices"
	"strings"

	"github.com/google/uuid"

	"orion/internal/enum"
)

// A Query is a search as engines take it.
type Query struct {
	Words []Word
	// AtLeast is how many of Words a document must have.
	AtLeast int
	// Codes find a document whatever its words.
	Codes []string

	Category, Collection uuid.UUID // zero: any
	Brand, Tag           []string
	Options              []OptionFilter
	InStock              *bool
	Low, High            *int64

	Sort          enum.SearchSort
	Offset, Limit int
	// Facets asks for counts, the price range and the total; without it only for hits.
	Facets bool
}

// A Word is one thing that is searched for: any of its phrases will do.
type Word struct{ Any []Phrase }

// A Phrase is all of its words. Weight is 1 for what was asked, less for a synonym.
type Phrase struct {
	All    []Match
	Weight float64
}

// A Match is one word as it may be written.
type Match struct {
	// Raw is the word, folded.
	Raw string
	// Tokens are equal to it; Near are known words that it may be a misspelling of, which
	// the engine fills in where it knows none of the others.
	Tokens, Near []string
	// Prefix is set for the word that is still being typed.
	Prefix string
}

// A Condition is met by any of its marks. Facet names the one that is counted without it.
type Condition struct {
	Facet string
	Marks []string
}

// The keys of facets.
const (
	FacetCategory = "category"
	FacetBrand    = "brand"
	FacetTag      = "tag"
	FacetStock    = "inStock"
	FacetOption   = "option:"
	// facetPrice is none that is shown: the range of prices is found without its own
	// condition.
	facetPrice = "price"
)

// Conditions returns those of the query but for that of one facet.
func (q *Query) Conditions(without string) []Condition {
	var out []Condition
	add := func(facet string, marks []string) {
		if marks != nil && len(marks) == 0 {
			marks = []string{markNothing}
		}
		if facet != without && marks != nil {
			out = append(out, Condition{facet, marks})
		}
	}
	if q.Collection != uuid.Nil {
		add("collection", []string{markCollection + q.Collection.String()})
	}
	if q.Category != uuid.Nil {
		add(FacetCategory, []string{markCategory + q.Category.String()})
	}
	add(FacetBrand, marked(markBrand, q.Brand))
	add(FacetTag, marked(markTag, q.Tag))
	if q.InStock != nil {
		add(FacetStock, []string{markStock + yes(*q.InStock)})
	}
	sign := markCombo
	if q.InStock != nil && *q.InStock && without != FacetStock {
		sign = markSaleable
	}
	add("options", combos(sign, slices.DeleteFunc(slices.Clone(q.Options), func(o OptionFilter) bool { return FacetOption+o.Name == without })))
	return out
}

// marked returns nil for no condition, and none for one that nothing can meet.
func marked(sign string, values []string) []string {
	if values == nil {
		return nil
	}
	out := []string{}
	for _, v := range values {
		out = append(out, sign+v)
	}
	return out
}

// combos returns the marks of every choice of one value for each option.
func combos(sign string, options []OptionFilter) []string {
	if len(options) == 0 {
		return nil
	}
	all := [][]choice{nil}
	for _, o := range options {
		var longer [][]choice
		for _, before := range all {
			for _, v := range o.Values {
				longer = append(longer, append(slices.Clip(before), choice{o.Name, v}))
			}
		}
		all = longer
	}
	out := make([]string, len(all))
	for i, of := range all {
		out[i] = combo(sign, of)
	}
	return out
}

// Narrowed returns the facets that the query has conditions on: each is counted by itself.
func (q *Query) Narrowed() []string {
	var out []string
	if q.Category != uuid.Nil {
		out = append(out, FacetCategory)
	}
	if q.Brand != nil {
		out = append(out, FacetBrand)
	}
	if q.Tag != nil {
		out = append(out, FacetTag)
	}
	if q.InStock != nil {
		out = append(out, FacetStock)
	}
	for _, o := range q.Options {
		out = append(out, FacetOption+o.Name)
	}
	if q.Low != nil || q.High != nil {
		out = append(out, facetPrice)
	}
	return out
}

// FacetOf takes a mark apart into the key of its facet and the value.
func FacetOf(mark string) (key, value string) {
	if len(mark) < 2 {
		return "", ""
	}
	value = mark[2:]
	switch mark[:2] {
	case markBrand:
		return FacetBrand, value
	case markTag:
		return FacetTag, value
	case markCategory:
		return FacetCategory, value
	case markStock:
		return FacetStock, value
	case markOption:
		name, of, _ := strings.Cut(value, unit)
		return FacetOption + name, of
	}
	return "", ""
}

// A Weighted is a token and what it counts.
type Weighted struct {
	Token  string
	Weight float64
}

// Weighted returns all ways of writing the word.
func (m Match) Weighted() []Weighted {
	var out []Weighted
	for _, t := range m.Tokens {
		w := 1.0
		if strings.HasPrefix(t, signCompound) {
			w = compoundWeight
		}
		out = append(out, Weighted{t, w})
	}
	for _, t := range m.Near {
		out = append(out, Weighted{t, nearWeight})
	}
	return out
}

// PrefixWeight is what a word counts that begins as the one being typed does.
const PrefixWeight = prefixWeight

// WordSign begins the token of a word as it was written.
const WordSign = signWord

// Narrowing reports whether a mark only narrows, and is not counted.
func Narrowing(mark string) bool {
	key, _ := FacetOf(mark)
	return key == ""
}
