package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/payment"
	"orion/ent/gen/ent/refund"
	"orion/internal/enum"
	"orion/internal/order"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Owe marks the whole of a payment to go back to its buyer, within the caller's
// transaction: the money came for an order that can no longer be placed. The mark is a
// Refund that is PENDING and reserves the amount on the payment; the provider has not
// been asked yet. A payment that is only AUTHORIZED is to be let go instead. Marking again
// is no change, and so is marking what has gone back in part.
func (s *Service) Owe(ctx context.Context, tx *store.Tx, id uuid.UUID, reason string) error {
	ctx = viewer.Elevate(ctx)
	p, err := tx.Payment.Query().Where(payment.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return fmt.Errorf("lock payment %s: %w", id, err)
	}
	marked, err := tx.Refund.Query().Where(refund.PaymentID(id)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for refunds of payment %s: %w", id, err)
	}
	if marked || p.RefundedMinor > 0 {
		return nil
	}
	return s.owe(ctx, tx, p, reason)
}

func (s *Service) owe(ctx context.Context, tx *store.Tx, p *ent.Payment, reason string) error {
	o, err := tx.Order.Get(ctx, p.OrderID)
	if err != nil {
		return fmt.Errorf("find the order of payment %s: %w", p.ID, err)
	}
	r, err := tx.Refund.Create().SetShippingMinor(delivery(o)).SetOrderID(p.OrderID).SetPaymentID(p.ID).SetCurrency(p.Currency).SetAmountMinor(p.AmountMinor).
		SetReason(reason).SetFeeMinor(p.FeeMinor).SetIdempotencyKey("late:" + p.ID.String()).SetRequestHash(p.ID[:]).Save(ctx)
	if err != nil {
		return fmt.Errorf("mark payment %s to go back: %w", p.ID, err)
	}
	if err := p.Update().SetRefundedMinor(p.AmountMinor).Exec(ctx); err != nil {
		return fmt.Errorf("reserve payment %s: %w", p.ID, err)
	}
	if err := s.queueReturn(ctx, tx, r); err != nil {
		return err
	}
	return order.Happened(ctx, tx, p.OrderID, order.Event{Kind: enum.OrderEventKindRefundRequested, Message: reason})
}
