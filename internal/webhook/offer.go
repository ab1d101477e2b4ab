package webhook

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"entgo.io/ent/dialect/sql/sqljson"

	"orion/ent/gen/ent/webhookendpoint"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Offer has the integrators of the viewer's vendor told, if tx commits, of what happened: it
// is for events of which nobody else is told. Where no endpoint wants to hear of the event
// that is one small query, and of is not asked; nothing is queued. A nil Service tells nobody.
func (s *Service) Offer(ctx context.Context, tx *store.Tx, event Event, of func(ctx context.Context) ([]Happening, error)) error {
	if s == nil {
		return nil
	}
	ctx = viewer.Elevate(ctx) // who changes a catalogue need not see who is told of it
	wanted, err := tx.WebhookEndpoint.Query().Where(webhookendpoint.Enabled(true), func(q *sql.Selector) {
		q.Where(sqljson.ValueContains(q.C(webhookendpoint.FieldEvents), string(event)))
	}).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look who wants to hear of %s: %w", event, err)
	}
	if !wanted {
		return nil
	}
	all, err := of(ctx)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].Event = event
	}
	return s.Announce(ctx, tx, all...)
}
