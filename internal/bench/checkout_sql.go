package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// SQL beside ent, because it fills shelves before anything is measured; it runs as the
// owner of a database that is thrown away.

// fillShelves puts more on the shelves of the shop that is measured than can be sold, with
// the movements that say so.
const fillShelves = `
with put as (
  insert into inventory_levels (id, created_at, updated_at, on_hand, reserved, vendor_id, variant_id)
  select gen_random_uuid(), now(), now(), 1000000, 0, vendor_id, id from product_variants where vendor_id = $1 returning vendor_id, variant_id, on_hand
)
insert into inventory_movements (id, created_at, updated_at, kind, on_hand_delta, reserved_delta, vendor_id, variant_id)
select gen_random_uuid(), now(), now(), 'RECEIPT', on_hand, 0, vendor_id, variant_id from put`

// shelfArticles are articles of products that are all different.
const shelfArticles = `select distinct on (product_id) product_id, id from product_variants where vendor_id = $1 order by product_id, id limit $2`

// stock fills the shelves and returns an article for each caller.
func (s *stage) stock(ctx context.Context) ([]article, error) {
	if _, err := s.owner.Exec(ctx, fillShelves, s.vendor); err != nil {
		return nil, err
	}
	rows, err := s.owner.Query(ctx, shelfArticles, s.vendor, callers)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, func(r pgx.CollectableRow) (a article, err error) {
		return a, r.Scan(&a.product, &a.variant)
	})
	if err == nil && len(out) < callers {
		err = fmt.Errorf("%d articles for %d callers", len(out), callers)
	}
	return out, err
}
