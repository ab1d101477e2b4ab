package inventory

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below change many rows by different amounts, or by what another
// table says, for which ent needs one statement a row. Each names the vendor of the
// viewer, beside row-level security, and runs in the caller's transaction.
const (
	// openSQL makes the levels that are missing.
	openSQL = `
insert into inventory_levels (id, created_at, updated_at, vendor_id, variant_id)
select n.id, now(), now(), $1, n.variant_id from unnest($2::uuid[], $3::uuid[]) as n (id, variant_id)
on conflict (vendor_id, variant_id) do nothing`

	// recordSQL writes movements, any number of them: as parameters of one row each they
	// would soon be more than a statement may have.
	recordSQL = `
insert into inventory_movements (id, created_at, updated_at, vendor_id, variant_id, kind, on_hand_delta, reserved_delta, reason, order_id, actor_id)
select m.id, now(), now(), $1, m.variant_id, $2, m.on_hand, m.reserved, nullif($3, ''), nullif($4::uuid, $6), nullif($5::uuid, $6)
from unnest($7::uuid[], $8::uuid[], $9::bigint[], $10::bigint[]) as m (id, variant_id, on_hand, reserved)`

	// addSQL adds to levels that the transaction has locked.
	addSQL = `
update inventory_levels l
set on_hand = l.on_hand + d.on_hand, reserved = l.reserved + d.reserved, updated_at = now()
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as d (variant_id, on_hand, reserved)
where l.vendor_id = $1 and l.variant_id = d.variant_id`

	// heldSQL is what the ledger says that an order still holds.
	heldSQL = `
select variant_id, sum(reserved_delta)::bigint from inventory_movements
where vendor_id = $1 and order_id = $2 group by variant_id having sum(reserved_delta) <> 0`

	// shippedSQL is what the ledger says was sent for an order and not taken back by the team.
	shippedSQL = `
select variant_id, -sum(on_hand_delta)::bigint from inventory_movements
where vendor_id = $1 and order_id = $2 and kind in ('SHIP', 'UNSHIP') group by variant_id`

	// lockProductsSQL locks the products of variants in id order.
	lockProductsSQL = `
select from products where vendor_id = $1
and id in (select product_id from product_variants where vendor_id = $1 and id = any($2))
order by id for no key update`

	// offerVariantsSQL lets shoppers buy the variants that are to be had, and no other, and
	// says which of them are low.
	offerVariantsSQL = `
update product_variants v set available_for_sale = l.offered, low_stock = l.low, updated_at = now()
from (
  select variant_id, on_hand > reserved as offered, coalesce(on_hand - reserved <= low_stock_at, false) as low
  from inventory_levels where vendor_id = $1 and variant_id = any($2)
) l
where v.vendor_id = $1 and v.id = l.variant_id and (v.available_for_sale, v.low_stock) <> (l.offered, l.low)`

	// offerProductsSQL does the same for products of which any variant is to be had.
	// It comes after the lock, so it sees what others did to variants of the same
	// product.
	offerProductsSQL = `
update products p set in_stock = v.offered, updated_at = now()
from (
  select product_id, bool_or(available_for_sale) as offered from product_variants
  where vendor_id = $1 and product_id in (select product_id from product_variants where vendor_id = $1 and id = any($2))
  group by product_id
) v
where p.vendor_id = $1 and p.id = v.product_id and p.in_stock <> v.offered`
)

// open makes levels of nothing for the variants that have none.
func open(ctx context.Context, tx *store.Tx, variants []uuid.UUID) error {
	ids, err := newIDs(len(variants))
	if err != nil {
		return err
	}
	if _, err := tx.Pgx.Exec(ctx, openSQL, viewer.From(ctx).VendorID, ids, variants); err != nil {
		return fmt.Errorf("open levels: %w", err)
	}
	return nil
}

func newIDs(n int) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, n)
	for i := range ids {
		id, err := uuid.NewV7()
		if err != nil {
			return nil, fmt.Errorf("make an id: %w", err)
		}
		ids[i] = id
	}
	return ids, nil
}

// record writes changes of locked levels into the ledger.
func record(ctx context.Context, tx *store.Tx, why cause, changes []change) error {
	ids, err := newIDs(len(changes))
	if err != nil {
		return err
	}
	variants, onHand, reserved := columns(changes)
	_, err = tx.Pgx.Exec(ctx, recordSQL, viewer.From(ctx).VendorID, string(why.kind), why.reason, why.order, why.actor, uuid.Nil,
		ids, variants, onHand, reserved)
	if err != nil {
		return fmt.Errorf("record movements: %w", err)
	}
	return nil
}

func columns(changes []change) (variants []uuid.UUID, onHand, reserved []int64) {
	variants, onHand, reserved = make([]uuid.UUID, len(changes)), make([]int64, len(changes)), make([]int64, len(changes))
	for i, c := range changes {
		variants[i], onHand[i], reserved[i] = c.level.VariantID, c.onHand, c.reserved
	}
	return variants, onHand, reserved
}

// add brings levels into step with their movements.
func add(ctx context.Context, tx *store.Tx, changes []change) error {
	variants, onHand, reserved := columns(changes)
	tag, err := tx.Pgx.Exec(ctx, addSQL, viewer.From(ctx).VendorID, variants, onHand, reserved)
	if err != nil {
		return fmt.Errorf("change levels: %w", err)
	}
	if n := tag.RowsAffected(); n != int64(len(changes)) {
		return fmt.Errorf("changed %d levels of %d", n, len(changes))
	}
	return nil
}

// held returns what the order holds of each variant.
func held(ctx context.Context, tx *store.Tx, order uuid.UUID) (map[uuid.UUID]int64, error) {
	return measured(ctx, tx, heldSQL, order)
}

// shipped returns what was sent for an order of each variant.
func shipped(ctx context.Context, tx *store.Tx, order uuid.UUID) (map[uuid.UUID]int64, error) {
	return measured(ctx, tx, shippedSQL, order)
}

func measured(ctx context.Context, tx *store.Tx, statement string, order uuid.UUID) (map[uuid.UUID]int64, error) {
	rows, err := tx.Pgx.Query(ctx, statement, viewer.From(ctx).VendorID, order)
	if err != nil {
		return nil, fmt.Errorf("add up movements: %w", err)
	}
	out := map[uuid.UUID]int64{}
	var variant uuid.UUID
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&variant, &n}, func() error {
		out[variant] = n
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("add up movements: %w", err)
	}
	return out, nil
}

// follow brings what shoppers see of variants and their products into step with the
// stock, in one round trip. The transaction holds the levels.
func follow(ctx context.Context, tx *store.Tx, variants []uuid.UUID) error {
	if len(variants) == 0 {
		return nil
	}
	vendor := viewer.From(ctx).VendorID
	b := &pgx.Batch{}
	for _, statement := range []string{lockProductsSQL, offerVariantsSQL, offerProductsSQL} {
		b.Queue(statement, vendor, variants)
	}
	if err := tx.Pgx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("show what is to be had: %w", err)
	}
	return nil
}
