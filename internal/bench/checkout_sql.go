package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"
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

// delivers has the shop deliver everywhere in one way.
const delivers = `
with zone as (
  insert into delivery_zones (id, created_at, updated_at, name, countries, position, version, vendor_id)
  values (gen_random_uuid(), now(), now(), 'Everywhere', '[]', 0, 1, $1) returning id, vendor_id
)
insert into delivery_methods (id, created_at, updated_at, handle, title, kind, basis, currency, tiers, active, position, vendor_id, zone_id)
select gen_random_uuid(), now(), now(), 'standard', '{"en": "Standard delivery"}', 'SHIPPING', 'FLAT', 'EUR', '[{"from": 0, "price_minor": 490}]', true, 0, vendor_id, id from zone`

// standing is what every order reads and none makes.
const standing = `select id from delivery_zones where vendor_id = $1 union select id from delivery_methods where vendor_id = $1`

// shelfArticles are articles of products that are all different.
const shelfArticles = `select distinct on (product_id) product_id, id from product_variants where vendor_id = $1 order by product_id, id limit $2`

// stock fills the shelves and returns an article for each caller.
func (s *stage) stock(ctx context.Context) ([]article, error) {
	for _, sql := range []string{fillShelves, delivers} {
		if _, err := s.owner.Exec(ctx, sql, s.vendor); err != nil {
			return nil, err
		}
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

// stands returns the ids of what every order reads and none makes.
func (s *stage) stands(ctx context.Context) ([]uuid.UUID, error) {
	rows, err := s.owner.Query(ctx, standing, s.vendor)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}
