package payment

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/refund"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Apply asks the provider how a payment of the viewer's vendor stands and makes it so here:
// with the money there the order is placed, and where it cannot be any more the money goes
// back. However often and from wherever it is called, each of that happens once. An error
// means that it has to be called again.
func (s *Service) Apply(ctx context.Context, id uuid.UUID) error {
	ctx = viewer.Elevate(ctx)
	p, err := s.DB.Payment.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find payment %s: %w", id, err)
	}
	by := s.provider(p.Method)
	if by == nil {
		return fmt.Errorf("apply payment %s: no provider of %q", id, p.Method)
	}
	if _, people := by.(byHand); people {
		return nil
	}
	return s.apply(ctx, by, p)
}

// apply is Apply for a payment that was found, by the name at the provider that it has.
func (s *Service) apply(ctx context.Context, by Provider, p *ent.Payment) error {
	a, err := s.fetch(ctx, by, p)
	if err != nil {
		return fmt.Errorf("apply payment %s: %w", p.ID, err)
	}
	if err := s.DB.Tx(ctx, func(tx *store.Tx) error { return s.Record(ctx, tx, p.ID, a) }); err != nil {
		return fmt.Errorf("apply payment %s: %w", p.ID, err)
	}
	if a.Status == enum.PaymentStatusPending {
		return nil
	}
	if err := s.Deps.Settle(ctx, p.ID); err != nil {
		return fmt.Errorf("settle the order of payment %s: %w", p.ID, err)
	}
	return s.returnOwed(ctx, p.ID)
}

// returnOwed gives back what is marked to go back of a payment.
func (s *Service) returnOwed(ctx context.Context, payment uuid.UUID) error {
	ids, err := s.DB.Refund.Query().Where(refund.PaymentID(payment), refund.StatusEQ(enum.RefundStatusPending)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look for refunds of payment %s: %w", payment, err)
	}
	for _, id := range ids {
		if one := s.Return(ctx, id); one != nil {
			err = errors.Join(err, one)
		}
	}
	return err
}
