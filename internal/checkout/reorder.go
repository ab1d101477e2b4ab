package checkout

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Reorder starts a cart with what an order of the viewer's held and the shop still sells, at
// the prices of now. The order is named by its token, or by its id where it is the customer's.
// What is gone, sold out or short is a warning. NOT_FOUND for an order that is not the
// viewer's, INVALID_STATE where nothing of it can be bought any more,
// and where the shop does not offer to order again.
func (s *Service) Reorder(ctx context.Context, token *string, id *publicid.ID) (*Change, error) {
	if err := s.settings.Require(ctx, settings.Reorder); err != nil {
		return nil, err
	}
	o, err := s.earlier(ctx, token, id)
	if err != nil {
		return nil, err
	}
	lines, err := s.orders.LinesOf(ctx, []uuid.UUID{o.ID})
	if err != nil {
		return nil, err
	}
	again := &repetition{lines: lines[o.ID]}
	var out *Change
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := s.start(ctx, tx, emailFor(ctx, o))
		if err != nil {
			return err
		}
		out, err = s.settle(viewer.WithKey(ctx, c.Token), tx, c, again.variants(), again.apply)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("order again: %w", err)
	}
	return out, nil
}

// earlier finds the order that a buyer means.
func (s *Service) earlier(ctx context.Context, token *string, id *publicid.ID) (o *ent.Order, err error) {
	if token != nil {
		o, err = s.orders.ByToken(ctx, *token)
	} else {
		o, err = s.orders.Find(ctx, nil, id)
	}
	if err == nil && o == nil {
		err = errs.New(errs.NotFound, "not found").At("token")
	}
	return o, err
}

// emailFor is the address of the order for a guest; a customer's cart has the customer's.
func emailFor(ctx context.Context, o *ent.Order) *string {
	if viewer.From(ctx).CustomerID != uuid.Nil {
		return nil
	}
	return &o.Email
}

// A repetition puts the lines of an order into an empty basket.
type repetition struct{ lines []*ent.OrderLine }

func (r *repetition) variants() (ids []uuid.UUID) {
	for _, l := range r.lines {
		if l.VariantID != nil {
			ids = append(ids, *l.VariantID)
		}
	}
	return ids
}

// apply is an edit. Of what is short the basket takes as much as there is by itself.
func (r *repetition) apply(ctx context.Context, b *basket, _ *ent.CartUpdateOne) error {
	for _, l := range r.lines {
		it := b.offered(l)
		if it == nil {
			b.warnings = append(b.warnings, &Warning{
				Code: enum.WarningCodeLineRemoved, Message: i18n.T(ctx, "%s cannot be bought any more", l.Title),
			})
			continue
		}
		it.quantity = min(it.quantity+l.Quantity, MaxQuantity)
	}
	if len(b.items) == 0 {
		return errs.New(errs.InvalidState, "nothing of this order can be bought any more")
	}
	return nil
}

// offered returns the item of what a line of an order was, nil where there is none to buy.
func (b *basket) offered(l *ent.OrderLine) *item {
	if l.VariantID == nil || b.offers[*l.VariantID] == nil {
		return nil
	}
	if level := b.stock[*l.VariantID]; level == nil || level.OnHand <= level.Reserved {
		return nil
	}
	return b.of(*l.VariantID)
}
