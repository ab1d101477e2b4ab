package monitor

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/alert"
	"orion/ent/gen/ent/alertrule"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/kit/tenant"
	"orion/internal/notify"
	"orion/internal/store"
)

// Evaluate looks at the platform by all rules: what is new opens an alert and tells the staff,
// what still holds adds to its alert, and what has ended resolves it. The viewer is the program;
// of several processes one calls it, each minute.
func (s *Service) Evaluate(ctx context.Context) error {
	f, err := s.facts(ctx)
	if err != nil {
		return err
	}
	if err := s.Keep(ctx, f.now.Truncate(time.Minute), "", f.figures()); err != nil {
		return err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		said, err := tx.AlertRule.Query().Order(alertrule.ByRule()).All(ctx)
		if err != nil {
			return err
		}
		open, err := tx.Alert.Query().Where(alert.OpenKeyNotNil()).Order(alert.ByID()).ForUpdate().All(ctx)
		if err != nil {
			return err
		}
		return s.reconcile(ctx, tx, f.now, open, decide(f, settings(said)))
	})
	if err != nil {
		return fmt.Errorf("evaluate the rules: %w", err)
	}
	return s.tellOfStock(ctx)
}

// reconcile brings the open alerts to what was found.
func (s *Service) reconcile(ctx context.Context, tx *store.Tx, now time.Time, open []*ent.Alert, found []finding) error {
	known := make(map[string]*ent.Alert, len(open))
	for _, a := range open {
		known[*a.OpenKey] = a
	}
	changed := false
	for _, f := range found {
		a, ok := known[f.key()]
		delete(known, f.key())
		var err error
		if ok {
			err = s.again(ctx, tx, now, a, f)
		} else {
			changed, err = true, s.begin(ctx, tx, now, f)
		}
		if err != nil {
			return err
		}
	}
	for _, a := range known { // they have ended
		changed = true
		if err := a.Update().SetStatus(enum.AlertStatusResolved).SetResolvedAt(now).ClearOpenKey().Exec(ctx); err != nil {
			return fmt.Errorf("resolve alert %s: %w", a.ID, err)
		}
	}
	if !changed {
		return nil
	}
	return announce(ctx, tx)
}

// again adds to an alert what was found once more. The staff are written to of one that has
// become critical, if they have not been before.
func (s *Service) again(ctx context.Context, tx *store.Tx, now time.Time, a *ent.Alert, f finding) error {
	err := tx.Alert.UpdateOne(a).AddOccurrences(1).SetLastSeenAt(now).SetSeverity(f.severity).SetData(f.data).Exec(ctx)
	if err != nil {
		return fmt.Errorf("add to alert %s: %w", a.ID, err)
	}
	if a.Severity == f.severity {
		return nil
	}
	return s.write(ctx, tx, a, f)
}

// write has the staff written to of an alert that cannot wait.
func (s *Service) write(ctx context.Context, tx *store.Tx, a *ent.Alert, f finding) error {
	if s.mail == nil || f.severity != enum.SeverityCritical {
		return nil
	}
	return s.mail.AlertOpened(ctx, tx, a.ID.String(), func(in language.Tag) string { return kindOf(f.rule).say(in, f.data) })
}

// begin opens an alert and tells the staff.
func (s *Service) begin(ctx context.Context, tx *store.Tx, now time.Time, f finding) error {
	c := tx.Alert.Create().SetRule(f.rule).SetSeverity(f.severity).SetSubject(f.subject).SetData(f.data).SetOpenKey(f.key()).SetLastSeenAt(now)
	if f.vendor != uuid.Nil {
		c.SetConcernsID(f.vendor)
	}
	a, err := c.Save(ctx)
	if err != nil {
		return fmt.Errorf("open an alert of %s: %w", f.rule, err)
	}
	err = notify.Tell(ctx, tx, notify.Note{
		Kind: notify.NoteAlert, Severity: f.severity, Target: a.PublicID(), Event: a.ID.String(),
		Data: map[string]string{"title": kindOf(f.rule).say(i18n.From(ctx), f.data)},
	})
	if err != nil {
		return err
	}
	return s.write(ctx, tx, a, f)
}

// topic is where changes of alerts are announced.
const topic = "alert"

func announce(ctx context.Context, tx *store.Tx) error {
	return tx.Notify(ctx, topic, tenant.Key(uuid.Nil, "alerts"))
}
