package inventory

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// differencesSQL adds up the ledgers of all vendors and compares them with the levels: ent
// would bring every movement into memory. It is the one statement here that is confined to
// no vendor. It runs as the platform, for a periodic job, and gives counts and the ids of a
// few variants of each vendor, which go to that vendor's own record.
const differencesSQL = `
select vendor_id, count(*)::int, (array_agg(variant_id order by variant_id))[1:20]
from inventory_levels l
full join (
  select vendor_id, variant_id, sum(on_hand_delta)::bigint as on_hand, sum(reserved_delta)::bigint as reserved
  from inventory_movements group by vendor_id, variant_id
) m using (vendor_id, variant_id)
where coalesce(l.on_hand, 0) <> coalesce(m.on_hand, 0) or coalesce(l.reserved, 0) <> coalesce(m.reserved, 0)
group by vendor_id order by vendor_id`

func differences(ctx context.Context, tx *store.Tx) ([]Difference, error) {
	rows, err := tx.Pgx.Query(ctx, differencesSQL)
	if err != nil {
		return nil, fmt.Errorf("compare levels with movements: %w", err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Difference])
	if err != nil {
		return nil, fmt.Errorf("compare levels with movements: %w", err)
	}
	return out, nil
}
