package notify

import (
	"context"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/notification"
	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

const (
	// overlap is how far back a watcher looks for notes whose transaction was slower than that
	// of a later one.
	overlap = time.Minute
	// missedNotice is after how long a watcher looks without being told to.
	missedNotice = 10 * time.Second
	// maxTold is how many notes are told at once; a watcher that missed more lists them.
	maxTold = 20
)

// Watch sends each note for the viewer that comes from now on, oldest first, until ctx ends.
func (b *Inbox) Watch(ctx context.Context) (<-chan *ent.Notification, error) {
	v := viewer.From(ctx)
	notices, stop := b.notices.Subscribe(inboxTopic, tenant.Key(v.VendorID, "inbox"))
	w := &noteWatch{inbox: b, told: map[uuid.UUID]time.Time{}}
	if _, err := w.fresh(ctx); err != nil { // what is there already is not new
		stop()
		return nil, err
	}
	out := make(chan *ent.Notification)
	go func() {
		defer close(out)
		defer stop()
		w.follow(ctx, notices, out)
	}()
	return out, nil
}

type noteWatch struct {
	inbox *Inbox
	told  map[uuid.UUID]time.Time
}

// fresh are the notes of the last minute that were not told yet.
func (w *noteWatch) fresh(ctx context.Context) ([]*ent.Notification, error) {
	since := w.inbox.clock.Now().Add(-overlap)
	rows, err := w.inbox.db.Notification.Query().Where(mine(viewer.From(ctx))...).Where(notification.CreatedAtGTE(since)).
		Order(notification.ByID(sql.OrderDesc())).Limit(maxTold).All(ctx)
	if err != nil {
		return nil, err
	}
	for id, at := range w.told {
		if at.Before(since) {
			delete(w.told, id)
		}
	}
	var out []*ent.Notification
	for i := len(rows) - 1; i >= 0; i-- {
		if _, told := w.told[rows[i].ID]; !told {
			w.told[rows[i].ID] = rows[i].CreatedAt
			out = append(out, rows[i])
		}
	}
	return out, nil
}

func (w *noteWatch) follow(ctx context.Context, notices <-chan struct{}, out chan<- *ent.Notification) {
	for {
		select {
		case <-notices:
		case <-time.After(missedNotice):
		case <-ctx.Done():
			return
		}
		rows, err := w.fresh(ctx)
		if err != nil {
			return // the watcher comes back and lists
		}
		for _, n := range rows {
			select {
			case out <- n:
			case <-ctx.Done():
				return
			}
		}
	}
}
