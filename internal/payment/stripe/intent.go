package stripe

import (
	"context"
	"fmt"
	"strings"

	api "github.com/stripe/stripe-go/v76"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/payment"
)

// What we write on Stripe's objects, to know them again.
const (
	metaPayment = "payment"
	metaRefund  = "refund"
	metaOrder   = "order"
	metaVendor  = "vendor"
)

// Ask implements payment.Provider. The payment's id is the idempotency key, and everything
// that is asked with it comes of the payment alone: with the same key Stripe wants the same
// words, also after the shop has changed its name. The buyer's statement has the name of the
// vendor's account.
func (s *Stripe) Ask(ctx context.Context, d payment.Demand) (payment.Answer, error) {
	p := d.Payment
	if p.ProviderRef != nil {
		return s.Fetch(ctx, p)
	}
	ctx, done := within(ctx)
	defer done()
	in := intentOf(p)
	in.Context = ctx
	in.SetIdempotencyKey(p.ID.String())
	pi, err := s.intents.New(in)
	if e := refusal(err); e != nil {
		return payment.Answer{}, declined(e)
	}
	if err != nil {
		return payment.Answer{}, unavailable(err)
	}
	if replayed(pi.LastResponse) { // it is as it was when it was made: how is it now?
		return s.fetch(ctx, p, pi.ID)
	}
	return answer(p, pi)
}

func replayed(r *api.APIResponse) bool {
	return r != nil && r.Header.Get("Idempotent-Replayed") == "true"
}

// intentOf says what is to be paid and to whom. Cards and the wallets that hold them are all
// that it takes: other ways of paying may need days, and an order waits for minutes.
func intentOf(p *ent.Payment) *api.PaymentIntentParams {
	in := &api.PaymentIntentParams{
		Amount: api.Int64(units(p.AmountMinor, p.Currency)), Currency: api.String(strings.ToLower(p.Currency)),
		PaymentMethodTypes: []*string{api.String("card")},
		Metadata:           map[string]string{metaPayment: p.ID.String(), metaOrder: p.OrderID.String(), metaVendor: p.VendorID.String()},
	}
	if p.AccountID != nil {
		in.OnBehalfOf = p.AccountID
		in.TransferData = &api.PaymentIntentTransferDataParams{Destination: p.AccountID}
	}
	if p.FeeMinor > 0 {
		in.ApplicationFeeAmount = api.Int64(units(p.FeeMinor, p.Currency))
	}
	return in
}

// Fetch implements payment.Provider. Of a payment whose name at Stripe is not known nothing
// is known.
func (s *Stripe) Fetch(ctx context.Context, p *ent.Payment) (payment.Answer, error) {
	if p.ProviderRef == nil {
		return payment.Answer{Status: enum.PaymentStatusPending}, nil
	}
	ctx, done := within(ctx)
	defer done()
	return s.fetch(ctx, p, *p.ProviderRef)
}

func (s *Stripe) fetch(ctx context.Context, p *ent.Payment, ref string) (payment.Answer, error) {
	pi, err := s.intents.Get(ref, &api.PaymentIntentParams{Params: api.Params{Context: ctx}})
	if err != nil {
		return payment.Answer{}, unavailable(err)
	}
	return answer(p, pi)
}

// answer says in our words how a payment stands. One whose card was refused is still open:
// the buyer may try another. One that is on its way has nothing to do for the buyer but to
// wait, which is a next action too: the order waits with them.
func answer(p *ent.Payment, pi *api.PaymentIntent) (payment.Answer, error) {
	if pi.Metadata[metaPayment] != p.ID.String() {
		return payment.Answer{}, fmt.Errorf("the payment %s at Stripe is that of %q and not of %s", pi.ID, pi.Metadata[metaPayment], p.ID)
	}
	a := payment.Answer{
		Status: enum.PaymentStatusPending, Ref: pi.ID, Currency: strings.ToUpper(string(pi.Currency)), Account: destination(pi.TransferData),
	}
	a.Amount = minor(pi.Amount, a.Currency)
	switch pi.Status {
	case api.PaymentIntentStatusSucceeded:
		a.Status, a.Amount = enum.PaymentStatusPaid, minor(pi.AmountReceived, a.Currency)
	case api.PaymentIntentStatusRequiresCapture:
		a.Status = enum.PaymentStatusAuthorized
	case api.PaymentIntentStatusCanceled:
		a.Status, a.Failure = enum.PaymentStatusFailed, "the payment was cancelled: "+string(pi.CancellationReason)
	case api.PaymentIntentStatusProcessing:
		a.Next = &payment.NextAction{}
	default:
		a.Next = next(pi)
	}
	return a, nil
}

func destination(t *api.PaymentIntentTransferData) string {
	if t == nil || t.Destination == nil {
		return ""
	}
	return t.Destination.ID
}

// next is what the buyer does in Stripe's own form, or on the page of their bank.
func next(pi *api.PaymentIntent) *payment.NextAction {
	out := &payment.NextAction{ClientSecret: &pi.ClientSecret}
	if a := pi.NextAction; a != nil && a.RedirectToURL != nil && a.RedirectToURL.URL != "" {
		out.RedirectURL = &a.RedirectToURL.URL
	}
	return out
}

// hundredths are currencies without minor units that Stripe counts with two all the same.
var hundredths = map[string]bool{"ISK": true, "UGX": true}

// units is an amount as Stripe counts it, minor as we do.
func units(minor int64, currency string) int64 {
	if hundredths[strings.ToUpper(currency)] {
		return minor * 100
	}
	return minor
}

func minor(units int64, currency string) int64 {
	if hundredths[currency] {
		return units / 100
	}
	return units
}
