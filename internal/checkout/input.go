package checkout

import (
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
	"orion/internal/order"
)

// LineInput is the graph's CartLineInput.
type LineInput struct {
	VariantID publicid.ID
	Quantity  int
}

// LineUpdateInput is the graph's CartLineUpdateInput.
type LineUpdateInput struct {
	LineID   publicid.ID
	Quantity int
}

// CartCreateInput is the graph's input of the same name.
type CartCreateInput struct {
	Lines []*LineInput
	Email *string
}

// BuyerInput is the graph's CartBuyerInput.
type BuyerInput struct {
	Email string
}

// CompleteInput is the graph's CheckoutCompleteInput.
type CompleteInput struct {
	IdempotencyKey string
	ExpectedTotal  money.Decimal
	PaymentMethod  string
}

// Cost is the sums of a cart.
type Cost struct {
	Subtotal, Discount, Shipping, Tax, Total money.Money
	TaxIncluded                              bool
	Taxes                                    []*order.TaxAmount
}

// DeliveryOption is a way of delivery; its words are in the language of the request.
type DeliveryOption struct {
	Handle      string
	Title       string
	Description *string
	Price       money.Money
	Kind        enum.DeliveryKind
	LeadTime    *LeadTime // nil where the shop does not say
	// PickupAddress is where the goods wait for the buyer, nil where they are sent.
	PickupAddress *postal.Address
	// FreeFrom is what the goods must cost, after discounts, for the delivery to be free;
	// nil where it never is.
	FreeFrom *money.Money
}

// LeadTime is in how many days goods are there, at the earliest and at the latest.
type LeadTime struct{ Min, Max int }

// PaymentMethod is a way of paying; its title is in the language of the request.
type PaymentMethod struct {
	Handle string
	Title  string
}

// Requirement is something that is missing before an order can be placed.
type Requirement struct {
	Code    enum.CheckoutRequirementCode
	Message string
	Path    []string
}

// Warning is something that the server changed by itself.
type Warning struct {
	Code    enum.WarningCode
	Message string
	Target  *publicid.ID
}
