package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect"

	"orion/ent/gen/ent"
	"orion/internal/store"
)

// evaluateSQL brings the products of a collection into step with its rules, which stand in
// its middle: what does not match goes, what matches and is not there comes behind the
// others, the rest is not touched, so that nobody hears of a change that is none. Then the
// collection says when it was asked: always after a change, else at most once an hour,
// because that is a change as well. In ent's words it would take every id into memory. It
// names the collection's own vendor, beside row-level security, and the transaction holds
// the collection.
const (
	wantedBeginSQL = `
with wanted as (select p.id from products p where p.vendor_id = $1 and `
	// keepWantedEndSQL keeps those there that come and go, as keepThere does, before any
	// place in the collection is touched.
	keepWantedEndSQL = `)
select from products where vendor_id = $1 and id in (
  select w.id from wanted w where not exists (select from collection_products c where c.vendor_id = $1 and c.collection_id = $2 and c.product_id = w.id)
  union all
  select c.product_id from collection_products c where c.vendor_id = $1 and c.collection_id = $2 and not exists (select from wanted w where w.id = c.product_id)
) order by id for key share`

	evaluateEndSQL = `),
gone as (
  delete from collection_products c where c.vendor_id = $1 and c.collection_id = $2
  and not exists (select from wanted w where w.id = c.product_id) returning c.id),
come as (
  insert into collection_products (id, created_at, updated_at, vendor_id, collection_id, product_id, position)
  select gen_random_uuid(), now(), now(), $1, $2, w.id, l.position + $3 * row_number() over (order by w.id)
  from wanted w cross join (select coalesce(max(position), 0) as position from collection_products where vendor_id = $1 and collection_id = $2) l
  where not exists (select from collection_products c where c.vendor_id = $1 and c.collection_id = $2 and c.product_id = w.id) returning id)
update collections set evaluated_at = now() where vendor_id = $1 and id = $2
and (evaluated_at is null or evaluated_at < now() - interval '1 hour' or exists (select from gone) or exists (select from come))`
)

// bringIn brings the products of a locked collection by rule into step.
func bringIn(ctx context.Context, tx *store.Tx, c *ent.Collection) error {
	if err := ask(ctx, tx, c, keepWantedEndSQL, c.VendorID, c.ID); err != nil {
		return fmt.Errorf("keep products there: %w", err)
	}
	if err := ask(ctx, tx, c, evaluateEndSQL, c.VendorID, c.ID, int64(step)); err != nil {
		return fmt.Errorf("bring products in: %w", err)
	}
	return nil
}

// ask does something with what the rules of a collection want.
func ask(ctx context.Context, tx *store.Tx, c *ent.Collection, end string, args ...any) error {
	p := matching(c.Rules, c.VendorID, productRow)
	p.SetDialect(dialect.Postgres)
	p.SetTotal(len(args))
	where, more := p.Query()
	_, err := tx.Pgx.Exec(ctx, wantedBeginSQL+where+end, append(args, more...)...)
	return err
}
