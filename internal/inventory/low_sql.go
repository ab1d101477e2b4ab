package inventory

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/vendor"
)

// lowSQL are the variants of all vendors that are low, were so at the end ($2) and not at
// the beginning ($1) of a time: the ledger says how many there were then. ent has no sums over
// another table beside a row. It names no vendor because the program asks, by the clock, for
// whom there is something to do; who is told sees their own alone.
const lowSQL = `
select v.vendor_id, case when p.title = v.title or v.title = '' then p.title else p.title || ', ' || v.title end, l.on_hand - l.reserved
from product_variants v
join products p on p.vendor_id = v.vendor_id and p.id = v.product_id
join inventory_levels l on l.vendor_id = v.vendor_id and l.variant_id = v.id
join vendors o on o.id = v.vendor_id and o.status = 'ACTIVE'
cross join lateral (
  select coalesce(sum(m.on_hand_delta - m.reserved_delta), 0) as since_begin,
    coalesce(sum(m.on_hand_delta - m.reserved_delta) filter (where m.created_at >= $2), 0) as since_end
  from inventory_movements m where m.vendor_id = v.vendor_id and m.variant_id = v.id and m.created_at >= $1
) moved
where v.low_stock and p.status = 'ACTIVE' and l.on_hand - l.reserved <= l.low_stock_at
  and l.on_hand - l.reserved - moved.since_end <= l.low_stock_at and l.on_hand - l.reserved - moved.since_begin > l.low_stock_at
order by l.on_hand - l.reserved, v.id`

// lowSince returns what has begun to run low from one moment to another, by vendor, the
// scarcest first.
func (s *Service) lowSince(ctx context.Context, begin, end time.Time) (map[uuid.UUID][]vendor.LowVariant, error) {
	rows, err := s.db.Platform.Query(ctx, lowSQL, begin, end)
	if err != nil {
		return nil, fmt.Errorf("look for low stock: %w", err)
	}
	out := map[uuid.UUID][]vendor.LowVariant{}
	var id uuid.UUID
	var low vendor.LowVariant
	_, err = pgx.ForEachRow(rows, []any{&id, &low.Name, &low.Left}, func() error {
		out[id] = append(out[id], low)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look for low stock: %w", err)
	}
	return out, nil
}
