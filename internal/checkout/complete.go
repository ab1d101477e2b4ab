package checkout

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/order"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/kit/text"
	orders "orion/internal/order"
	"orion/internal/payment"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Completion is what came of placing an order.
type Completion struct {
	// Order is the placed order, nil where there is none (yet).
	Order *ent.Order
	// Cart is the cart as it is now, where the order was not placed.
	Cart *ent.Cart
	// Replayed says that the order had been placed before this call.
	Replayed bool
	// NextAction is what the buyer has to do before the order can be placed; the same
	// call again, after that, places it.
	NextAction *payment.NextAction
}

func (s *Service) validate(in CompleteInput) error {
	if err := text.Key(in.IdempotencyKey, "input.idempotencyKey"); err != nil {
		return err
	}
	if !s.payments.Known(in.PaymentMethod) {
		return notOffered()
	}
	return nil
}

func notOffered() error {
	return errs.Field("input.paymentMethod", "is no way of paying that the shop offers")
}

// Complete makes an order of a cart. A cart becomes one order, however often and by
// however many calls at once it is asked for: all get the same answer. A call that
// died on the way is taken up by the next one with its key.
//
// PRICE_CHANGED where ExpectedTotal is not the total of now; REQUIRED for each thing
// that is missing and INSUFFICIENT_STOCK for each line that is short, with their
// places in the cart; PAYMENT_DECLINED; COMPLETION_IN_PROGRESS while a call with
// another key is at it; IDEMPOTENCY_KEY_REUSED; NOT_FOUND. With any of these the
// Completion has the cart as it is now, where there is one.
func (s *Service) Complete(ctx context.Context, id publicid.ID, in CompleteInput) (*Completion, error) {
	out, err := s.complete(viewer.WithKey(ctx, id.As("Cart")), id.As("Cart"), in)
	if err == nil {
		return out, nil
	}
	err = fmt.Errorf("place an order: %w", err)
	if !refused(err) {
		return nil, err
	}
	fresh, failed := s.Cart(ctx, id)
	if failed != nil {
		return nil, failed
	}
	return &Completion{Cart: fresh}, err
}

// complete goes through three phases, of which each can be done again: it prepares
// the order and holds its stock, asks for the payment outside any transaction, and
// finalises.
func (s *Service) complete(ctx context.Context, token uuid.UUID, in CompleteInput) (*Completion, error) {
	if err := s.validate(in); err != nil {
		return nil, err
	}
	var a *attempt
	for a == nil { // a second time where an order of a call that died had to be given up first
		var err error
		if a, err = s.prepare(ctx, token, in); err != nil {
			return nil, err
		}
	}
	if a.replay {
		return &Completion{Order: a.order, Replayed: true}, nil
	}
	atAsk.Pass()
	answer, err := s.payments.Ask(ctx, a.payment)
	atAnswer.Pass()
	if errs.CodeOf(err) == errs.PaymentDeclined {
		if _, _, failed := s.conclude(ctx, a.order, a.payment.ID, ending{otherwise: drop, reason: "payment declined"}); failed != nil {
			return nil, failed
		}
		return nil, err
	}
	if err != nil {
		return nil, err // the claim stands; the same call again goes on from here
	}
	out, told, err := s.conclude(ctx, a.order, a.payment.ID, answered(answer))
	return out, errors.Join(told, err)
}

// An attempt is an order on its way to being placed, or one that is placed already.
type attempt struct {
	order   *ent.Order
	payment *ent.Payment
	replay  bool
}

// prepare is the first phase. It returns nil after it gave up an order of a call that
// died, which releases stock and so must not share a transaction with reserving.
func (s *Service) prepare(ctx context.Context, token uuid.UUID, in CompleteInput) (a *attempt, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		principal := viewer.From(ctx).CustomerID
		if err := lockKey(ctx, tx, principal, in.IdempotencyKey); err != nil {
			return err
		}
		c, err := tx.Cart.Query().Where(cart.Token(token)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return noCart()
		}
		if err != nil {
			return fmt.Errorf("lock the cart: %w", err)
		}
		r, err := newRequest(c, principal, in)
		if err != nil {
			return err
		}
		a, err = s.judge(ctx, tx, c, r)
		atPrepare.Pass()
		return err
	})
	atPrepared.Pass()
	return a, err
}

// judge acts on the verdict about a request.
func (s *Service) judge(ctx context.Context, tx *store.Tx, c *ent.Cart, r request) (*attempt, error) {
	// The viewer has been shown the cart, so its orders are theirs to know of; those of
	// other carts are looked at and told to nobody.
	known, err := tx.Order.Query().Where(order.Or(order.CartID(c.ID), order.IdempotencyKey(r.key))).
		Order(order.ByID()).All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for earlier orders: %w", err)
	}
	v, err := decide(r, c, known, s.clock.Now())
	switch {
	case err != nil:
		return nil, err
	case v.replay != nil:
		return &attempt{order: v.replay, replay: true}, nil
	case v.resume != nil:
		p, err := payment.Of(ctx, tx.Client, v.resume.ID)
		return &attempt{order: v.resume, payment: p}, err
	case v.abandon != nil:
		o, err := s.orders.Lock(ctx, tx, v.abandon.ID)
		if err != nil {
			return nil, err
		}
		_, err = s.orders.Abandon(ctx, tx, o, "the call that was placing it died")
		return nil, err
	}
	return s.open(ctx, tx, c, r)
}

// open prices the cart anew, holds its stock and writes the order that is to be paid.
func (s *Service) open(ctx context.Context, tx *store.Tx, c *ent.Cart, r request) (*attempt, error) {
	shop, err := shopOf(ctx, tx.Client, c)
	if err != nil {
		return nil, err
	}
	b, err := load(ctx, tx.Client, c, nil)
	if err != nil {
		return nil, err
	}
	q, err := s.quote(ctx, b, shop)
	if err != nil {
		return nil, err
	}
	if q.sums.Total != r.total.Minor {
		return nil, errs.New(errs.PriceChanged, "the total is %s now", words(ctx, q.cost(c.Currency).Total)).At("input.expectedTotal")
	}
	if err := refusal(missing(q.facts)); err != nil {
		return nil, err
	}
	offered, err := s.payments.Offers(ctx, tx.Client, r.method)
	if err != nil {
		return nil, err
	}
	if !offered {
		return nil, notOffered()
	}
	d, err := s.draft(ctx, c, q, r)
	if err != nil {
		return nil, err
	}
	if err := s.stock.Reserve(ctx, tx, d.ID, wanted(q.items)); err != nil {
		return nil, err
	}
	a := &attempt{}
	if a.order, a.payment, err = s.orders.Open(ctx, tx, d); err != nil {
		return nil, err
	}
	if err := s.claim(ctx, tx, q, d); err != nil {
		return nil, err
	}
	if err := tx.Cart.Update().Where(cart.ID(c.ID)).SetClaimedAt(s.clock.Now()).SetClaimKey(r.key).Exec(ctx); err != nil {
		return nil, fmt.Errorf("claim the cart: %w", err)
	}
	return a, nil
}

func wanted(items []*item) []inventory.Line {
	out := make([]inventory.Line, len(items))
	for i, it := range items {
		out[i] = inventory.Line{VariantID: it.variant.ID, Quantity: int64(it.quantity)}
	}
	return out
}

// draft is the order that a cart comes to, once nothing is missing.
func (s *Service) draft(ctx context.Context, c *ent.Cart, q *quote, r request) (orders.Draft, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return orders.Draft{}, fmt.Errorf("make an id: %w", err)
	}
	d := orders.Draft{
		ID: id, CartID: c.ID, CustomerID: c.CustomerID, Email: *q.email, Currency: c.Currency, Language: i18n.From(ctx).String(),
		Sums: q.sums, Discounts: q.discounts(ctx), TaxIncluded: q.bill.TaxIncluded, BuyerNote: c.Note,
		ShippingAddress: *q.address, BillingAddress: c.BillingAddress, DeliveryHandle: q.delivery.Handle, DeliveryTitle: q.delivery.Title,
		PaymentMethod: r.method, IdempotencyKey: r.key, RequestHash: r.hash, ExpiresAt: s.clock.Now().Add(holdFor),
	}
	if r.principal != uuid.Nil { // also with a cart that they began as a guest
		d.CustomerID = &r.principal
	}
	for i, it := range q.items {
		d.Lines = append(d.Lines, orders.DraftLine{Variant: it.variant, Quantity: it.quantity, Sum: q.sums.Lines[i], TaxRate: q.bill.Lines[i].Rate})
	}
	return d, nil
}
