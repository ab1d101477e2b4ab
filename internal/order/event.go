package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// An Event is something that happened to an order.
type Event struct {
	Kind enum.OrderEventKind
	// Public says that the buyer sees it too.
	Public bool
	// Message is what somebody wrote, "" where nobody did.
	Message string
	// Data is what a reader needs beside the kind, such as an amount as people write it.
	// It holds nothing of a person.
	Data map[string]string
}

// Happened writes an event into an order's timeline, in the name of the viewer and within
// the caller's transaction.
func Happened(ctx context.Context, tx *store.Tx, orderID uuid.UUID, e Event) error {
	c := tx.OrderEvent.Create().SetOrderID(orderID).SetKind(e.Kind).SetPublic(e.Public)
	if user := viewer.From(ctx).UserID; user != uuid.Nil {
		c.SetUserID(user)
	}
	if e.Message != "" {
		c.SetMessage(e.Message)
	}
	if len(e.Data) > 0 {
		c.SetData(e.Data)
	}
	if err := c.Exec(viewer.Elevate(ctx)); err != nil {
		return fmt.Errorf("write down that an order is %s: %w", e.Kind, err)
	}
	return nil
}
