package notify

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/notification"
	"orion/ent/gen/ent/notificationread"
	"orion/ent/gen/ent/predicate"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The pages of the inbox, and their edges.
type (
	NotificationConnection = page.Connection[*ent.Notification]
	NotificationEdge       = page.Edge[*ent.Notification]
)

// What counts as unread is counted up to MaxUnread, and not further back than unreadDays.
const (
	MaxUnread  = 99
	unreadDays = 30
	maxIDs     = 100
)

// An Inbox is the notes of the viewer's console: a team's, or the staff's. Of them the viewer
// sees those about what they may see. It is safe for concurrent use.
type Inbox struct {
	db      *store.DB
	pages   *page.Signer
	clock   clock.Clock
	notices *store.Listener
}

// NewInbox returns the Inbox. All are required.
func NewInbox(db *store.DB, pages *page.Signer, c clock.Clock, notices *store.Listener) *Inbox {
	return &Inbox{db: db, pages: pages, clock: c, notices: notices}
}

// NoteWhere is the graph's NotificationWhere. All given conditions must hold.
type NoteWhere struct {
	Unread   *bool
	Severity []enum.Severity
}

// List lists the notes that are for the viewer, newest first.
func (b *Inbox) List(ctx context.Context, arg page.Arg, where *NoteWhere) (*NotificationConnection, error) {
	v := viewer.From(ctx)
	plan, err := b.pages.Plan(arg, nil, "notifications", v.VendorID, v.UserID, where)
	if err != nil {
		return nil, err
	}
	narrow := append(mine(v), where.apply(v.UserID)...)
	rows, err := b.db.Notification.Query().Where(narrow...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list notifications: %w", err)
	}
	return page.Cut(plan, rows, func(n *ent.Notification) ([]any, uuid.UUID) { return nil, n.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := b.db.Notification.Query().Where(narrow...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *NoteWhere) apply(user uuid.UUID) (out []predicate.Notification) {
	if w == nil {
		return nil
	}
	if w.Unread != nil {
		out = append(out, unread(user, *w.Unread))
	}
	if w.Severity != nil {
		out = append(out, notification.SeverityIn(w.Severity...))
	}
	return out
}

// mine are the notes of the viewer's console about what they may see. To the staff the notes of
// the teams are none of theirs.
func mine(v *viewer.Viewer) []predicate.Notification {
	var may []string
	for _, kind := range noteKinds {
		if p := string(kind.permission); v.May(p) && !slices.Contains(may, p) {
			may = append(may, p)
		}
	}
	slices.Sort(may)
	of := notification.VendorIDIsNil()
	if v.VendorID != uuid.Nil {
		of = notification.VendorID(v.VendorID)
	}
	return []predicate.Notification{of, notification.PermissionIn(may...)}
}

// unread matches what the user has not read, or what they have.
func unread(user uuid.UUID, want bool) predicate.Notification {
	return func(s *sql.Selector) {
		reads := sql.Table(notificationread.Table)
		p := sql.Exists(sql.Select(reads.C(notificationread.FieldID)).From(reads).Where(sql.And(
			sql.ColumnsEQ(reads.C(notificationread.FieldNotificationID), s.C(notification.FieldID)),
			sql.EQ(reads.C(notificationread.FieldUserID), user),
		)))
		if want {
			p = sql.Not(p)
		}
		s.Where(p)
	}
}

// Unread counts what the viewer has not read, up to MaxUnread, of the last 30 days.
func (b *Inbox) Unread(ctx context.Context) (int, error) {
	v := viewer.From(ctx)
	since := notification.CreatedAtGTE(b.clock.Now().AddDate(0, 0, -unreadDays))
	ids, err := b.db.Notification.Query().Where(mine(v)...).Where(unread(v.UserID, true), since).Limit(MaxUnread).IDs(ctx)
	if err != nil {
		return 0, fmt.Errorf("count unread notifications: %w", err)
	}
	return len(ids), nil
}

// ReadBy reports of each note whether the viewer has read it, in the order of notes.
func (b *Inbox) ReadBy(ctx context.Context, notes []*ent.Notification) ([]bool, error) {
	ids := make([]uuid.UUID, len(notes))
	for i, n := range notes {
		ids[i] = n.ID
	}
	rows, err := b.db.NotificationRead.Query().Where(notificationread.NotificationIDIn(ids...), notificationread.UserID(viewer.From(ctx).UserID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look what is read: %w", err)
	}
	out := make([]bool, len(notes))
	for _, row := range rows {
		for i, id := range ids {
			out[i] = out[i] || id == row.NotificationID
		}
	}
	return out, nil
}

// MarkRead marks notes as read by the viewer, without ids all that they have not read, and
// returns how many are left unread. Ids of what is not for them change nothing. An API key
// reads for nobody: it is FORBIDDEN.
func (b *Inbox) MarkRead(ctx context.Context, ids []publicid.ID) (int, error) {
	v := viewer.From(ctx)
	switch {
	case v.UserID == uuid.Nil:
		return 0, errs.New(errs.Forbidden, "you may not do that")
	case len(ids) > maxIDs:
		return 0, errs.New(errs.TooMany, "has more than %d values", maxIDs).At("ids")
	}
	narrow := append(mine(v), unread(v.UserID, true))
	if ids != nil {
		keys := make([]uuid.UUID, len(ids))
		for i, id := range ids {
			keys[i] = id.As("Notification")
		}
		narrow = append(narrow, notification.IDIn(keys...))
	}
	err := b.db.Tx(ctx, func(tx *store.Tx) error {
		seen, err := tx.Notification.Query().Where(narrow...).IDs(ctx)
		if err != nil || len(seen) == 0 {
			return err
		}
		if err := markRead(ctx, tx, v.UserID, seen); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{Action: "notification.read", TargetType: "User", Target: string(publicid.New("User", v.UserID)), Data: map[string]string{"count": strconv.Itoa(len(seen))}})
	})
	if err != nil {
		return 0, fmt.Errorf("mark notifications read: %w", err)
	}
	return b.Unread(ctx)
}
