package order

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderreturn"
	"orion/ent/gen/ent/orderreturnline"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
)

// mayWrite is nil for those who may change orders, else FORBIDDEN. Returns are written by
// the program, for buyers and for teams, so that no policy of a row says it.
func mayWrite(ctx context.Context) error {
	if viewer.From(ctx).May(string(enum.PermissionOrderWrite)) {
		return nil
	}
	return errs.New(errs.Forbidden, "you may not do that")
}

// CreateReturn writes down that goods which were sent are to come back, as the team agreed
// with the buyer: APPROVED from the start and bound to no time. Errors are those of
// RequestReturn, and FORBIDDEN.
func (s *Service) CreateReturn(ctx context.Context, id publicid.ID, in ReturnInput) (*Returned, error) {
	if err := mayWrite(ctx); err != nil {
		return nil, err
	}
	if err := in.clean(); err != nil {
		return nil, err
	}
	var out *Returned
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		o, err := placed(ctx, tx, id.As("Order"))
		if err != nil {
			return err
		}
		out, err = s.agree(ctx, tx, o, in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("create a return: %w", err)
	}
	return out, nil
}

func (s *Service) agree(ctx context.Context, tx *store.Tx, o *ent.Order, in ReturnInput) (*Returned, error) {
	own := viewer.Elevate(ctx)
	r, before, err := asked(own, tx, o, in)
	if err != nil || len(before) > 0 {
		return &Returned{o, before}, err
	}
	all, err := standings(own, tx.Client, o.ID)
	if err != nil {
		return nil, err
	}
	parts, err := choose(all, in.Lines, standing.toReturn)
	if err != nil {
		return nil, err
	}
	c := creation(tx, o, in, r).SetStatus(enum.ReturnStatusApproved).SetDecidedAt(s.clock.Now())
	back, err := s.write(ctx, tx, o, c, parts, enum.OrderEventKindReturnApproved)
	if err != nil {
		return nil, err
	}
	if err := s.tellDecided(ctx, tx, o, back); err != nil {
		return nil, err
	}
	after, err := s.settle(ctx, tx, o)
	if err != nil {
		return nil, err
	}
	return &Returned{after, []*ent.OrderReturn{back}}, recordReturn(ctx, tx, "order.return-create", o, after, back)
}

// ApproveReturn lets a buyer send goods back; answer is told them, such as where to send
// them, and may be nil. INVALID_STATE for a return that does not wait, NOT_FOUND, FORBIDDEN.
func (s *Service) ApproveReturn(ctx context.Context, id publicid.ID, answer *string) (*Returned, error) {
	return s.decide(ctx, id, answer, false, enum.ReturnStatusApproved, enum.OrderEventKindReturnApproved, "order.return-approve")
}

// RejectReturn refuses what a buyer asked for; answer, which they are told, says why.
// INVALID_STATE for a return that does not wait, REQUIRED, NOT_FOUND, FORBIDDEN.
func (s *Service) RejectReturn(ctx context.Context, id publicid.ID, answer string) (*Returned, error) {
	return s.decide(ctx, id, &answer, true, enum.ReturnStatusRejected, enum.OrderEventKindReturnRejected, "order.return-reject")
}

func (s *Service) decide(ctx context.Context, id publicid.ID, answer *string, needed bool, to enum.ReturnStatus, kind enum.OrderEventKind, action string) (*Returned, error) {
	if needed || answer != nil && *answer != "" {
		words, err := text.Line(*answer, maxMessage, "answer")
		if err != nil {
			return nil, err
		}
		answer = &words
	}
	return s.onReturn(ctx, id, to, action, func(own context.Context, tx *store.Tx, o *ent.Order, r *ent.OrderReturn) (*ent.OrderReturn, error) {
		after, err := r.Update().SetStatus(to).SetDecidedAt(s.clock.Now()).SetNillableAnswer(filled(answer)).Save(own)
		if err != nil {
			return nil, err
		}
		e := Event{Kind: kind, Public: true, Data: returnData(after)}
		if a := filled(answer); a != nil {
			e.Message = *a
		}
		if err := Happened(ctx, tx, o.ID, e); err != nil {
			return nil, err
		}
		return after, s.tellDecided(ctx, tx, o, after)
	})
}

// CancelReturn ends a return of which nothing comes back after all. INVALID_STATE for one
// that has come to its end, NOT_FOUND, FORBIDDEN.
func (s *Service) CancelReturn(ctx context.Context, id publicid.ID) (*Returned, error) {
	to := enum.ReturnStatusCancelled
	return s.onReturn(ctx, id, to, "order.return-cancel", func(own context.Context, tx *store.Tx, o *ent.Order, r *ent.OrderReturn) (*ent.OrderReturn, error) {
		after, err := r.Update().SetStatus(to).SetDecidedAt(s.clock.Now()).Save(own)
		if err != nil {
			return nil, err
		}
		return after, Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindReturnCancelled, Public: true, Data: returnData(after)})
	})
}

// ReceiveReturn says that the goods of a return have come back; again says how many of each
// line can be sold again and go on the shelf, nil that all can. An order of which all came
// back is RETURNED. INVALID_STATE for a return that was not approved; INVALID at
// again.<n>.quantity for more than came back; NOT_FOUND; FORBIDDEN.
func (s *Service) ReceiveReturn(ctx context.Context, id publicid.ID, again []*LineQuantity) (*Returned, error) {
	to := enum.ReturnStatusReceived
	return s.onReturn(ctx, id, to, "order.return-receive", func(own context.Context, tx *store.Tx, o *ent.Order, r *ent.OrderReturn) (*ent.OrderReturn, error) {
		back, err := returning(own, tx, r)
		if err != nil {
			return nil, err
		}
		good, err := sellable(back, again)
		if err != nil {
			return nil, err
		}
		now := s.clock.Now()
		after, err := r.Update().SetStatus(to).SetReceivedAt(now).Save(own)
		if err != nil {
			return nil, err
		}
		if err := countOf(ctx, tx, back, 0, 1); err != nil {
			return nil, err
		}
		if err := restock(ctx, tx, r.ID, good); err != nil {
			return nil, err
		}
		if err := s.stock.Return(ctx, tx, o.ID, goods(good)); err != nil {
			return nil, err
		}
		return after, Happened(ctx, tx, o.ID, Event{Kind: enum.OrderEventKindReturnReceived, Public: true, Data: returnData(after)})
	})
}

// returning are the parts of a return.
func returning(ctx context.Context, tx *store.Tx, r *ent.OrderReturn) ([]part, error) {
	rows, err := tx.OrderReturnLine.Query().Where(orderreturnline.ReturnID(r.ID)).WithOrderLine().Order(orderreturnline.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of a return: %w", err)
	}
	parts := make([]part, len(rows))
	for i, row := range rows {
		parts[i] = part{row.Edges.OrderLine, row.Quantity}
	}
	return parts, nil
}

// sellable is what of a return goes on the shelf.
func sellable(back []part, again []*LineQuantity) ([]part, error) {
	if again == nil {
		return back, nil
	}
	byID := make(map[uuid.UUID]part, len(back))
	for _, p := range back {
		byID[p.line.ID] = p
	}
	var out []part
	var faults errs.List
	for i, a := range again {
		at, id := fmt.Sprintf("again.%d.", i), a.OrderLineID.As("OrderLine")
		p, ok := byID[id]
		switch {
		case !ok:
			faults = append(faults, errs.New(errs.NotFound, "not found").At(at+"orderLineId"))
		case a.Quantity < 0 || a.Quantity > p.quantity:
			faults = append(faults, errs.Field(at+"quantity", "must be 0 to %d", p.quantity))
		}
		delete(byID, id)
		if ok && a.Quantity > 0 {
			out = append(out, part{p.line, a.Quantity})
		}
	}
	return out, faults.Or()
}

// onReturn does something to a return, with its order locked, and brings the order into
// step.
func (s *Service) onReturn(
	ctx context.Context, id publicid.ID, to enum.ReturnStatus, action string,
	do func(context.Context, *store.Tx, *ent.Order, *ent.OrderReturn) (*ent.OrderReturn, error),
) (out *Returned, err error) {
	if err := mayWrite(ctx); err != nil {
		return nil, err
	}
	own, row := viewer.Elevate(ctx), id.As("OrderReturn")
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		o, r, err := lockReturn(ctx, tx, row)
		if err != nil {
			return err
		}
		if err := turn(r.Status, to); err != nil {
			return err
		}
		after, err := do(own, tx, o, r)
		if err != nil {
			return err
		}
		settled, err := s.settle(ctx, tx, o)
		if err != nil {
			return err
		}
		out = &Returned{settled, []*ent.OrderReturn{after}}
		return recordReturn(ctx, tx, action, o, settled, after)
	})
	if err != nil {
		return nil, fmt.Errorf("change a return: %w", err)
	}
	return out, nil
}

// lockReturn locks the order of a return and reads the return after that.
func lockReturn(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Order, *ent.OrderReturn, error) {
	r, err := tx.OrderReturn.Query().Where(orderreturn.ID(id)).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil, errs.New(errs.NotFound, "not found").At("id")
	}
	if err != nil {
		return nil, nil, fmt.Errorf("find a return: %w", err)
	}
	o, err := placed(ctx, tx, r.OrderID)
	if err != nil {
		return nil, nil, err
	}
	r, err = tx.OrderReturn.Query().Where(orderreturn.ID(id)).ForUpdate().Only(ctx)
	return o, r, err
}
