package order

import (
	"slices"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
)

// returnEdges are the ways that a return can go. A state that is not here is an end.
var returnEdges = map[enum.ReturnStatus][]enum.ReturnStatus{
	enum.ReturnStatusRequested: {enum.ReturnStatusApproved, enum.ReturnStatusRejected, enum.ReturnStatusCancelled},
	enum.ReturnStatusApproved:  {enum.ReturnStatusReceived, enum.ReturnStatusCancelled},
}

// open reports whether a return has not come to its end.
func open(s enum.ReturnStatus) bool { return len(returnEdges[s]) > 0 }

// turn is nil where a return can go from one state to another, else INVALID_STATE.
func turn(from, to enum.ReturnStatus) error {
	if slices.Contains(returnEdges[from], to) {
		return nil
	}
	return errs.New(errs.InvalidState, "the return is not in a state in which that can be done").At("id")
}

const (
	day = 24 * time.Hour
	// transit is how long a parcel of which nobody says that it arrived counts as on its way.
	transit = 7 * day
	// guarantee is how long after it was sent a buyer can report that goods are not as they
	// should be.
	guarantee = 2 * 365 * day
)

// A Withdrawal is the buyer's right to change their mind about an order.
type Withdrawal struct {
	// Open says that the buyer can withdraw now from something of the order.
	Open bool
	// Until is when the right ends; nil while something is still to be sent, and where
	// nothing can be withdrawn from any more.
	Until *time.Time
}

// withdrawal says how far a buyer can withdraw from an order. The time counts from when the
// last parcel arrived, or from a week after it was sent where nobody said that it did. A
// shop gives whole days, and the day of the arrival is not one of them.
func withdrawal(o *ent.Order, days int, sent []*ent.Fulfillment, now time.Time) Withdrawal {
	switch {
	case o.Status != enum.OrderStatusPlaced && o.Status != enum.OrderStatusCompleted,
		o.FulfillmentStatus == enum.FulfillmentStatusReturned:
		return Withdrawal{}
	case o.FulfillmentStatus != enum.FulfillmentStatusFulfilled:
		return Withdrawal{Open: true}
	}
	last := lastArrival(sent)
	until := last.Add(time.Duration(days+1) * day)
	return Withdrawal{Open: now.Before(until), Until: &until}
}

// lastArrival is when the last of the fulfilments that stand arrived, or should have.
func lastArrival(sent []*ent.Fulfillment) (last time.Time) {
	for _, f := range sent {
		at := f.CreatedAt.Add(transit)
		if f.DeliveredAt != nil {
			at = *f.DeliveredAt
		}
		if f.CancelledAt == nil && at.After(last) {
			last = at
		}
	}
	return last
}
