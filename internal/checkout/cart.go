package checkout

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/ent/gen/ent/cartline"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Change is a cart after a change, with what the server changed beside it.
type Change struct {
	Cart     *ent.Cart
	Warnings []*Warning

	basket *basket // as it was written, for Views.Know
}

// Cart returns a cart by its id, nil where it is not there, over, or not the
// viewer's. The id of a guest's cart is the key to it; a customer's cart opens to
// that customer alone, and so does a guest's that a customer has changed.
func (s *Service) Cart(ctx context.Context, id publicid.ID) (*ent.Cart, error) {
	token := id.As("Cart")
	c, err := s.db.Cart.Query().
		Where(cart.Token(token), cart.CompletedAtIsNil(), cart.ExpiresAtGT(s.clock.Now())).
		Only(viewer.WithKey(ctx, token))
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find cart: %w", err)
	}
	return c, nil
}

// CreateCart starts a cart. A signed-in customer's cart opens to that customer alone
// from then on, and begins with their address. See AddLines for what may be wrong
// with lines.
func (s *Service) CreateCart(ctx context.Context, in CartCreateInput) (*Change, error) {
	add, err := adding(in.Lines, "input.lines")
	if err != nil {
		return nil, err
	}
	if in.Email != nil {
		email, err := address(*in.Email, "input.email")
		if err != nil {
			return nil, err
		}
		in.Email = &email
	}
	var out *Change
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := s.start(ctx, tx, in.Email)
		if err != nil {
			return err
		}
		out, err = s.settle(viewer.WithKey(ctx, c.Token), tx, c, add.variants, add.apply)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("start a cart: %w", err)
	}
	return out, nil
}

func (s *Service) start(ctx context.Context, tx *store.Tx, email *string) (*ent.Cart, error) {
	v := viewer.From(ctx)
	shop, err := tx.Vendor.Get(ctx, v.VendorID)
	if err != nil {
		return nil, fmt.Errorf("find the shop: %w", err)
	}
	expires, err := s.expiry(ctx, nil, 0)
	if err != nil {
		return nil, err
	}
	c := tx.Cart.Create().SetCurrency(shop.Currency).SetVersion(0).SetExpiresAt(expires).
		SetCreatedAt(s.clock.Now()).SetNillableEmail(email)
	if v.CustomerID != uuid.Nil {
		c.SetCustomerID(v.CustomerID)
		if email == nil {
			known, err := emailOf(ctx, tx, v.CustomerID)
			if err != nil {
				return nil, err
			}
			c.SetEmail(known)
		}
	}
	return c.Save(ctx)
}

func emailOf(ctx context.Context, tx *store.Tx, customer uuid.UUID) (string, error) {
	known, err := tx.Customer.Get(ctx, customer)
	if err != nil {
		return "", fmt.Errorf("find the customer: %w", err)
	}
	return known.Email, nil
}

// An edit says what is to become of a basket, and of the other fields of its cart.
type edit func(ctx context.Context, b *basket, u *ent.CartUpdateOne) error

// change edits a cart under its lock. variants are those that the edit asks for.
func (s *Service) change(ctx context.Context, id publicid.ID, variants []uuid.UUID, e edit) (*Change, error) {
	token := id.As("Cart")
	ctx = viewer.WithKey(ctx, token)
	var out *Change
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := s.lock(ctx, tx, token)
		if err != nil {
			return err
		}
		if s.claimed(c) {
			return inProgress()
		}
		out, err = s.settle(ctx, tx, c, variants, e)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("change a cart: %w", err)
	}
	return out, nil
}

// lock locks a cart that is neither ordered nor expired; NOT_FOUND for all others.
func (s *Service) lock(ctx context.Context, tx *store.Tx, token uuid.UUID) (*ent.Cart, error) {
	c, err := tx.Cart.Query().Where(cart.Token(token)).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) || err == nil && (c.CompletedAt != nil || !c.ExpiresAt.After(s.clock.Now())) {
		return nil, noCart()
	}
	if err != nil {
		return nil, fmt.Errorf("lock the cart: %w", err)
	}
	return c, nil
}

func noCart() error { return errs.New(errs.NotFound, "not found").At("cartId") }

// claimed reports whether a call that is placing the order has the cart to itself.
func (s *Service) claimed(c *ent.Cart) bool {
	return c.ClaimedAt != nil && s.clock.Now().Sub(*c.ClaimedAt) < claimFor
}

func inProgress() error {
	return errs.New(errs.CompletionInProgress, "the order is being placed")
}

// settle edits a locked cart, prices it anew and writes what has changed, in a
// constant number of statements.
func (s *Service) settle(ctx context.Context, tx *store.Tx, c *ent.Cart, variants []uuid.UUID, e edit) (*Change, error) {
	b, err := load(ctx, tx.Client, c, variants)
	if err != nil {
		return nil, err
	}
	u, held := c.Update(), b.units()
	if err := e(ctx, b, u); err != nil {
		return nil, err
	}
	b.reprice(ctx)
	if err := b.check(); err != nil {
		return nil, err
	}
	if err := writeLines(ctx, tx, b); err != nil {
		return nil, err
	}
	adopt(viewer.From(ctx), c, u)
	expires, err := s.expiry(ctx, c.CustomerID, len(b.sold()))
	if err != nil {
		return nil, err
	}
	// What was claimed by a call that has died is free again.
	after, err := u.AddVersion(1).SetExpiresAt(expires).ClearClaimedAt().ClearClaimKey().Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write the cart: %w", err)
	}
	b.cart = after
	if after, err = s.dropCodes(ctx, b); err != nil {
		return nil, err
	}
	return &Change{Cart: after, Warnings: b.warnings, basket: b.written(after)}, record(ctx, tx, c, after, held, b.units())
}

// adopt makes a guest's cart the customer's who changes it: whoever had the key before
// the customer signed in would read along otherwise.
func adopt(v *viewer.Viewer, c *ent.Cart, u *ent.CartUpdateOne) {
	if c.CustomerID == nil && v.CustomerID != uuid.Nil {
		u.SetCustomerID(v.CustomerID)
	}
}

// expiry is until when a cart is kept that changes now.
func (s *Service) expiry(ctx context.Context, customer *uuid.UUID, lines int) (time.Time, error) {
	var keep time.Duration
	var err error
	switch {
	case lines == 0:
		keep, err = s.settings.Duration(ctx, settings.CartEmptyTime)
	case customer != nil:
		keep, err = s.settings.Days(ctx, settings.CartCustomerDays)
	default:
		keep, err = s.settings.Days(ctx, settings.CartGuestDays)
	}
	return s.clock.Now().Add(keep), err
}

// check refuses a cart that is too large to be ordered.
func (b *basket) check() error {
	sold := b.sold()
	if len(sold) > MaxLines {
		return errs.New(errs.TooMany, "a cart has at most %d lines", MaxLines).At("lines")
	}
	_, err := priced(plainly(sold))
	return err
}

// writeLines writes the lines that are new, changed and gone: a statement each.
func writeLines(ctx context.Context, tx *store.Tx, b *basket) error {
	var fresh []*ent.CartLineCreate
	var changed []*item
	gone := b.dropped
	for _, it := range b.items {
		switch {
		case it.variant == nil:
			gone = append(gone, it.line.ID)
		case it.added:
			it.line.CreatedAt = clock.System{}.Now() // told here, for a view needs not read it again
			fresh = append(fresh, tx.CartLine.Create().SetID(it.line.ID).SetCreatedAt(it.line.CreatedAt).SetCartID(b.cart.ID).SetVariantID(it.variant.ID).
				SetQuantity(it.quantity).SetCurrency(it.variant.Currency).SetUnitPriceMinor(it.variant.PriceMinor))
		case it.quantity != it.line.Quantity || it.variant.PriceMinor != it.line.UnitPriceMinor:
			changed = append(changed, it)
		}
	}
	if len(gone) > 0 {
		if _, err := tx.CartLine.Delete().Where(filter.AnyOf(cartline.FieldID, gone)).Exec(ctx); err != nil {
			return fmt.Errorf("remove lines: %w", err)
		}
	}
	if len(fresh) > 0 {
		if err := tx.CartLine.CreateBulk(fresh...).Exec(ctx); err != nil {
			return fmt.Errorf("write new lines: %w", err)
		}
	}
	return updateLines(ctx, tx, b.cart.ID, changed)
}
