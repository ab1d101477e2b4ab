package demo

import (
	"context"
	"fmt"
	"time"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderline"
	"orion/internal/enum"
	"orion/internal/kit/money"
	"orion/internal/order"
	"orion/internal/payment"
)

// A sold is an order on its way through the occasions of its life.
type sold struct {
	house *house
	order *ent.Order
	key   string
}

// life is what happens to an order after it was placed.
func (t *till) life(s *sold, p purchase, f fate) []occasion {
	var out []occasion
	add := func(at time.Time, do func(context.Context) error) {
		if !at.IsZero() {
			out = append(out, occasion{at, func(ctx context.Context) error { return do(s.house.team(ctx)) }})
		}
	}
	add(p.cancelled, func(ctx context.Context) error {
		_, err := t.orders.Cancel(ctx, s.order.PublicID(), p.reason)
		return err
	})
	add(f.paid, func(ctx context.Context) error {
		_, err := t.payments.MarkPaid(ctx, s.order.PublicID(), s.key+"-paid")
		return err
	})
	add(f.sent, func(ctx context.Context) error {
		quiet := false
		_, err := t.orders.Fulfill(ctx, s.order.PublicID(), order.FulfillInput{Notify: &quiet, IdempotencyKey: s.key + "-sent"})
		return err
	})
	add(f.refunded, func(ctx context.Context) error { return t.giveBack(ctx, s) })
	add(f.returned, func(ctx context.Context) error { return t.sendBack(ctx, s) })
	return out
}

// faults are what buyers complain of.
var faults = []string{"Arrived damaged"}

// giveBack refunds one piece of an order, or half of it where there is no other.
func (t *till) giveBack(ctx context.Context, s *sold) error {
	line, err := t.firstLine(ctx, s)
	if err != nil {
		return err
	}
	why := faults[0]
	in := payment.RefundInput{OrderID: s.order.PublicID(), Reason: &why, IdempotencyKey: s.key + "-refund"}
	if half := money.New(s.order.TotalMinor/2, s.order.Currency).Amount(); line.Quantity == 1 && line.TotalMinor == s.order.TotalMinor {
		in.Amount = &half
	} else {
		in.Lines = []*payment.RefundLineInput{{OrderLineID: line.PublicID(), Quantity: 1}}
	}
	_, err = t.payments.Refund(ctx, in)
	return err
}

// sendBack has the buyer of an order ask to return a piece of it.
func (t *till) sendBack(ctx context.Context, s *sold) error {
	line, err := t.firstLine(ctx, s)
	if err != nil {
		return err
	}
	token := s.order.Token.String()
	ctx = s.house.visit(ctx, len(s.house.accounts)) // by the link of the order, as a guest
	_, err = t.orders.RequestReturn(ctx, &token, nil, order.ReturnInput{
		Lines: []*order.LineQuantity{{OrderLineID: line.PublicID(), Quantity: 1}}, Reason: enum.ReturnReasonDamaged, IdempotencyKey: s.key + "-return",
	})
	return err
}

func (t *till) firstLine(ctx context.Context, s *sold) (*ent.OrderLine, error) {
	l, err := t.db.OrderLine.Query().Where(orderline.OrderID(s.order.ID)).Order(orderline.ByPosition()).First(s.house.program(ctx))
	if err != nil {
		return nil, fmt.Errorf("read the lines of an order: %w", err)
	}
	return l, nil
}
