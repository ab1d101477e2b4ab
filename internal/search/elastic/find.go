package elastic

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/elastic/go-elasticsearch/v8/esapi"
	"github.com/google/uuid"

	"orion/internal/search"
)

const (
	// mostMarks is how many different marks are counted.
	mostMarks = 5_000
	// facetPrice is the condition that the range of prices is found without.
	facetPrice = "price"
)

// Search implements search.Engine: one request for what the vendor's words are, and one
// for all the rest.
func (e *Engine) Search(ctx context.Context, vendor uuid.UUID, q *search.Query) (*search.Hits, error) {
	asked := *q
	var err error
	if asked.Words, err = search.Repair(ctx, q.Words, vocabulary{e, vendor}); err != nil {
		return nil, err
	}
	got, err := e.ask(ctx, vendor, request(&asked, vendor))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	hits := &search.Hits{Total: got.Hits.Total.Value, Facets: map[string]int{}, Words: asked.Words}
	if hits.Hits, err = got.hits(vendor); err != nil || !q.Facets {
		return hits, err
	}
	got.count(&asked, hits)
	return hits, nil
}

// request is the whole search. Facets are counted before the conditions narrow, each by
// those that are not its own.
func request(q *search.Query, vendor uuid.UUID) obj {
	query := obj{"filter": append(conditions(q, ""), ofVendor(vendor))}
	out := obj{
		"from": q.Offset, "size": q.Limit, "track_total_hits": true, "_source": false,
		"docvalue_fields": list{fieldVendor, fieldID}, "sort": order(q), "query": obj{"bool": query},
	}
	if w := words(q); w != nil {
		query["must"], query["should"] = list{w}, favourites()
	}
	if q.Facets {
		query["filter"] = list{ofVendor(vendor)}
		out["post_filter"], out["aggs"] = all(conditions(q, "")...), counts(q)
	}
	return out
}

// counts asks for all facets, for each that has a condition of its own without it, and for
// the range of prices.
func counts(q *search.Query) obj {
	marks := obj{"marks": obj{"terms": obj{"field": fieldFacets, "size": mostMarks}}}
	out := obj{
		"all": obj{"filter": all(conditions(q, "")...), "aggs": marks},
		"prices": obj{"filter": all(conditions(q, facetPrice)...), "aggs": obj{
			"low": obj{"min": obj{"field": fieldPrice}}, "high": obj{"max": obj{"field": fieldPrice}},
		}},
	}
	for i, key := range q.Narrowed() {
		if key != facetPrice {
			out["facet"+strconv.Itoa(i)] = obj{"filter": all(conditions(q, key)...), "aggs": marks}
		}
	}
	return out
}

// An answer is what a search is answered with.
type answer struct {
	TimedOut bool `json:"timed_out"`
	Hits     struct {
		Total struct{ Value int }
		Hits  []struct {
			Score  *float64 `json:"_score"`
			Fields struct{ Vendor, ID []string }
		}
	}
	Aggregations map[string]struct {
		buckets
		Marks     buckets
		Low, High struct{ Value *float64 }
	}
}

type buckets struct {
	Buckets []struct {
		Key      string
		DocCount int `json:"doc_count"`
	}
}

// ask searches what is in use of a vendor. Half an answer is none: Postgres has a whole.
func (e *Engine) ask(ctx context.Context, vendor uuid.UUID, what obj) (*answer, error) {
	no := false
	got := &answer{}
	err := e.do(ctx, searchTime, esapi.SearchRequest{
		Index: []string{e.alias(vendor)}, Routing: []string{routing(vendor)}, AllowPartialSearchResults: &no, Body: body(what),
	}, got)
	if err == nil && got.TimedOut {
		err = errors.New("elasticsearch did not search all in time")
	}
	return got, err
}

// hits reads ids. What is another vendor's would be a hole in the wall, and is an error.
func (a *answer) hits(vendor uuid.UUID) ([]search.Hit, error) {
	var out []search.Hit
	for _, h := range a.Hits.Hits {
		if len(h.Fields.ID) != 1 || len(h.Fields.Vendor) != 1 || h.Fields.Vendor[0] != vendor.String() {
			return nil, errors.New("elasticsearch found what is not the vendor's")
		}
		id, err := uuid.Parse(h.Fields.ID[0])
		if err != nil {
			return nil, fmt.Errorf("read a hit: %w", err)
		}
		hit := search.Hit{ID: id}
		if h.Score != nil {
			hit.Score = *h.Score
		}
		out = append(out, hit)
	}
	return out, nil
}

// count reads the counts of facets; one that has a condition is taken from where it is
// counted without.
func (a *answer) count(q *search.Query, hits *search.Hits) {
	from := map[string]string{}
	for i, key := range q.Narrowed() {
		from[key] = "facet" + strconv.Itoa(i)
	}
	for name, agg := range a.Aggregations {
		for _, b := range agg.Marks.Buckets {
			key, _ := search.FacetOf(b.Key)
			if own, narrowed := from[key]; narrowed == (name != "all") && (!narrowed || own == name) {
				hits.Facets[b.Key] = b.DocCount
			}
		}
	}
	if p := a.Aggregations["prices"]; p.Low.Value != nil && p.High.Value != nil {
		hits.Low, hits.High, hits.Priced = int64(*p.Low.Value), int64(*p.High.Value), true
	}
}

// A vocabulary is that of one vendor.
type vocabulary struct {
	e      *Engine
	vendor uuid.UUID
}

// list returns the vendor's tokens that are included. It looks at the vendor's own
// documents alone, unlike the cluster's own suggestions, which know the words of all.
func (v vocabulary) list(ctx context.Context, include any, most int) ([]string, error) {
	got, err := v.e.ask(ctx, v.vendor, obj{
		"size": 0, "track_total_hits": false, "query": all(ofVendor(v.vendor)),
		"aggs": obj{"words": obj{"terms": obj{"field": fieldWords, "include": include, "size": most, "execution_hint": "map"}}},
	})
	if err != nil {
		return nil, fmt.Errorf("read the words: %w", err)
	}
	var out []string
	for _, b := range got.Aggregations["words"].Buckets {
		out = append(out, b.Key)
	}
	return out, nil
}

// Known implements search.Vocabulary.
func (v vocabulary) Known(ctx context.Context, tokens []string) (map[string]bool, error) {
	out := map[string]bool{}
	if len(tokens) == 0 {
		return out, nil
	}
	found, err := v.list(ctx, tokens, len(tokens))
	for _, t := range found {
		out[t] = true
	}
	return out, err
}

// Beginning implements search.Vocabulary.
func (v vocabulary) Beginning(ctx context.Context, texts []string, most int) ([]string, error) {
	patterns := make([]string, len(texts))
	for i, text := range texts {
		patterns[i] = literally(text)
	}
	found, err := v.list(ctx, "("+strings.Join(patterns, "|")+").*", most)
	for i := range found {
		found[i] = strings.TrimPrefix(found[i], search.WordSign)
	}
	return found, err
}

// literally writes a text so that a pattern means it and nothing else.
func literally(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r < 0x80 && !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9') {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
