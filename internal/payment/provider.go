package payment

import (
	"context"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/terms"
)

// A Provider moves money for buyers and shops. All of its calls go out of the program, so
// none may be made within a transaction, and each may be made again for the same payment
// or refund: the provider's own idempotency key comes from their ids.
type Provider interface {
	// Handle names the provider, and the way of paying that it is, to programs. It is
	// stored.
	Handle() string

	// Title names the way of paying to buyers, in English; it is the key of its
	// translations.
	Title() string

	// Ask asks for a payment, or goes on with one that was asked for. A refusal that ends
	// the payment is PAYMENT_DECLINED; after any other error the caller may ask again.
	Ask(ctx context.Context, d Demand) (Answer, error)

	// Fetch tells how a payment stands now. It asks for nothing.
	Fetch(ctx context.Context, p *ent.Payment) (Answer, error)

	// Refund gives money back. A refusal that asking again cannot change is
	// INVALID_STATE.
	Refund(ctx context.Context, r Return) (Returned, error)
}

// Outcomes is a Provider with more than one way of paying.
type Outcomes interface {
	Provider
	// Methods are all its ways of paying, that of its own handle first.
	Methods() []Method
}

// A Caller is a Provider that tells by itself what became of payments.
type Caller interface {
	Provider
	// Parse reads a message and who signed it. UNAUTHENTICATED for one that is forged or
	// too old, BAD_REQUEST for one that cannot be read.
	Parse(body []byte, signature string) (Message, error)
	// Read reads a message again that was taken before. BAD_REQUEST as Parse.
	Read(body []byte) (Message, error)
}

// A Connector is a Provider that pays out to an account of the vendor's own.
type Connector interface {
	Provider
	// Connect makes an account for a vendor, the same one however often it is called.
	Connect(ctx context.Context, v *ent.Vendor) (account string, err error)
	// Link returns the address of the provider's pages for an account, and where they
	// lead back to.
	Link(ctx context.Context, account, back string) (string, error)
	// Account tells how an account stands now.
	Account(ctx context.Context, account string) (AccountState, error)
}

// A Voider is a Provider that may hold money before it takes it, and can let go of it.
type Voider interface {
	Provider
	// Void lets go of the whole of a payment that is AUTHORIZED, so that it is never taken.
	// Of refusals it is as Refund.
	Void(ctx context.Context, r Return) (Returned, error)
}

// A Method is a way of paying.
type Method struct {
	Handle, Title string
	// Hidden ones are taken, and offered to nobody.
	Hidden bool
}

// A byHand provider leaves the money to people: the team says when it is there.
type byHand interface{ ByHand() }

// A Demand is a payment that is asked for.
type Demand struct {
	Payment *ent.Payment
	// Order is what the buyer is shown as the reason, such as the shop's name.
	Reason string
	// Back is where a provider's own page leads back to.
	Back string
}

// An Answer is what a provider said of a payment.
type Answer struct {
	// Status is where the payment stands, PENDING until money moves.
	Status enum.PaymentStatus

	// Ref is the provider's own name of the payment, "" where it has none.
	Ref string

	// Next is what the buyer has to do before the order can be placed; nil for nothing.
	Next *NextAction

	// Failure says why a payment FAILED.
	Failure string

	// Amount, Currency and Account are those of the payment as the provider has it;
	// Currency is "" where the provider keeps no record of its own.
	Amount            int64
	Currency, Account string
}

// NextAction is what the buyer has to do before a payment is done.
type NextAction struct {
	// RedirectURL is a page to go to.
	RedirectURL *string
	// ClientSecret opens the payment to the provider's own script.
	ClientSecret *string
}

// A Return is money to be given back.
type Return struct {
	Payment *ent.Payment
	Refund  *ent.Refund
}

// Returned is what a provider said of a refund.
type Returned struct {
	Ref string
	// Status is PENDING where the provider takes its time.
	Status enum.RefundStatus
	// Failure says why it FAILED.
	Failure string
}

// A Message is what a provider tells by itself. Its words are worth nothing but as a
// reason to look: whoever handles it asks the provider how things stand.
type Message struct {
	ID, Kind   string
	OccurredAt time.Time
	// Account is the account of a vendor that it names, "" for none.
	Account string
	// Payment is the id that we gave the payment it is about, "" for none.
	Payment string
	// Ref is the provider's own name of that payment, "" for none.
	Ref string
	// Refund is the id that we gave the refund it is about, "" for none.
	Refund string
	// Connected is the account whose state it is about, "" for none.
	Connected string
}

// AccountState is a vendor's account as its provider has it.
type AccountState struct {
	Live, DetailsSubmitted, ChargesEnabled, PayoutsEnabled bool
	Requirements                                           []terms.Requirement
	DueAt                                                  *time.Time
	DisabledReason                                         string
}
