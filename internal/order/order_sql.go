package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below count up, add what another table sums up, or take the first of
// each group, for which ent needs a statement a row. Each names the vendor of the
// viewer, beside row-level security, and runs in the caller's transaction.
const (
	// takeNumberSQL makes the counter with the first order and counts it up after.
	takeNumberSQL = `
insert into counters as c (id, created_at, updated_at, vendor_id, name, value)
values ($2, now(), now(), $1, 'order', $3)
on conflict (vendor_id, name) do update set value = c.value + 1, updated_at = now()
returning value`

	// lockSoldSQL locks the products of an order in id order.
	lockSoldSQL = `
select from products where vendor_id = $1
and id in (select product_id from order_lines where vendor_id = $1 and order_id = $2)
order by id for no key update`

	// countSoldSQL is no change that anybody made, so it leaves updated_at alone.
	countSoldSQL = `
update products p set sold_count = p.sold_count + s.quantity
from (
  select product_id, sum(quantity) as quantity from order_lines
  where vendor_id = $1 and order_id = $2 group by product_id
) s
where p.vendor_id = $1 and p.id = s.product_id`

	// countOfSQL adds to what became of lines whose order the transaction has locked, to
	// each its own.
	countOfSQL = `
update order_lines l
set fulfilled_quantity = l.fulfilled_quantity + d.sent, returned_quantity = l.returned_quantity + d.back, updated_at = now()
from unnest($2::uuid[], $3::bigint[], $4::bigint[]) as d (id, sent, back)
where l.vendor_id = $1 and l.id = d.id`

	// restockSQL says how many of each line of a return can be sold again.
	restockSQL = `
update order_return_lines l set restocked = d.restocked, updated_at = now()
from unnest($3::uuid[], $4::bigint[]) as d (order_line_id, restocked)
where l.vendor_id = $1 and l.return_id = $2 and l.order_line_id = d.order_line_id`

	// picturesSQL is the first picture of each product, one that is ready if there is any.
	picturesSQL = `
select distinct on (pm.product_id) pm.product_id, pm.media_id
from product_media pm join media_files m on m.vendor_id = pm.vendor_id and m.id = pm.media_id
where pm.vendor_id = $1 and pm.product_id = any($2)
order by pm.product_id, (m.status = 'READY') desc, pm.position, pm.media_id`
)

// takeNumber takes the next order number of the viewer's vendor.
func takeNumber(ctx context.Context, tx *store.Tx) (n int64, err error) {
	id, err := uuid.NewV7()
	if err != nil {
		return 0, fmt.Errorf("make an id: %w", err)
	}
	if err := tx.Pgx.QueryRow(ctx, takeNumberSQL, viewer.From(ctx).VendorID, id, FirstNumber).Scan(&n); err != nil {
		return 0, fmt.Errorf("take the next number: %w", err)
	}
	return n, nil
}

// countSold adds an order to what its products have sold, in one round trip.
func countSold(ctx context.Context, tx *store.Tx, order uuid.UUID) error {
	b := &pgx.Batch{}
	b.Queue(lockSoldSQL, viewer.From(ctx).VendorID, order)
	b.Queue(countSoldSQL, viewer.From(ctx).VendorID, order)
	if err := tx.Pgx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("count what was sold: %w", err)
	}
	return nil
}

// picturesOf returns the picture that stands for each product that has one.
func picturesOf(ctx context.Context, tx *store.Tx, products []uuid.UUID) (map[uuid.UUID]uuid.UUID, error) {
	rows, err := tx.Pgx.Query(ctx, picturesSQL, viewer.From(ctx).VendorID, products)
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	out := map[uuid.UUID]uuid.UUID{}
	var product, media uuid.UUID
	_, err = pgx.ForEachRow(rows, []any{&product, &media}, func() error {
		out[product] = media
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	return out, nil
}

// countOf adds the quantities of parts to what was sent and what came back of their lines,
// each as often as it is told, which may be less than once.
func countOf(ctx context.Context, tx *store.Tx, parts []part, sent, back int64) error {
	ids, sents, backs := make([]uuid.UUID, len(parts)), make([]int64, len(parts)), make([]int64, len(parts))
	for i, p := range parts {
		ids[i], sents[i], backs[i] = p.line.ID, sent*int64(p.quantity), back*int64(p.quantity)
	}
	tag, err := tx.Pgx.Exec(ctx, countOfSQL, viewer.From(ctx).VendorID, ids, sents, backs)
	if err != nil {
		return fmt.Errorf("count what became of lines: %w", err)
	}
	if n := tag.RowsAffected(); n != int64(len(parts)) {
		return fmt.Errorf("counted %d lines of %d", n, len(parts))
	}
	return nil
}

// restock writes how many of each line of a return can be sold again.
func restock(ctx context.Context, tx *store.Tx, returnID uuid.UUID, parts []part) error {
	ids, ns := make([]uuid.UUID, len(parts)), make([]int64, len(parts))
	for i, p := range parts {
		ids[i], ns[i] = p.line.ID, int64(p.quantity)
	}
	if _, err := tx.Pgx.Exec(ctx, restockSQL, viewer.From(ctx).VendorID, returnID, ids, ns); err != nil {
		return fmt.Errorf("write what can be sold again: %w", err)
	}
	return nil
}
