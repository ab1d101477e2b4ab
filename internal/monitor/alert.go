package monitor

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/alert"
	"orion/ent/gen/ent/predicate"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The pages of this domain, and their edges.
type (
	AlertConnection = page.Connection[*ent.Alert]
	AlertEdge       = page.Edge[*ent.Alert]
)

// Where is the graph's AlertWhere. All given conditions must hold.
type Where struct {
	Status   []enum.AlertStatus
	Severity []enum.Severity
	Rule     []string
	VendorID *publicid.ID
	Snoozed  *bool
}

// The bounds of what is said of an alert.
const (
	maxNote   = 1000
	maxWords  = 50
	maxSnooze = 30 * 24 * time.Hour
)

// Alerts lists alerts, newest first.
func (s *Service) Alerts(ctx context.Context, arg page.Arg, where *Where) (*AlertConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "alerts", where)
	if err != nil {
		return nil, err
	}
	narrow, err := where.apply(s.clock.Now())
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Alert.Query().Where(narrow...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list alerts: %w", err)
	}
	return page.Cut(plan, rows, func(a *ent.Alert) ([]any, uuid.UUID) { return nil, a.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.Alert.Query().Where(narrow...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *Where) apply(now time.Time) (out []predicate.Alert, err error) {
	if w == nil {
		return nil, nil
	}
	if len(w.Rule) > maxWords {
		return nil, errs.New(errs.TooMany, "has more than %d values", maxWords).At("where.rule")
	}
	if w.Status != nil {
		out = append(out, alert.StatusIn(w.Status...))
	}
	if w.Severity != nil {
		out = append(out, alert.SeverityIn(w.Severity...))
	}
	if w.Rule != nil {
		out = append(out, alert.RuleIn(w.Rule...))
	}
	if w.VendorID != nil {
		out = append(out, alert.ConcernsID(w.VendorID.As("Vendor")))
	}
	if w.Snoozed != nil {
		asleep := alert.SnoozedUntilGT(now)
		if !*w.Snoozed {
			asleep = alert.Or(alert.SnoozedUntilIsNil(), alert.SnoozedUntilLTE(now))
		}
		out = append(out, asleep)
	}
	return out, nil
}

// Acknowledge says that the viewer looks after an open alert, with a note if there is something to
// say. Again is no change but for the note; INVALID_STATE once it is resolved.
func (s *Service) Acknowledge(ctx context.Context, id publicid.ID, note *string) (*ent.Alert, error) {
	return s.change(ctx, id, "alert.acknowledge", note, func(u *ent.AlertUpdateOne, a *ent.Alert, now time.Time) {
		if a.Status == enum.AlertStatusOpen {
			u.SetStatus(enum.AlertStatusAcknowledged).SetAcknowledgedAt(now).SetAcknowledgedByID(viewer.From(ctx).UserID)
		}
	})
}

// Resolve ends an alert. If what it is about still holds, the next look opens another.
// INVALID_STATE where it is resolved already.
func (s *Service) Resolve(ctx context.Context, id publicid.ID, note *string) (*ent.Alert, error) {
	return s.change(ctx, id, "alert.resolve", note, func(u *ent.AlertUpdateOne, _ *ent.Alert, now time.Time) {
		u.SetStatus(enum.AlertStatusResolved).SetResolvedAt(now).SetResolvedByID(viewer.From(ctx).UserID).ClearOpenKey()
	})
}

// Snooze puts an alert aside until a moment within the next 30 days. INVALID_STATE once it is resolved.
func (s *Service) Snooze(ctx context.Context, id publicid.ID, until time.Time) (*ent.Alert, error) {
	now := s.clock.Now()
	if !until.After(now) || until.After(now.Add(maxSnooze)) {
		return nil, errs.Field("until", "must be within the next 30 days")
	}
	return s.change(ctx, id, "alert.snooze", nil, func(u *ent.AlertUpdateOne, _ *ent.Alert, _ time.Time) { u.SetSnoozedUntil(until) })
}

// change does something to an alert that is not resolved, and records it.
func (s *Service) change(ctx context.Context, id publicid.ID, action string, note *string, do func(*ent.AlertUpdateOne, *ent.Alert, time.Time)) (*ent.Alert, error) {
	text, err := noteOf(note)
	if err != nil {
		return nil, err
	}
	var out *ent.Alert
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		a, err := tx.Alert.Query().Where(alert.ID(id.As("Alert"))).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if a.Status == enum.AlertStatusResolved {
			return errs.New(errs.InvalidState, "the alert is %s", a.Status)
		}
		u := tx.Alert.UpdateOne(a)
		do(u, a, s.clock.Now())
		if text != "" {
			u.SetNote(text)
		}
		if out, err = u.Save(ctx); err != nil {
			return err
		}
		if err := announce(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: "Alert", Target: string(a.PublicID()), Reason: text})
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", action, err)
	}
	return out, nil
}

func noteOf(note *string) (string, error) {
	if note == nil {
		return "", nil
	}
	text := strings.TrimSpace(*note)
	if utf8.RuneCountInString(text) > maxNote {
		return "", errs.New(errs.TooLong, "is longer than %d characters", maxNote).At("note")
	}
	return text, nil
}
