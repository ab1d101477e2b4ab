package bleve

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	upstream "github.com/blevesearch/bleve/v2"
	indexapi "github.com/blevesearch/bleve_index_api"
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
	f := &finding{ctx: ctx, ix: ix.current, columns: ix.columns, q: *q, hits: &search.Hits{}}
	if err := f.run(); err != nil {
		return nil, err
	}
	ix.answers.put(string(key), f.hits, since)
	if f.twin == nil {
		return f.hits, nil
	}
	if key, err = json.Marshal(counts(q)); err != nil {
		return nil, fmt.Errorf("name a query: %w", err)
	}
	ix.answers.put(string(key), f.twin, since)
	return f.hits, nil
}

// counts is the query that asks for the counts of another.
func counts(q *search.Query) *search.Query {
	out := *q
	out.Facets, out.Limit, out.Offset = true, 0, 0
	return &out
}

// A finding is one search as it goes on.
type finding struct {
	ctx     context.Context
	ix      upstream.Index
	columns *columnStore
	q       search.Query
	hits    *search.Hits
	// twin is the answer to who asks for the counts next, nil where they were asked for.
	twin *search.Hits

	reader indexapi.IndexReader
	table  *table
	sheet  *sheet
	docs   []uint32 // that were found, before what narrows
}

func (f *finding) run() error {
	words, err := search.Repair(f.ctx, f.q.Words, vocabulary{f.ix, f.columns})
	if err != nil {
		return err
	}
	f.q.Words, f.hits.Words = words, words
	return vocabulary{f.ix, f.columns}.with(f.look)
}

// look finds the page and what there is to narrow it by. All that is found is gone over for
// the page, so that the counts cost little more.
func (f *finding) look(r indexapi.IndexReader) (err error) {
	f.reader = r
	if f.table, err = f.columns.table(r); err != nil {
		return err
	}
	f.sheet = f.columns.sheets.Get().(*sheet).clean(f.table.size())
	defer func() { f.columns.sheets.Put(f.sheet) }()
	if err := f.match(); err != nil {
		return err
	}
	w := &walk{rank: rank(&f.q)}
	if f.q.Limit > 0 {
		w.most = f.q.Offset + f.q.Limit
	}
	if w, err = f.walk("", w); err != nil {
		return err
	}
	f.hits.Hits, f.hits.Total, f.hits.Facets = w.hits(f.q.Offset), w.total, map[string]int{}
	if f.q.Facets {
		return f.count(w, f.hits)
	}
	f.twin = &search.Hits{}
	return f.count(w, f.twin)
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
