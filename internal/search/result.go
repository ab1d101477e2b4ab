package search

import (
	"context"
	"fmt"
	"sync"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
)

// Result is the graph's SearchResult. Facets and prices are found when they are asked for.
type Result struct {
	Edges    []*Edge
	PageInfo *page.Info
	Count    *page.Count

	s      *Service
	vendor *ent.Vendor
	query  *Query
	picked *Filters

	once   sync.Once
	counts *Hits
	failed error
}

// Edge is a product that was found.
type Edge struct {
	Cursor string
	Node   *ent.Product

	lit *lighter
}

// Nodes returns the products alone.
func (r *Result) Nodes() []*ent.Product {
	out := make([]*ent.Product, len(r.Edges))
	for i, e := range r.Edges {
		out[i] = e.Node
	}
	return out
}

// Highlights says where the words were found, up to 3 places.
func (e *Edge) Highlights(ctx context.Context) []*Highlight {
	return e.lit.of(e.Node, i18n.From(ctx).String())
}

// counted asks for the counts, once.
func (r *Result) counted(ctx context.Context) (*Hits, error) {
	r.once.Do(func() {
		q := *r.query
		q.Facets, q.Limit, q.Offset = true, 0, 0
		r.counts, r.failed = r.s.find(ctx, r.vendor.ID, &q)
	})
	return r.counts, r.failed
}

// Facets returns what there is to narrow the search by.
func (r *Result) Facets(ctx context.Context) ([]*Facet, error) {
	hits, err := r.counted(ctx)
	if err != nil {
		return nil, fmt.Errorf("count facets: %w", err)
	}
	return r.s.facets(ctx, r.picked, hits)
}

// PriceRange returns the lowest and the highest price without the condition on it, nil
// where nothing was found.
func (r *Result) PriceRange(ctx context.Context) (*money.Range, error) {
	hits, err := r.counted(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the range of prices: %w", err)
	}
	if !hits.Priced {
		return nil, nil //nolint:nilnil // nothing was found, and so no price
	}
	return &money.Range{Min: money.New(hits.Low, r.vendor.Currency), Max: money.New(hits.High, r.vendor.Currency)}, nil
}

// A placed is a product and where it stands among all that was found.
type placed struct {
	product *ent.Product
	place   int
}

func placedKeys(p placed) ([]any, uuid.UUID) { return []any{p.place}, p.product.ID }

// deepestPlace is how far a search can be paged.
const deepestPlace = 10_000

// gather reads hits from a place on until there are enough products that the viewer may
// see: what is in the index and not in the catalogue any more is left out.
func (g *gathering) gather(ctx context.Context, q *Query) (found []placed, hits *Hits, err error) {
	for tries := 0; ; tries++ {
		asked := *q
		asked.Limit = min(g.enough-len(found), deepestPlace-asked.Offset)
		some, err := g.s.find(ctx, g.vendor, &asked)
		if err != nil {
			return nil, nil, err
		}
		if hits == nil {
			hits = some
		}
		seen, err := g.visible(ctx, some.Hits, asked.Offset)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, seen...)
		q.Offset += len(some.Hits)
		if len(found) >= g.enough || len(some.Hits) < asked.Limit || q.Offset >= deepestPlace || tries == 3 {
			return found, hits, nil
		}
	}
}

// visible reads the products of hits, in the order of the hits.
func (g *gathering) visible(ctx context.Context, hits []Hit, offset int) ([]placed, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	ids := make([]uuid.UUID, len(hits))
	for i, h := range hits {
		ids[i] = h.ID
	}
	rows, err := g.read(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[uuid.UUID]*ent.Product, len(rows))
	for _, p := range rows {
		byID[p.ID] = p
	}
	var out []placed
	for i, h := range hits {
		if p := byID[h.ID]; p != nil {
			out = append(out, placed{p, offset + i + 1})
		}
	}
	return out, nil
}
