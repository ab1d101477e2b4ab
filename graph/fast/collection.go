package fast

import (
	"context"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	entcollection "orion/ent/gen/ent/collection"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
)

// A shelf is a collection with what is read of its products.
type shelf struct {
	*ent.Collection
	list *connection[product]
}

// shelfType is the type of a collection; take hears of each list of its products.
func shelfType(take func(*ast.Field)) *object[shelf] {
	return &object[shelf]{name: "Collection", fields: map[string]field[shelf]{
		"id":    leaf(func(b []byte, s *shelf, _ *request) []byte { return id(b, s.PublicID()) }),
		"slug":  leaf(func(b []byte, s *shelf, _ *request) []byte { return text(b, s.Slug) }),
		"title": leaf(func(b []byte, s *shelf, r *request) []byte { return text(b, s.TitleIn(r.ctx)) }),
		"description": leaf(func(b []byte, s *shelf, r *request) []byte {
			return text(b, s.DescriptionIn(r.ctx))
		}),
		"descriptionHtml": leaf(func(b []byte, s *shelf, r *request) []byte {
			return text(b, catalog.CollectionHTML(r.ctx, s.Collection))
		}),
		"seo": reading(seoType, func(s *shelf, r *request) *catalog.SEO { return catalog.CollectionSEO(r.ctx, s.Collection) }),
		"products": func(c *compiler, f *ast.Field) (encoder[shelf], bool) {
			take(f)
			e, ok := productsType.compile(c, f.SelectionSet)
			return func(b []byte, s *shelf, r *request) []byte { return e(b, s.list, r) }, ok
		},
	}}
}

// collection compiles the field of a shop.
func (p *Plan) collection(c *compiler, f *ast.Field) (encoder[shop], bool) {
	many := false
	e, ok := shelfType(func(inner *ast.Field) {
		many = many || p.inner != nil
		p.inputs = p.inputs || hasInputs(inner)
		p.inner = inner
	}).compile(c, f.SelectionSet)
	return func(b []byte, s *shop, r *request) []byte {
		if s.shelf == nil {
			return append(b, "null"...)
		}
		return e(b, s.shelf, r)
	}, ok && !many
}

// A shelfMark is what must be known of a collection to ask for its products in one go. It is
// remembered, and each answer reads whether it still is so.
type shelfMark struct {
	id   uuid.UUID
	sort enum.CollectionSort
}

func markOf(c *ent.Collection) shelfMark { return shelfMark{c.ID, c.Sort} }

// named says which collection is asked for: by its slug or by its id.
type named struct {
	key   string // of what is remembered
	slug  *string
	id    *publicid.ID
	where *sql.Predicate
}

func namedBy(vendor uuid.UUID, args map[string]any) (n named, ok bool) {
	slug, bySlug := args["slug"].(string)
	raw, byID := args["id"].(string)
	switch {
	case len(args) != 1:
		return n, false
	case bySlug:
		return named{tenant.Key(vendor, "slug", slug), &slug, nil, sql.EQ(entcollection.FieldSlug, slug)}, true
	case byID && publicid.ID(raw).As("Collection") != uuid.Nil:
		of := publicid.ID(raw)
		return named{tenant.Key(vendor, "id", raw), nil, &of, sql.EQ(entcollection.FieldID, of.As("Collection"))}, true
	}
	return n, false
}

// tries is how often a collection is read that changes meanwhile.
const tries = 3

func (p *Plan) readCollection(ctx context.Context, f *Fast, r *request) (*shelf, bool) {
	n, ok := namedBy(r.vendor.ID, p.read.ArgumentMap(r.variables))
	if !ok {
		return nil, false
	}
	if p.inner == nil {
		l, err := f.load(ctx, what{shelf: shelfBy(r.vendor.ID, n.where)})
		switch {
		case err != nil:
			return nil, f.failed(ctx, err)
		case l.shelf == nil:
			return nil, true
		}
		return &shelf{Collection: l.shelf}, true
	}
	mark, known := f.shelves.GetIfPresent(n.key)
	if !known {
		c, err := f.Catalog.Collection(ctx, n.slug, n.id)
		if err != nil || c == nil {
			return nil, err == nil
		}
		mark = markOf(c)
	}
	for range tries {
		out, now, ok := p.readShelf(ctx, f, r, n, mark)
		if !ok || out != nil || now == nil {
			return out, ok
		}
		mark = *now
	}
	return nil, false
}

// readShelf reads a collection and its products, provided it is as it was marked; else it
// returns what it is now, nil where it is gone.
func (p *Plan) readShelf(ctx context.Context, f *Fast, r *request, n named, mark shelfMark) (*shelf, *shelfMark, bool) {
	a, ok := askedOf(ctx, p.inner.ArgumentMap(r.variables))
	if !ok {
		return nil, nil, false
	}
	at := &ent.Collection{ID: mark.id, VendorID: r.vendor.ID, Sort: mark.sort}
	l, err := f.Catalog.Shelved(ctx, r.vendor, at, a.page, a.where, a.sort)
	if err != nil {
		return nil, nil, false
	}
	w := p.listed(l, r)
	w.shelf = shelfBy(r.vendor.ID, n.where)
	got, err := f.load(ctx, w)
	switch {
	case err != nil:
		return nil, nil, f.failed(ctx, err)
	case got.shelf == nil:
		f.shelves.Invalidate(n.key)
		return nil, nil, true
	}
	now := markOf(got.shelf)
	f.shelves.Set(n.key, now)
	if now != mark {
		return nil, &now, true
	}
	list, ok := connected(ctx, l, got)
	return &shelf{got.shelf, list}, nil, ok
}
