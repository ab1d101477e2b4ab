package search

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
)

// A Reader returns those of the products that the viewer may see, in any order. Engines may
// know of others, so whatever they find passes one.
type Reader func(ctx context.Context, ids []uuid.UUID) ([]*ent.Product, error)

// read is the Reader under ent's policies.
func (s *Service) read(ctx context.Context, ids []uuid.UUID) ([]*ent.Product, error) {
	rows, err := s.db.Product.Query().Where(filter.AnyOf(product.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	return rows, nil
}

// Search finds products of the vendor that the viewer may see. All words must be found; if
// nothing has all, half of them must. It can be paged up to 10,000 deep. Count may be one
// too high for a moment after a product has gone.
func (s *Service) Search(ctx context.Context, vendor *ent.Vendor, text string, arg page.Arg, filters *Filters, sort enum.SearchSort) (*Result, error) {
	f, err := s.Find(ctx, vendor, text, arg, filters, sort, s.read)
	if err != nil {
		return nil, err
	}
	r := f.Result
	r.PageInfo = &f.page.PageInfo
	r.Edges = make([]*Edge, len(f.page.Nodes))
	lit := newLighter(f.words, vendor.Language)
	for i, e := range f.page.Edges() {
		r.Edges[i] = &Edge{Cursor: e.Cursor, Node: e.Node.product, lit: lit}
	}
	return r, nil
}

// Found is a Result whose page is put together by whoever asked for it.
type Found struct {
	*Result

	page  *page.Connection[placed]
	words []Word
}

// Products returns the products in their order.
func (f *Found) Products() []*ent.Product {
	out := make([]*ent.Product, len(f.page.Nodes))
	for i, p := range f.page.Nodes {
		out[i] = p.product
	}
	return out
}

// Info tells whether and where the search goes on.
func (f *Found) Info() page.Info { return f.page.PageInfo }

// Cursors returns the cursor of each product.
func (f *Found) Cursors() []string {
	out := make([]string, len(f.page.Nodes))
	for i, e := range f.page.Edges() {
		out[i] = e.Cursor
	}
	return out
}

// Highlights returns what says of a product in a language where the words were found.
func (f *Found) Highlights(language string) func(*ent.Product) []*Highlight {
	lit := newLighter(f.words, f.vendor.Language)
	return func(p *ent.Product) []*Highlight { return lit.of(p, language) }
}
