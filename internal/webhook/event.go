package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// Event is what can happen to a vendor that its integrators may be told of.
type Event = enum.WebhookEvent

// The events.
const (
	OrderPlaced      = enum.WebhookEventOrderPlaced
	OrderPaid        = enum.WebhookEventOrderPaid
	OrderFulfilled   = enum.WebhookEventOrderFulfilled
	OrderCancelled   = enum.WebhookEventOrderCancelled
	OrderRefunded    = enum.WebhookEventOrderRefunded
	ReturnRequested  = enum.WebhookEventReturnRequested
	ProductCreated   = enum.WebhookEventProductCreated
	ProductUpdated   = enum.WebhookEventProductUpdated
	ProductDeleted   = enum.WebhookEventProductDeleted
	InventoryChanged = enum.WebhookEventInventoryChanged
	ImportFinished   = enum.WebhookEventImportFinished
	CustomerCreated  = enum.WebhookEventCustomerCreated

	// Ping is sent by the tester alone.
	Ping Event = "ping"
)

// Events are those that an endpoint can be told of.
var Events = []Event{
	OrderPlaced, OrderPaid, OrderFulfilled, OrderCancelled, OrderRefunded, ReturnRequested,
	ProductCreated, ProductUpdated, ProductDeleted, InventoryChanged, ImportFinished, CustomerCreated,
}

// A Happening is one thing that happened.
type Happening struct {
	Event Event
	// Subject is what it happened to.
	Subject uuid.UUID
	// Facts are what cannot be read of the subject any more; nothing of a person.
	Facts map[string]string
	// Data is what integrators are told, JSON in the end; nil where it is read when they are.
	Data any
}

// Announce has everybody told, if tx commits, of what happened to the viewer's vendor.
func (s *Service) Announce(ctx context.Context, tx *store.Tx, all ...Happening) error {
	args := make([]jobs.Args, len(all))
	for i, h := range all {
		id, err := uuid.NewV7()
		if err != nil {
			return fmt.Errorf("name an event: %w", err)
		}
		job := jobs.EventTell{
			ID: id, VendorID: viewer.From(ctx).VendorID, Event: string(h.Event), Subject: h.Subject, Facts: h.Facts, At: s.clock.Now(),
		}
		if h.Data != nil {
			if job.Data, err = json.Marshal(h.Data); err != nil {
				return fmt.Errorf("write an event: %w", err)
			}
		}
		args[i] = job
	}
	return s.queue.InsertMany(ctx, tx, args)
}

// checkEvents refuses what is no event, and puts the rest in order.
func checkEvents(names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, errs.New(errs.Required, "is required").At("input.events")
	}
	for i, name := range names {
		if !slices.Contains(Events, Event(name)) {
			return nil, errs.Field(fmt.Sprintf("input.events.%d", i), "there is no event %q", name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// EventNames are the names of Events.
func EventNames() []string {
	out := make([]string, len(Events))
	for i, e := range Events {
		out[i] = string(e)
	}
	return out
}
