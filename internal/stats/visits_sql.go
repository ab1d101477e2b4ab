package stats

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/store"
)

// visitsSQL adds visits to days of any vendors, for which ent would need a statement a row
// and could not add. It runs as the platform: the program counts, and gives nothing out. A
// vendor who is gone meanwhile is left out.
const visitsSQL = `
insert into funnel_rollups as f (id, created_at, updated_at, vendor_id, day, visits)
select gen_random_uuid(), now(), now(), t.vendor, t.day, t.n from unnest($1::uuid[], $2::text[], $3::bigint[]) as t (vendor, day, n)
where exists (select from vendors v where v.id = t.vendor)
order by t.vendor, t.day
on conflict (vendor_id, day) do update set visits = f.visits + excluded.visits, updated_at = now()`

func addVisits(ctx context.Context, db *store.DB, counted map[visitDay]int) error {
	vendors, days, ns := make([]uuid.UUID, 0, len(counted)), make([]string, 0, len(counted)), make([]int64, 0, len(counted))
	for at, n := range counted {
		vendors, days, ns = append(vendors, at.vendor), append(days, at.day), append(ns, int64(n))
	}
	across := store.AcrossVendors(ctx, store.ReasonVisits)
	err := db.Tx(across, func(tx *store.Tx) error {
		_, err := tx.Pgx.Exec(across, visitsSQL, vendors, days, ns)
		return err
	})
	if err != nil {
		return fmt.Errorf("write down visits: %w", err)
	}
	return nil
}
