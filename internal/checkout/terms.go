package checkout

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/delivery"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/postal"
	"orion/internal/tax"
)

// terms are the conditions at which a shop sells what is in a basket now.
type terms struct {
	shop    *ent.Vendor
	rule    tax.Rule
	ways    delivery.Map
	classes map[uuid.UUID]enum.TaxClass // of the products
	at      time.Time
}

// terms reads the conditions for a basket, in four statements.
func (s *Service) terms(ctx context.Context, b *basket, shop *ent.Vendor) (*terms, error) {
	own, err := tax.Own(ctx, b.client)
	if err != nil {
		return nil, err
	}
	t := &terms{shop: shop, rule: tax.RuleOf(shop, own), at: s.clock.Now()}
	if t.ways, err = delivery.Read(ctx, b.client); err != nil {
		return nil, err
	}
	t.classes, err = classesOf(ctx, b.client, b.items)
	return t, err
}

func classesOf(ctx context.Context, c *ent.Client, items []*item) (map[uuid.UUID]enum.TaxClass, error) {
	ids := make([]uuid.UUID, 0, len(items))
	for _, it := range items {
		if it.variant != nil {
			ids = append(ids, it.variant.ProductID)
		}
	}
	rows, err := c.Product.Query().Where(filter.AnyOf(product.FieldID, ids)).Select(product.FieldID, product.FieldTaxClass).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read classes of tax: %w", err)
	}
	out := make(map[uuid.UUID]enum.TaxClass, len(rows))
	for _, p := range rows {
		out[p.ID] = p.TaxClass
	}
	return out, nil
}

// rate is the rate of tax of an item that goes to an address, in hundredths of a percent.
func (t *terms) rate(it *item, to *postal.Address) int {
	class, ok := t.classes[it.variant.ProductID]
	if !ok {
		class = enum.TaxClassStandard
	}
	return t.rule.Rate(to, class, t.at)
}

// taxedAt is where what is delivered is handed over: to the buyer, unless they pick it up.
func taxedAt(cart *ent.Cart, way *DeliveryOption) *postal.Address {
	if way != nil && way.Kind == enum.DeliveryKindPickup {
		return way.PickupAddress // nil for the seller's own country
	}
	return cart.ShippingAddress
}
