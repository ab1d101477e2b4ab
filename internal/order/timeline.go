package order

import (
	"context"
	"fmt"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderevent"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// What a team may write beside an order.
const (
	maxTags   = 20
	maxTag    = 40
	maxEvents = 200
)

// claimed writes down that orders came to an account, in one statement.
func claimed(ctx context.Context, tx *store.Tx, orders []uuid.UUID) error {
	rows := make([]*ent.OrderEventCreate, len(orders))
	for i, id := range orders {
		rows[i] = tx.OrderEvent.Create().SetOrderID(id).SetKind(enum.OrderEventKindClaimed)
	}
	if err := tx.OrderEvent.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("write down that orders were claimed: %w", err)
	}
	return nil
}

// EventsOf returns what happened to orders that the viewer has been shown, newest first and
// at most 200 of each; a shopper gets what is public. It takes one statement.
func EventsOf(ctx context.Context, db *store.DB, orders []uuid.UUID) (map[uuid.UUID][]*ent.OrderEvent, error) {
	q := db.OrderEvent.Query().Where(filter.AnyOf(orderevent.FieldOrderID, orders))
	if viewer.From(ctx).Shopper() {
		q.Where(orderevent.Public(true))
	}
	rows, err := q.Order(orderevent.ByCreatedAt(sql.OrderDesc()), orderevent.ByID(sql.OrderDesc())).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("list what happened to orders: %w", err)
	}
	out := make(map[uuid.UUID][]*ent.OrderEvent, len(orders))
	for _, e := range rows {
		if len(out[e.OrderID]) < maxEvents {
			out[e.OrderID] = append(out[e.OrderID], e)
		}
	}
	return out, nil
}

// AddNote writes a note into an order's timeline. The buyer sees it, on the order's page,
// where public is true. REQUIRED, TOO_LONG beyond 2000 bytes, NOT_FOUND, FORBIDDEN.
func (s *Service) AddNote(ctx context.Context, id publicid.ID, note string, public bool) (*ent.Order, error) {
	note, err := text.Line(note, maxMessage, "text")
	if err != nil {
		return nil, err
	}
	return s.annotate(ctx, id, "order.note", func(tx *store.Tx, o *ent.Order) (*ent.Order, error) {
		return o, Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindNote, Public: public, Message: note})
	})
}

// SetTags gives an order other tags, at most 20 of 40 bytes each; the same tag twice is one.
// TOO_MANY, TOO_LONG, REQUIRED for an empty one, NOT_FOUND, FORBIDDEN.
func (s *Service) SetTags(ctx context.Context, id publicid.ID, tags []string) (*ent.Order, error) {
	var clean []string
	for i, t := range tags {
		tag, err := text.Line(t, maxTag, fmt.Sprintf("tags.%d", i))
		if err != nil {
			return nil, err
		}
		if !slices.Contains(clean, tag) {
			clean = append(clean, tag)
		}
	}
	if len(clean) > maxTags {
		return nil, errs.New(errs.TooMany, "an order has at most %d tags", maxTags).At("tags")
	}
	return s.annotate(ctx, id, "order.tag", func(tx *store.Tx, o *ent.Order) (*ent.Order, error) {
		after, err := o.Update().SetTags(clean).Save(ctx)
		if err != nil {
			return nil, err
		}
		return after, Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindTagged})
	})
}

func (s *Service) annotate(ctx context.Context, id publicid.ID, action string, do func(*store.Tx, *ent.Order) (*ent.Order, error)) (after *ent.Order, err error) {
	if err := mayWrite(ctx); err != nil {
		return nil, err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		o, err := placed(ctx, tx, id.As("Order"))
		if err != nil {
			return err
		}
		if after, err = do(tx, o); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: action, TargetType: "Order", Target: Number(o), Changes: audit.Diff(o, after), Data: map[string]string{"order": string(o.PublicID())},
		})
	})
	if err != nil {
		return nil, fmt.Errorf("write beside an order: %w", err)
	}
	return after, nil
}
