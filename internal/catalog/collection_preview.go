package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
)

// PreviewRules says which products rules would find in a vendor's catalogue: the first of
// them, the newest first, and how many there are. The mistakes of rules stand below rules.
func (s *Service) PreviewRules(ctx context.Context, vendor *ent.Vendor, rules Rules, first *int) ([]*ent.Product, *page.Count, error) {
	limit := page.DefaultSize
	if first != nil {
		limit = *first
	}
	if limit < 0 || limit > page.MaxSize {
		return nil, nil, errs.Field("first", "must be 0 to %d", page.MaxSize)
	}
	kept, err := rules.stored(vendor.Currency, "rules")
	if err != nil {
		return nil, nil, err
	}
	match := func(sel *sql.Selector) { sel.Where(matching(kept, vendor.ID, sel.C)) }
	rows, err := s.db.Product.Query().Where(match).Order(ent.Desc("id")).Limit(limit).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("look for products by rule: %w", err)
	}
	ids, err := s.db.Product.Query().Where(match).Limit(page.CountCap + 1).IDs(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("count products by rule: %w", err)
	}
	return rows, countOf(len(ids)), nil
}

func countOf(n int) *page.Count {
	if n > page.CountCap {
		return &page.Count{Value: page.CountCap, Precision: page.AtLeast}
	}
	return &page.Count{Value: n, Precision: page.Exact}
}
