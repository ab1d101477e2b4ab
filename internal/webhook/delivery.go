package webhook

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/webhookdelivery"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// The page of messages, and its edges.
type (
	DeliveryConnection = page.Connection[*ent.WebhookDelivery]
	DeliveryEdge       = page.Edge[*ent.WebhookDelivery]
)

// DeliveryWhere is the graph's WebhookDeliveryWhere.
type DeliveryWhere struct {
	EndpointID *publicid.ID
	Status     []enum.WebhookDeliveryStatus
	Event      []string
}

func (w *DeliveryWhere) predicates() (out []predicate.WebhookDelivery) {
	if w == nil {
		return nil
	}
	if w.EndpointID != nil {
		out = append(out, webhookdelivery.EndpointID(w.EndpointID.As("WebhookEndpoint")))
	}
	if w.Status != nil {
		out = append(out, webhookdelivery.StatusIn(w.Status...))
	}
	if w.Event != nil {
		out = append(out, webhookdelivery.EventIn(w.Event...))
	}
	return out
}

// Deliveries lists the messages of the viewer's vendor, newest first, with their failures in
// the reader's language.
func (s *Service) Deliveries(ctx context.Context, arg page.Arg, where *DeliveryWhere) (*DeliveryConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "webhook-deliveries", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.WebhookDeliveryQuery { return s.db.WebhookDelivery.Query().Where(where.predicates()...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).WithEndpoint().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list messages: %w", err)
	}
	told(ctx, rows...)
	return page.Cut(plan, rows, func(d *ent.WebhookDelivery) ([]any, uuid.UUID) { return nil, d.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := base().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Replay queues a message again: another delivery of the same event. NOT_FOUND at id,
// INVALID_STATE where its endpoint is switched off. The viewer needs key.write.
func (s *Service) Replay(ctx context.Context, id publicid.ID) (*ent.WebhookDelivery, error) {
	var out *ent.WebhookDelivery
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := tx.WebhookDelivery.Query().Where(webhookdelivery.ID(id.As("WebhookDelivery"))).WithEndpoint().Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return errs.New(errs.NotFound, "not found").At("id")
		case err != nil:
			return err
		case !viewer.From(ctx).May(string(enum.PermissionKeyWrite)):
			return errs.New(errs.Forbidden, "you may not do that")
		case !before.Edges.Endpoint.Enabled:
			return errs.New(errs.InvalidState, "the endpoint is switched off").At("id")
		}
		if out, err = s.again(ctx, tx, before.Edges.Endpoint, before.Event, before.EventID, before.Payload); err != nil {
			return err
		}
		if err := s.queue.Insert(ctx, tx, jobs.WebhookSend{VendorID: out.VendorID, DeliveryID: out.ID}); err != nil {
			return err
		}
		return recordSent(ctx, tx, "webhook.replay", out)
	})
	if err != nil {
		return nil, fmt.Errorf("replay a message: %w", err)
	}
	return out, nil
}

// again writes a message that is to be sent.
func (s *Service) again(ctx context.Context, tx *store.Tx, e *ent.WebhookEndpoint, event string, eventID uuid.UUID, payload []byte) (*ent.WebhookDelivery, error) {
	own := viewer.Elevate(ctx)
	d, err := tx.WebhookDelivery.Create().SetEndpointID(e.ID).SetEvent(event).SetEventID(eventID).SetPayload(payload).
		SetNextAttemptAt(s.clock.Now()).Save(own)
	if err != nil {
		return nil, fmt.Errorf("write a message: %w", err)
	}
	d.Edges.Endpoint = e
	return d, nil
}

func recordSent(ctx context.Context, tx *store.Tx, action string, d *ent.WebhookDelivery) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "WebhookEndpoint", Target: string(publicid.New("WebhookEndpoint", d.EndpointID)),
		Data: map[string]string{"event": d.Event, "delivery": string(d.PublicID())},
	})
}

// Test sends an endpoint a ping, waits up to ten seconds for its answer and returns what came
// of it. It counts for nothing. NOT_FOUND at id; INVALID_STATE where it is switched off.
// The viewer needs key.write.
func (s *Service) Test(ctx context.Context, id publicid.ID) (*ent.WebhookDelivery, error) {
	eventID, err := uuid.NewV7()
	if err != nil {
		return nil, fmt.Errorf("name an event: %w", err)
	}
	payload, err := written(jobs.EventTell{ID: eventID, Event: string(Ping), At: s.clock.Now()}, map[string]string{"message": "Hello from Orion"})
	if err != nil {
		return nil, err
	}
	var d *ent.WebhookDelivery
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		e, err := lock(ctx, tx, id)
		if err != nil {
			return err
		}
		if !e.Enabled {
			return errs.New(errs.InvalidState, "the endpoint is switched off").At("id")
		}
		if d, err = s.again(ctx, tx, e, string(Ping), eventID, payload); err != nil {
			return err
		}
		return recordSent(ctx, tx, "webhook.test", d)
	})
	if err != nil {
		return nil, fmt.Errorf("test an endpoint: %w", err)
	}
	own := viewer.Elevate(ctx)
	if err := s.Deliver(own, d.ID, nil); err != nil {
		return nil, err
	}
	if d, err = s.db.WebhookDelivery.Query().Where(webhookdelivery.ID(d.ID)).WithEndpoint().Only(own); err != nil {
		return nil, fmt.Errorf("read what came of a test: %w", err)
	}
	told(ctx, d)
	return d, nil
}

// RotatingUntil is until when messages of an endpoint are signed with two secrets, nil where
// they are not.
func (s *Service) RotatingUntil(e *ent.WebhookEndpoint) *time.Time {
	if e.PreviousExpiresAt == nil || !e.PreviousExpiresAt.After(s.clock.Now()) {
		return nil
	}
	return e.PreviousExpiresAt
}

// OfPayload is a message as it was sent.
func OfPayload(d *ent.WebhookDelivery) string { return string(d.Payload) }
