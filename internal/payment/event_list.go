package payment

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/webhookevent"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// EventWhere is the graph's WebhookEventWhere.
type EventWhere struct {
	Status   []enum.WebhookStatus
	Kind     []string
	VendorID *publicid.ID
}

func (w *EventWhere) predicates() (out []predicate.WebhookEvent) {
	if w == nil {
		return nil
	}
	if w.Status != nil {
		out = append(out, webhookevent.StatusIn(w.Status...))
	}
	if w.Kind != nil {
		out = append(out, webhookevent.KindIn(w.Kind...))
	}
	if w.VendorID != nil {
		out = append(out, webhookevent.VendorID(w.VendorID.As("Vendor")))
	}
	return out
}

// Events lists the messages of providers, newest first.
func (s *Service) Events(ctx context.Context, arg page.Arg, where *EventWhere) (*WebhookEventConnection, error) {
	plan, err := s.Pages.Plan(arg, nil, "webhook events", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	base := func() *ent.WebhookEventQuery { return s.DB.WebhookEvent.Query().Where(where.predicates()...) }
	rows, err := base().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list messages of providers: %w", err)
	}
	return page.Cut(plan, rows, func(e *ent.WebhookEvent) ([]any, uuid.UUID) { return nil, e.ID }, func(ctx context.Context, limit int) (int, error) {
		ids, err := base().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

// Replay has a message heeded again, whatever came of it before. NOT_FOUND.
func (s *Service) Replay(ctx context.Context, id publicid.ID) (e *ent.WebhookEvent, err error) {
	if viewer.From(ctx).Audience != viewer.Admin {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	if err := may(ctx, enum.PermissionPaymentWrite); err != nil {
		return nil, err
	}
	err = s.DB.Tx(ctx, func(tx *store.Tx) error {
		e, err = s.replay(ctx, tx, id.As("WebhookEvent"))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("replay a message: %w", err)
	}
	return e, nil
}

func (s *Service) replay(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.WebhookEvent, error) {
	before, err := tx.WebhookEvent.Query().Where(webhookevent.ID(id)).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	if err != nil {
		return nil, err
	}
	after, err := before.Update().SetStatus(enum.WebhookStatusReceived).ClearFailure().ClearHandledAt().Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.Queue.Insert(ctx, tx, jobs.PaymentEvent{EventID: id}); err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "webhook.replay", TargetType: "WebhookEvent", Target: string(after.PublicID()), VendorID: vendorOf(after),
		Data: map[string]string{"kind": after.Kind, "event": after.EventID},
	})
}

func vendorOf(e *ent.WebhookEvent) uuid.UUID {
	if e.VendorID == nil {
		return uuid.Nil
	}
	return *e.VendorID
}
