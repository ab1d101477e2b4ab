package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// maxParts is how many fulfilments, and how many returns, one order can have.
const maxParts = 100

// A Sent is an order with the fulfilment that something was done to.
type Sent struct {
	Order       *ent.Order
	Fulfillment *ent.Fulfillment
}

// Fulfill sends lines of a placed order, or all that is left of it: the stock that was held
// for them leaves the shelf, and the buyer is told unless Notify is false. An order that is
// sent in whole and paid is COMPLETED.
//
// The same key with the same input again is no change and answers what it made.
// INVALID_STATE for an order that is not placed, whose payment failed or went back, or of
// which nothing is left to send; INVALID at input.lines.<n>.quantity for more than that;
// NOT_FOUND; IDEMPOTENCY_KEY_REUSED.
func (s *Service) Fulfill(ctx context.Context, id publicid.ID, in FulfillInput) (*Sent, error) {
	r, err := newRequest(id.As("Order"), in.IdempotencyKey, in)
	if err != nil {
		return nil, err
	}
	t, err := in.Tracking.parse("input.tracking")
	if err != nil {
		return nil, err
	}
	var out *Sent
	err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		out, err = s.fulfill(ctx, tx, id.As("Order"), in, t, r)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("fulfil order: %w", err)
	}
	return out, nil
}

func (s *Service) fulfill(ctx context.Context, tx *store.Tx, id uuid.UUID, in FulfillInput, t tracking, r request) (*Sent, error) {
	o, err := placed(ctx, tx, id)
	if err != nil {
		return nil, err
	}
	before, err := tx.Fulfillment.Query().Where(fulfillment.OrderID(o.ID)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read fulfilments: %w", err)
	}
	for _, f := range before {
		if f.IdempotencyKey == r.key {
			return &Sent{o, f}, r.same(f.RequestHash)
		}
	}
	if err := sendable(o, len(before)); err != nil {
		return nil, err
	}
	all, err := standings(viewer.Elevate(ctx), tx.Client, o.ID)
	if err != nil {
		return nil, err
	}
	parts, err := choose(all, in.Lines, standing.toSend)
	if err != nil {
		return nil, err
	}
	return s.send(ctx, tx, o, parts, in, t, r)
}

// placed locks an order that the viewer sees; NOT_FOUND at id where there is none.
func placed(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Order, error) {
	o, err := lock(ctx, tx, id)
	if ent.IsNotFound(err) || err == nil && o.PlacedAt == nil {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return o, err
}

func sendable(o *ent.Order, parts int) error {
	switch {
	case o.Status != enum.OrderStatusPlaced:
		return errs.New(errs.InvalidState, "only a placed order can be sent").At("id")
	case o.PaymentStatus == enum.PaymentStatusFailed || o.PaymentStatus == enum.PaymentStatusRefunded:
		return errs.New(errs.InvalidState, "the order is not paid and cannot be sent").At("id")
	case parts >= maxParts:
		return errs.New(errs.InvalidState, "an order can be sent in no more than %d parts", maxParts).At("id")
	}
	return nil
}

// send writes a fulfilment of parts and lets their stock leave.
func (s *Service) send(ctx context.Context, tx *store.Tx, o *ent.Order, parts []part, in FulfillInput, t tracking, r request) (*Sent, error) {
	// Before all else: the viewer must be allowed to do this.
	f, err := tx.Fulfillment.Create().SetOrderID(o.ID).SetCreatedAt(s.clock.Now()).SetIdempotencyKey(r.key).SetRequestHash(r.hash).
		SetNillableCarrier(filled(t.carrier)).SetNillableTrackingNumber(filled(t.number)).SetNillableTrackingURL(filled(t.url)).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write a fulfilment: %w", err)
	}
	own := viewer.Elevate(ctx)
	rows := make([]*ent.FulfillmentLineCreate, len(parts))
	for i, p := range parts {
		rows[i] = tx.FulfillmentLine.Create().SetFulfillmentID(f.ID).SetOrderLineID(p.line.ID).SetQuantity(p.quantity)
	}
	if err := tx.FulfillmentLine.CreateBulk(rows...).Exec(own); err != nil {
		return nil, fmt.Errorf("write the lines of a fulfilment: %w", err)
	}
	if err := countOf(ctx, tx, parts, 1, 0); err != nil {
		return nil, err
	}
	if err := s.stock.Ship(ctx, tx, o.ID, goods(parts)); err != nil {
		return nil, err
	}
	if err := Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindFulfilled, Public: true, Data: t.data(f, parts)}); err != nil {
		return nil, err
	}
	if in.Notify == nil || *in.Notify {
		if err := s.tellSent(ctx, tx, o, f, parts, t); err != nil {
			return nil, err
		}
	}
	if err := s.Announce(ctx, tx, webhook.Happening{Event: webhook.OrderFulfilled, Subject: o.ID, Facts: t.data(f, parts)}); err != nil {
		return nil, err
	}
	return s.sent(ctx, tx, "order.fulfill", o, nil, f)
}

// sent settles an order after something was done to a fulfilment, and records it.
func (s *Service) sent(ctx context.Context, tx *store.Tx, action string, o *ent.Order, before, after *ent.Fulfillment) (*Sent, error) {
	settled, err := s.settle(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	return &Sent{settled, after}, audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Order", Target: Number(o), Changes: append(audit.Diff(o, settled), audit.Diff(before, after)...),
		Data: map[string]string{"order": string(o.PublicID()), "fulfillment": string(after.PublicID())},
	})
}

// A part is so much of a line.
type part struct {
	line     *ent.OrderLine
	quantity int
}

// choose takes from each line what is asked for, or all that there is where nothing is
// named. most says how much that is.
func choose(all []standing, asked []*LineQuantity, most func(standing) int) (out []part, err error) {
	if asked == nil {
		for _, l := range all {
			if n := most(l); n > 0 {
				out = append(out, part{l.line, n})
			}
		}
		if len(out) == 0 {
			return nil, errs.New(errs.InvalidState, "nothing is left of the order for that").At("id")
		}
		return out, nil
	}
	if len(asked) == 0 {
		return nil, errs.New(errs.Required, "is required").At("input.lines")
	}
	byID, taken := map[uuid.UUID]standing{}, map[uuid.UUID]bool{}
	for _, l := range all {
		byID[l.line.ID] = l
	}
	var faults errs.List
	for i, a := range asked {
		at, id := fmt.Sprintf("input.lines.%d.", i), a.OrderLineID.As("OrderLine")
		l, ok := byID[id]
		switch {
		case !ok:
			faults = append(faults, errs.New(errs.NotFound, "not found").At(at+"orderLineId"))
		case taken[id]:
			faults = append(faults, errs.Field(at+"orderLineId", "is there twice"))
		case a.Quantity < 1:
			faults = append(faults, errs.Field(at+"quantity", "must be 1 or more"))
		case a.Quantity > most(l):
			faults = append(faults, errs.Field(at+"quantity", "no more than %d are left for that", most(l)))
		}
		taken[id] = true
		out = append(out, part{l.line, a.Quantity})
	}
	return out, faults.Or()
}

// goods are the variants of parts. A line that has none was never counted as stock.
func goods(parts []part) (out []inventory.Line) {
	for _, p := range parts {
		if p.line.VariantID != nil {
			out = append(out, inventory.Line{VariantID: *p.line.VariantID, Quantity: int64(p.quantity)})
		}
	}
	return out
}
