package payment

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/enum"
)

// The handles of the ways of paying in which people see to the money.
const (
	// Manual is an invoice or a transfer from bank to bank.
	Manual = "manual"
	// CashOnDelivery is money for who brings the goods.
	CashOnDelivery = "cash_on_delivery"
)

// offline is a way of paying without a provider outside: the payment stays PENDING until
// the team says that the money is there.
type offline struct{ handle string }

// Handle implements Provider.
func (o offline) Handle() string { return o.handle }

// Title implements Provider.
func (o offline) Title() string {
	if o.handle == CashOnDelivery {
		return "Cash on delivery"
	}
	return "Pay on invoice"
}

// ByHand tells it from providers outside.
func (offline) ByHand() {}

// Ask implements Provider: there is nobody to ask and nothing to do for the buyer.
func (offline) Ask(context.Context, Demand) (Answer, error) {
	return Answer{Status: enum.PaymentStatusPending}, nil
}

// Fetch implements Provider: what is known is what the team said.
func (offline) Fetch(_ context.Context, p *ent.Payment) (Answer, error) {
	return Answer{Status: p.Status}, nil
}

// Refund implements Provider: the team sends the money, and it counts as sent.
func (offline) Refund(context.Context, Return) (Returned, error) {
	return Returned{Status: enum.RefundStatusSucceeded}, nil
}
