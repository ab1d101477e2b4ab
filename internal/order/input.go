package order

import (
	"orion/internal/enum"
	"orion/internal/kit/filter"
)

// Where is the graph's OrderWhere.
type Where struct {
	Status            []enum.OrderStatus
	PaymentStatus     []enum.PaymentStatus
	FulfillmentStatus []enum.FulfillmentStatus
	Search            *string
	PlacedAt          *filter.DateTime
}
