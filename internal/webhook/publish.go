package webhook

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/webhookdelivery"
	"orion/ent/gen/ent/webhookendpoint"
	"orion/internal/store"
	"orion/jobs"
)

// Version is that of the messages. Fields may be added to one; a change of what is there is
// another version.
const Version = 1

// message is what an endpoint gets.
type message struct {
	ID      uuid.UUID       `json:"id"`
	Version int             `json:"version"`
	Event   string          `json:"event"`
	At      time.Time       `json:"createdAt"`
	Data    json.RawMessage `json:"data"`
}

// Publish queues a message of an event to every endpoint of the vendor that wants it, within
// the caller's transaction. One that was queued before is not queued again, so that it can
// be repeated. The viewer is the program, acting for the vendor.
func (s *Service) Publish(ctx context.Context, tx *store.Tx, e jobs.EventTell, data any) error {
	to, err := s.subscribed(ctx, tx, e)
	if err != nil || len(to) == 0 {
		return err
	}
	payload, err := written(e, data)
	if err != nil {
		return err
	}
	rows := make([]*ent.WebhookDeliveryCreate, len(to))
	for i, endpoint := range to {
		rows[i] = tx.WebhookDelivery.Create().SetEndpointID(endpoint.ID).SetEvent(e.Event).SetEventID(e.ID).SetPayload(payload).
			SetNextAttemptAt(s.clock.Now())
	}
	sent, err := tx.WebhookDelivery.CreateBulk(rows...).Save(ctx)
	if err != nil {
		return fmt.Errorf("write messages of %s: %w", e.Event, err)
	}
	args := make([]jobs.Args, len(sent))
	for i, d := range sent {
		args[i] = jobs.WebhookSend{VendorID: d.VendorID, DeliveryID: d.ID}
	}
	return s.queue.InsertMany(ctx, tx, args)
}

// subscribed are the endpoints that are to be told of an event and have not been.
func (s *Service) subscribed(ctx context.Context, tx *store.Tx, e jobs.EventTell) ([]*ent.WebhookEndpoint, error) {
	all, err := tx.WebhookEndpoint.Query().Where(webhookendpoint.Enabled(true)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the endpoints of %s: %w", e.Event, err)
	}
	all = slices.DeleteFunc(all, func(w *ent.WebhookEndpoint) bool { return !slices.Contains(w.Events, e.Event) })
	if len(all) == 0 {
		return nil, nil
	}
	told, err := tx.WebhookDelivery.Query().Where(webhookdelivery.EventID(e.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find who was told of %s: %w", e.Event, err)
	}
	return slices.DeleteFunc(all, func(w *ent.WebhookEndpoint) bool {
		return slices.ContainsFunc(told, func(d *ent.WebhookDelivery) bool { return d.EndpointID == w.ID })
	}), nil
}

func written(e jobs.EventTell, data any) ([]byte, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return nil, fmt.Errorf("write a message of %s: %w", e.Event, err)
	}
	out, err := json.Marshal(message{ID: e.ID, Version: Version, Event: e.Event, At: e.At.UTC(), Data: raw})
	if err != nil {
		return nil, fmt.Errorf("write a message of %s: %w", e.Event, err)
	}
	return out, nil
}
