package bleve

import (
	"context"
	"errors"
	"fmt"

	upstream "github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/numeric"
	library "github.com/blevesearch/bleve/v2/search"
	indexapi "github.com/blevesearch/bleve_index_api"

	"orion/internal/search"
)

// A counting goes over all that a query finds, once: it counts marks and finds the range
// of prices. The library's own facets take a search for each, and one more for either end
// of the range.
type counting struct {
	fields    []string
	marks     map[string]*int
	low, high int64
	priced    bool
	failed    error
}

// counts fills in the facets and the range of prices: in one pass what no condition of its
// own narrows, and in one more each facet that one does.
func (f *finding) counts() error {
	all, err := f.pass("", fieldFacets, fieldPrice)
	if err != nil {
		return err
	}
	f.hits.Facets = map[string]int{}
	for mark, n := range all.marks {
		f.hits.Facets[mark] = *n
	}
	for _, key := range f.q.Narrowed() {
		if key == facetPrice {
			if all, err = f.pass(key, fieldPrice); err != nil {
				return err
			}
			continue
		}
		if err := f.recount(key); err != nil {
			return err
		}
	}
	f.hits.Low, f.hits.High, f.hits.Priced = all.low, all.high, all.priced
	return nil
}

// recount counts a facet without its own condition.
func (f *finding) recount(key string) error {
	of := func(mark string) bool {
		name, _ := search.FacetOf(mark)
		return name == key
	}
	for mark := range f.hits.Facets {
		if of(mark) {
			delete(f.hits.Facets, mark)
		}
	}
	c, err := f.pass(key, fieldFacets)
	if err != nil {
		return err
	}
	for mark, n := range c.marks {
		if of(mark) {
			f.hits.Facets[mark] = *n
		}
	}
	return nil
}

// pass goes over what is found without one condition.
func (f *finding) pass(without string, fields ...string) (*counting, error) {
	c := &counting{fields: fields, marks: map[string]*int{}}
	req := upstream.NewSearchRequestOptions(f.query(without, false), 0, 0, false)
	req.Score = "none"
	ctx := context.WithValue(f.ctx, library.MakeDocumentMatchHandlerKey, library.MakeDocumentMatchHandler(c.handler))
	res, err := f.ix.SearchInContext(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("count facets: %w", err)
	}
	if without == "" {
		f.hits.Total = int(res.Total)
	}
	return c, nil
}

// handler is called by the library with each document, and with nil behind the last.
func (c *counting) handler(s *library.SearchContext) (library.DocumentMatchHandler, bool, error) {
	values, err := s.IndexReader.DocValueReader(c.fields)
	if err != nil {
		return nil, false, err
	}
	var visit indexapi.DocValueVisitor = c.visit
	return func(d *library.DocumentMatch) error {
		if d == nil {
			return nil
		}
		err := values.VisitDocValues(d.IndexInternalID, visit)
		s.DocumentMatchPool.Put(d)
		return errors.Join(err, c.failed)
	}, false, nil
}

func (c *counting) visit(field string, term []byte) {
	if field == fieldFacets {
		n := c.marks[string(term)] // no copy is made to look
		if n == nil {
			n = new(int)
			c.marks[string(term)] = n
		}
		*n++
		return
	}
	// A number is kept in many precisions; the first byte tells the whole one.
	if len(term) == 0 || term[0] != numeric.ShiftStartInt64 {
		return
	}
	price, err := number(string(term))
	if err != nil {
		c.failed = err
		return
	}
	if !c.priced || price < c.low {
		c.low = price
	}
	c.high, c.priced = max(c.high, price), true
}
