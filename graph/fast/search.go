package fast

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	entproduct "orion/ent/gen/ent/product"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/search"
)

// A result is what a search found, with what is shown of it.
type result struct {
	info   page.Info
	count  page.Count
	hits   []*hit
	facets []*search.Facet
	prices *money.Range
}

// A hit is a product that was found.
type hit struct {
	*product
	cursor string
	lights []*search.Highlight
}

var resultType = &object[result]{name: "SearchResult", fields: map[string]field[result]{
	"edges": needing(needsEdges, list(edgeType, func(r *result) []*hit { return r.hits })),
	"nodes": list(productType, func(r *result) []*product {
		out := make([]*product, len(r.hits))
		for i, h := range r.hits {
			out[i] = h.product
		}
		return out
	}),
	"pageInfo":   nested(infoType, func(r *result) page.Info { return r.info }),
	"count":      nested(countType, func(r *result) page.Count { return r.count }),
	"facets":     needing(needsFacets, list(facetType, func(r *result) []*search.Facet { return r.facets })),
	"priceRange": needing(needsRange, maybe(rangeType, func(r *result) *money.Range { return r.prices })),
}}

var edgeType = &object[hit]{name: "SearchEdge", fields: map[string]field[hit]{
	"cursor":     leaf(func(b []byte, h *hit, _ *request) []byte { return text(b, h.cursor) }),
	"node":       maybe(productType, func(h *hit) *product { return h.product }),
	"highlights": needing(needsWords|needsHighlights, list(lightType, func(h *hit) []*search.Highlight { return h.lights })),
}}

var lightType = &object[search.Highlight]{name: "Highlight", fields: map[string]field[search.Highlight]{
	"field": leaf(func(b []byte, h *search.Highlight, _ *request) []byte { return text(b, h.Field) }),
	"parts": leaf(func(b []byte, h *search.Highlight, _ *request) []byte { return texts(b, h.Parts) }),
}}

var facetType = &object[search.Facet]{name: "Facet", fields: map[string]field[search.Facet]{
	"key":    leaf(func(b []byte, f *search.Facet, _ *request) []byte { return text(b, f.Key) }),
	"label":  leaf(func(b []byte, f *search.Facet, _ *request) []byte { return text(b, f.Label) }),
	"values": list(facetValueType, func(f *search.Facet) []*search.FacetValue { return f.Values }),
}}

var facetValueType = &object[search.FacetValue]{name: "FacetValue", fields: map[string]field[search.FacetValue]{
	"value":    leaf(func(b []byte, v *search.FacetValue, _ *request) []byte { return text(b, v.Value) }),
	"label":    leaf(func(b []byte, v *search.FacetValue, _ *request) []byte { return text(b, v.Label) }),
	"count":    leaf(func(b []byte, v *search.FacetValue, _ *request) []byte { return number(b, v.Count) }),
	"selected": leaf(func(b []byte, v *search.FacetValue, _ *request) []byte { return boolean(b, v.Selected) }),
}}

// search compiles the field of a shop.
func (p *Plan) search(c *compiler, f *ast.Field) (encoder[shop], bool) {
	e, ok := resultType.compile(c, f.SelectionSet)
	return func(b []byte, s *shop, r *request) []byte { return e(b, s.found, r) }, ok
}

// A searched is the arguments of a search.
type searched struct {
	text    string
	page    page.Arg
	filters *search.Filters
	sort    enum.SearchSort
}

func searchedOf(ctx context.Context, args map[string]any) (s searched, ok bool) {
	for name, v := range args {
		t, isText := v.(string)
		switch {
		case v == nil:
		case name == "query" && isText:
			s.text = t
		case name == "sort" && isText:
			s.sort = enum.SearchSort(t)
		case name == "after" && isText:
			s.page.After = &t
		case name == "first":
			n, isInt := v.(int64)
			if !isInt {
				return s, false
			}
			size := int(n)
			s.page.First = &size
		case name == "filters":
			s.filters = &search.Filters{}
			if graphql.UnmarshalNamedInputFromContext(ctx, "SearchFilters", v, s.filters) != nil {
				return s, false
			}
		default:
			return s, false
		}
	}
	return s, true
}

// readSearch asks the engine as the executor would, and reads what it found with all that is
// shown of it.
func (p *Plan) readSearch(ctx context.Context, f *Fast, r *request) (*result, bool) {
	s, ok := searchedOf(ctx, p.read.ArgumentMap(r.variables))
	if !ok {
		return nil, false
	}
	all := map[uuid.UUID]*product{}
	found, err := f.Search.Find(ctx, r.vendor, s.text, s.page, s.filters, s.sort, func(ctx context.Context, ids []uuid.UUID) ([]*ent.Product, error) {
		need := p.needsOf(r) &^ needsCount
		got, err := f.load(ctx, what{
			rows: catalog.InShop(r.vendor.ID, filter.AnyOf(entproduct.FieldID, ids), productColumns.names(need)...), ids: oneOf(r.vendor.ID, ids), needs: need,
		})
		if err != nil {
			return nil, err
		}
		for id, p := range got.all {
			all[id] = p
		}
		return got.rows, nil
	})
	if err != nil { // most often a mistake of the caller's
		return nil, false
	}
	return p.result(ctx, f, r, found, all)
}

func (p *Plan) result(ctx context.Context, f *Fast, r *request, found *search.Found, all map[uuid.UUID]*product) (*result, bool) {
	rows := found.Products()
	out := &result{info: found.Info(), count: *found.Count, hits: make([]*hit, len(rows))}
	for i, row := range rows {
		out.hits[i] = &hit{product: all[row.ID]}
	}
	if p.needs&needsEdges != 0 {
		lights := found.Highlights(r.language)
		for i, cursor := range found.Cursors() {
			out.hits[i].cursor = cursor
			if p.needs&needsHighlights != 0 {
				out.hits[i].lights = lights(rows[i])
			}
		}
	}
	var err error
	if p.needs&needsFacets != 0 {
		if out.facets, err = found.Facets(ctx); err != nil {
			return nil, f.failed(ctx, err)
		}
	}
	if p.needs&needsRange != 0 {
		if out.prices, err = found.PriceRange(ctx); err != nil {
			return nil, f.failed(ctx, err)
		}
	}
	return out, true
}
