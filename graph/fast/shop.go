package fast

import (
	"context"

	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	entproduct "orion/ent/gen/ent/product"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/page"
)

// A shop is what the root field is about: the vendor, and the one thing read from its
// catalogue.
type shop struct {
	*ent.Vendor
	list *connection[product]
	one  *product
}

// A Plan is an operation that is known here: one field shop, with at most one field that
// has to be read.
type Plan struct {
	encode encoder[shop]
	compiler
	// read is the field that is read; nil where all is known of the vendor.
	read *ast.Field
}

// compile returns the plan of an operation, nil where it asks for anything unknown.
func compile(op *ast.OperationDefinition) *Plan {
	if len(op.SelectionSet) != 1 || len(op.Directives) > 0 {
		return nil
	}
	root, ok := op.SelectionSet[0].(*ast.Field)
	if !ok || root.Name != "shop" || len(root.Directives) > 0 {
		return nil
	}
	p := &Plan{}
	var many bool
	take := func(f *ast.Field) {
		many = many || p.read != nil
		p.read = f
	}
	if p.encode, ok = shopType(take).compile(&p.compiler, root.SelectionSet); !ok || many {
		return nil
	}
	return p
}

// shopType is the type of a shop; take hears of each field that has to be read.
func shopType(take func(*ast.Field)) *object[shop] {
	return &object[shop]{name: "Shop", fields: map[string]field[shop]{
		"id":           leaf(func(b []byte, s *shop, _ *request) []byte { return text(b, string(s.PublicID())) }),
		"name":         leaf(func(b []byte, s *shop, _ *request) []byte { return text(b, s.Name) }),
		"slug":         leaf(func(b []byte, s *shop, _ *request) []byte { return text(b, s.Slug) }),
		"currencyCode": leaf(func(b []byte, s *shop, _ *request) []byte { return text(b, s.Currency) }),
		"products": func(c *compiler, f *ast.Field) (encoder[shop], bool) {
			take(f)
			e, ok := productsType.compile(c, f.SelectionSet)
			return func(b []byte, s *shop, r *request) []byte { return e(b, s.list, r) }, ok
		},
		"product": func(c *compiler, f *ast.Field) (encoder[shop], bool) {
			take(f)
			e, ok := productType.compile(c, f.SelectionSet)
			return func(b []byte, s *shop, r *request) []byte {
				if s.one == nil {
					return append(b, "null"...)
				}
				return e(b, s.one, r)
			}, ok && f.Arguments.ForName("slug") != nil && len(f.Arguments) == 1
		},
	}}
}

var productsType = pagedType("ProductConnection", productType, func(p *product) *product { return p })

// run answers a request; false where it is left to the executor, which tells mistakes and
// failures as it always does.
func (p *Plan) run(ctx context.Context, f *Fast, r *request) ([]byte, bool) {
	for _, check := range p.checks {
		if !check(r) {
			return nil, false
		}
	}
	s := &shop{Vendor: r.vendor}
	var ok bool
	switch {
	case p.read == nil:
		ok = true
	case p.read.Name == "products":
		s.list, ok = p.products(ctx, f, r)
	default:
		s.one, ok = p.product(ctx, f, r)
	}
	if !ok {
		return nil, false
	}
	return p.encode(make([]byte, 0, 16<<10), s, r), true
}

func (p *Plan) products(ctx context.Context, f *Fast, r *request) (*connection[product], bool) {
	arg, sort, ok := pageOf(p.read.ArgumentMap(r.variables))
	if !ok {
		return nil, false
	}
	l, err := f.Catalog.List(ctx, r.vendor, arg, nil, sort)
	if err != nil {
		return nil, false
	}
	need := p.needsOf(r)
	w := what{rows: l.Rows(need.columns()...), ids: l.IDs(), needs: need}
	if need&needsCount != 0 {
		w.counted = l.Counted()
	}
	rows, all, count, err := f.load(ctx, w)
	if err != nil {
		return nil, f.failed(ctx, err)
	}
	return connected(ctx, l, rows, all, count)
}

func connected(ctx context.Context, l *catalog.Listing, rows []*ent.Product, all map[uuid.UUID]*product, count int) (*connection[product], bool) {
	cut := l.Cut(rows, func(context.Context, int) (int, error) { return count, nil })
	out := &connection[product]{nodes: make([]*product, len(cut.Nodes)), info: cut.PageInfo}
	for i, n := range cut.Nodes {
		out.nodes[i] = all[n.ID]
	}
	counted, err := cut.Count(ctx)
	if err != nil {
		return nil, false
	}
	out.count = *counted
	return out, true
}

// needsOf leaves out translations where the shop's own words are asked for.
func (p *Plan) needsOf(r *request) needs {
	if r.language == r.vendor.Language {
		return p.needs &^ needsWords
	}
	return p.needs
}

// pageOf reads the arguments of a page; false where there are others than those.
func pageOf(args map[string]any) (arg page.Arg, sort []*catalog.ProductSort, ok bool) {
	for name, v := range args {
		if v == nil {
			continue
		}
		n, isInt := v.(int64)
		s, isText := v.(string)
		size := int(n)
		switch {
		case name == "first" && isInt:
			arg.First = &size
		case name == "last" && isInt:
			arg.Last = &size
		case name == "after" && isText:
			arg.After = &s
		case name == "before" && isText:
			arg.Before = &s
		case name == "sort":
			if sort, ok = sortOf(v); !ok {
				return arg, nil, false
			}
		default:
			return arg, nil, false
		}
	}
	return arg, sort, true
}

// sortOf reads what the executor has checked already.
func sortOf(v any) ([]*catalog.ProductSort, bool) {
	keys, ok := v.([]any)
	if !ok {
		return nil, false
	}
	out := make([]*catalog.ProductSort, len(keys))
	for i, k := range keys {
		fields, _ := k.(map[string]any)
		key, ok := fields["key"].(string)
		if !ok {
			return nil, false
		}
		out[i] = &catalog.ProductSort{Key: enum.ProductSortKey(key), Direction: enum.SortDirectionAsc}
		if direction, ok := fields["direction"].(string); ok {
			out[i].Direction = enum.SortDirection(direction)
		}
	}
	return out, true
}

func (p *Plan) product(ctx context.Context, f *Fast, r *request) (*product, bool) {
	slug, ok := p.read.ArgumentMap(r.variables)["slug"].(string)
	if !ok {
		return nil, false
	}
	need, match := p.needsOf(r), entproduct.Slug(slug)
	rows, all, _, err := f.load(ctx, what{
		rows: catalog.InShop(r.vendor.ID, match, need.columns()...), ids: catalog.InShop(r.vendor.ID, match, entproduct.FieldID), needs: need,
	})
	if err != nil {
		return nil, f.failed(ctx, err)
	}
	if len(rows) == 0 {
		return nil, true
	}
	return all[rows[0].ID], true
}
