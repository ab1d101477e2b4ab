package checkout

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Expire gives up an order that was not placed in time: its stock is free again, and
// its cart open for another try. An order that is placed or given up it leaves as it
// is. It is an error to come before the time, so that a job that does is tried again;
// NOT_FOUND where there is no such order.
func (s *Service) Expire(ctx context.Context, id uuid.UUID) error {
	o, err := s.db.Order.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find the order to expire: %w", err)
	}
	if o.ExpiresAt == nil {
		return nil
	}
	if now := s.clock.Now(); now.Before(*o.ExpiresAt) {
		return fmt.Errorf("order %s has its stock until %s, now is %s", id, o.ExpiresAt.Format(time.RFC3339), now.Format(time.RFC3339))
	}
	return s.giveUp(ctx, o, "not paid in time")
}

// giveUp gives up an order that was not placed and frees its cart.
func (s *Service) giveUp(ctx context.Context, o *ent.Order, reason string) error {
	ctx = viewer.Elevate(ctx)
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := tx.Cart.Query().Where(cart.ID(o.CartID)).ForUpdate().Only(ctx)
		if err != nil {
			return fmt.Errorf("lock the cart: %w", err)
		}
		if o, err = s.orders.Abandon(ctx, tx, o.ID, reason); err != nil {
			return err
		}
		if o.PlacedAt != nil || c.ClaimKey == nil || *c.ClaimKey != o.IdempotencyKey {
			return nil
		}
		return c.Update().ClearClaimedAt().ClearClaimKey().Exec(ctx)
	})
	if err != nil {
		return fmt.Errorf("give up order %s: %w", o.ID, err)
	}
	return nil
}
