// Package audit owns the append-only record of who did what.
package audit

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/store"
	"orion/internal/viewer"
)

// An Event is what was done. Action is noun.verb; Target names what it was done to
// in words that stay true when it is gone.
type Event struct {
	Action     string
	TargetType string
	Target     string
	Reason     string
	Data       map[string]string

	// VendorID is the vendor that it concerns where that is not the viewer's own,
	// such as one that the staff suspend.
	VendorID uuid.UUID
}

// Record writes an Event in the transaction of the change, with the viewer of the
// context as its actor.
func Record(ctx context.Context, tx *store.Tx, e Event) error {
	v, req := viewer.From(ctx), viewer.RequestFrom(ctx)
	if v == nil {
		return fmt.Errorf("record %s: no viewer", e.Action)
	}
	c := tx.AuditEntry.Create().SetAction(e.Action).SetAudience(string(v.Audience)).
		SetTargetType(e.TargetType).SetTarget(e.Target).SetData(e.Data)
	if vendor := either(e.VendorID, v.VendorID); vendor != uuid.Nil {
		c.SetVendorID(vendor)
	}
	if v.UserID != uuid.Nil {
		c.SetActorID(v.UserID)
	}
	if v.CustomerID != uuid.Nil {
		c.SetCustomerID(v.CustomerID)
	}
	if e.Reason != "" {
		c.SetReason(e.Reason)
	}
	if req.ID != "" {
		c.SetRequestID(req.ID).SetAddress(req.Address)
	}
	if err := c.Exec(ctx); err != nil {
		return fmt.Errorf("record %s: %w", e.Action, err)
	}
	return nil
}

func either(a, b uuid.UUID) uuid.UUID {
	if a != uuid.Nil {
		return a
	}
	return b
}
