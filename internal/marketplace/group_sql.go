package marketplace

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below look at several groups at once, some of each, for which ent would
// need a statement a group. They name the vendor of the viewer, beside row-level
// security, and run in the caller's transaction.
const (
	// lockGroupsSQL keeps two publications of members of one group apart, of which each
	// would make a product. It comes after the rows are locked and goes in one order, so
	// that nobody waits in a circle.
	lockGroupsSQL = `
select pg_advisory_xact_lock(k) from (
  select distinct hashtextextended($1::text || s::text || g, 0) as k from unnest($2::uuid[], $3::text[]) as n (s, g) order by 1
) o`

	// matesSQL are the members of groups that are chosen or published, of each group one
	// more than can be published. Rows that are published come first.
	matesSQL = `
select g.source_id, g.item_group_id, m.* from unnest($2::uuid[], $3::text[]) as g (source_id, item_group_id)
cross join lateral (
  select m.id, m.external_id, case when m.own_price_minor is null then m.currency else $4 end, m.product_id, m.options,
    m.color, m.size, coalesce(m.attributes ->> 'material', ''), coalesce(m.attributes ->> 'pattern', '')
  from marketplace_products m
  where m.vendor_id = $1 and m.source_id = g.source_id and m.item_group_id = g.item_group_id
    and (m.status = 'SELECTED' or m.product_id is not null)
  order by m.product_id is null, m.external_id limit 251
) m`
)

// groupsOf returns the members that are chosen or published of each group that rows
// belong to. With lock nobody else publishes of them until the transaction is over.
func groupsOf(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, currency string, lock bool) (map[groupKey][]mate, error) {
	out := map[groupKey][]mate{}
	var sources []uuid.UUID
	var groups []string
	for _, p := range rows {
		key, grouped := groupOf(p)
		if _, known := out[key]; grouped && !known {
			out[key] = nil
			sources, groups = append(sources, key.source), append(groups, key.id)
		}
	}
	if len(groups) == 0 {
		return out, nil
	}
	vendor := viewer.From(ctx).VendorID
	if lock {
		if _, err := tx.Pgx.Exec(ctx, lockGroupsSQL, vendor.String(), sources, groups); err != nil {
			return nil, fmt.Errorf("lock groups: %w", err)
		}
	}
	found, err := tx.Pgx.Query(ctx, matesSQL, vendor, sources, groups, currency)
	if err != nil {
		return nil, fmt.Errorf("read groups: %w", err)
	}
	var key groupKey
	var m mate
	var raw []byte
	var color, size *string
	var material, pattern string
	_, err = pgx.ForEachRow(found, []any{&key.source, &key.id, &m.id, &m.externalID, &m.currency, &m.product, &raw, &color, &size, &material, &pattern}, func() error {
		var options []enum.Option
		if len(raw) > 0 {
			if err := json.Unmarshal(raw, &options); err != nil {
				return fmt.Errorf("options of %s: %w", m.id, err)
			}
		}
		if len(options) == 0 {
			options = describedOptions(color, size, material, pattern)
		}
		m.options = optionsKey(options)
		out[key] = append(out[key], m)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read groups: %w", err)
	}
	return out, nil
}
