package stats

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
	"orion/internal/viewer"
)

// Figures are made by Postgres, a set of days at a time: ent would read every order to add
// it up. The statements run in a transaction of one vendor, under row-level security, and
// name the vendor ($1) besides.
//
// A day is one of the vendor's time zone ($2). The hours around its midnights are looked at
// too and sorted out by the calendar, because a midnight can come twice where clocks are set
// back, or not at all where they are set forward.
const (
	// ofDays begins a statement with the days $3 and the orders placed on them.
	ofDays = `
with d as (
  select day, day::text as name, (day::timestamp at time zone $2) - interval '3 hours' as since,
    ((day + 1)::timestamp at time zone $2) + interval '3 hours' as until
  from unnest($3::text[]::date[]) as t (day)
), o as materialized (
  select d.name, o.id, o.currency, o.status, o.email, o.placed_at, o.total_minor, o.tax_minor, o.shipping_minor, o.discount_minor
  from d join orders o on o.vendor_id = $1 and o.placed_at >= d.since and o.placed_at < d.until
  and (o.placed_at at time zone $2)::date = d.day
)`

	// salesSQL adds up sales. A buyer is new on the day of their first order that was not
	// cancelled; the platform's fee is less what went back of it, on the day of its order.
	salesSQL = ofDays + `, first as (
  select distinct on (f.email) f.id from orders f
  where f.vendor_id = $1 and f.placed_at is not null and f.status <> 'CANCELLED' and f.email in (select email from o)
  order by f.email, f.placed_at, f.id
), part as (
  select name, currency, count(*) filter (where status <> 'CANCELLED') as orders, count(*) filter (where status = 'CANCELLED') as cancelled,
    0::bigint as units, sum(total_minor) filter (where status <> 'CANCELLED') as gross,
    sum(tax_minor) filter (where status <> 'CANCELLED') as tax, sum(shipping_minor) filter (where status <> 'CANCELLED') as shipping,
    sum(discount_minor) filter (where status <> 'CANCELLED') as discount,
    0::bigint as refund, 0::bigint as fee, count(first.id) as fresh
  from o left join first using (id) group by 1, 2
  union all
  select o.name, o.currency, 0, 0, sum(l.quantity), 0, 0, 0, 0, 0, 0, 0
  from o join order_lines l on l.vendor_id = $1 and l.order_id = o.id where o.status <> 'CANCELLED' group by 1, 2
  union all
  select o.name, p.currency, 0, 0, 0, 0, 0, 0, 0, 0, sum(p.fee_minor), 0
  from o join payments p on p.vendor_id = $1 and p.order_id = o.id and p.status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') group by 1, 2
  union all
  select o.name, r.currency, 0, 0, 0, 0, 0, 0, 0, 0, -sum(r.fee_minor), 0
  from o join refunds r on r.vendor_id = $1 and r.order_id = o.id and r.status = 'SUCCEEDED' group by 1, 2
  union all
  select d.name, r.currency, 0, 0, 0, 0, 0, 0, 0, sum(r.amount_minor), 0, 0
  from refunds r join d on d.day = (r.settled_at at time zone $2)::date
  where r.vendor_id = $1 and r.status = 'SUCCEEDED' group by 1, 2
)
insert into sales_rollups (id, created_at, updated_at, vendor_id, day, currency, orders, cancelled, units, gross_minor, tax_minor, shipping_minor,
  discount_minor, refund_minor, fee_minor, new_customers)
select gen_random_uuid(), now(), now(), $1, name, currency, sum(orders), sum(cancelled), sum(units), coalesce(sum(gross), 0), coalesce(sum(tax), 0),
  coalesce(sum(shipping), 0), coalesce(sum(discount), 0), sum(refund), sum(fee), sum(fresh)
from part group by name, currency`

	// goodsSQL adds up what was sold of each product that still is.
	goodsSQL = ofDays + `
insert into product_rollups (id, created_at, updated_at, vendor_id, day, product_id, currency, units, gross_minor)
select gen_random_uuid(), now(), now(), $1, o.name, l.product_id, l.currency, sum(l.quantity), sum(l.total_minor - l.discount_minor)
from o join order_lines l on l.vendor_id = $1 and l.order_id = o.id join products p on p.vendor_id = $1 and p.id = l.product_id
where o.status <> 'CANCELLED' group by o.name, l.product_id, l.currency`

	// begun is when the carts of a statement's chosen (id, created_at, shipping_address) began
	// and what became of them. A cart begins at the latest when it is ordered. Orders have no
	// index by their cart, so they are gone through once.
	begun = `begun as (
  select c.id, c.created_at, c.shipping_address is not null as addressed, least(c.created_at, b.placed_at) as at,
    b.placed_at is not null as placed, coalesce(b.paid, false) as paid
  from chosen c left join (
    select cart_id, min(placed_at) as placed_at, bool_or(payment_status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')) as paid
    from orders where vendor_id = $1 and placed_at is not null and cart_id in (select id from chosen) group by cart_id
  ) b on b.cart_id = c.id
)`

	// funnelSQL counts carts by the day they began, and leaves visits as they were counted. Of
	// a day that is over carts may have been cleaned up since: it keeps what was counted then.
	funnelSQL = `
with d as (select day, day::text as name from unnest($3::text[]::date[]) as t (day)),
span as (select (min(day) - 1)::timestamp at time zone $2 as since, (max(day) + 2)::timestamp at time zone $2 as until from d),
picked as (
  select c.id from carts c, span s where c.vendor_id = $1 and c.created_at >= s.since and c.created_at < s.until
  union select o.cart_id from orders o, span s where o.vendor_id = $1 and o.placed_at >= s.since and o.placed_at < s.until
), chosen as materialized (
  select c.id, c.created_at, c.shipping_address from carts c join picked using (id) where c.vendor_id = $1
), ` + begun + `, c as (
  select (b.at at time zone $2)::date as day, b.addressed, b.placed, b.paid from begun b
  where b.placed or exists (select from cart_lines l where l.vendor_id = $1 and l.cart_id = b.id)
)
insert into funnel_rollups as f (id, created_at, updated_at, vendor_id, day, carts, checkouts, orders, paid)
select gen_random_uuid(), now(), now(), $1, d.name, count(c.day), count(*) filter (where c.addressed or c.placed),
  count(*) filter (where c.placed), count(*) filter (where c.paid)
from d left join c on c.day = d.day group by d.name
on conflict (vendor_id, day) do update set orders = excluded.orders, paid = excluded.paid, updated_at = now(),
  carts = case when f.day < (now() - interval '2 days')::date::text then greatest(f.carts, excluded.carts) else excluded.carts end,
  checkouts = case when f.day < (now() - interval '2 days')::date::text then greatest(f.checkouts, excluded.checkouts) else excluded.checkouts end`

	// changedSQL finds the days whose figures differ because of what was written since $3:
	// orders, their payments and refunds, carts; and the other orders of the same buyers,
	// of whom another may be the first now.
	changedSQL = `
with touched as (
  select id from orders where vendor_id = $1 and updated_at >= $3
  union select order_id from refunds where vendor_id = $1 and updated_at >= $3
  union select order_id from payments where vendor_id = $1 and updated_at >= $3
), changed as materialized (
  select o.id, o.cart_id, o.email from orders o join touched t on t.id = o.id where o.vendor_id = $1
), picked as (
  select id from carts where vendor_id = $1 and updated_at >= $3 union select cart_id from changed
), chosen as materialized (
  select c.id, c.created_at, c.shipping_address from carts c join picked using (id) where c.vendor_id = $1
), ` + begun + `, moment as (
  select placed_at as at from orders where vendor_id = $1 and email in (select email from changed)
  union all select settled_at from refunds where vendor_id = $1 and order_id in (select id from changed)
  union all select created_at from begun
  union all select at from begun
)
select distinct (at at time zone $2)::date::text from moment where at is not null order by 1`
)

// changedDays returns the days that changed since a moment, the first one first.
func changedDays(ctx context.Context, tx *store.Tx, zone string, since time.Time) ([]string, error) {
	rows, err := tx.Pgx.Query(ctx, changedSQL, viewer.From(ctx).VendorID, zone, since)
	if err != nil {
		return nil, fmt.Errorf("find days that changed: %w", err)
	}
	days, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("find days that changed: %w", err)
	}
	return days, nil
}

// makeDays makes the figures of days anew, in one round trip.
func makeDays(ctx context.Context, tx *store.Tx, zone string, days []string) error {
	vendor, b := viewer.From(ctx).VendorID, &pgx.Batch{}
	b.Queue("delete from sales_rollups where vendor_id = $1 and day = any($2)", vendor, days)
	b.Queue("delete from product_rollups where vendor_id = $1 and day = any($2)", vendor, days)
	for _, statement := range []string{salesSQL, goodsSQL, funnelSQL} {
		b.Queue(statement, vendor, zone, days)
	}
	if err := tx.Pgx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("add up days: %w", err)
	}
	return nil
}

// forget takes away all figures of the vendor but its visits, which nothing else knows of.
func forget(ctx context.Context, tx *store.Tx) error {
	vendor, b := viewer.From(ctx).VendorID, &pgx.Batch{}
	b.Queue("delete from sales_rollups where vendor_id = $1", vendor)
	b.Queue("delete from product_rollups where vendor_id = $1", vendor)
	b.Queue("delete from funnel_rollups where vendor_id = $1 and visits = 0", vendor)
	b.Queue("update funnel_rollups set carts = 0, checkouts = 0, orders = 0, paid = 0, updated_at = now() where vendor_id = $1", vendor)
	if err := tx.Pgx.SendBatch(ctx, b).Close(); err != nil {
		return fmt.Errorf("take away the figures: %w", err)
	}
	return nil
}

// lockMark takes the vendor's mark, and makes one that knows of nothing where there is none.
func lockMark(ctx context.Context, tx *store.Tx, zone string) (asOf time.Time, of string, err error) {
	vendor := viewer.From(ctx).VendorID
	id, err := uuid.NewV7()
	if err != nil {
		return asOf, "", fmt.Errorf("make an id: %w", err)
	}
	b := &pgx.Batch{}
	// All orders of a vendor may have to be sorted and joined, which the usual few megabytes
	// would do on the disk.
	b.Queue("set local work_mem = '64MB'")
	b.Queue(`insert into rollup_marks (id, created_at, updated_at, vendor_id, as_of, time_zone) values ($1, now(), now(), $2, $3, $4)
		on conflict (vendor_id) do nothing`, id, vendor, time.Unix(0, 0), zone)
	b.Queue("select as_of, time_zone from rollup_marks where vendor_id = $1 for update", vendor).QueryRow(func(row pgx.Row) error {
		return row.Scan(&asOf, &of)
	})
	if err := tx.Pgx.SendBatch(ctx, b).Close(); err != nil {
		return asOf, "", fmt.Errorf("take the mark: %w", err)
	}
	return asOf, of, nil
}

// setMark says up to when the figures of the vendor are counted.
func setMark(ctx context.Context, tx *store.Tx, zone string, asOf time.Time) error {
	_, err := tx.Pgx.Exec(ctx, "update rollup_marks set as_of = $2, time_zone = $3, updated_at = now() where vendor_id = $1",
		viewer.From(ctx).VendorID, asOf, zone)
	if err != nil {
		return fmt.Errorf("set the mark: %w", err)
	}
	return nil
}

// dueSQL finds vendors whose figures are behind: never made, cut by another time zone, or
// with something written since ($1 is how far before the mark that may have been). It runs
// as the platform, for the periodic job, and gives ids to that, which goes on for each
// vendor by itself.
const dueSQL = `
select v.id from vendors v left join rollup_marks m on m.vendor_id = v.id
where m.id is null or m.time_zone <> v.time_zone
or exists (select from orders o where o.vendor_id = v.id and o.updated_at >= m.as_of - $1::interval)
or exists (select from refunds r where r.vendor_id = v.id and r.updated_at >= m.as_of - $1::interval)
or exists (select from payments p where p.vendor_id = v.id and p.updated_at >= m.as_of - $1::interval)
or exists (select from carts c where c.vendor_id = v.id and c.updated_at >= m.as_of - $1::interval)
order by v.id`

// quietSQL moves the marks of all other vendors: of them nothing was written.
const quietSQL = `update rollup_marks set as_of = greatest(as_of, $1), updated_at = now() where vendor_id <> all($2)`

// due returns the vendors whose figures are behind, and moves the marks of the others to now.
func (s *Service) due(ctx context.Context, now time.Time) (ids []uuid.UUID, err error) {
	across := store.AcrossVendors(ctx, store.ReasonSchedule)
	err = s.db.Tx(across, func(tx *store.Tx) error {
		rows, err := tx.Pgx.Query(across, dueSQL, overlap)
		if err != nil {
			return err
		}
		if ids, err = pgx.CollectRows(rows, pgx.RowTo[uuid.UUID]); err != nil {
			return err
		}
		_, err = tx.Pgx.Exec(across, quietSQL, now, ids)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find vendors whose figures are behind: %w", err)
	}
	return ids, nil
}
