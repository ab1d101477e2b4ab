package loader

import (
	"context"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/customer"
	"orion/internal/kit/money"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/store"
)

// Orders holds the look-ups of orders and those who placed them.
type Orders struct {
	// Fulfillments, Returns and Events are by order.
	Fulfillments *Loader[[]*ent.Fulfillment]
	Returns      *Loader[[]*ent.OrderReturn]
	Events       *Loader[[]*ent.OrderEvent]
	// FulfillmentLines is by fulfilment, ReturnLines by return.
	FulfillmentLines *Loader[[]*ent.FulfillmentLine]
	ReturnLines      *Loader[[]*ent.OrderReturnLine]
	// RefundLines is by refund.
	RefundLines *Loader[[]*ent.RefundLine]
	// Rest is by line of an order.
	Rest *Loader[order.LineRest]
	// Placed, Spent and Notes are by customer.
	Placed *Loader[int]
	Spent  *Loader[[]money.Money]
	Notes  *Loader[[]*ent.CustomerNote]
}

func newOrders(db *store.DB) Orders {
	return Orders{
		Fulfillments:     by(db, order.FulfillmentsOf),
		Returns:          by(db, order.ReturnsOf),
		Events:           by(db, order.EventsOf),
		FulfillmentLines: by(db, order.FulfillmentLinesOf),
		ReturnLines:      by(db, order.ReturnLinesOf),
		RefundLines:      by(db, payment.RefundLinesOf),
		Rest:             by(db, order.RestsOf),
		Placed:           by(db, order.CountsOf),
		Spent:            by(db, order.SpentOf),
		Notes:            by(db, customer.NotesOf),
	}
}

// by makes a loader of a domain's read.
func by[T any](db *store.DB, read func(context.Context, *store.DB, []uuid.UUID) (map[uuid.UUID]T, error)) *Loader[T] {
	return groups(func(ctx context.Context, keys []uuid.UUID) (map[uuid.UUID]T, error) { return read(ctx, db, keys) })
}
