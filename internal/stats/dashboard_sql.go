package stats

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/settings"
	"orion/internal/store"
)

// countsSQL counts what waits for a vendor ($1) and what it has set up, in one statement
// where ent would need a dozen. It names the vendor, beside row-level security. $2 is how
// little stock is little, $3 since when imports are looked at.
const countsSQL = `
select
  (select count(*) from orders where vendor_id = $1 and status = 'PLACED' and fulfillment_status in ('UNFULFILLED', 'PARTIALLY_FULFILLED')),
  (select count(*) from orders where vendor_id = $1 and status = 'PLACED' and payment_status in ('PENDING', 'AUTHORIZED', 'FAILED')),
  (select count(*) from orders where vendor_id = $1 and open_return),
  (select count(*) from marketplace_import_jobs where vendor_id = $1 and created_at >= $3 and status in ('FAILED', 'COMPLETED_WITH_ERRORS')),
  (select count(*) from inventory_levels where vendor_id = $1 and on_hand - reserved <= $2),
  (select count(*) from marketplace_products where vendor_id = $1 and changed),
  (select count(*) from marketplace_products where vendor_id = $1 and status = 'SELECTED'),
  (select count(*) from products where vendor_id = $1 and status = 'ACTIVE'),
  exists (select from marketplace_import_jobs where vendor_id = $1 and status in ('COMPLETED', 'COMPLETED_WITH_ERRORS') and not dry_run),
  exists (select from delivery_methods where vendor_id = $1 and active),
  exists (select from vendor_payment_configs where vendor_id = $1 and charges_enabled)
    or exists (select from payment_methods where vendor_id = $1 and enabled and bank is not null and bank <> 'null'),
  exists (select from vendor_domains where vendor_id = $1 and verified_at is not null)`

// counts is what countsSQL finds.
type counts struct {
	ToFulfill, Unpaid, Returns, FailedImports, LowStock, Changed, Selected, Products int
	Imported, Delivers, Paid, Domain                                                 bool
}

func (s *Service) counts(ctx context.Context, vendor uuid.UUID) (n *counts, err error) {
	low, err := s.settings.Int(ctx, settings.StockLow)
	if err != nil {
		return nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := tx.Pgx.Query(ctx, countsSQL, vendor, low, s.clock.Now().Add(-importDays*24*time.Hour))
		if err != nil {
			return err
		}
		n, err = pgx.CollectExactlyOneRow(rows, pgx.RowToAddrOfStructByPos[counts])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("count what waits: %w", err)
	}
	return n, nil
}
