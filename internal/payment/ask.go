package payment

import (
	"context"
	"fmt"
	"math/big"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/payment"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/pricing"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Of returns the payment of an order that the viewer has been shown.
func Of(ctx context.Context, c *ent.Client, id uuid.UUID) (*ent.Payment, error) {
	p, err := c.Payment.Query().Where(payment.OrderID(id)).Only(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("find the payment of order %s: %w", id, err)
	}
	return p, nil
}

// Ask asks the payment's provider for it, or how it stands where it was asked for before.
// Call it outside any transaction; asking again is safe. PAYMENT_DECLINED where the
// provider refuses for good; after any other error the caller may ask again.
func (s *Service) Ask(ctx context.Context, p *ent.Payment) (Answer, error) {
	ctx = viewer.Elevate(ctx)
	a, err := s.ask(ctx, p)
	why := a.Failure
	switch {
	case declined(err):
		why = store.Public(err).Message()
	case err != nil:
		return Answer{}, fmt.Errorf("ask for payment %s: %w", p.ID, err)
	case a.Status != enum.PaymentStatusFailed:
		return a, nil
	}
	if failed := s.refuse(ctx, p, why); failed != nil {
		return Answer{}, fmt.Errorf("ask for payment %s: %w", p.ID, failed)
	}
	if err == nil {
		err = errs.New(errs.PaymentDeclined, "the payment was declined; choose another way of paying")
	}
	return Answer{}, err
}

func (s *Service) ask(ctx context.Context, p *ent.Payment) (Answer, error) {
	by := s.provider(p.Method)
	if by == nil {
		return Answer{}, fmt.Errorf("no provider of %q", p.Method)
	}
	if p.ProviderRef != nil {
		return s.fetch(ctx, by, p)
	}
	if by == Provider(s.connector()) {
		fixed, err := s.fix(ctx, p.ID)
		if err != nil {
			return Answer{}, err
		}
		p = fixed
	}
	if _, people := by.(byHand); people {
		return by.Ask(ctx, Demand{Payment: p})
	}
	v, err := s.DB.Vendor.Get(ctx, p.VendorID)
	if err != nil {
		return Answer{}, err
	}
	return by.Ask(ctx, Demand{Payment: p, Reason: v.Name, Back: s.Links.Shop(v.Slug, "checkout", "")})
}

// fetch asks how a payment stands and does not believe what does not fit it.
func (s *Service) fetch(ctx context.Context, by Provider, p *ent.Payment) (Answer, error) {
	a, err := by.Fetch(ctx, p)
	if err != nil {
		return Answer{}, err
	}
	return checked(p, a), nil
}

// checked is an answer, or that the payment FAILED where money moved that is not the one
// that was asked for.
func checked(p *ent.Payment, a Answer) Answer {
	if a.Currency == "" || a.Status != enum.PaymentStatusPaid {
		return a
	}
	var account string
	if p.AccountID != nil {
		account = *p.AccountID
	}
	switch {
	case a.Amount != p.AmountMinor || a.Currency != p.Currency:
		a.Failure = fmt.Sprintf("the provider has %d %s and %d %s were asked for", a.Amount, a.Currency, p.AmountMinor, p.Currency)
	case a.Account != account:
		a.Failure = fmt.Sprintf("the provider paid %q and the order is of %q", a.Account, account)
	default:
		return a
	}
	a.Status, a.Next = enum.PaymentStatusFailed, nil
	return a
}

// fix writes down, before a provider is asked, which account is paid and what the platform
// takes, so that asking again asks for the same.
func (s *Service) fix(ctx context.Context, id uuid.UUID) (p *ent.Payment, err error) {
	err = s.DB.Tx(ctx, func(tx *store.Tx) error {
		if p, err = lock(ctx, tx, id); err != nil || p.AccountID != nil {
			return err
		}
		c, err := configOf(ctx, tx.Client)
		if err != nil {
			return err
		}
		if c == nil || c.AccountID == nil || !c.ChargesEnabled {
			return errs.New(errs.PaymentDeclined, "the shop cannot take this way of paying now; choose another")
		}
		fee, err := s.fee(ctx, c, p.AmountMinor)
		if err != nil {
			return err
		}
		p, err = p.Update().SetAccountID(*c.AccountID).SetFeeMinor(fee).Save(ctx)
		return err
	})
	return p, err
}

func lock(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Payment, error) {
	p, err := tx.Payment.Query().Where(payment.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock payment %s: %w", id, err)
	}
	return p, nil
}

// configOf returns how the viewer's vendor is paid, nil where nothing is written down.
func configOf(ctx context.Context, c *ent.Client) (*ent.VendorPaymentConfig, error) {
	found, err := c.VendorPaymentConfig.Query().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read how the vendor is paid: %w", err)
	}
	return found, nil
}

// commission is what the platform takes of a vendor's payments, in hundredths of a percent.
func (s *Service) commission(ctx context.Context, c *ent.VendorPaymentConfig) (int, error) {
	switch {
	case c != nil && c.CommissionBp != nil:
		return *c.CommissionBp, nil
	case s.Settings == nil:
		return s.CommissionBp, nil
	}
	return s.Settings.Int(ctx, settings.Commission)
}

// fee is the platform's part of an amount, rounded half up.
func (s *Service) fee(ctx context.Context, c *ent.VendorPaymentConfig, amount int64) (int64, error) {
	bp, err := s.commission(ctx, c)
	return share(amount, int64(bp), pricing.Whole), err
}

// share is part/whole of an amount, rounded half up. It does not overflow.
func share(amount, part, whole int64) int64 {
	if whole == 0 {
		return 0
	}
	n := new(big.Int).Mul(big.NewInt(amount), big.NewInt(part))
	n.Mul(n, big.NewInt(2)).Add(n, big.NewInt(whole))
	return n.Div(n, big.NewInt(2*whole)).Int64()
}

// refuse writes down that a provider will not have a payment, so that it is known why its
// order was given up.
func (s *Service) refuse(ctx context.Context, p *ent.Payment, why string) error {
	return s.DB.Tx(ctx, func(tx *store.Tx) error {
		return s.Record(ctx, tx, p.ID, Answer{Status: enum.PaymentStatusFailed, Failure: why})
	})
}

// declined reports whether an error is the provider's last word.
func declined(err error) bool { return errs.CodeOf(err) == errs.PaymentDeclined }
