package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/pricechange"
)

// maxPriceChanges is how many prices that a variant has had are told.
const maxPriceChanges = 100

// PriceChanges returns the prices that each variant has had, newest first: one statement
// for all of them.
func (s *Service) PriceChanges(ctx context.Context, variants []*ent.ProductVariant) ([][]*ent.PriceChange, error) {
	ids := make([]uuid.UUID, len(variants))
	for i, v := range variants {
		ids[i] = v.ID
	}
	rows, err := s.db.PriceChange.Query().Where(lastChanges(ids)).
		Order(ent.Desc(pricechange.FieldCreatedAt, pricechange.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list prices: %w", err)
	}
	of := make(map[uuid.UUID][]*ent.PriceChange, len(variants))
	for _, c := range rows {
		of[c.VariantID] = append(of[c.VariantID], c)
	}
	out := make([][]*ent.PriceChange, len(variants))
	for i, v := range variants {
		out[i] = of[v.ID]
	}
	return out, nil
}

// lastChanges matches the last prices of each of several variants, for which ent has no
// query. The statement around it names the vendor, and row-level security stands beneath
// both.
func lastChanges(variants []uuid.UUID) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString(s.C(pricechange.FieldID)).WriteString(` in (select c.id from unnest(`).Arg(variants).
				WriteString(`::uuid[]) as v (id) cross join lateral (select id from price_changes where vendor_id = `).
				WriteString(s.C(pricechange.FieldVendorID)).WriteString(` and variant_id = v.id order by created_at desc, id desc limit `).
				Arg(maxPriceChanges).WriteString(`) c)`)
		}))
	}
}
