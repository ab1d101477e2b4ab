package checkout

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/internal/payment"
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
	p, err := payment.Of(ctx, s.db.Client, id)
	if err != nil {
		return err
	}
	_, _, err = s.conclude(ctx, o, p.ID, ending{otherwise: drop, reason: "not paid in time"})
	return err
}
