package bleve

import (
	"context"
	"errors"
	"fmt"
	"strings"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	"github.com/blevesearch/bleve/v2/search/query"
	indexapi "github.com/blevesearch/bleve_index_api"

	"orion/internal/enum"
	"orion/internal/search"
)

// query returns the whole, but for the condition of one facet. What only lifts is left out
// where nothing is scored.
func (f *finding) query(without string, scored bool) query.Query {
	b := upstream.NewBooleanQuery()
	if words := wordsOf(&f.q); words != nil {
		b.AddMust(words)
		if scored {
			b.AddShould(favourites()...)
		}
	} else {
		b.AddMust(upstream.NewMatchAllQuery())
	}
	var all []query.Query
	for _, c := range f.q.Conditions(without) {
		all = append(all, anyMark(c))
	}
	if (f.q.Low != nil || f.q.High != nil) && without != facetPrice {
		all = append(all, priced(f.q.Low, f.q.High))
	}
	if len(all) > 0 {
		b.AddFilter(upstream.NewConjunctionQuery(all...))
	}
	return b
}

// favourites lift what can be bought, and what others bought.
func favourites() []query.Query {
	one := 1.0
	stock := upstream.NewNumericRangeQuery(&one, nil)
	stock.SetField(fieldStock)
	stock.SetBoost(search.BoostStock)
	out := []query.Query{stock}
	for _, n := range []float64{1, 10, 100, 1000} {
		sold := upstream.NewNumericRangeQuery(&n, nil)
		sold.SetField(fieldSold)
		sold.SetBoost(search.BoostSold)
		out = append(out, sold)
	}
	return out
}

// wordsOf returns nil where nothing is searched for.
func wordsOf(q *search.Query) query.Query {
	if len(q.Words) == 0 && len(q.Codes) == 0 {
		return nil
	}
	var either []query.Query
	for _, code := range q.Codes {
		either = append(either, term(fieldCode, code, search.BoostCode))
	}
	words := make([]query.Query, len(q.Words))
	for i, w := range q.Words {
		words[i] = anyPhrase(w)
	}
	if len(words) > 0 {
		d := upstream.NewDisjunctionQuery(words...)
		d.SetMin(float64(max(1, q.AtLeast)))
		either = append(either, d)
	}
	return upstream.NewDisjunctionQuery(either...)
}

func anyPhrase(w search.Word) query.Query {
	phrases := make([]query.Query, len(w.Any))
	for i, p := range w.Any {
		matches := make([]query.Query, len(p.All))
		for j, m := range p.All {
			matches[j] = anyToken(m, p.Weight)
		}
		phrases[i] = upstream.NewConjunctionQuery(matches...)
	}
	return upstream.NewDisjunctionQuery(phrases...)
}

// anyToken finds a word in any field, each way of writing it by its own weight.
func anyToken(m search.Match, weight float64) query.Query {
	var any []query.Query
	for _, f := range []struct {
		name  string
		boost float64
	}{{fieldTitle, search.BoostTitle}, {fieldAbout, search.BoostAbout}, {fieldText, search.BoostText}} {
		for _, w := range m.Weighted() {
			any = append(any, term(f.name, w.Token, weight*w.Weight*f.boost))
		}
		if m.Prefix != "" {
			p := upstream.NewPrefixQuery(m.Prefix)
			p.SetField(f.name)
			p.SetBoost(weight * search.PrefixWeight * f.boost)
			any = append(any, p)
		}
	}
	return upstream.NewDisjunctionQuery(any...)
}

func term(field, token string, boost float64) query.Query {
	t := upstream.NewTermQuery(token)
	t.SetField(field)
	t.SetBoost(boost)
	return t
}

func anyMark(c search.Condition) query.Query {
	any := make([]query.Query, len(c.Marks))
	for i, m := range c.Marks {
		field := fieldFacets
		if search.Narrowing(m) {
			field = fieldMarks
		}
		any[i] = term(field, m, 1)
	}
	return upstream.NewDisjunctionQuery(any...)
}

func priced(low, high *int64) query.Query {
	yes := true
	r := upstream.NewNumericRangeInclusiveQuery(float(low), float(high), &yes, &yes)
	r.SetField(fieldPrice)
	return r
}

func float(n *int64) *float64 {
	if n == nil {
		return nil
	}
	f := float64(*n)
	return &f
}

func scored(q *search.Query) bool {
	return q.Sort == enum.SearchSortRelevance && (len(q.Words) > 0 || len(q.Codes) > 0)
}

// order always ends in the id, so that pages do not overlap.
func order(q *search.Query) []string {
	switch q.Sort {
	case enum.SearchSortNewest:
		return []string{"-" + fieldCreated, "-_id"}
	case enum.SearchSortPriceAsc:
		return []string{fieldPrice, "_id"}
	case enum.SearchSortPriceDesc:
		return []string{"-" + fieldPrice, "_id"}
	case enum.SearchSortTitle:
		return []string{fieldOrder, "_id"}
	case enum.SearchSortBestSelling:
		return []string{"-" + fieldSold, "-_id"}
	}
	if scored(q) {
		return []string{"-_score", "-_id"}
	}
	return []string{"-" + fieldStock, "-" + fieldSold, "-_id"}
}

// number reads what a numeric field sorts by.
func number(sorted string) (int64, error) {
	n, err := numeric.PrefixCoded(sorted).Int64()
	if err != nil {
		return 0, fmt.Errorf("read a price: %w", err)
	}
	return int64(numeric.Int64ToFloat64(n)), nil
}

// A vocabulary is that of one index.
type vocabulary struct{ ix upstream.Index }

var wordFields = []string{fieldTitle, fieldAbout, fieldText}

// Known implements search.Vocabulary.
func (v vocabulary) Known(ctx context.Context, tokens []string) (map[string]bool, error) {
	out := map[string]bool{}
	err := v.with(func(r indexapi.IndexReader) error {
		for _, field := range wordFields {
			for _, t := range tokens {
				tfr, err := r.TermFieldReader(ctx, []byte(t), field, false, false, false)
				if err != nil {
					return err
				}
				if tfr.Count() > 0 {
					out[t] = true
				}
				if err := tfr.Close(); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return out, err
}

func (v vocabulary) with(f func(indexapi.IndexReader) error) (err error) {
	advanced, err := v.ix.Advanced()
	if err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	r, err := advanced.Reader()
	if err != nil {
		return fmt.Errorf("read the words: %w", err)
	}
	defer func() {
		if closed := r.Close(); err == nil {
			err = closed
		}
	}()
	return f(r)
}

// Beginning implements search.Vocabulary.
func (v vocabulary) Beginning(_ context.Context, texts []string, most int) ([]string, error) {
	seen := map[string]bool{}
	var out []string
	for _, field := range wordFields {
		for _, text := range texts {
			err := v.each(field, text, func(word string) bool {
				if !seen[word] {
					seen[word], out = true, append(out, word)
				}
				return len(out) < most
			})
			if err != nil {
				return nil, fmt.Errorf("read the words: %w", err)
			}
		}
	}
	return out, nil
}

// each calls f with the words of a field that begin with a text, until it returns false.
func (v vocabulary) each(field, text string, f func(string) bool) error {
	dict, err := v.ix.FieldDictPrefix(field, []byte(text))
	if err != nil {
		return err
	}
	for {
		e, err := dict.Next()
		if err != nil || e == nil || !f(strings.TrimPrefix(e.Term, search.WordSign)) {
			return errors.Join(err, dict.Close())
		}
	}
}
