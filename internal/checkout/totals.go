package checkout

import (
	"errors"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/pricing"
)

// bill is what is to be added up of items that are delivered in a way, nil as long as none is
// chosen.
func (t *terms) bill(cart *ent.Cart, items []*item, way *DeliveryOption) pricing.Cart {
	to := taxedAt(cart, way)
	c := pricing.Cart{
		Lines: make([]pricing.Line, len(items)), ShippingRate: t.rule.Rate(to, enum.TaxClassStandard, t.at),
		TaxIncluded: t.shop.PricesIncludeTax,
	}
	for i, it := range items {
		c.Lines[i] = pricing.Line{Unit: it.variant.PriceMinor, Quantity: it.quantity, Rate: t.rate(it, to)}
	}
	if way != nil {
		c.Shipping = way.Price.Minor
	}
	return c
}

// priced adds up a bill. INVALID for sums beyond 64 bits.
func priced(c pricing.Cart) (pricing.Sums, error) {
	s, err := pricing.Price(c)
	if errors.Is(err, pricing.ErrTooLarge) {
		return s, errs.New(errs.Invalid, "the sum is too large")
	}
	if err != nil {
		return s, fmt.Errorf("add up a cart: %w", err)
	}
	return s, nil
}

// plainly is a bill of items alone, without delivery and tax.
func plainly(items []*item) pricing.Cart {
	c := pricing.Cart{Lines: make([]pricing.Line, len(items)), TaxIncluded: true}
	for i, it := range items {
		c.Lines[i] = pricing.Line{Unit: it.variant.PriceMinor, Quantity: it.quantity}
	}
	return c
}
