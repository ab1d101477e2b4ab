package checkout

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/internal/delivery"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
)

// options are the ways of delivery that the shop offers for a basket whose goods cost so
// much after discounts, in the language of the request: to the cart's address, and to the
// shop's own country as long as there is none. A shop that has changed its currency since
// offers none: the cart's sums would mix two.
func (t *terms) options(ctx context.Context, cart *ent.Cart, items []*item, goods int64) []*DeliveryOption {
	if t.shop.Currency != cart.Currency {
		return nil
	}
	var out []*DeliveryOption
	for _, o := range t.ways.Offers(t.place(cart), parcel(cart, items, goods)) {
		out = append(out, t.option(ctx, o))
	}
	return out
}

// place is where a cart is to go.
func (t *terms) place(cart *ent.Cart) delivery.Place {
	if to := cart.ShippingAddress; to != nil {
		return delivery.Place{Country: to.CountryCode, Code: to.PostalCode}
	}
	return delivery.Place{Country: t.shop.Country}
}

func parcel(cart *ent.Cart, items []*item, goods int64) delivery.Parcel {
	p := delivery.Parcel{Currency: cart.Currency, TotalMinor: goods}
	for _, it := range items {
		p.Quantity += int64(it.quantity)
		if w := it.variant.WeightGrams; w != nil {
			p.Grams += int64(*w) * int64(it.quantity)
		}
	}
	return p
}

func (t *terms) option(ctx context.Context, o delivery.Offer) *DeliveryOption {
	m, spoken := o.Method, i18n.From(ctx).String()
	out := &DeliveryOption{
		Handle: m.Handle, Title: delivery.Words(m.Title, spoken, t.shop.Language), Price: money.New(o.PriceMinor, m.Currency),
		Kind: m.Kind, PickupAddress: m.PickupAddress,
	}
	if text := delivery.Words(m.Description, spoken, t.shop.Language); text != "" {
		out.Description = &text
	}
	if m.MinDays != nil && m.MaxDays != nil {
		out.LeadTime = &LeadTime{Min: *m.MinDays, Max: *m.MaxDays}
	}
	if m.FreeFromMinor != nil {
		from := money.New(*m.FreeFromMinor, m.Currency)
		out.FreeFrom = &from
	}
	return out
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
