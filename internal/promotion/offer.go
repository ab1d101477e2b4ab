package promotion

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/promotion"
	"orion/ent/gen/ent/promotionuse"
	"orion/internal/kit/filter"
	"orion/internal/viewer"
)

// A Buyer is who has a cart: a customer, or the address that a guest gave, or neither yet.
type Buyer struct {
	Cart     uuid.UUID
	Customer *uuid.UUID
	Email    *string
}

// An Offer is what a vendor runs, with all of the database that decides what of it applies
// to one cart.
type Offer struct {
	promotions []*ent.Promotion
	shelves    map[uuid.UUID][]uuid.UUID // the collections of products
	used       map[uuid.UUID]int
	own        map[uuid.UUID]bool
	now        time.Time
}

// Read reads the offer for a cart with products and codes, in at most four statements: what
// is about no collection and has no limit takes one. The caller has seen that the cart is
// the viewer's.
func Read(ctx context.Context, c *ent.Client, now time.Time, b Buyer, products []uuid.UUID, codes []string) (*Offer, error) {
	ctx = viewer.Elevate(ctx)
	o := &Offer{now: now}
	var err error
	o.promotions, err = c.Promotion.Query().Where(promotion.ArchivedAtIsNil(), worth(now, codes)).
		Order(promotion.ByID()).Limit(MaxRunning + MaxCodes).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read promotions: %w", err)
	}
	if err := o.readShelves(ctx, c, products); err != nil {
		return nil, err
	}
	return o, o.readUses(ctx, c, b)
}

// worth matches what has to be looked at: what applies by itself, and what the codes name,
// over or not, to say why.
func worth(now time.Time, codes []string) predicate.Promotion {
	automatic := promotion.And(promotion.CodeIsNil(), begun(now))
	if len(codes) == 0 {
		return automatic
	}
	return promotion.Or(automatic, promotion.CodeIn(codes...))
}

func (o *Offer) readShelves(ctx context.Context, c *ent.Client, products []uuid.UUID) error {
	var named []uuid.UUID
	for _, p := range o.promotions {
		named = append(named, p.CollectionIds...)
	}
	o.shelves = map[uuid.UUID][]uuid.UUID{}
	if len(named) == 0 || len(products) == 0 {
		return nil
	}
	rows, err := c.CollectionProduct.Query().Where(filter.AnyOf(collectionproduct.FieldCollectionID, named),
		filter.AnyOf(collectionproduct.FieldProductID, products)).All(ctx)
	if err != nil {
		return fmt.Errorf("read the collections of products: %w", err)
	}
	for _, r := range rows {
		o.shelves[r.ProductID] = append(o.shelves[r.ProductID], r.CollectionID)
	}
	return nil
}

// readUses counts what the buyer has used of what is limited.
func (o *Offer) readUses(ctx context.Context, c *ent.Client, b Buyer) error {
	o.used, o.own = map[uuid.UUID]int{}, map[uuid.UUID]bool{}
	var limited, each []uuid.UUID
	for _, p := range o.promotions {
		if p.UsageLimit != nil || p.CustomerLimit != nil {
			limited = append(limited, p.ID)
		}
		if p.CustomerLimit != nil {
			each = append(each, p.ID)
		}
	}
	if len(limited) == 0 {
		return nil
	}
	rows, err := c.PromotionUse.Query().Where(promotionuse.ReleasedAtIsNil(), filter.AnyOf(promotionuse.FieldPromotionID, limited),
		promotionuse.Or(promotionuse.HasOrderWith(order.CartID(b.Cart)), promotionuse.And(b.uses(), filter.AnyOf(promotionuse.FieldPromotionID, each)))).
		WithOrder(func(q *ent.OrderQuery) { q.Select(order.FieldCartID) }).All(ctx)
	if err != nil {
		return fmt.Errorf("read the uses of promotions: %w", err)
	}
	for _, u := range rows {
		if u.Edges.Order.CartID == b.Cart {
			o.own[u.PromotionID] = true
			continue
		}
		o.used[u.PromotionID]++
	}
	return nil
}

// uses matches what a buyer used, by whichever of both names is known.
func (b Buyer) uses() predicate.PromotionUse {
	any := []predicate.PromotionUse{promotionuse.IDIn()} // none
	if b.Customer != nil {
		any = append(any, promotionuse.CustomerID(*b.Customer))
	}
	if b.Email != nil {
		any = append(any, promotionuse.Email(strings.ToLower(*b.Email)))
	}
	return promotionuse.Or(any...)
}

// For applies the offer to the cart that it was read for; see Apply. The collections of
// its lines, and what its buyer has used, it knows itself.
func (o *Offer) For(c Cart) (Outcome, error) {
	c.Used, c.Own = o.used, o.own
	c.Lines = slices.Clone(c.Lines)
	for i := range c.Lines {
		c.Lines[i].Collections = o.shelves[c.Lines[i].Product]
	}
	return Apply(o.promotions, c, o.now)
}
