package privacy

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderevent"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/payment"
	"orion/ent/gen/ent/refund"
	"orion/internal/kit/filter"
	"orion/internal/kit/postal"
)

// parts are what belongs to orders, by the order.
type parts struct {
	lines    map[uuid.UUID][]*ent.OrderLine
	payments map[uuid.UUID][]*ent.Payment
	refunds  map[uuid.UUID][]*ent.Refund
	returns  map[uuid.UUID][]*ent.OrderReturn
	sent     map[uuid.UUID][]*ent.Fulfillment
	events   map[uuid.UUID][]*ent.OrderEvent
}

func (s *Service) orders(ctx context.Context, c *ent.Customer, out *dossier) error {
	rows, err := s.db.Order.Query().Where(theirs(c)).Order(order.ByID()).All(ctx)
	if err != nil {
		return reading("orders", err)
	}
	p, err := s.parts(ctx, ids(rows, func(o *ent.Order) uuid.UUID { return o.ID }))
	if err != nil {
		return err
	}
	out.Orders = list(rows, p.order)
	return nil
}

func (s *Service) parts(ctx context.Context, of []uuid.UUID) (*parts, error) {
	p := &parts{}
	lines, err := s.db.OrderLine.Query().Where(filter.AnyOf(orderline.FieldOrderID, of)).Order(orderline.ByPosition(), orderline.ByID()).All(ctx)
	if err != nil {
		return nil, reading("lines of orders", err)
	}
	paid, err := s.db.Payment.Query().Where(filter.AnyOf(payment.FieldOrderID, of)).Order(payment.ByID()).All(ctx)
	if err != nil {
		return nil, reading("payments", err)
	}
	back, err := s.db.Refund.Query().Where(filter.AnyOf(refund.FieldOrderID, of)).Order(refund.ByID()).All(ctx)
	if err != nil {
		return nil, reading("refunds", err)
	}
	returned, err := s.db.OrderReturn.Query().Where(filter.AnyOf(orderreturn.FieldOrderID, of)).Order(orderreturn.ByID()).All(ctx)
	if err != nil {
		return nil, reading("returns", err)
	}
	sent, err := s.db.Fulfillment.Query().Where(filter.AnyOf(fulfillment.FieldOrderID, of)).Order(fulfillment.ByID()).All(ctx)
	if err != nil {
		return nil, reading("fulfilments", err)
	}
	events, err := s.db.OrderEvent.Query().Where(filter.AnyOf(orderevent.FieldOrderID, of)).Order(orderevent.ByID()).All(ctx)
	p.lines, p.payments = group(lines, func(r *ent.OrderLine) uuid.UUID { return r.OrderID }), group(paid, func(r *ent.Payment) uuid.UUID { return r.OrderID })
	p.refunds, p.returns = group(back, func(r *ent.Refund) uuid.UUID { return r.OrderID }), group(returned, func(r *ent.OrderReturn) uuid.UUID { return r.OrderID })
	p.sent, p.events = group(sent, func(r *ent.Fulfillment) uuid.UUID { return r.OrderID }), group(events, func(r *ent.OrderEvent) uuid.UUID { return r.OrderID })
	return p, reading("events of orders", err)
}

func (p *parts) order(o *ent.Order) record {
	return record{
		"number": o.Number, "status": o.Status, "paymentStatus": o.PaymentStatus, "fulfillmentStatus": o.FulfillmentStatus, "email": o.Email,
		"currency": o.Currency, "subtotalMinor": o.SubtotalMinor, "discountMinor": o.DiscountMinor, "shippingMinor": o.ShippingMinor,
		"taxMinor": o.TaxMinor, "totalMinor": o.TotalMinor, "refundedMinor": o.RefundedMinor, "taxIncluded": o.TaxIncluded,
		"shippingAddress": plainAddress(&o.ShippingAddress), "billingAddress": plainAddress(o.BillingAddress), "note": o.BuyerNote, "tags": o.Tags,
		"delivery": o.DeliveryTitle, "paymentMethod": o.PaymentMethod, "language": o.Language, "createdAt": o.CreatedAt.UTC(),
		"placedAt": utc(o.PlacedAt), "paidAt": utc(o.PaidAt), "completedAt": utc(o.CompletedAt), "cancelledAt": utc(o.CancelledAt), "cancelReason": o.CancelReason,
		"lines": list(p.lines[o.ID], line), "payments": list(p.payments[o.ID], paid), "refunds": list(p.refunds[o.ID], refunded),
		"returns": list(p.returns[o.ID], returned), "fulfillments": list(p.sent[o.ID], sent), "events": list(p.events[o.ID], happened),
	}
}

func line(l *ent.OrderLine) record {
	return record{
		"title": l.Title, "sku": l.Sku, "quantity": l.Quantity, "currency": l.Currency, "unitPriceMinor": l.UnitPriceMinor, "totalMinor": l.TotalMinor,
		"discountMinor": l.DiscountMinor, "taxMinor": l.TaxMinor, "sent": l.FulfilledQuantity, "returned": l.ReturnedQuantity, "refundedMinor": l.RefundedMinor,
	}
}

func paid(p *ent.Payment) record {
	return record{
		"method": p.Method, "status": p.Status, "currency": p.Currency, "amountMinor": p.AmountMinor, "refundedMinor": p.RefundedMinor,
		"reference": p.ProviderRef, "failure": p.Failure, "createdAt": p.CreatedAt.UTC(), "paidAt": utc(p.PaidAt),
	}
}

func refunded(r *ent.Refund) record {
	return record{
		"status": r.Status, "currency": r.Currency, "amountMinor": r.AmountMinor, "shippingMinor": r.ShippingMinor, "reason": r.Reason,
		"reference": r.ProviderRef, "createdAt": r.CreatedAt.UTC(), "settledAt": utc(r.SettledAt),
	}
}

func returned(r *ent.OrderReturn) record {
	return record{
		"status": r.Status, "reason": r.Reason, "message": r.Message, "answer": r.Answer, "createdAt": r.CreatedAt.UTC(),
		"decidedAt": utc(r.DecidedAt), "receivedAt": utc(r.ReceivedAt),
	}
}

func sent(f *ent.Fulfillment) record {
	return record{
		"carrier": f.Carrier, "trackingNumber": f.TrackingNumber, "trackingUrl": f.TrackingURL, "sentAt": f.CreatedAt.UTC(),
		"deliveredAt": utc(f.DeliveredAt), "cancelledAt": utc(f.CancelledAt),
	}
}

func happened(e *ent.OrderEvent) record {
	return record{"what": e.Kind, "message": e.Message, "details": e.Data, "at": e.CreatedAt.UTC()}
}

// plainAddress is an address in the names of the graph.
func plainAddress(a *postal.Address) record {
	if a == nil {
		return nil
	}
	return record{
		"firstName": a.FirstName, "lastName": a.LastName, "company": a.Company, "line1": a.Line1, "line2": a.Line2, "city": a.City,
		"region": a.Region, "postalCode": a.PostalCode, "countryCode": a.CountryCode, "phone": a.Phone,
	}
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}

func list[T any](rows []T, as func(T) record) []record {
	out := make([]record, len(rows))
	for i, r := range rows {
		out[i] = as(r)
	}
	return out
}

func ids[T any](rows []T, of func(T) uuid.UUID) []uuid.UUID {
	out := make([]uuid.UUID, len(rows))
	for i, r := range rows {
		out[i] = of(r)
	}
	return out
}

func group[T any](rows []T, by func(T) uuid.UUID) map[uuid.UUID][]T {
	out := map[uuid.UUID][]T{}
	for _, r := range rows {
		out[by(r)] = append(out[by(r)], r)
	}
	return out
}

func reading(what string, err error) error {
	if err != nil {
		return fmt.Errorf("read %s: %w", what, err)
	}
	return nil
}
