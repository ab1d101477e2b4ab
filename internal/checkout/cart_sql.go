package checkout

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
)

// updateLinesSQL changes lines by different amounts, for which ent needs a statement a
// line. It names the viewer's vendor, beside row-level security, and the cart, which
// the transaction has locked under the viewer's own eyes.
const updateLinesSQL = `
update cart_lines l set quantity = c.quantity, unit_price_minor = c.price, updated_at = now()
from unnest($3::uuid[], $4::bigint[], $5::bigint[]) as c (id, quantity, price)
where l.vendor_id = $1 and l.cart_id = $2 and l.id = c.id`

func updateLines(ctx context.Context, tx *store.Tx, cart uuid.UUID, items []*item) error {
	if len(items) == 0 {
		return nil
	}
	ids, quantities, prices := make([]uuid.UUID, len(items)), make([]int64, len(items)), make([]int64, len(items))
	for i, it := range items {
		ids[i], quantities[i], prices[i] = it.line.ID, int64(it.quantity), it.variant.PriceMinor
	}
	if _, err := tx.Pgx.Exec(ctx, updateLinesSQL, viewer.From(ctx).VendorID, cart, ids, quantities, prices); err != nil {
		return fmt.Errorf("change lines: %w", err)
	}
	return nil
}

// lockKeySQL has calls with the same idempotency key wait for each other. Carts are
// locked one by one, so they cannot see to it that a key is used for one cart only.
const lockKeySQL = `select pg_advisory_xact_lock(hashtextextended($1, 0))`

// lockKey takes the key of a vendor's principal until the transaction ends.
func lockKey(ctx context.Context, tx *store.Tx, principal uuid.UUID, key string) error {
	name := tenant.Key(viewer.From(ctx).VendorID, "checkout", principal.String(), key)
	if _, err := tx.Pgx.Exec(ctx, lockKeySQL, name); err != nil {
		return fmt.Errorf("lock the idempotency key: %w", err)
	}
	return nil
}
