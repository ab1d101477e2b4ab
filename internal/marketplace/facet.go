package marketplace

import (
	"context"
	"fmt"
	"strings"

	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Facets counts what there is to narrow staged products by, each kind without its own
// condition, all kinds in one pass over what the other conditions leave. It is one
// statement beside those that read the filter. Counts stop at 10,000; brands and product
// types are the 30 most frequent.
//
// The pass reads every row of the vendor that matches, which the wall around vendors
// keeps from any index on texts: a condition of ours is looked at only after that of the
// wall. At 400,000 rows it takes half a second, as does a search that finds nothing; the
// list itself takes a millisecond. Clients ask for it once a filter, beside a list that
// does not wait for it.
func (s *Service) Facets(ctx context.Context, where *ProductWhere) (*Facets, error) {
	if viewer.From(ctx).Shopper() {
		return nil, errs.New(errs.NotFound, "not found")
	}
	if where == nil {
		where = &ProductWhere{}
	}
	search, err := where.check()
	if err != nil {
		return nil, err
	}
	q := &facetQuery{where: where, search: search}
	if q.currency, q.gte, q.lte, err = s.bounds(ctx, where.Price); err != nil {
		return nil, err
	}
	out := &Facets{Status: []*Facet{}, Source: []*Facet{}, Brand: []*Facet{}, ProductType: []*Facet{}}
	err = s.db.Tx(ctx, func(tx *store.Tx) error { return q.count(ctx, tx, out) })
	if err != nil {
		return nil, fmt.Errorf("count staged products: %w", err)
	}
	return out, nil
}

// bounds reads a filter of amounts in the currency of the shop; without one the currency
// is nil.
func (s *Service) bounds(ctx context.Context, price *filter.Decimal) (currency *string, gte, lte *int64, err error) {
	if price == nil {
		return nil, nil, nil, nil
	}
	v, err := s.db.Vendor.Get(ctx, vendorOf(ctx))
	if err != nil {
		return nil, nil, nil, fmt.Errorf("read the shop's currency: %w", err)
	}
	if gte, err = minorOf(price.Gte, v.Currency, "where.price.gte"); err == nil {
		lte, err = minorOf(price.Lte, v.Currency, "where.price.lte")
	}
	return &v.Currency, gte, lte, err
}

func minorOf(amount *money.Decimal, currency, path string) (*int64, error) {
	if amount == nil {
		return nil, nil //nolint:nilnil // no bound is none
	}
	m, err := money.Parse(*amount, currency)
	if err != nil {
		return nil, errs.Field(path, "is no amount of %s", currency)
	}
	return &m.Minor, nil
}

// escapeLike takes their meaning from the signs that LIKE takes for wildcards.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
}
