package stripe

import (
	"context"

	api "github.com/stripe/stripe-go/v76"

	"orion/internal/enum"
	"orion/internal/payment"
)

// Refund implements payment.Provider. The money comes back from the vendor's account, and
// with it, in proportion, the platform's commission. A refund that Stripe has taken its time
// for is looked up: with its key Stripe would only say again what it said first.
func (s *Stripe) Refund(ctx context.Context, r payment.Return) (payment.Returned, error) {
	ctx, done := within(ctx)
	defer done()
	if r.Refund.ProviderRef != nil {
		return returned(s.refunds.Get(*r.Refund.ProviderRef, &api.RefundParams{Params: api.Params{Context: ctx}}))
	}
	in := &api.RefundParams{
		Params: api.Params{Context: ctx}, PaymentIntent: r.Payment.ProviderRef, Amount: api.Int64(units(r.Refund.AmountMinor, r.Refund.Currency)),
		Metadata: map[string]string{
			metaRefund: r.Refund.ID.String(), metaPayment: r.Payment.ID.String(), metaVendor: r.Payment.VendorID.String(),
		},
	}
	if r.Payment.AccountID != nil {
		in.ReverseTransfer = api.Bool(true)
	}
	if r.Payment.FeeMinor > 0 {
		in.RefundApplicationFee = api.Bool(true)
	}
	in.SetIdempotencyKey(r.Refund.ID.String())
	made, err := s.refunds.New(in)
	if err == nil && replayed(made.LastResponse) {
		made, err = s.refunds.Get(made.ID, &api.RefundParams{Params: api.Params{Context: ctx}})
	}
	return returned(made, err)
}

func returned(r *api.Refund, err error) (payment.Returned, error) {
	if e := refusal(err); e != nil {
		return payment.Returned{}, kept(e)
	}
	if err != nil {
		return payment.Returned{}, unavailable(err)
	}
	out := payment.Returned{Ref: r.ID, Status: enum.RefundStatusPending}
	switch r.Status {
	case api.RefundStatusSucceeded:
		out.Status = enum.RefundStatusSucceeded
	case api.RefundStatusFailed, api.RefundStatusCanceled:
		out.Status, out.Failure = enum.RefundStatusFailed, "the payment provider could not give it back: "+string(r.FailureReason)
	}
	return out, nil
}

// Void implements payment.Voider.
func (s *Stripe) Void(ctx context.Context, r payment.Return) (payment.Returned, error) {
	ctx, done := within(ctx)
	defer done()
	in := &api.PaymentIntentCancelParams{Params: api.Params{Context: ctx}}
	in.SetIdempotencyKey(r.Refund.ID.String())
	pi, err := s.intents.Cancel(*r.Payment.ProviderRef, in)
	if e := refusal(err); e != nil {
		return payment.Returned{}, kept(e)
	}
	if err != nil {
		return payment.Returned{}, unavailable(err)
	}
	return payment.Returned{Ref: pi.ID, Status: enum.RefundStatusSucceeded}, nil
}
