package payment

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/refund"
	"orion/ent/gen/ent/refundline"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/ledger"
	orders "orion/internal/order"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// Return brings a refund to its end: it asks the provider, again with the same key where it
// was asked before, and writes down what it said. A refund that has come to its end it
// leaves alone, so it is safe to call twice. An error means that it has to be called again.
func (s *Service) Return(ctx context.Context, id uuid.UUID) error {
	ctx = viewer.Elevate(ctx)
	r, err := s.DB.Refund.Query().Where(refund.ID(id)).WithPayment().Only(ctx)
	if err != nil {
		return fmt.Errorf("find refund %s: %w", id, err)
	}
	if r.Status != enum.RefundStatusPending {
		return nil
	}
	by := s.provider(r.Edges.Payment.Method)
	if by == nil {
		return fmt.Errorf("refund %s: no provider of %q", id, r.Edges.Payment.Method)
	}
	said, err := giveBack(ctx, by, Return{Payment: r.Edges.Payment, Refund: r})
	if errs.CodeOf(err) == errs.InvalidState {
		said, err = Returned{Status: enum.RefundStatusFailed, Failure: store.Public(err).Message()}, nil
	}
	if err != nil {
		return fmt.Errorf("ask for refund %s: %w", id, err)
	}
	if err := s.DB.Tx(ctx, func(tx *store.Tx) error { return s.returned(ctx, tx, id, said) }); err != nil {
		return fmt.Errorf("write down refund %s: %w", id, err)
	}
	return nil
}

// giveBack asks a provider for money back, or to let go of what it only holds.
func giveBack(ctx context.Context, by Provider, r Return) (Returned, error) {
	if v, ok := by.(Voider); ok && r.Payment.Status == enum.PaymentStatusAuthorized {
		return v.Void(ctx, r)
	}
	return by.Refund(ctx, r)
}

// returned writes down what a provider said of a refund. Locks are taken in the order of
// all who refund: payment, order, refund.
func (s *Service) returned(ctx context.Context, tx *store.Tx, id uuid.UUID, said Returned) error {
	r, err := tx.Refund.Get(ctx, id)
	if err != nil {
		return err
	}
	p, err := lock(ctx, tx, r.PaymentID)
	if err != nil {
		return err
	}
	o, err := tx.Order.Query().Where(order.ID(r.OrderID)).ForUpdate().Only(ctx)
	if err != nil {
		return fmt.Errorf("lock order %s: %w", r.OrderID, err)
	}
	if r, err = tx.Refund.Query().Where(refund.ID(id)).ForUpdate().Only(ctx); err != nil || r.Status != enum.RefundStatusPending {
		return err
	}
	switch said.Status {
	case enum.RefundStatusSucceeded:
		return s.gone(ctx, tx, o, p, r, said)
	case enum.RefundStatusFailed:
		return s.kept(ctx, tx, p, r, said)
	}
	return r.Update().SetProviderRef(said.Ref).Exec(ctx)
}

// gone writes down that the money went back.
func (s *Service) gone(ctx context.Context, tx *store.Tx, o *ent.Order, p *ent.Payment, r *ent.Refund, said Returned) error {
	u := r.Update().SetStatus(enum.RefundStatusSucceeded).SetSettledAt(s.Clock.Now())
	if said.Ref != "" {
		u.SetProviderRef(said.Ref)
	}
	r, err := u.Save(ctx)
	if err != nil {
		return err
	}
	status := enum.PaymentStatusPartiallyRefunded
	if o.RefundedMinor+r.AmountMinor == p.AmountMinor {
		status = enum.PaymentStatusRefunded
	}
	if err := p.Update().SetStatus(status).Exec(ctx); err != nil {
		return err
	}
	err = o.Update().SetPaymentStatus(status).AddRefundedMinor(r.AmountMinor).AddShippingRefundedMinor(r.ShippingMinor).Exec(ctx)
	if err != nil {
		return err
	}
	parts, err := s.countParts(ctx, tx, o, r)
	if err != nil {
		return err
	}
	if p.PaidAt != nil { // what was only held was never booked
		if err := ledger.Refund(ctx, tx, o, r, parts, s.passesOn(p)); err != nil {
			return err
		}
	}
	data := map[string]string{"amount": plain(r.AmountMinor, r.Currency), "refund": string(r.PublicID())}
	if err := orders.Happened(ctx, tx, o.ID, orders.Event{Kind: enum.OrderEventKindRefunded, Public: true, Data: data}); err != nil {
		return err
	}
	facts := map[string]string{"refund": data["refund"], "amount": data["amount"], "amountMinor": strconv.FormatInt(r.AmountMinor, 10), "reason": deref(r.Reason)}
	return s.Orders.Announce(ctx, tx, webhook.Happening{Event: webhook.OrderRefunded, Subject: o.ID, Facts: facts})
}

// countParts counts on the lines of the order what was refunded of each, and puts back
// into stock what can be sold again.
func (s *Service) countParts(ctx context.Context, tx *store.Tx, o *ent.Order, r *ent.Refund) ([]ledger.Part, error) {
	rows, err := tx.RefundLine.Query().Where(refundline.RefundID(r.ID)).WithOrderLine().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of a refund: %w", err)
	}
	var back, free []inventory.Line
	parts := make([]ledger.Part, len(rows))
	for i, row := range rows {
		l := row.Edges.OrderLine
		parts[i] = ledger.Part{Line: l, Amount: row.AmountMinor}
		err := tx.OrderLine.Update().Where(orderline.ID(l.ID)).AddRefundedQuantity(row.Quantity).AddRefundedMinor(row.AmountMinor).Exec(ctx)
		if err != nil {
			return nil, fmt.Errorf("count what was refunded: %w", err)
		}
		if row.Restocked == 0 || l.VariantID == nil {
			continue
		}
		sent := min(row.Restocked, max(0, l.FulfilledQuantity-l.ReturnedQuantity))
		back = append(back, inventory.Line{VariantID: *l.VariantID, Quantity: int64(sent)})
		free = append(free, inventory.Line{VariantID: *l.VariantID, Quantity: int64(row.Restocked - sent)})
	}
	if len(back) == 0 {
		return parts, nil
	}
	if err := s.Stock.Return(ctx, tx, o.ID, back); err != nil {
		return nil, err
	}
	return parts, s.Stock.ReleaseSome(ctx, tx, o.ID, free)
}

// kept writes down that the provider will not give the money back: it can be refunded
// again.
func (s *Service) kept(ctx context.Context, tx *store.Tx, p *ent.Payment, r *ent.Refund, said Returned) error {
	err := r.Update().SetStatus(enum.RefundStatusFailed).SetFailure(cut(said.Failure)).SetSettledAt(s.Clock.Now()).Exec(ctx)
	if err != nil {
		return err
	}
	if err := p.Update().AddRefundedMinor(-r.AmountMinor).Exec(ctx); err != nil {
		return err
	}
	return orders.Happened(ctx, tx, r.OrderID, orders.Event{
		Kind: enum.OrderEventKindRefundFailed, Message: cut(said.Failure), Data: map[string]string{"amount": plain(r.AmountMinor, r.Currency), "refund": string(r.PublicID())},
	})
}
