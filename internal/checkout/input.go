package checkout

import (
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
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
}

// DeliveryOption is a way of delivery; its title is in the language of the request.
type DeliveryOption struct {
	Handle string
	Title  string
	Price  money.Money
}

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
