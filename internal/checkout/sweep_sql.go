package checkout

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// dueSQL finds orders of all vendors that are neither placed nor given up and that nobody
// has touched for as long as a claim lasts ($2, a moment), and those of which more is known
// than they show. It reads along the index of these alone, order_unsettled, which Postgres
// takes only where the states stand in the statement: ent would give them as parameters. It
// runs as the platform, for a periodic job, and gives ids to that, which goes on for each
// vendor by itself.
const dueSQL = `
select o.vendor_id, o.id from orders o
where o.placed_at is null and (o.status = 'PENDING_PAYMENT' or o.payment_status = 'PAID' or o.payment_status = 'AUTHORIZED')
and o.id > $1 and (o.payment_status <> 'PENDING' or o.updated_at <= $2)
and not exists (select from refunds r where r.vendor_id = o.vendor_id and r.order_id = o.id)
order by o.id limit $3`

// due is an order that is to be swept.
type due struct{ VendorID, OrderID uuid.UUID }

// due returns the first orders that are due behind one.
func (s *Service) due(ctx context.Context, after uuid.UUID) ([]due, error) {
	var out []due
	across := store.AcrossVendors(ctx, store.ReasonSchedule)
	err := s.db.Tx(across, func(tx *store.Tx) error {
		// Orders are written with the machine's time in updated_at, whatever time the rules
		// read: those of the demo are of days gone by.
		rows, err := tx.Pgx.Query(across, dueSQL, after, s.clock.Now().Add(-claimFor), sweepAtOnce)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[due])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("find orders that are due: %w", err)
	}
	return out, nil
}
