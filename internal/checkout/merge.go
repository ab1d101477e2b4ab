package checkout

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/cartline"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Merge brings the cart of a visit together with the signed-in customer's own, and returns
// the one to go on with; its Cart is nil where there is none. The visit's lines go into the
// customer's open cart, the last changed of several; where there is none, the visit's cart
// becomes theirs. A cart that is not there, over or somebody else's is passed over, so that
// a call made again, or by ten tabs at once, adds nothing twice. COMPLETION_IN_PROGRESS
// while either is being ordered; TOO_MANY where both together have more than MaxLines
// lines: both stay as they are then.
func (s *Service) Merge(ctx context.Context, visit *publicid.ID) (*Change, error) {
	v := viewer.From(ctx)
	if v.CustomerID == uuid.Nil {
		return nil, errs.New(errs.Forbidden, "only customers have a cart of their own")
	}
	var token uuid.UUID
	if visit != nil {
		token = visit.As("Cart")
	}
	ctx = viewer.WithKey(ctx, token)
	var out *Change
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		out, err = s.merge(ctx, tx, v.CustomerID, token)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("merge carts: %w", err)
	}
	return out, nil
}

func (s *Service) merge(ctx context.Context, tx *store.Tx, customer, token uuid.UUID) (*Change, error) {
	if err := lockCarts(ctx, tx, customer); err != nil {
		return nil, err
	}
	visit, err := s.lock(ctx, tx, token)
	if err != nil && errs.CodeOf(err) != errs.NotFound {
		return nil, err
	}
	if visit != nil && visit.CustomerID != nil {
		return &Change{Cart: visit}, nil // theirs already: nobody else's would have been found
	}
	own, err := s.lockOwn(ctx, tx, customer)
	switch {
	case err != nil:
		return nil, err
	case visit == nil:
		return &Change{Cart: own}, nil
	case s.claimed(visit) || own != nil && s.claimed(own):
		return nil, inProgress()
	case own == nil:
		return s.take(ctx, tx, visit, customer)
	}
	return s.pour(ctx, tx, visit, own)
}

// lockOwn locks the open cart of a customer that was changed last, nil where there is none.
func (s *Service) lockOwn(ctx context.Context, tx *store.Tx, customer uuid.UUID) (*ent.Cart, error) {
	c, err := tx.Cart.Query().
		Where(cart.CustomerID(customer), cart.CompletedAtIsNil(), cart.ExpiresAtGT(s.clock.Now())).
		Order(cart.ByUpdatedAt(sql.OrderDesc()), cart.ByID()).ForUpdate().First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("lock the customer's cart: %w", err)
	}
	return c, nil
}

// take makes the cart of a visit the customer's; see adopt.
func (s *Service) take(ctx context.Context, tx *store.Tx, visit *ent.Cart, customer uuid.UUID) (*Change, error) {
	return s.settle(ctx, tx, visit, nil, func(ctx context.Context, _ *basket, u *ent.CartUpdateOne) error {
		if visit.Email != nil {
			return nil
		}
		known, err := emailOf(ctx, tx, customer)
		if err == nil {
			u.SetEmail(known)
		}
		return err
	})
}

// pour puts what is in the cart of a visit into the customer's own, and ends the visit's.
func (s *Service) pour(ctx context.Context, tx *store.Tx, visit, own *ent.Cart) (*Change, error) {
	lines, err := tx.CartLine.Query().Where(cartline.CartID(visit.ID)).Order(cartline.ByCreatedAt(), cartline.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the lines of the visit: %w", err)
	}
	variants := make([]uuid.UUID, len(lines))
	for i, l := range lines {
		variants[i] = l.VariantID
	}
	change, err := s.settle(ctx, tx, own, variants, func(ctx context.Context, b *basket, u *ent.CartUpdateOne) error {
		b.receive(ctx, lines)
		fill(own, visit, u)
		return nil
	})
	if err != nil {
		return nil, err
	}
	over, err := visit.Update().SetExpiresAt(s.clock.Now()).AddVersion(1).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("end the cart of the visit: %w", err)
	}
	return change, record(ctx, tx, visit, over, 0, 0)
}

// receive adds the lines of another cart, as far as the shop sells them.
func (b *basket) receive(ctx context.Context, lines []*ent.CartLine) {
	for _, l := range lines {
		if b.offers[l.VariantID] == nil {
			b.warn(ctx, &item{line: &ent.CartLine{}}, enum.WarningCodeLineRemoved, "a product that is no longer sold was taken out of the cart")
			continue
		}
		it := b.of(l.VariantID)
		if it.quantity += l.Quantity; it.quantity > MaxQuantity {
			it.quantity = MaxQuantity
			b.warn(ctx, it, enum.WarningCodeQuantityReduced, "no more than %d of one article fit into a cart", MaxQuantity)
		}
	}
}

// fill says of the customer's cart what the visit's says and it does not.
func fill(own, visit *ent.Cart, u *ent.CartUpdateOne) {
	if own.Email == nil {
		u.SetNillableEmail(visit.Email)
	}
	if own.ShippingAddress == nil && visit.ShippingAddress != nil {
		u.SetShippingAddress(visit.ShippingAddress)
	}
	if len(own.DiscountCodes) == 0 && len(visit.DiscountCodes) > 0 {
		u.SetDiscountCodes(visit.DiscountCodes)
	}
	if own.BillingAddress == nil && visit.BillingAddress != nil {
		u.SetBillingAddress(visit.BillingAddress)
	}
	if own.Note == nil {
		u.SetNillableNote(visit.Note)
	}
	if own.DeliveryHandle == nil {
		u.SetNillableDeliveryHandle(visit.DeliveryHandle)
	}
}
