package payment

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/enum"
)

// Manual is the handle of payment by hand: the shop sends an invoice and sees to the
// money itself.
const Manual = "manual"

type manual struct{}

// Handle implements Gateway.
func (manual) Handle() string { return Manual }

// Title implements Gateway.
func (manual) Title() string { return "Pay on invoice" }

// Ask implements Gateway: there is nobody to ask and nothing to do for the buyer, and
// the payment stays PENDING until the shop has the money.
func (manual) Ask(context.Context, *ent.Payment) (Answer, error) {
	return Answer{Status: enum.PaymentStatusPending}, nil
}
