package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/google/uuid"

	"orion/internal/kit/publicid"
)

// The requests of a checkout, as a shop's pages send them: one after the other, each with
// what the page shows next.
const (
	basketFields = `cart { id version totalQuantity deliveryOptions { handle } cost { total { amount currencyCode } } } userErrors { code message path }`

	createCart = `mutation ($lines: [CartLineInput!]!) { cartCreate(input: {lines: $lines}) { ` + basketFields + ` } }`
	setBuyer   = `mutation ($cart: ID!, $input: CartBuyerInput!) { cartBuyerSet(cartId: $cart, input: $input) { ` + basketFields + ` } }`
	setAddress = `mutation ($cart: ID!, $address: AddressInput!) { cartShippingAddressSet(cartId: $cart, address: $address) { ` + basketFields + ` } }`
	setOption  = `mutation ($cart: ID!, $handle: String!) { cartDeliveryOptionSet(cartId: $cart, handle: $handle) { ` + basketFields + ` } }`
	complete   = `mutation ($cart: ID!, $input: CheckoutCompleteInput!) { checkoutComplete(cartId: $cart, input: $input) {
		order { id number } replayed userErrors { code message path } } }`
)

// A shopper goes through checkouts, one after the other.
type shopper struct {
	at      *target
	client  *http.Client
	article article
	cart    basket
}

// basket is what a shopper knows of the cart.
type basket struct {
	ID              string
	DeliveryOptions []struct{ Handle string }
	Cost            struct{ Total struct{ Amount string } }
}

func newShopper(at *target, a article) *shopper {
	return &shopper{at: at, client: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 1}}, article: a}
}

// buy places an order.
func (s *shopper) buy(ctx context.Context) error {
	for i := range stepNames {
		if err := s.step(ctx, i); err != nil {
			return fmt.Errorf("%s: %w", stepNames[i], err)
		}
	}
	return nil
}

// step does one of stepNames.
func (s *shopper) step(ctx context.Context, i int) error {
	if i == 3 && len(s.cart.DeliveryOptions) == 0 {
		return errors.New("nothing is delivered")
	}
	switch i {
	case 0:
		lines := []any{map[string]any{"variantId": publicid.New("ProductVariant", s.article.variant), "quantity": 1}}
		return s.ask(ctx, createCart, map[string]any{"lines": lines})
	case 1:
		return s.ask(ctx, setBuyer, map[string]any{"cart": s.cart.ID, "input": map[string]any{"email": benchEmail}})
	case 2:
		return s.ask(ctx, setAddress, map[string]any{"cart": s.cart.ID, "address": benchAddress})
	case 3:
		return s.ask(ctx, setOption, map[string]any{"cart": s.cart.ID, "handle": s.cart.DeliveryOptions[0].Handle})
	}
	return s.ask(ctx, complete, map[string]any{"cart": s.cart.ID, "input": map[string]any{
		"idempotencyKey": uuid.NewString(), "expectedTotal": s.cart.Cost.Total.Amount, "paymentMethod": "manual",
	}})
}

var benchAddress = map[string]string{
	"firstName": "Ada", "lastName": "Muller", "line1": "1, rue de la Gare", "city": "Luxembourg", "postalCode": "1728", "countryCode": "LU",
}

// ask sends a request and keeps the cart of its answer. An order that is not placed is an
// error.
func (s *shopper) ask(ctx context.Context, query string, variables map[string]any) error {
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		return err
	}
	t := *s.at
	t.body = body
	req, err := t.request(ctx)
	if err != nil {
		return err
	}
	res, err := s.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	var answer struct {
		Data map[string]struct {
			Cart  *basket
			Order *struct{ Number string }
		}
	}
	if err := json.Unmarshal(raw, &answer); err != nil || bytes.Contains(raw, []byte(`"code"`)) {
		return fmt.Errorf("answered %.400s", raw)
	}
	for _, payload := range answer.Data {
		if payload.Cart == nil && payload.Order == nil {
			return fmt.Errorf("answered %.400s", raw)
		}
		if payload.Cart != nil {
			s.cart = *payload.Cart
		}
	}
	return nil
}
