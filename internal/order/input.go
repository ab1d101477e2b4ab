package order

import (
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
)

// Where is the graph's OrderWhere.
type Where struct {
	Status            []enum.OrderStatus
	PaymentStatus     []enum.PaymentStatus
	FulfillmentStatus []enum.FulfillmentStatus
	Search            *string
	PlacedAt          *filter.DateTime
	// Tags are tags of which an order has all.
	Tags          []string
	OpenReturn    *bool
	CustomerID    *publicid.ID
	PaymentMethod []string
}

// LineQuantity is so much of a line of an order.
type LineQuantity struct {
	OrderLineID publicid.ID
	Quantity    int
}

// FulfillInput is the graph's OrderFulfillInput.
type FulfillInput struct {
	// Lines is nil for all that is left to send.
	Lines          []*LineQuantity
	Tracking       *TrackingInput
	Notify         *bool
	IdempotencyKey string
}

// FulfillManyInput is the graph's OrdersFulfillInput.
type FulfillManyInput struct {
	Notify         *bool
	IdempotencyKey string
}

// TrackingInput is the graph's FulfillmentTrackingInput. What is nil stays, what is empty
// is taken out.
type TrackingInput struct {
	Carrier, TrackingNumber, TrackingURL *string
}

// ReturnInput is the graph's OrderReturnInput.
type ReturnInput struct {
	// Lines is nil for all that can be returned.
	Lines          []*LineQuantity
	Reason         enum.ReturnReason
	Message        *string
	IdempotencyKey string
}
