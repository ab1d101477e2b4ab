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

// lockSQL has calls that name the same thing wait for each other.
const lockSQL = `select pg_advisory_xact_lock(hashtextextended($1, 0))`

// lockKey takes an idempotency key of a vendor's principal until the transaction ends.
// Carts are locked one by one, so they cannot see to it that a key is used for one only.
func lockKey(ctx context.Context, tx *store.Tx, principal uuid.UUID, key string) error {
	return lockName(ctx, tx, "checkout", principal.String(), key)
}

// lockCarts takes all carts of a customer, whether they are there or not, until the
// transaction ends.
func lockCarts(ctx context.Context, tx *store.Tx, customer uuid.UUID) error {
	return lockName(ctx, tx, "carts", customer.String())
}

func lockName(ctx context.Context, tx *store.Tx, parts ...string) error {
	name := tenant.Key(viewer.From(ctx).VendorID, parts...)
	if _, err := tx.Pgx.Exec(ctx, lockSQL, name); err != nil {
		return fmt.Errorf("lock %s: %w", parts[0], err)
	}
	return nil
}
