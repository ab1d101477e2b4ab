package checkout

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/kit/i18n"
)

// standard is the handle of the flat rate, which goes everywhere.
const standard = "standard"

// deliveryOptions are the ways of delivery that a shop offers for a cart, in the
// language of the request. A shop that has changed its currency since offers none:
// the cart's sums would mix two.
func deliveryOptions(ctx context.Context, shop *ent.Vendor, cart *ent.Cart) []*DeliveryOption {
	if shop.Currency != cart.Currency {
		return nil
	}
	return []*DeliveryOption{{Handle: standard, Title: i18n.T(ctx, "Standard delivery"), Price: shop.Delivery()}}
}

// choose returns the option with the handle, nil where there is none.
func choose(options []*DeliveryOption, handle *string) *DeliveryOption {
	for _, o := range options {
		if handle != nil && o.Handle == *handle {
			return o
		}
	}
	return nil
}

func shopOf(ctx context.Context, c *ent.Client, cart *ent.Cart) (*ent.Vendor, error) {
	shop, err := c.Vendor.Get(ctx, cart.VendorID)
	if err != nil {
		return nil, fmt.Errorf("find the shop of a cart: %w", err)
	}
	return shop, nil
}
