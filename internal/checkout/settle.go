package checkout

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/payment"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	payments "orion/internal/payment"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Settle brings the order of a payment to its end by what is recorded of the payment: it
// is placed once that is PAID or AUTHORIZED and given up once that is FAILED; until then
// nothing happens. It is for whoever hears of a payment beside the buyer, such as a
// provider's message, after that has been recorded and in no transaction. However many
// call it, and checkoutComplete with them, the first one acts and all others find it done.
//
// Where the money came after the order was given up, the order is placed all the same if
// its stock is still there and its cart has come to no other order. Else the whole payment
// is marked to go back: see payment.Service.Owe.
//
// NOT_FOUND where the vendor of the viewer has no such payment.
func (s *Service) Settle(ctx context.Context, paymentID uuid.UUID) error {
	p, err := s.db.Payment.Query().Where(payment.ID(paymentID)).WithOrder().Only(viewer.Elevate(ctx))
	if err != nil {
		return fmt.Errorf("find payment %s: %w", paymentID, err)
	}
	_, _, err = s.conclude(ctx, p.Edges.Order, p.ID, ending{otherwise: leave, reason: "the payment failed"})
	return err
}

// A fate is what becomes of an order that is not placed yet.
type fate int

// The fates.
const (
	leave  fate = iota // as it is
	place              // it becomes an order
	drop               // it is given up
	revive             // it was given up, and its money has come
)

// An ending is how an order is to be concluded.
type ending struct {
	// answer is what the provider said just now, nil where nobody asked.
	answer *payments.Answer
	// otherwise is what becomes of an order that is neither paid nor refused.
	otherwise fate
	// reason is why it is given up, if it is.
	reason string
}

// answered is the ending that an answer to the buyer's own call leads to: an order that
// is paid by hand is placed before there is any money.
func answered(a payments.Answer) ending {
	if a.Next != nil {
		return ending{answer: &a, otherwise: leave}
	}
	return ending{answer: &a, otherwise: place, reason: "the payment failed"}
}

// An end is an order that is being concluded, locked with its cart.
type end struct {
	ending
	tx      *store.Tx
	cart    *ent.Cart
	order   *ent.Order
	payment uuid.UUID
}

// conclude is the last phase of a completion, and the only place where an order is placed
// or given up by what became of its payment. All of it happens under the lock of the cart,
// so that whoever comes second finds it done and answers the same. told is what a buyer
// has to hear: INVALID_STATE of an order that is given up and stays so, PAYMENT_DECLINED of
// one whose payment failed. What was written of these stays.
func (s *Service) conclude(ctx context.Context, o *ent.Order, paymentID uuid.UUID, how ending) (out *Completion, told, err error) {
	system := viewer.Elevate(ctx) // the cart was the viewer's when the order was opened
	err = s.db.Tx(system, func(tx *store.Tx) error {
		c, err := tx.Cart.Query().Where(cart.ID(o.CartID)).ForUpdate().Only(system)
		if err != nil {
			return fmt.Errorf("lock the cart: %w", err)
		}
		e := end{ending: how, tx: tx, cart: c, payment: paymentID}
		paid, err := s.learn(system, e)
		if err != nil {
			return err
		}
		if e.order, err = s.orders.Lock(ctx, tx, o.ID); err != nil {
			return err
		}
		out, told, err = s.meet(ctx, e, fateOf(e.order, paid, how.otherwise))
		atConclude.Pass()
		return err
	})
	atConcluded.Pass()
	if err != nil {
		return nil, nil, fmt.Errorf("conclude order %s: %w", o.ID, err)
	}
	return out, told, nil
}

// learn records the answer, if there is one, and returns where the payment stands.
func (s *Service) learn(ctx context.Context, e end) (enum.PaymentStatus, error) {
	if e.answer != nil {
		if news := e.answer.Status != enum.PaymentStatusPending || e.answer.Ref != ""; news {
			if err := s.payments.Record(ctx, e.tx, e.payment, *e.answer); err != nil {
				return "", err
			}
		}
		if e.answer.Status != enum.PaymentStatusPending || e.otherwise == place {
			return e.answer.Status, nil
		}
	}
	p, err := e.tx.Payment.Query().Where(payment.ID(e.payment)).ForUpdate().Only(ctx)
	if err != nil {
		return "", fmt.Errorf("lock payment %s: %w", e.payment, err)
	}
	return p.Status, nil
}

// fateOf judges an order by its payment.
func fateOf(o *ent.Order, paid enum.PaymentStatus, otherwise fate) fate {
	there := paid == enum.PaymentStatusPaid || paid == enum.PaymentStatusAuthorized
	gone := o.Status == enum.OrderStatusCancelled
	switch {
	case o.PlacedAt != nil, gone && !there:
		return leave
	case gone:
		return revive
	case there:
		return place
	case paid == enum.PaymentStatusFailed:
		return drop
	}
	return otherwise
}

// meet lets an order meet its fate.
func (s *Service) meet(ctx context.Context, e end, f fate) (out *Completion, told, err error) {
	switch f {
	case place:
		out, err = s.place(ctx, e)
		return out, nil, err
	case drop:
		return nil, errs.New(errs.PaymentDeclined, "the payment failed"), s.drop(ctx, e)
	case revive:
		return s.revive(ctx, e)
	}
	switch o := e.order; {
	case o.PlacedAt != nil:
		return &Completion{Order: o, Replayed: true}, nil, nil
	case o.Status == enum.OrderStatusCancelled:
		return nil, givenUp(), nil
	case e.answer == nil || e.answer.Next == nil:
		return &Completion{}, nil, nil
	}
	return &Completion{NextAction: e.answer.Next}, nil, recordOrder(ctx, e.tx, "order.open", nil, e.order)
}

func givenUp() error {
	return errs.New(errs.InvalidState, "the order was given up because it was not paid in time; try again")
}

// place closes the cart and makes the order one.
func (s *Service) place(ctx context.Context, e end) (*Completion, error) {
	err := e.tx.Cart.Update().Where(cart.ID(e.cart.ID)).SetCompletedAt(s.clock.Now()).ClearClaimedAt().ClearClaimKey().Exec(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("close the cart: %w", err)
	}
	o, err := s.orders.Place(ctx, e.tx, e.order)
	if err != nil {
		return nil, err
	}
	return &Completion{Order: o}, recordOrder(ctx, e.tx, "order.place", e.order, o)
}

// drop gives up an order and frees its cart, unless that is in another call's hands.
func (s *Service) drop(ctx context.Context, e end) error {
	o, err := s.orders.Abandon(ctx, e.tx, e.order, e.reason)
	atDrop.Pass()
	if err != nil || e.cart.ClaimKey == nil || *e.cart.ClaimKey != o.IdempotencyKey {
		return err
	}
	return e.cart.Update().ClearClaimedAt().ClearClaimKey().Exec(viewer.Elevate(ctx))
}

// revive places an order that was given up, where it still can be; else its money is to
// go back.
func (s *Service) revive(ctx context.Context, e end) (out *Completion, told, err error) {
	taken, err := e.tx.Order.Query().Where(order.CartID(e.cart.ID), order.StatusNEQ(enum.OrderStatusCancelled)).Exist(viewer.Elevate(ctx))
	if err != nil {
		return nil, nil, fmt.Errorf("look for another order of the cart: %w", err)
	}
	if !taken {
		was := e.order
		if e.order, err = s.orders.Revive(ctx, e.tx, was); err != nil {
			return nil, nil, err
		}
		if e.order != nil {
			atRevive.Pass()
			out, err = s.place(ctx, e)
			return out, nil, err
		}
	}
	err = s.payments.Owe(ctx, e.tx, e.payment, "the money came after the order was given up")
	atOwe.Pass()
	return nil, givenUp(), err
}
