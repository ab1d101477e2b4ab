package fast

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
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
	list  *connection[product]
	one   *product
	shelf *shelf
	found *result
}

// A Plan is an operation that is known here: one field shop, with at most one field that
// has to be read.
type Plan struct {
	encode encoder[shop]
	compiler
	// read is the field that is read; nil where all is known of the vendor.
	read *ast.Field
	// key begins the data, and inputs says that arguments are objects, which the executor
	// knows how to read.
	key    []byte
	inputs bool
	// inner is the list of products of the collection that is read, nil for none.
	inner *ast.Field
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
	p := &Plan{key: []byte(`{"` + root.Alias + `":`)}
	var many bool
	take := func(f *ast.Field) {
		p.inputs = p.inputs || hasInputs(f)
		many = many || p.read != nil
		p.read = f
	}
	if p.encode, ok = p.shopType(take).compile(&p.compiler, root.SelectionSet); !ok || many {
		return nil
	}
	return p
}

func hasInputs(f *ast.Field) bool {
	return f.Arguments.ForName("where") != nil || f.Arguments.ForName("filters") != nil
}

// shopType is the type of a shop; take hears of each field that has to be read.
func (p *Plan) shopType(take func(*ast.Field)) *object[shop] {
	return &object[shop]{name: "Shop", fields: map[string]field[shop]{
		"id":           leaf(func(b []byte, s *shop, _ *request) []byte { return id(b, s.PublicID()) }),
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
		"collection": func(c *compiler, f *ast.Field) (encoder[shop], bool) {
			take(f)
			return p.collection(c, f)
		},
		"search": func(c *compiler, f *ast.Field) (encoder[shop], bool) {
			take(f)
			return p.search(c, f)
		},
	}}
}

var productsType = pagedType("ProductConnection", productType, func(p *product) *product { return p })

// run answers a request behind b; false where it is left to the executor, which tells mistakes and
// failures as it always does.
func (p *Plan) run(ctx context.Context, f *Fast, r *request, b []byte) ([]byte, bool) {
	for _, check := range p.checks {
		if !check(r) {
			return nil, false
		}
	}
	s := &shop{Vendor: r.vendor}
	if p.read != nil && !p.fill(ctx, f, r, s) {
		return nil, false
	}
	return p.encode(b, s, r), true
}

// fill reads what is asked for.
func (p *Plan) fill(ctx context.Context, f *Fast, r *request, s *shop) (ok bool) {
	switch p.read.Name {
	case "products":
		s.list, ok = p.products(ctx, f, r)
	case "collection":
		s.shelf, ok = p.readCollection(ctx, f, r)
	case "search":
		s.found, ok = p.readSearch(ctx, f, r)
	default:
		s.one, ok = p.product(ctx, f, r)
	}
	return ok
}

func (p *Plan) products(ctx context.Context, f *Fast, r *request) (*connection[product], bool) {
	a, ok := askedOf(ctx, p.read.ArgumentMap(r.variables))
	if !ok {
		return nil, false
	}
	l, err := f.Catalog.List(ctx, r.vendor, a.page, a.where, a.sort)
	if err != nil {
		return nil, false
	}
	got, err := f.load(ctx, p.listed(l, r))
	if err != nil {
		return nil, f.failed(ctx, err)
	}
	return connected(ctx, l, got)
}

// listed is what a list of products reads.
func (p *Plan) listed(l *catalog.Listing, r *request) what {
	need := p.needsOf(r)
	if need&needsCursor != 0 && l.Sorted() {
		need |= sorting
	}
	w := what{rows: l.Rows(productColumns.names(need)...), ids: selectedBy(l.IDs()), placed: l.Placed(), needs: need}
	if need&needsCount != 0 {
		w.counted = l.Counted()
	}
	return w
}

func connected(ctx context.Context, l *catalog.Listing, got *loaded) (*connection[product], bool) {
	cut := l.Cut(got.rows, got.places, func(context.Context, int) (int, error) { return got.count, nil })
	out := &connection[product]{nodes: make([]*product, len(cut.Nodes)), info: cut.PageInfo}
	for i, n := range cut.Nodes {
		out.nodes[i] = got.all[n.ID]
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

// An asked is the arguments of a list of products.
type asked struct {
	page  page.Arg
	where *catalog.ProductWhere
	sort  []*catalog.ProductSort
}

// askedOf reads the arguments of a list; false where there are others than those.
func askedOf(ctx context.Context, args map[string]any) (a asked, ok bool) {
	for name, v := range args {
		if v == nil {
			continue
		}
		n, isInt := v.(int64)
		s, isText := v.(string)
		size := int(n)
		switch {
		case name == "first" && isInt:
			a.page.First = &size
		case name == "last" && isInt:
			a.page.Last = &size
		case name == "after" && isText:
			a.page.After = &s
		case name == "before" && isText:
			a.page.Before = &s
		case name == "sort":
			if a.sort, ok = sortOf(v); !ok {
				return a, false
			}
		case name == "where":
			a.where = &catalog.ProductWhere{}
			if graphql.UnmarshalNamedInputFromContext(ctx, "ProductWhere", v, a.where) != nil {
				return a, false // the executor says what is wrong
			}
		default:
			return a, false
		}
	}
	if a.page.Last != nil || a.page.Before != nil {
		a.page.First = nil // it has a default in the SDL, which must not stand beside last
	}
	return a, true
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
	got, err := f.load(ctx, what{
		rows: catalog.InShop(r.vendor.ID, match, productColumns.names(need)...), ids: selectedBy(catalog.InShop(r.vendor.ID, match, entproduct.FieldID)), needs: need,
	})
	if err != nil {
		return nil, f.failed(ctx, err)
	}
	if len(got.rows) == 0 {
		return nil, true
	}
	return got.all[got.rows[0].ID], true
}
