package search

import (
	"cmp"
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

// parse takes what somebody wrote apart. languages are that of the request and the shop's
// own.
func parse(text string, languages []string, synonyms [][]string) (words []Word, codes []string) {
	fields := strings.Fields(text)
	for _, f := range fields {
		codes = append(codes, codeToken(f))
	}
	if len(fields) > 1 {
		codes = append(codes, codeToken(text))
	}
	said := meaningful(pieces(text))
	typing := text != "" && len(said) > 0 && said[len(said)-1].end == len(strings.TrimRight(text, " "))
	groups := phrases(synonyms)
	for i := 0; i < len(said); {
		n, others := meant(said[i:], groups)
		var own []Match
		for j := range n {
			own = append(own, match(said[i+j].word, languages, typing && i+j == len(said)-1))
		}
		w := Word{Any: []Phrase{{All: own, Weight: 1}}}
		for _, other := range others {
			w.Any = append(w.Any, Phrase{All: matches(other, languages), Weight: synonymWeight})
		}
		words, i = append(words, w), i+n
	}
	return words, codes
}

// What is found in another way than it was asked for counts less.
const (
	synonymWeight  = 0.7
	compoundWeight = 0.6
	prefixWeight   = 0.5
	nearWeight     = 0.4
)

func meaningful(all []piece) []piece {
	said := slices.DeleteFunc(slices.Clone(all), func(p piece) bool { return stopWords[p.word] || p.short() })
	if len(said) == 0 {
		return slices.DeleteFunc(slices.Clone(all), func(p piece) bool { return p.word == "" })
	}
	return said
}

func match(word string, languages []string, typing bool) Match {
	m := Match{Raw: word, Tokens: []string{signWord + word}}
	for _, language := range languages {
		m.Tokens = append(m.Tokens, stemToken(language, word))
		if language == "de" && len(word) >= shortestEnd {
			m.Tokens = append(m.Tokens, signCompound+stem("de", word))
		}
	}
	slices.Sort(m.Tokens)
	m.Tokens = slices.Compact(m.Tokens)
	if typing && len(word) >= 2 {
		m.Prefix = signWord + word
	}
	return m
}

func matches(words, languages []string) []Match {
	out := make([]Match, len(words))
	for i, w := range words {
		out[i] = match(w, languages, false)
	}
	return out
}

// phrases are the synonyms taken apart: group, member, words.
func phrases(synonyms [][]string) [][][]string {
	out := make([][][]string, len(synonyms))
	for i, group := range synonyms {
		for _, member := range group {
			var words []string
			for _, p := range pieces(member) {
				words = append(words, p.word)
			}
			if len(words) > 0 {
				out[i] = append(out[i], words)
			}
		}
	}
	return out
}

// meant returns how many of the words belong together, 1 unless a synonym has more, and
// what means the same.
func meant(said []piece, groups [][][]string) (n int, others [][]string) {
	n = 1
	for _, group := range groups {
		for i, member := range group {
			if len(member) < n || !begins(said, member) {
				continue
			}
			if len(member) > n {
				others = nil
			}
			n = len(member)
			for j, other := range group {
				if j != i {
					others = append(others, other)
				}
			}
		}
	}
	return n, others
}

func begins(said []piece, with []string) bool {
	if len(with) > len(said) {
		return false
	}
	for i, w := range with {
		if said[i].word != w && stem("en", said[i].word) != stem("en", w) {
			return false
		}
	}
	return true
}

// nearest sorts known words by how near they are and keeps the first few.
func nearest(raw string, known []string) []string {
	most := tolerance(raw)
	type near struct {
		word string
		far  int
	}
	var all []near
	for _, w := range known {
		if d := distance(raw, w, most); d <= most {
			all = append(all, near{w, d})
		}
	}
	slices.SortFunc(all, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), strings.Compare(a.word, b.word)) })
	var out []string
	for _, n := range all[:min(len(all), 10)] {
		out = append(out, signWord+n.word)
	}
	return out
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
