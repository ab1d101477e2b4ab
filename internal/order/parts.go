package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/ent/gen/ent/fulfillmentline"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/orderreturnline"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The reads below are of orders that the viewer has been shown: the program reads for them,
// since of a guest's several orders each has its own key. Each takes one statement, or two
// where it says so.

// FulfillmentsOf returns the fulfilments of orders, the first sent first.
func FulfillmentsOf(ctx context.Context, db *store.DB, orders []uuid.UUID) (map[uuid.UUID][]*ent.Fulfillment, error) {
	rows, err := db.Fulfillment.Query().Where(filter.AnyOf(fulfillment.FieldOrderID, orders)).Order(fulfillment.ByID()).All(viewer.Elevate(ctx))
	return grouped(rows, err, func(f *ent.Fulfillment) uuid.UUID { return f.OrderID })
}

// FulfillmentLinesOf returns the lines of fulfilments, with the lines of the order that they
// are of. It takes two statements.
func FulfillmentLinesOf(ctx context.Context, db *store.DB, fulfillments []uuid.UUID) (map[uuid.UUID][]*ent.FulfillmentLine, error) {
	rows, err := db.FulfillmentLine.Query().Where(filter.AnyOf(fulfillmentline.FieldFulfillmentID, fulfillments)).WithOrderLine().
		Order(fulfillmentline.ByID()).All(viewer.Elevate(ctx))
	return grouped(rows, err, func(l *ent.FulfillmentLine) uuid.UUID { return l.FulfillmentID })
}

// ReturnsOf returns the returns of orders, the first asked for first.
func ReturnsOf(ctx context.Context, db *store.DB, orders []uuid.UUID) (map[uuid.UUID][]*ent.OrderReturn, error) {
	rows, err := db.OrderReturn.Query().Where(filter.AnyOf(orderreturn.FieldOrderID, orders)).Order(orderreturn.ByID()).All(viewer.Elevate(ctx))
	return grouped(rows, err, func(r *ent.OrderReturn) uuid.UUID { return r.OrderID })
}

// ReturnLinesOf returns the lines of returns, with the lines of the order that they are of.
// It takes two statements.
func ReturnLinesOf(ctx context.Context, db *store.DB, returns []uuid.UUID) (map[uuid.UUID][]*ent.OrderReturnLine, error) {
	rows, err := db.OrderReturnLine.Query().Where(filter.AnyOf(orderreturnline.FieldReturnID, returns)).WithOrderLine().
		Order(orderreturnline.ByID()).All(viewer.Elevate(ctx))
	return grouped(rows, err, func(l *ent.OrderReturnLine) uuid.UUID { return l.ReturnID })
}

// A LineRest is how many of a line can still be sent and returned.
type LineRest struct{ ToSend, ToReturn int }

// RestsOf says for lines of orders what is left to do. It takes three statements.
func RestsOf(ctx context.Context, db *store.DB, lines []uuid.UUID) (map[uuid.UUID]LineRest, error) {
	own := viewer.Elevate(ctx)
	rows, err := db.OrderLine.Query().Where(filter.AnyOf(orderline.FieldID, lines)).All(own)
	if err != nil {
		return nil, fmt.Errorf("read lines of orders: %w", err)
	}
	parts, err := db.OrderReturnLine.Query().Where(filter.AnyOf(orderreturnline.FieldOrderLineID, lines)).WithOrderReturn().All(own)
	if err != nil {
		return nil, fmt.Errorf("read returns of lines: %w", err)
	}
	out := make(map[uuid.UUID]LineRest, len(rows))
	for _, l := range standingsOf(rows, parts) {
		out[l.line.ID] = LineRest{ToSend: l.toSend(), ToReturn: l.toReturn()}
	}
	return out, nil
}

// Withdrawal says how far the buyer can withdraw from an order, by its fulfilments and how
// many days the shop gives.
func (s *Service) Withdrawal(o *ent.Order, days int, sent []*ent.Fulfillment) Withdrawal {
	return withdrawal(o, days, sent, s.clock.Now())
}

func grouped[T any](rows []T, err error, by func(T) uuid.UUID) (map[uuid.UUID][]T, error) {
	if err != nil {
		return nil, fmt.Errorf("list parts of orders: %w", err)
	}
	out := map[uuid.UUID][]T{}
	for _, row := range rows {
		out[by(row)] = append(out[by(row)], row)
	}
	return out, nil
}

// Unsent reports whether a return is of goods that were never sent, so that nothing had to
// come back.
func Unsent(r *ent.OrderReturn) bool { return withdrawn(r) }
