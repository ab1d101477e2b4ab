package order

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderline"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/notify"
	"orion/internal/promotion"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// FirstNumber is the number of a shop's first order.
const FirstNumber = 1001

// maxReason is the longest reason of a cancellation.
const maxReason = 500

// Lock takes an order until the caller's transaction ends, for Place, Abandon and Revive.
func (s *Service) Lock(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Order, error) {
	return lock(viewer.Elevate(ctx), tx, id)
}

// Place makes an order of one that was being paid for and that the caller's transaction
// has locked: it counts what was sold and takes the next number. Call it last. The
// number is taken under a lock that the transaction keeps to its end, so that numbers
// have no gaps and later orders wait for as short as can be.
//
// Placing again is no change. INVALID_STATE for an order that was given up.
func (s *Service) Place(ctx context.Context, tx *store.Tx, o *ent.Order) (*ent.Order, error) {
	ctx = viewer.Elevate(ctx)
	switch {
	case o.PlacedAt != nil:
		return o, nil
	case !may(o.Status, enum.OrderStatusPlaced):
		return nil, errs.New(errs.InvalidState, "the order was given up because it was not paid in time; try again")
	}
	if err := countSold(ctx, tx, o.ID); err != nil {
		return nil, err
	}
	number, err := takeNumber(ctx, tx)
	if err != nil {
		return nil, err
	}
	placed, err := o.Update().SetStatus(enum.OrderStatusPlaced).SetNumber(number).SetPlacedAt(s.clock.Now()).ClearExpiresAt().Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("place the order: %w", err)
	}
	if err := Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindPlaced, Public: true}); err != nil {
		return nil, err
	}
	told := []webhook.Happening{{Event: webhook.OrderPlaced, Subject: o.ID}}
	if placed.PaymentStatus == enum.PaymentStatusPaid { // its confirmation says so
		told = append(told, webhook.Happening{Event: webhook.OrderPaid, Subject: o.ID, Facts: map[string]string{"confirmed": "true"}})
	}
	if err := s.Announce(ctx, tx, told...); err != nil {
		return nil, err
	}
	return placed, notify.Tell(ctx, tx, notify.Note{
		Kind: notify.NoteOrderPlaced, VendorID: placed.VendorID, Target: placed.PublicID(), Event: placed.ID.String(), Quiet: true,
		Data: map[string]string{"number": Number(placed)},
	})
}

// Abandon gives up an order that was never placed and that the caller's transaction has
// locked, and gives its stock back. One that is placed, or given up already, it leaves
// as it is. It returns the order as it is then.
func (s *Service) Abandon(ctx context.Context, tx *store.Tx, o *ent.Order, reason string) (*ent.Order, error) {
	ctx = viewer.Elevate(ctx)
	if o.Status != enum.OrderStatusPendingPayment {
		return o, nil
	}
	if err := s.stock.Release(ctx, tx, o.ID); err != nil {
		return nil, err
	}
	if err := promotion.Release(ctx, tx, s.clock.Now(), o.ID); err != nil {
		return nil, err
	}
	gone, err := o.Update().SetStatus(enum.OrderStatusCancelled).SetCancelledAt(s.clock.Now()).SetCancelReason(reason).
		ClearExpiresAt().Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("give up the order: %w", err)
	}
	return gone, nil
}

// Revive takes back that an order was given up, where its stock and what it used of
// promotions are there again, so that it can be placed: money has come for it after all. The caller's transaction has locked
// the order and its cart, which has come to no other. It returns nil where either is
// gone, and has then changed nothing.
func (s *Service) Revive(ctx context.Context, tx *store.Tx, o *ent.Order) (*ent.Order, error) {
	ctx = viewer.Elevate(ctx)
	if o.Status != enum.OrderStatusCancelled || o.PlacedAt != nil {
		return nil, errs.New(errs.InvalidState, "only an order that was given up can be taken up again")
	}
	lines, err := stockOf(ctx, tx, o.ID)
	if err != nil || lines == nil {
		return nil, err
	}
	err = s.stock.Reserve(ctx, tx, o.ID, lines)
	if errs.CodeOf(err) == errs.InsufficientStock {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if there, err := promotion.Renew(ctx, tx, o.ID); err != nil {
		return nil, err
	} else if !there {
		return nil, s.stock.Release(ctx, tx, o.ID)
	}
	again, err := o.Update().SetStatus(enum.OrderStatusPendingPayment).ClearCancelledAt().ClearCancelReason().Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("take up the order again: %w", err)
	}
	return again, nil
}

// stockOf is what an order is to hold, nil where a variant of it is no more.
func stockOf(ctx context.Context, tx *store.Tx, id uuid.UUID) ([]inventory.Line, error) {
	rows, err := tx.OrderLine.Query().Where(orderline.OrderID(id)).Order(orderline.ByPosition()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of an order: %w", err)
	}
	out := make([]inventory.Line, len(rows))
	for i, l := range rows {
		if l.VariantID == nil {
			return nil, nil
		}
		out[i] = inventory.Line{VariantID: *l.VariantID, Quantity: int64(l.Quantity)}
	}
	return out, nil
}

// Cancel ends a placed order of which nothing was sent and gives its stock back.
// INVALID_STATE for any other order, NOT_FOUND where there is none.
func (s *Service) Cancel(ctx context.Context, id publicid.ID, reason string) (*ent.Order, error) {
	reason, err := text.Line(reason, maxReason, "reason")
	if err != nil {
		return nil, err
	}
	var o *ent.Order
	err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		o, err = s.cancel(ctx, tx, id.As("Order"), reason)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("cancel order: %w", err)
	}
	return o, nil
}

func (s *Service) cancel(ctx context.Context, tx *store.Tx, id uuid.UUID, reason string) (*ent.Order, error) {
	o, err := lock(ctx, tx, id)
	if ent.IsNotFound(err) || err == nil && o.PlacedAt == nil {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	if err != nil {
		return nil, err
	}
	if !may(o.Status, enum.OrderStatusCancelled) || o.FulfillmentStatus != enum.FulfillmentStatusUnfulfilled {
		return nil, errs.New(errs.InvalidState, "only a placed order of which nothing was sent can be cancelled").At("id")
	}
	// Before the stock: the viewer must be allowed to do this.
	after, err := o.Update().SetStatus(enum.OrderStatusCancelled).SetCancelledAt(s.clock.Now()).SetCancelReason(reason).Save(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.stock.Release(ctx, tx, o.ID); err != nil {
		return nil, err
	}
	if err := promotion.Release(ctx, tx, s.clock.Now(), o.ID); err != nil {
		return nil, err
	}
	if err := Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindCancelled, Public: true, Message: reason}); err != nil {
		return nil, err
	}
	err = s.Announce(ctx, tx, webhook.Happening{Event: webhook.OrderCancelled, Subject: o.ID, Facts: map[string]string{"reason": reason}})
	if err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "order.cancel", TargetType: "Order", Target: Number(o), Reason: reason, Changes: audit.Diff(o, after),
		Data: map[string]string{"order": string(o.PublicID())},
	})
}

func lock(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Order, error) {
	o, err := tx.Order.Query().Where(order.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock order: %w", err)
	}
	return o, nil
}

// Number returns the number of an order as people write it, "" before it is placed.
func Number(o *ent.Order) string {
	if o.Number == nil {
		return ""
	}
	return strconv.FormatInt(*o.Number, 10)
}
