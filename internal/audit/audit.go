// Package audit owns the append-only record of who did what.
package audit

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// An Event is what was done. Action is one of Actions; Target names what it was done to
// in words that stay true when it is gone.
type Event struct {
	Action     string
	TargetType string
	Target     string
	Reason     string
	Data       map[string]string
	// Changes are what became of its fields: see Diff.
	Changes []enum.Change

	// VendorID is the vendor that it concerns where that is not the viewer's own,
	// such as one that the staff suspend.
	VendorID uuid.UUID
	// ImpersonatorID is the member of the staff whose acting for a vendor it is about,
	// where that is not the viewer: somebody else may end it, and time does.
	ImpersonatorID uuid.UUID
}

// Record writes an Event in the transaction of the change, with the viewer of the
// context as its actor. What staff do on a vendor's screen is the vendor's, with the
// member of the staff named beside.
//
// Where a request came from is kept for teams and staff alone: a record that only grows
// must not keep shoppers' addresses for ever.
func Record(ctx context.Context, tx *store.Tx, e Event) error {
	return RecordAll(ctx, tx, []Event{e})
}

// RecordAll is Record for what is done to many rows at once, in one statement.
func RecordAll(ctx context.Context, tx *store.Tx, events []Event) error {
	if len(events) == 0 {
		return nil
	}
	v := viewer.From(ctx)
	if v == nil {
		return fmt.Errorf("record %s: no viewer", events[0].Action)
	}
	entries := make([]*ent.AuditEntryCreate, len(events))
	for i, e := range events {
		entries[i] = entry(tx, v, viewer.RequestFrom(ctx), e)
	}
	if err := tx.AuditEntry.CreateBulk(entries...).Exec(ctx); err != nil {
		return fmt.Errorf("record %s: %w", events[0].Action, err)
	}
	return nil
}

func entry(tx *store.Tx, v *viewer.Viewer, req viewer.Request, e Event) *ent.AuditEntryCreate {
	c := tx.AuditEntry.Create().SetAction(e.Action).SetAudience(string(v.Audience)).
		SetTargetType(e.TargetType).SetTarget(cut(e.Target, maxTarget)).
		SetNillableActorID(given(v.UserID)).SetNillableCustomerID(given(v.CustomerID)).
		SetNillableImpersonatorID(given(either(e.ImpersonatorID, v.ImpersonatorID))).SetNillableAPIKeyID(given(v.KeyID)).
		SetNillableVendorID(given(either(e.VendorID, v.VendorID))).
		SetNillableReason(text(e.Reason, maxValue)).SetNillableRequestID(text(req.ID, maxRequestID))
	if len(e.Data) > 0 {
		c.SetData(e.Data)
	}
	if len(e.Changes) > 0 {
		c.SetChanges(e.Changes)
	}
	if v.Audience == viewer.Vendor || v.Audience == viewer.Admin {
		c.SetNillableAddress(text(req.Address, maxAddress)).SetNillableUserAgent(text(req.UserAgent, maxUserAgent))
	}
	return c
}

// The longest texts that an entry keeps, in characters.
const (
	maxTarget    = 200
	maxRequestID = 64
	maxAddress   = 64
	maxUserAgent = 400
)

func given(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

// text returns the first most characters, nil for nothing.
func text(s string, most int) *string {
	if s = cut(s, most); s == "" {
		return nil
	}
	return &s
}

func either(a, b uuid.UUID) uuid.UUID {
	if a != uuid.Nil {
		return a
	}
	return b
}
