package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/orderreturnline"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A standing is a line of an order with what has become of it.
type standing struct {
	line *ent.OrderLine
	// unsent is how many the buyer withdrew from before they were sent. They count as
	// returned too.
	unsent int
	// asked is how many are in returns that have not come to an end.
	asked int
}

// toSend is how many can still be sent.
func (s standing) toSend() int {
	return s.line.Quantity - s.line.FulfilledQuantity - s.unsent
}

// toReturn is how many the buyer has and asked no return of.
func (s standing) toReturn() int {
	return s.line.FulfilledQuantity - s.back() - s.asked
}

// back is how many came back of those that were sent.
func (s standing) back() int { return s.line.ReturnedQuantity - s.unsent }

// standings reads what has become of the lines of an order that is locked, in two
// statements.
func standings(ctx context.Context, c *ent.Client, order uuid.UUID) ([]standing, error) {
	lines, err := c.OrderLine.Query().Where(orderline.OrderID(order)).Order(orderline.ByPosition(), orderline.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of an order: %w", err)
	}
	parts, err := c.OrderReturnLine.Query().Where(orderreturnline.HasOrderReturnWith(orderreturn.OrderID(order))).WithOrderReturn().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the returns of an order: %w", err)
	}
	return standingsOf(lines, parts), nil
}

// standingsOf adds up the parts of returns, each of which has its return.
func standingsOf(lines []*ent.OrderLine, parts []*ent.OrderReturnLine) []standing {
	out, place := make([]standing, len(lines)), make(map[uuid.UUID]int, len(lines))
	for i, l := range lines {
		out[i], place[l.ID] = standing{line: l}, i
	}
	for _, p := range parts {
		i, ok := place[p.OrderLineID]
		switch r := p.Edges.OrderReturn; {
		case !ok:
		case open(r.Status):
			out[i].asked += p.Quantity
		case withdrawn(r):
			out[i].unsent += p.Quantity
		}
	}
	return out
}

// withdrawn reports whether a return is of goods that were never sent: it came to its end
// without anything coming back.
func withdrawn(r *ent.OrderReturn) bool {
	return r.Status == enum.ReturnStatusReceived && r.ReceivedAt == nil
}

// A sum is what has become of all lines of an order.
type sum struct{ sent, back, toSend, asked int }

func summed(lines []standing) (all sum) {
	for _, l := range lines {
		all.sent += l.line.FulfilledQuantity
		all.back += l.back()
		all.toSend += l.toSend()
		all.asked += l.asked
	}
	return all
}

// status is how much of an order has been sent. RETURNED has come back in whole, with
// nothing left to send.
func (s sum) status() enum.FulfillmentStatus {
	switch {
	case s.sent == 0:
		return enum.FulfillmentStatusUnfulfilled
	case s.toSend > 0:
		return enum.FulfillmentStatusPartiallyFulfilled
	case s.back == s.sent:
		return enum.FulfillmentStatusReturned
	}
	return enum.FulfillmentStatusFulfilled
}

// paid are the states of payment in which money has come, whatever went back since.
var paid = map[enum.PaymentStatus]bool{
	enum.PaymentStatusPaid: true, enum.PaymentStatusPartiallyRefunded: true, enum.PaymentStatusRefunded: true,
}

// becomes says what the status of an order is, by what became of its lines: COMPLETED once
// all is sent and paid, PLACED again where a sending is taken back, and CANCELLED where the
// buyer withdrew from all of it before any was sent. An end stays.
func becomes(o *ent.Order, s sum) enum.OrderStatus {
	done := s.sent > 0 && s.toSend == 0 && paid[o.PaymentStatus]
	to := o.Status
	switch {
	case s.sent == 0 && s.toSend == 0:
		to = enum.OrderStatusCancelled
	case done:
		to = enum.OrderStatusCompleted
	case o.Status == enum.OrderStatusCompleted:
		to = enum.OrderStatusPlaced
	}
	if !may(o.Status, to) {
		return o.Status
	}
	return to
}

// settle brings what is stored of an order that is locked into step with its lines. The
// program does it, in the name of the viewer.
func (s *Service) settle(ctx context.Context, tx *store.Tx, o *ent.Order) (*ent.Order, error) {
	own := viewer.Elevate(ctx)
	lines, err := standings(own, tx.Client, o.ID)
	if err != nil {
		return nil, err
	}
	all := summed(lines)
	to := becomes(o, all)
	u := o.Update().SetFulfillmentStatus(all.status()).SetOpenReturn(all.asked > 0).SetStatus(to)
	if to == o.Status {
		return u.Save(own)
	}
	e := Event{Public: true}
	switch to {
	case enum.OrderStatusCompleted:
		u.SetCompletedAt(s.clock.Now())
		e.Kind = enum.OrderEventKindCompleted
	case enum.OrderStatusCancelled:
		u.SetCancelledAt(s.clock.Now())
		e.Kind = enum.OrderEventKindCancelled
	default:
		return u.ClearCompletedAt().Save(own)
	}
	after, err := u.Save(own)
	if err != nil {
		return nil, fmt.Errorf("bring an order into step: %w", err)
	}
	return after, Happened(ctx, tx, o.ID, e)
}

// Settle completes an order that was sent before it was paid, within the caller's
// transaction. Whoever records that an order has been paid calls it; an order that is not
// done is left as it is.
func (s *Service) Settle(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Order, error) {
	o, err := lock(viewer.Elevate(ctx), tx, id)
	if err != nil || o.PlacedAt == nil {
		return o, err
	}
	return s.settle(ctx, tx, o)
}
