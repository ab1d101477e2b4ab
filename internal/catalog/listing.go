package catalog

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// A Listing is a page of a vendor's products that has been checked and not read yet.
type Listing struct {
	vendor uuid.UUID
	match  predicate.Product // nil for all
	inner  predicate.Product // the same on the shelf, whose products are joined anyway
	order  []page.Key
	plan   *page.Plan
	shelf  *ent.Collection // in whose own order the products are; nil in every other
}

// List checks what is asked of a list of products; see Products.
func (s *Service) List(ctx context.Context, vendor *ent.Vendor, arg page.Arg, where *ProductWhere, sort []*ProductSort) (*Listing, error) {
	order, err := keys(sort)
	if err != nil {
		return nil, err
	}
	return s.listing(ctx, vendor, arg, where, order)
}

// Shelved checks what is asked of the products of a collection; see InCollection.
func (s *Service) Shelved(ctx context.Context, vendor *ent.Vendor, c *ent.Collection, arg page.Arg, where *ProductWhere, sort []*ProductSort) (*Listing, error) {
	id := c.PublicID()
	in := &ProductWhere{Collection: &filter.ID{Eq: &id}}
	if where != nil {
		in.And = []*ProductWhere{where}
	}
	if len(sort) > 0 || c.Sort != enum.CollectionSortManual {
		if len(sort) == 0 {
			sort = shelfSorts[c.Sort]
		}
		return s.List(ctx, vendor, arg, in, sort)
	}
	l, err := s.listing(ctx, vendor, arg, in, ownOrder)
	if err != nil {
		return nil, err
	}
	l.shelf = c
	if viewer.From(ctx).Shopper() {
		where = where.shown()
	}
	l.inner, err = where.predicate(vendor.Currency)
	return l, err
}

func (s *Service) listing(ctx context.Context, vendor *ent.Vendor, arg page.Arg, where *ProductWhere, order []page.Key) (*Listing, error) {
	if viewer.From(ctx).Shopper() {
		where = where.shown()
	}
	match, err := where.predicate(vendor.Currency)
	if err != nil {
		return nil, err
	}
	// The audience is part of the scope: a cursor of the console does not fit the shop.
	plan, err := s.signer.Plan(arg, order, "products", vendor.ID, viewer.From(ctx).Shopper(), where)
	if err != nil {
		return nil, err
	}
	return &Listing{vendor: vendor.ID, match: match, order: order, plan: plan}, nil
}

// Rows selects what the page is cut of, as shoppers see it, for a statement that is put
// together outside ent: it names the vendor and shows what is published, as ent's policies
// would. Where Placed, the place of each on its shelf comes behind the columns.
func (l *Listing) Rows(columns ...string) *sql.Selector {
	s := l.rows(columns...)
	if l.shelf != nil {
		s.AppendSelect(sql.Table(shelfPlaces).C(collectionproduct.FieldPosition))
	}
	return s
}

// Placed reports whether the products are in the order of a shelf.
func (l *Listing) Placed() bool { return l.shelf != nil }

// Sorted reports whether the end of a page is told by more than the product's id.
func (l *Listing) Sorted() bool { return len(l.order) > 0 && l.shelf == nil }

func (l *Listing) rows(columns ...string) *sql.Selector {
	match := l.match
	if l.shelf != nil {
		match = l.inner
	}
	s := InShop(l.vendor, match, columns...).Limit(l.plan.Limit())
	if l.shelf != nil {
		joinShelf(s, l.shelf)
	}
	l.plan.Where(s)
	l.plan.Order(s)
	return s
}

// IDs selects the products of the page, for what they have.
func (l *Listing) IDs() *sql.Selector { return l.rows(product.FieldID).Limit(l.plan.Limit() - 1) }

// Counted selects the products of the whole list, as many as are counted.
func (l *Listing) Counted() *sql.Selector {
	return InShop(l.vendor, l.match, product.FieldID).Limit(page.CountCap + 1)
}

const active = " = '" + string(enum.ProductStatusActive) + "'"

// InShop selects the products of a vendor that match, as shoppers see them; match may be nil.
// See Rows. The vendor is its first argument. What is the same in every statement is no
// argument at all: Postgres would plan each anew, for fear of an index that suits it better.
func InShop(vendor uuid.UUID, match predicate.Product, columns ...string) *sql.Selector {
	t := sql.Dialect(dialect.Postgres).Table(product.Table)
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = t.C(c)
	}
	s := sql.Dialect(dialect.Postgres).Select(names...).From(t)
	s.Where(sql.And(sql.EQ(t.C(product.FieldVendorID), vendor), sql.ExprP(t.C(product.FieldStatus)+active)))
	if match != nil {
		match(s)
	}
	return s
}

// Cut makes the page of what Rows selected. places are those on the shelf, where Placed;
// count may be nil.
func (l *Listing) Cut(rows []*ent.Product, places map[uuid.UUID]int64, count func(ctx context.Context, limit int) (int, error)) *ProductConnection {
	if l.shelf != nil {
		return page.Cut(l.plan, rows, func(p *ent.Product) ([]any, uuid.UUID) { return []any{places[p.ID]}, p.ID }, count)
	}
	return page.Cut(l.plan, rows, sortValues(l.order), count)
}
