package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/ledger"
	orders "orion/internal/order"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// Record keeps what the provider answered, on the payment and on its order, within the
// caller's transaction: where money has come, with the platform's fee, the postings of the
// ledger and the event of the order. What is known to be paid is never unsaid, so that an
// answer to an earlier question changes nothing, and one that is repeated changes nothing
// either.
func (s *Service) Record(ctx context.Context, tx *store.Tx, id uuid.UUID, a Answer) error {
	ctx = viewer.Elevate(ctx)
	p, err := lock(ctx, tx, id)
	if err != nil {
		return err
	}
	if !news(p, a) {
		return nil
	}
	switch a.Status {
	case enum.PaymentStatusPaid:
		return s.paid(ctx, tx, p, a)
	case enum.PaymentStatusFailed:
		return s.failed(ctx, tx, p, a)
	}
	u := p.Update().SetStatus(a.Status)
	if a.Ref != "" {
		u.SetProviderRef(a.Ref)
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("record the payment: %w", err)
	}
	return s.tellOrder(ctx, tx, p.OrderID, a.Status)
}

// news reports whether an answer says more of a payment than is known. Money that comes
// after all is news of one that had FAILED.
func news(p *ent.Payment, a Answer) bool {
	switch p.Status {
	case enum.PaymentStatusPending, enum.PaymentStatusAuthorized:
		return a.Status != p.Status || a.Ref != "" && a.Ref != optional.Value(p.ProviderRef)
	case enum.PaymentStatusFailed:
		return a.Status == enum.PaymentStatusPaid
	}
	return false
}

// paid writes down that the money is there.
func (s *Service) paid(ctx context.Context, tx *store.Tx, p *ent.Payment, a Answer) error {
	now := s.Clock.Now()
	u := p.Update().SetStatus(enum.PaymentStatusPaid).SetPaidAt(now).ClearFailure()
	if a.Ref != "" {
		u.SetProviderRef(a.Ref)
	}
	if p.AccountID == nil { // with an account the fee was fixed before the provider was asked
		c, err := configOf(ctx, tx.Client)
		if err != nil {
			return err
		}
		fee, err := s.fee(ctx, c, p.AmountMinor)
		if err != nil {
			return err
		}
		u.SetFeeMinor(fee)
	}
	p, err := u.Save(ctx)
	if err != nil {
		return fmt.Errorf("record the payment: %w", err)
	}
	o, err := tx.Order.Query().Where(order.ID(p.OrderID)).ForUpdate().Only(ctx)
	if err != nil {
		return fmt.Errorf("lock the order of a payment: %w", err)
	}
	if o, err = o.Update().SetPaymentStatus(enum.PaymentStatusPaid).SetPaidAt(now).Save(ctx); err != nil {
		return fmt.Errorf("record the payment on the order: %w", err)
	}
	if err := ledger.Charge(ctx, tx, o, p, s.passesOn(p)); err != nil {
		return err
	}
	err = orders.Happened(ctx, tx, o.ID, orders.Event{
		Kind: enum.OrderEventKindPaid, Public: true, Data: map[string]string{"amount": plain(p.AmountMinor, p.Currency), "method": p.Method},
	})
	if err != nil || o.PlacedAt == nil {
		return err
	}
	if err := s.Orders.Announce(ctx, tx, webhook.Happening{Event: webhook.OrderPaid, Subject: o.ID}); err != nil {
		return err
	}
	_, err = s.Orders.Settle(ctx, tx, o.ID) // it may have been sent before it was paid
	return err
}

// passesOn reports whether the platform's fee is taken before the money comes to the
// vendor. Where the vendor has all of it, it owes the fee.
func (s *Service) passesOn(p *ent.Payment) bool {
	_, people := s.provider(p.Method).(byHand)
	return !people
}

// plain is an amount for programs, such as "12.30 EUR".
func plain(minor int64, currency string) string {
	m := money.New(minor, currency)
	return string(m.Amount()) + " " + currency
}

// failed writes down that nothing comes of a payment, and why.
func (s *Service) failed(ctx context.Context, tx *store.Tx, p *ent.Payment, a Answer) error {
	u := p.Update().SetStatus(enum.PaymentStatusFailed).SetFailure(cut(a.Failure))
	if a.Ref != "" {
		u.SetProviderRef(a.Ref)
	}
	after, err := u.Save(ctx)
	if err != nil {
		return fmt.Errorf("record the payment: %w", err)
	}
	if err := s.tellOrder(ctx, tx, p.OrderID, enum.PaymentStatusFailed); err != nil {
		return err
	}
	if err := orders.Happened(ctx, tx, p.OrderID, orders.Event{Kind: enum.OrderEventKindPaymentFailed, Message: cut(a.Failure)}); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: "payment.fail", TargetType: "Payment", Target: string(p.PublicID()), Reason: cut(a.Failure), Changes: audit.Diff(p, after),
	})
}

// maxFailure is how much is kept of why something failed, in bytes.
const maxFailure = 500

func cut(s string) string {
	if len(s) <= maxFailure {
		return s
	}
	return s[:maxFailure]
}

func (s *Service) tellOrder(ctx context.Context, tx *store.Tx, id uuid.UUID, status enum.PaymentStatus) error {
	if err := tx.Order.Update().Where(order.ID(id)).SetPaymentStatus(status).Exec(ctx); err != nil {
		return fmt.Errorf("record the payment on the order: %w", err)
	}
	return nil
}
