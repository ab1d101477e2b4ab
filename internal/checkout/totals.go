package checkout

import (
	"errors"
	"fmt"

	"orion/internal/kit/errs"
	"orion/internal/kit/pricing"
)

// priced adds up items with their delivery. Prices include tax, at rate in hundredths of a
// percent. INVALID for sums beyond 64 bits.
func priced(items []*item, shipping int64, rate int) (pricing.Sums, error) {
	c := pricing.Cart{Lines: make([]pricing.Line, len(items)), Shipping: shipping, ShippingRate: rate, TaxIncluded: true}
	for i, it := range items {
		c.Lines[i] = pricing.Line{Unit: it.variant.PriceMinor, Quantity: it.quantity, Rate: rate}
	}
	s, err := pricing.Price(c)
	if errors.Is(err, pricing.ErrTooLarge) {
		return s, errs.New(errs.Invalid, "the sum is too large")
	}
	if err != nil {
		return s, fmt.Errorf("add up a cart: %w", err)
	}
	return s, nil
}
