package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/pricechange"
	"orion/internal/store"
)

// maxPriceChanges is how many prices that a variant has had are told.
const maxPriceChanges = 100

// PriceChangesOf returns the prices that variants have had, newest first, by variant: one
// statement for all of them.
func PriceChangesOf(ctx context.Context, db *store.DB, variants []uuid.UUID) (map[uuid.UUID][]*ent.PriceChange, error) {
	rows, err := db.PriceChange.Query().Where(lastChanges(variants)).
		Order(ent.Desc(pricechange.FieldCreatedAt, pricechange.FieldID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list prices: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.PriceChange, len(variants))
	for _, c := range rows {
		out[c.VariantID] = append(out[c.VariantID], c)
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
