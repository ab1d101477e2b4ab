package bleve

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/google/uuid"

	"orion/internal/search"
)

// mostMarks is how many different marks are counted.
const mostMarks = 5_000

// Search implements search.Engine.
func (e *Engine) Search(ctx context.Context, vendor uuid.UUID, q *search.Query) (hits *search.Hits, err error) {
	err = e.read(vendor, func(ix *index) error {
		hits, err = guarded(func() (*search.Hits, error) { return ix.find(ctx, q) })
		return err
	})
	return hits, err
}

// find answers from memory what was asked since the index last changed.
func (ix *index) find(ctx context.Context, q *search.Query) (*search.Hits, error) {
	key, err := json.Marshal(q)
	if err != nil {
		return nil, fmt.Errorf("name a query: %w", err)
	}
	known, since := ix.answers.get(string(key))
	if known != nil {
		return known, nil
	}
	f := &finding{ctx: ctx, ix: ix.current, q: *q, hits: &search.Hits{}}
	if err := f.run(); err != nil {
		return nil, err
	}
	ix.answers.put(string(key), f.hits, since)
	return f.hits, nil
}

// A finding is one search as it goes on.
type finding struct {
	ctx  context.Context
	ix   upstream.Index
	q    search.Query
	hits *search.Hits
}

func (f *finding) run() error {
	words, err := search.Repair(f.ctx, f.q.Words, vocabulary{f.ix})
	if err != nil {
		return err
	}
	f.q.Words, f.hits.Words = words, words
	if err := f.main(); err != nil {
		return err
	}
	if !f.q.Facets {
		return nil
	}
	if err := f.recount(); err != nil {
		return err
	}
	return f.prices()
}

// main finds the page and, with it, the counts of all facets without a condition.
func (f *finding) main() error {
	req := upstream.NewSearchRequestOptions(f.query(""), f.q.Limit, f.q.Offset, false)
	req.SortBy(order(&f.q))
	if !scored(&f.q) {
		req.Score = "none"
	}
	if f.q.Facets {
		req.AddFacet("all", upstream.NewFacetRequest(fieldFacets, mostMarks))
	}
	res, err := f.ix.SearchInContext(f.ctx, req)
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	f.hits.Total = int(res.Total)
	for _, h := range res.Hits {
		id, err := uuid.Parse(h.ID)
		if err != nil {
			return fmt.Errorf("read a hit: %w", err)
		}
		f.hits.Hits = append(f.hits.Hits, search.Hit{ID: id, Score: h.Score})
	}
	f.hits.Facets = map[string]int{}
	return f.count(res, func(string) bool { return true })
}

func (f *finding) count(res *upstream.SearchResult, keep func(mark string) bool) error {
	for _, facet := range res.Facets {
		for _, t := range facet.Terms.Terms() {
			if keep(t.Term) {
				f.hits.Facets[t.Term] = t.Count
			}
		}
	}
	return nil
}

// recount counts each facet with a condition without it.
func (f *finding) recount() error {
	for _, key := range f.q.Narrowed() {
		of := func(mark string) bool {
			name, _ := search.FacetOf(mark)
			return name == key
		}
		for mark := range f.hits.Facets {
			if of(mark) {
				delete(f.hits.Facets, mark)
			}
		}
		req := upstream.NewSearchRequestOptions(f.query(key), 0, 0, false)
		req.Score = "none"
		req.AddFacet("all", upstream.NewFacetRequest(fieldFacets, mostMarks))
		res, err := f.ix.SearchInContext(f.ctx, req)
		if err != nil {
			return fmt.Errorf("count %s: %w", key, err)
		}
		if err := f.count(res, of); err != nil {
			return err
		}
	}
	return nil
}

// prices finds the cheapest and the dearest.
func (f *finding) prices() error {
	for _, by := range []struct {
		order string
		to    *int64
	}{{fieldPrice, &f.hits.Low}, {"-" + fieldPrice, &f.hits.High}} {
		req := upstream.NewSearchRequestOptions(f.query("price"), 1, 0, false)
		req.Score = "none"
		req.SortBy([]string{by.order})
		res, err := f.ix.SearchInContext(f.ctx, req)
		if err != nil {
			return fmt.Errorf("find the range of prices: %w", err)
		}
		if len(res.Hits) == 0 {
			return nil
		}
		if *by.to, err = number(res.Hits[0].Sort[0]); err != nil {
			return err
		}
		f.hits.Priced = true
	}
	return nil
}

// answers are those to recent questions. An index that changes forgets them.
type answers struct {
	mu    sync.Mutex
	known map[string]*search.Hits
	epoch int
}

// maxAnswers is how many are kept; then all are forgotten.
const maxAnswers = 256

func (a *answers) get(key string) (*search.Hits, int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.known[key], a.epoch
}

// put keeps an answer, unless the index has changed since it was asked.
func (a *answers) put(key string, h *search.Hits, since int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.epoch != since {
		return
	}
	if a.known == nil || len(a.known) >= maxAnswers {
		a.known = map[string]*search.Hits{}
	}
	a.known[key] = h
}

func (a *answers) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.known = nil
	a.epoch++
}
