package webhook

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/webhookdelivery"
	"orion/ent/gen/ent/webhookendpoint"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/fetch"
	"orion/internal/store"
)

const (
	// patience is how long an endpoint may take to answer.
	patience = 10 * time.Second
	// excerpt is how much of an answer is kept, in bytes.
	excerpt = 1000
	// MaxFailures is how often an endpoint may fail in a row before it is switched off.
	MaxFailures = 15
	// noteFor is how long it may take to write down what became of a message.
	noteFor = 5 * time.Second
)

// ErrAgain is the error of a message that failed and may do better later.
var ErrAgain = errors.New("the endpoint did not take the message")

// An outcome is what came of one try.
type outcome struct {
	ok, again bool
	status    int
	answer    string
	failure   string
	took      time.Duration
}

// Deliver sends a message and writes down what became of it. One that is not waiting any
// more is left alone. It returns an error that is ErrAgain where another try may help; next
// is when that is, nil for never. The viewer is the program, acting for the vendor.
func (s *Service) Deliver(ctx context.Context, id uuid.UUID, next *time.Time) error {
	d, err := s.db.WebhookDelivery.Query().Where(webhookdelivery.ID(id)).WithEndpoint().Only(ctx)
	if ent.IsNotFound(err) { // its endpoint is gone
		return nil
	}
	if err != nil {
		return fmt.Errorf("read a message: %w", err)
	}
	if d.Status != enum.WebhookDeliveryStatusPending {
		return nil
	}
	out := outcome{failure: "the endpoint is switched off"}
	if d.Edges.Endpoint.Enabled {
		if out, err = s.try(ctx, d.Edges.Endpoint, d); err != nil {
			return err
		}
	}
	if !out.again {
		next = nil
	}
	if err := s.note(ctx, d, out, next); err != nil {
		return err
	}
	if next != nil {
		return fmt.Errorf("%w: %s", ErrAgain, out.failure)
	}
	return nil
}

// try sends a message once, in no transaction.
func (s *Service) try(ctx context.Context, e *ent.WebhookEndpoint, d *ent.WebhookDelivery) (outcome, error) {
	secrets, err := s.secrets(e)
	if err != nil {
		return outcome{}, err
	}
	began := s.clock.Now()
	answer, err := s.out.Post(ctx, fetch.Message{
		URL: e.URL, Body: d.Payload, Total: patience, Keep: excerpt,
		Header: map[string]string{
			"Content-Type": "application/json", "Orion-Event": d.Event, "Orion-Delivery": d.ID.String(),
			"Orion-Signature": Sign(began, d.Payload, secrets...),
		},
	})
	out := outcome{took: s.clock.Now().Sub(began)}
	if refused, ok := errors.AsType[*fetch.Error](err); ok {
		out.failure, out.again = refused.Error(), refused.Again
		return out, nil
	}
	if err != nil {
		return outcome{}, err
	}
	out.status, out.answer = answer.Status, answer.Begins
	out.ok = answer.Status >= 200 && answer.Status < 300
	if !out.ok {
		out.failure = fmt.Sprintf(answered, answer.Status)
		out.again = answer.Status >= 500 || answer.Status == http.StatusTooManyRequests || answer.Status == http.StatusRequestTimeout
	}
	return out, nil
}

// note writes down what came of a try, on the message and on its endpoint.
func (s *Service) note(ctx context.Context, d *ent.WebhookDelivery, out outcome, next *time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), noteFor)
	defer cancel()
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		e, err := tx.WebhookEndpoint.Query().Where(webhookendpoint.ID(d.EndpointID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if err := s.mark(ctx, tx, d, out, next); err != nil {
			return err
		}
		if d.Event == string(Ping) || !e.Enabled {
			return nil
		}
		return s.count(ctx, tx, e, out)
	})
	if err != nil {
		return fmt.Errorf("log a message: %w", err)
	}
	return nil
}

func (s *Service) mark(ctx context.Context, tx *store.Tx, d *ent.WebhookDelivery, out outcome, next *time.Time) error {
	u := tx.WebhookDelivery.UpdateOneID(d.ID).AddAttempts(1).SetDurationMs(int(out.took.Milliseconds()))
	if out.status != 0 {
		u.SetResponseStatus(out.status).SetResponse(cut(out.answer))
	}
	switch {
	case out.ok:
		u.SetStatus(enum.WebhookDeliveryStatusDelivered).SetDeliveredAt(s.clock.Now()).ClearFailure().ClearNextAttemptAt()
	case next != nil:
		u.SetFailure(out.failure).SetNextAttemptAt(*next)
	default:
		u.SetStatus(enum.WebhookDeliveryStatusFailed).SetFailure(out.failure).ClearNextAttemptAt()
	}
	return u.Exec(ctx)
}

// cut keeps whole characters.
func cut(s string) string {
	if len(s) <= excerpt {
		return s
	}
	s = s[:excerpt]
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s
}

// count counts failures in a row, and switches off who has too many.
func (s *Service) count(ctx context.Context, tx *store.Tx, e *ent.WebhookEndpoint, out outcome) error {
	switch {
	case out.ok && e.Failures == 0:
		return nil
	case out.ok:
		return e.Update().SetFailures(0).Exec(ctx)
	case e.Failures+1 < MaxFailures:
		return e.Update().AddFailures(1).Exec(ctx)
	}
	off, err := e.Update().AddFailures(1).SetEnabled(false).SetDisabledAt(s.clock.Now()).Save(ctx)
	if err != nil {
		return err
	}
	if s.tell != nil {
		if err := s.tell(ctx, tx, off, out.failure); err != nil {
			return err
		}
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: "webhook.disable", TargetType: "WebhookEndpoint", Target: string(e.PublicID()), Reason: out.failure, Changes: audit.Diff(e, off),
	})
}
