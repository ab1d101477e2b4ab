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

// facetPrice is the condition that the range of prices is found without.
const facetPrice = "price"

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
	f.hits.Facets = map[string]int{}
	if f.q.Limit > 0 || !f.q.Facets {
		if err := f.main(); err != nil {
			return err
		}
	}
	if !f.q.Facets {
		return nil
	}
	return f.counts()
}

// main finds the page.
func (f *finding) main() error {
	req := upstream.NewSearchRequestOptions(f.query("", scored(&f.q)), f.q.Limit, f.q.Offset, false)
	req.SortBy(order(&f.q))
	if !scored(&f.q) {
		req.Score = "none"
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
