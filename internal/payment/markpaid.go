package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/payment"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	orders "orion/internal/order"
	"orion/internal/store"
	"orion/internal/viewer"
)

// MarkPaid says that the money of an order that is paid by hand is there. Saying it again is
// no change. NOT_FOUND; INVALID_STATE where the order is over, or its provider says itself
// when it is paid.
func (s *Service) MarkPaid(ctx context.Context, id publicid.ID, key string) (*ent.Order, error) {
	if err := text.Key(key, "idempotencyKey"); err != nil {
		return nil, err
	}
	if err := may(ctx, enum.PermissionOrderWrite); err != nil {
		return nil, err
	}
	var o *ent.Order
	err := s.DB.Tx(ctx, func(tx *store.Tx) (err error) {
		o, err = s.markPaid(ctx, tx, id.As("Order"))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("mark an order paid: %w", err)
	}
	return o, nil
}

// may is FORBIDDEN unless the viewer holds the permission: payments are written by the
// program, whose rules on rows do not ask who has asked it to.
func may(ctx context.Context, p enum.Permission) error {
	if !viewer.From(ctx).May(string(p)) {
		return errs.New(errs.Forbidden, "you may not do that")
	}
	return nil
}

func (s *Service) markPaid(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Order, error) {
	before, p, err := lockPaid(ctx, tx, id, "id")
	if err != nil {
		return nil, err
	}
	_, people := s.provider(p.Method).(byHand)
	switch {
	case !people:
		return nil, errs.New(errs.InvalidState, "the provider of this payment says itself when it is paid").At("id")
	case p.Status == enum.PaymentStatusPaid:
		return before, nil
	case p.Status != enum.PaymentStatusPending || before.Status == enum.OrderStatusCancelled:
		return nil, errs.New(errs.InvalidState, "the order does not wait for money").At("id")
	}
	if err := s.recordAs(ctx, tx, p.ID); err != nil {
		return nil, err
	}
	after, err := tx.Order.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "order.paid", TargetType: "Order", Target: orders.Number(after), Changes: audit.Diff(before, after),
		Data: map[string]string{"order": string(after.PublicID()), "amount": plain(p.AmountMinor, p.Currency)},
	})
}

// recordAs writes the payment down as paid, its event in the name of the viewer.
func (s *Service) recordAs(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	return s.Record(ctx, tx, id, Answer{Status: enum.PaymentStatusPaid})
}

// lockPaid locks the payment of a placed order and then the order, as all do who lock
// both. NOT_FOUND at path for an order that the viewer does not have.
func lockPaid(ctx context.Context, tx *store.Tx, id uuid.UUID, path string) (*ent.Order, *ent.Payment, error) {
	seen, err := tx.Order.Query().Where(order.ID(id), order.PlacedAtNotNil()).Exist(ctx)
	if err != nil {
		return nil, nil, err
	}
	if !seen {
		return nil, nil, errs.New(errs.NotFound, "not found").At(path)
	}
	ctx = viewer.Elevate(ctx)
	p, err := tx.Payment.Query().Where(payment.OrderID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("lock the payment of order %s: %w", id, err)
	}
	o, err := tx.Order.Query().Where(order.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("lock order %s: %w", id, err)
	}
	return o, p, nil
}
