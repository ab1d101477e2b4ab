package enum

import "io"

// OrderEventKind is something that happened to an order.
type OrderEventKind string

// The values of OrderEventKind.
const (
	OrderEventKindPlaced OrderEventKind = "PLACED"
	// OrderEventKindPaymentPending waits for the money of somebody who pays later.
	OrderEventKindPaymentPending       OrderEventKind = "PAYMENT_PENDING"
	OrderEventKindPaid                 OrderEventKind = "PAID"
	OrderEventKindPaymentFailed        OrderEventKind = "PAYMENT_FAILED"
	OrderEventKindFulfilled            OrderEventKind = "FULFILLED"
	OrderEventKindFulfillmentCancelled OrderEventKind = "FULFILLMENT_CANCELLED"
	OrderEventKindDelivered            OrderEventKind = "DELIVERED"
	OrderEventKindCompleted            OrderEventKind = "COMPLETED"
	OrderEventKindCancelled            OrderEventKind = "CANCELLED"
	OrderEventKindReturnRequested      OrderEventKind = "RETURN_REQUESTED"
	OrderEventKindReturnApproved       OrderEventKind = "RETURN_APPROVED"
	OrderEventKindReturnRejected       OrderEventKind = "RETURN_REJECTED"
	OrderEventKindReturnReceived       OrderEventKind = "RETURN_RECEIVED"
	OrderEventKindReturnCancelled      OrderEventKind = "RETURN_CANCELLED"
	OrderEventKindRefundRequested      OrderEventKind = "REFUND_REQUESTED"
	OrderEventKindRefunded             OrderEventKind = "REFUNDED"
	OrderEventKindRefundFailed         OrderEventKind = "REFUND_FAILED"
	OrderEventKindNote                 OrderEventKind = "NOTE"
	OrderEventKindTagged               OrderEventKind = "TAGGED"
	// OrderEventKindClaimed came to the account of who had ordered as a guest.
	OrderEventKindClaimed OrderEventKind = "CLAIMED"
)

var orderEventKindValues = []OrderEventKind{
	OrderEventKindPlaced,
	OrderEventKindPaymentPending,
	OrderEventKindPaid,
	OrderEventKindPaymentFailed,
	OrderEventKindFulfilled,
	OrderEventKindFulfillmentCancelled,
	OrderEventKindDelivered,
	OrderEventKindCompleted,
	OrderEventKindCancelled,
	OrderEventKindReturnRequested,
	OrderEventKindReturnApproved,
	OrderEventKindReturnRejected,
	OrderEventKindReturnReceived,
	OrderEventKindReturnCancelled,
	OrderEventKindRefundRequested,
	OrderEventKindRefunded,
	OrderEventKindRefundFailed,
	OrderEventKindNote,
	OrderEventKindTagged,
	OrderEventKindClaimed,
}

// Values implements ent's EnumValues.
func (OrderEventKind) Values() []string { return values(orderEventKindValues) }

// MarshalGQL implements gqlgen's Marshaler.
func (o OrderEventKind) MarshalGQL(w io.Writer) { marshal(w, o) }

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (o *OrderEventKind) UnmarshalGQL(v any) error { return unmarshal(o, orderEventKindValues, v) }
