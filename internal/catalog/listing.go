package catalog

import (
	"context"

	"entgo.io/ent/dialect"
	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/page"
	"orion/internal/viewer"
)

// A Listing is a page of a vendor's products that has been checked and not read yet.
type Listing struct {
	vendor uuid.UUID
	match  predicate.Product // nil for all
	order  []page.Key
	plan   *page.Plan
}

// List checks what is asked of a list of products; see Products.
func (s *Service) List(ctx context.Context, vendor *ent.Vendor, arg page.Arg, where *ProductWhere, sort []*ProductSort) (*Listing, error) {
	if viewer.From(ctx).Shopper() {
		where = where.shown()
	}
	match, err := where.predicate(vendor.Currency)
	if err != nil {
		return nil, err
	}
	order, err := keys(sort)
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
// would.
func (l *Listing) Rows(columns ...string) *sql.Selector {
	s := InShop(l.vendor, l.match, columns...).Limit(l.plan.Limit())
	l.plan.Where(s)
	l.plan.Order(s)
	return s
}

// IDs selects the products of the page, for what they have.
func (l *Listing) IDs() *sql.Selector { return l.Rows(product.FieldID).Limit(l.plan.Limit() - 1) }

// Counted selects the products of the whole list, as many as are counted.
func (l *Listing) Counted() *sql.Selector {
	return InShop(l.vendor, l.match, product.FieldID).Limit(page.CountCap + 1)
}

// InShop selects the products of a vendor that match, as shoppers see them; match may be nil.
// See Rows.
func InShop(vendor uuid.UUID, match predicate.Product, columns ...string) *sql.Selector {
	t := sql.Dialect(dialect.Postgres).Table(product.Table)
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = t.C(c)
	}
	s := sql.Dialect(dialect.Postgres).Select(names...).From(t)
	s.Where(sql.And(sql.EQ(t.C(product.FieldVendorID), vendor), sql.EQ(t.C(product.FieldStatus), string(enum.ProductStatusActive))))
	if match != nil {
		match(s)
	}
	return s
}

// Cut makes the page of what Rows selected. count may be nil.
func (l *Listing) Cut(rows []*ent.Product, count func(ctx context.Context, limit int) (int, error)) *ProductConnection {
	return page.Cut(l.plan, rows, sortValues(l.order), count)
}
