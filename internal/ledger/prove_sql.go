package ledger

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// proveSQL compares what the ledger of a vendor ($1) says with its payments, refunds and
// orders: ent would bring all of them into memory. Each row is something that does not
// agree, in words. It is confined to the vendor by every table's vendor_id, beside
// row-level security.
const proveSQL = `
with entries as (
  select posting, kind, account, order_id, amount_minor from ledger_entries where vendor_id = $1
), refunds_of as (
  select payment_id, order_id, sum(amount_minor) filter (where status = 'SUCCEEDED') as out,
    sum(amount_minor) filter (where status <> 'FAILED') as held, sum(fee_minor) filter (where status = 'SUCCEEDED') as fee
  from refunds where vendor_id = $1 group by payment_id, order_id
), paid as (
  select p.id, p.order_id, p.amount_minor, p.fee_minor, p.refunded_minor, p.status, p.paid_at is not null as came,
    coalesce(r.out, 0) as out, coalesce(r.held, 0) as held, coalesce(r.fee, 0) as fee_back
  from payments p left join refunds_of r on r.payment_id = p.id where p.vendor_id = $1
), sums as (
  select order_id,
    coalesce(sum(amount_minor) filter (where kind = 'CHARGE' and account = 'CLEARING'), 0) as charged,
    coalesce(-sum(amount_minor) filter (where kind = 'REFUND' and account = 'CLEARING'), 0) as refunded,
    coalesce(sum(amount_minor) filter (where account = 'PLATFORM_FEE'), 0) as fee
  from entries group by order_id
)
select 'posting ' || posting || ' is off by ' || sum(amount_minor) from entries group by posting having sum(amount_minor) <> 0
union all
select 'payment ' || p.id || ' came to ' || p.amount_minor || ' and the ledger has ' || coalesce(s.charged, 0)
from paid p left join sums s using (order_id) where p.came and coalesce(s.charged, 0) <> p.amount_minor
union all
select 'payment ' || p.id || ' gave ' || p.out || ' back and the ledger has ' || coalesce(s.refunded, 0)
from paid p left join sums s using (order_id) where coalesce(s.refunded, 0) <> case when p.came then p.out else 0 end
union all
select 'payment ' || p.id || ' has a fee of ' || p.fee_minor - p.fee_back || ' and the ledger has ' || coalesce(s.fee, 0)
from paid p left join sums s using (order_id) where p.came and coalesce(s.fee, 0) <> p.fee_minor - p.fee_back
union all
select 'payment ' || id || ' reserves ' || refunded_minor || ' and its refunds are ' || held from paid where refunded_minor <> held
union all
select 'payment ' || id || ' gave back more than came' from paid where refunded_minor > amount_minor
union all
select 'order ' || o.id || ' gave ' || o.refunded_minor || ' back and its payment ' || p.out
from orders o join paid p on p.order_id = o.id where o.vendor_id = $1 and o.refunded_minor <> p.out
union all
select 'order ' || o.id || ' is ' || o.payment_status || ' and its payment ' || p.status
from orders o join paid p on p.order_id = o.id where o.vendor_id = $1 and o.placed_at is not null and o.payment_status <> p.status
limit 100`

// countSQL says how much a proof looked at, of the same vendor.
const countSQL = `
select (select count(distinct order_id) from payments where vendor_id = $1 and paid_at is not null), (select count(*) from ledger_entries where vendor_id = $1)`

// faults proves the ledger of a vendor within the caller's transaction.
func faults(ctx context.Context, tx *store.Tx, vendor uuid.UUID) (found []string, orders, entries int, err error) {
	rows, err := tx.Pgx.Query(ctx, proveSQL, vendor)
	if err != nil {
		return nil, 0, 0, fmt.Errorf("prove a ledger: %w", err)
	}
	if found, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
		return nil, 0, 0, fmt.Errorf("prove a ledger: %w", err)
	}
	if err := tx.Pgx.QueryRow(ctx, countSQL, vendor).Scan(&orders, &entries); err != nil {
		return nil, 0, 0, fmt.Errorf("count a ledger: %w", err)
	}
	return found, orders, entries, nil
}
