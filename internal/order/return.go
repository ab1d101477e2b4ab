package order

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/fulfillment"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/orderreturn"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// maxMessage is the longest message of a buyer or a team, in bytes.
const maxMessage = 2000

// A Returned is an order with the returns that something was done to.
type Returned struct {
	Order   *ent.Order
	Returns []*ent.OrderReturn
}

// One returns the return of a call that concerns one; nil where there is none.
func (r *Returned) One() *ent.OrderReturn {
	if r == nil || len(r.Returns) == 0 {
		return nil
	}
	return r.Returns[0]
}

// RequestReturn asks for a return in the name of the buyer: of whoever has the order's token,
// or of the customer whose order id is. A WITHDRAWAL needs no reason and is good until
// Withdrawal says; what was not sent yet is withdrawn from at once, leaves its stock to
// others and is not sent any more, and the rest waits for the team. Other reasons are good
// for two years and for goods that were sent. What was asked for is confirmed by mail.
//
// The same key with the same input again is no change and answers what it made. NOT_FOUND;
// INVALID_STATE for an order that is not placed, beyond the time, or of which nothing can be
// returned; INVALID at input.lines.<n>.quantity for more than that; IDEMPOTENCY_KEY_REUSED.
func (s *Service) RequestReturn(ctx context.Context, token *string, id *publicid.ID, in ReturnInput) (*Returned, error) {
	if err := in.clean(); err != nil {
		return nil, err
	}
	var out *Returned
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		o, err := ofBuyer(ctx, tx, token, id)
		if err != nil {
			return err
		}
		out, err = s.ask(ctx, tx, o, in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("ask for a return: %w", err)
	}
	return out, nil
}

// clean puts the message into the form that is stored.
func (in *ReturnInput) clean() error {
	if in.Message == nil || strings.TrimSpace(*in.Message) == "" {
		in.Message = nil
		return nil
	}
	m, err := text.Line(*in.Message, maxMessage, "input.message")
	in.Message = &m
	return err
}

// ofBuyer locks the order that a buyer means. What is not theirs is not there.
func ofBuyer(ctx context.Context, tx *store.Tx, token *string, id *publicid.ID) (*ent.Order, error) {
	key := uuid.Nil
	if token != nil {
		if read, err := uuid.Parse(*token); err == nil {
			key = read
		}
	}
	q := tx.Order.Query().Where(order.PlacedAtNotNil())
	switch {
	case token != nil:
		q.Where(order.Token(key))
	case id != nil:
		q.Where(order.ID(id.As("Order")))
	default:
		return nil, errs.New(errs.Required, "say which order").At("token")
	}
	seen, err := q.Only(viewer.WithKey(ctx, key))
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("token")
	}
	if err != nil {
		return nil, fmt.Errorf("find the order: %w", err)
	}
	return lock(viewer.Elevate(ctx), tx, seen.ID)
}

func (s *Service) ask(ctx context.Context, tx *store.Tx, o *ent.Order, in ReturnInput) (*Returned, error) {
	own := viewer.Elevate(ctx)
	r, before, err := asked(own, tx, o, in)
	if err != nil || len(before) > 0 {
		return &Returned{o, before}, err
	}
	all, err := standings(own, tx.Client, o.ID)
	if err != nil {
		return nil, err
	}
	most := standing.toReturn
	if in.Reason == enum.ReturnReasonWithdrawal {
		most = func(l standing) int { return l.toSend() + l.toReturn() }
	}
	parts, err := choose(all, in.Lines, most)
	if err != nil {
		return nil, err
	}
	unsent, sent := split(all, parts, in.Reason)
	if err := s.inTime(own, tx, o, in.Reason, len(sent) > 0); err != nil {
		return nil, err
	}
	return s.file(ctx, tx, o, in, r, unsent, sent)
}

// asked reads the request and what was made of it before, if anything.
func asked(ctx context.Context, tx *store.Tx, o *ent.Order, in ReturnInput) (request, []*ent.OrderReturn, error) {
	r, err := newRequest(o.ID, in.IdempotencyKey, in)
	if err != nil {
		return r, nil, err
	}
	known, err := tx.OrderReturn.Query().Where(orderreturn.OrderID(o.ID)).Order(orderreturn.ByID()).All(ctx)
	if err != nil {
		return r, nil, fmt.Errorf("read returns: %w", err)
	}
	var before []*ent.OrderReturn
	for _, k := range known {
		if k.IdempotencyKey == r.key || k.IdempotencyKey == r.part("unsent") {
			before = append(before, k)
		}
	}
	if len(before) > 0 {
		return r, before, r.same(before[0].RequestHash)
	}
	switch {
	case o.Status != enum.OrderStatusPlaced && o.Status != enum.OrderStatusCompleted:
		return r, nil, errs.New(errs.InvalidState, "nothing of this order can be returned").At("id")
	case len(known) >= maxParts:
		return r, nil, errs.New(errs.InvalidState, "an order can have no more than %d returns", maxParts).At("id")
	}
	return r, nil, nil
}

// split tells what was never sent from what was. Who withdraws gives up first what has not
// been sent: nothing has to travel for it.
func split(all []standing, parts []part, reason enum.ReturnReason) (unsent, sent []part) {
	left := make(map[uuid.UUID]int, len(all))
	for _, l := range all {
		left[l.line.ID] = l.toSend()
	}
	for _, p := range parts {
		n := 0
		if reason == enum.ReturnReasonWithdrawal {
			n = min(p.quantity, left[p.line.ID])
		}
		if n > 0 {
			unsent = append(unsent, part{p.line, n})
		}
		if n < p.quantity {
			sent = append(sent, part{p.line, p.quantity - n})
		}
	}
	return unsent, sent
}

// inTime refuses what comes too late. What was not sent yet can always be withdrawn from.
func (s *Service) inTime(ctx context.Context, tx *store.Tx, o *ent.Order, reason enum.ReturnReason, sent bool) error {
	if !sent {
		return nil
	}
	v, err := tx.Vendor.Get(ctx, o.VendorID)
	if err != nil {
		return fmt.Errorf("find the shop: %w", err)
	}
	parcels, err := tx.Fulfillment.Query().Where(fulfillment.OrderID(o.ID)).All(ctx)
	if err != nil {
		return fmt.Errorf("read fulfilments: %w", err)
	}
	now := s.clock.Now()
	switch {
	case reason == enum.ReturnReasonWithdrawal && !withdrawal(o, v.ReturnDays, parcels, now).Open:
		return errs.New(errs.InvalidState, "the time to withdraw from this order is over").At("input.reason")
	case now.After(lastArrival(parcels).Add(guarantee)):
		return errs.New(errs.InvalidState, "the time to return something of this order is over").At("input.reason")
	}
	return nil
}

// file writes what a buyer asked for.
func (s *Service) file(ctx context.Context, tx *store.Tx, o *ent.Order, in ReturnInput, r request, unsent, sent []part) (*Returned, error) {
	out := &Returned{}
	if len(unsent) > 0 {
		back, err := s.withdraw(ctx, tx, o, in, r, unsent)
		if err != nil {
			return nil, err
		}
		out.Returns = append(out.Returns, back)
	}
	if len(sent) > 0 {
		c := creation(tx, o, in, r).SetByBuyer(true)
		back, err := s.write(ctx, tx, o, c, sent, enum.OrderEventKindReturnRequested)
		if err != nil {
			return nil, err
		}
		out.Returns = append(out.Returns, back)
	}
	if err := s.tellAsked(ctx, tx, o, in, append(unsent, sent...)); err != nil {
		return nil, err
	}
	for _, back := range out.Returns {
		if err := s.Announce(ctx, tx, webhook.Happening{Event: webhook.ReturnRequested, Subject: o.ID, Facts: returnData(back)}); err != nil {
			return nil, err
		}
	}
	var err error
	if out.Order, err = s.settle(ctx, tx, o); err != nil {
		return nil, err
	}
	if len(sent) > 0 { // what was never sent comes back by itself
		err := notify.Tell(ctx, tx, notify.Note{
			Kind: notify.NoteReturnRequested, VendorID: o.VendorID, Target: o.PublicID(), Data: map[string]string{"number": Number(o)},
		})
		if err != nil {
			return nil, err
		}
	}
	return out, recordReturn(ctx, tx, "order.return-request", o, out.Order, out.Returns[0])
}

// withdraw takes what was never sent out of an order, at once: there is nothing to wait for.
func (s *Service) withdraw(ctx context.Context, tx *store.Tx, o *ent.Order, in ReturnInput, r request, unsent []part) (*ent.OrderReturn, error) {
	now := s.clock.Now()
	r.key = r.part("unsent")
	c := creation(tx, o, in, r).SetByBuyer(true).SetStatus(enum.ReturnStatusReceived).SetDecidedAt(now)
	back, err := s.write(ctx, tx, o, c, unsent, enum.OrderEventKindReturnRequested)
	if err != nil {
		return nil, err
	}
	if err := countOf(ctx, tx, unsent, 0, 1); err != nil {
		return nil, err
	}
	return back, s.stock.ReleaseSome(ctx, tx, o.ID, goods(unsent))
}

func creation(tx *store.Tx, o *ent.Order, in ReturnInput, r request) *ent.OrderReturnCreate {
	return tx.OrderReturn.Create().SetOrderID(o.ID).SetReason(in.Reason).SetNillableMessage(in.Message).
		SetIdempotencyKey(r.key).SetRequestHash(r.hash)
}

// write writes a return with its lines, and that it happened.
func (s *Service) write(ctx context.Context, tx *store.Tx, o *ent.Order, c *ent.OrderReturnCreate, parts []part, kind enum.OrderEventKind) (*ent.OrderReturn, error) {
	own := viewer.Elevate(ctx)
	back, err := c.SetCreatedAt(s.clock.Now()).Save(own)
	if err != nil {
		return nil, fmt.Errorf("write a return: %w", err)
	}
	rows := make([]*ent.OrderReturnLineCreate, len(parts))
	for i, p := range parts {
		rows[i] = tx.OrderReturnLine.Create().SetReturnID(back.ID).SetOrderLineID(p.line.ID).SetQuantity(p.quantity)
	}
	if err := tx.OrderReturnLine.CreateBulk(rows...).Exec(own); err != nil {
		return nil, fmt.Errorf("write the lines of a return: %w", err)
	}
	return back, Happened(ctx, tx, o.ID, Event{Kind: kind, Public: true, Data: returnData(back)})
}

func returnData(r *ent.OrderReturn) map[string]string {
	out := map[string]string{"return": string(r.PublicID()), "reason": string(r.Reason)}
	if withdrawn(r) {
		out["unsent"] = "true"
	}
	return out
}

func recordReturn(ctx context.Context, tx *store.Tx, action string, before, after *ent.Order, r *ent.OrderReturn) error {
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Order", Target: Number(after), Changes: audit.Diff(before, after),
		Data: map[string]string{"order": string(after.PublicID()), "return": string(r.PublicID()), "status": string(r.Status)},
	})
}
