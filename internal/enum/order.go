package enum

import "io"

// OrderStatus is the life of an order.
type OrderStatus string

// The values of OrderStatus.
const (
	// OrderStatusPendingPayment is not an order yet and has no number.
	OrderStatusPendingPayment OrderStatus = "PENDING_PAYMENT"
	OrderStatusPlaced         OrderStatus = "PLACED"
	OrderStatusCompleted      OrderStatus = "COMPLETED"
	OrderStatusCancelled      OrderStatus = "CANCELLED"
)

var orderStatusValues = []OrderStatus{
	OrderStatusPendingPayment,
	OrderStatusPlaced,
	OrderStatusCompleted,
	OrderStatusCancelled,
}

// Values implements ent's EnumValues.
func (OrderStatus) Values() []string { return values(orderStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (o OrderStatus) MarshalGQL(w io.Writer) { marshal(w, o) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (o *OrderStatus) UnmarshalGQL(v any) error { return unmarshal(o, orderStatusValues, v) }

// PaymentStatus is where the payment of an order stands.
type PaymentStatus string

// The values of PaymentStatus.
const (
	PaymentStatusPending           PaymentStatus = "PENDING"
	PaymentStatusAuthorized        PaymentStatus = "AUTHORIZED"
	PaymentStatusPaid              PaymentStatus = "PAID"
	PaymentStatusPartiallyRefunded PaymentStatus = "PARTIALLY_REFUNDED"
	PaymentStatusRefunded          PaymentStatus = "REFUNDED"
	PaymentStatusFailed            PaymentStatus = "FAILED"
)

var paymentStatusValues = []PaymentStatus{
	PaymentStatusPending,
	PaymentStatusAuthorized,
	PaymentStatusPaid,
	PaymentStatusPartiallyRefunded,
	PaymentStatusRefunded,
	PaymentStatusFailed,
}

// Values implements ent's EnumValues.
func (PaymentStatus) Values() []string { return values(paymentStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (p PaymentStatus) MarshalGQL(w io.Writer) { marshal(w, p) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *PaymentStatus) UnmarshalGQL(v any) error { return unmarshal(p, paymentStatusValues, v) }

// FulfillmentStatus is how much of an order has been sent.
type FulfillmentStatus string

// The values of FulfillmentStatus.
const (
	FulfillmentStatusUnfulfilled        FulfillmentStatus = "UNFULFILLED"
	FulfillmentStatusPartiallyFulfilled FulfillmentStatus = "PARTIALLY_FULFILLED"
	FulfillmentStatusFulfilled          FulfillmentStatus = "FULFILLED"
	FulfillmentStatusReturned           FulfillmentStatus = "RETURNED"
)

var fulfillmentStatusValues = []FulfillmentStatus{
	FulfillmentStatusUnfulfilled,
	FulfillmentStatusPartiallyFulfilled,
	FulfillmentStatusFulfilled,
	FulfillmentStatusReturned,
}

// Values implements ent's EnumValues.
func (FulfillmentStatus) Values() []string { return values(fulfillmentStatusValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (f FulfillmentStatus) MarshalGQL(w io.Writer) { marshal(w, f) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (f *FulfillmentStatus) UnmarshalGQL(v any) error {
	return unmarshal(f, fulfillmentStatusValues, v)
}
