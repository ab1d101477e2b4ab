package checkout_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// codes are the codes of warnings, in their order.
func codes(of []*checkout.Warning) (out []enum.WarningCode) {
	for _, w := range of {
		out = append(out, w.Code)
	}
	return out
}

func quantities(v *checkout.View) []int {
	out := []int{}
	for _, l := range v.Lines {
		out = append(out, l.Quantity)
	}
	return out
}

func TestCreateCart(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)

	for name, tc := range map[string]struct {
		in    checkout.CartCreateInput
		lines []int
		code  errs.Code
		field string
	}{
		"an empty one":          {lines: []int{}},
		"with lines":            {in: checkout.CartCreateInput{Lines: []*checkout.LineInput{line(pv, 2)}}, lines: []int{2}},
		"with a line twice":     {in: checkout.CartCreateInput{Lines: []*checkout.LineInput{line(pv, 2), line(pv, 1)}}, lines: []int{3}},
		"with no pieces":        {in: checkout.CartCreateInput{Lines: []*checkout.LineInput{line(pv, 0)}}, code: errs.Invalid, field: "input.lines.0.quantity"},
		"with what is not sold": {in: checkout.CartCreateInput{Lines: []*checkout.LineInput{{VariantID: publicid.New("ProductVariant", uuid.New()), Quantity: 1}}}, code: errs.NotFound, field: "input.lines.0.variantId"},
		"with no address":       {in: checkout.CartCreateInput{Email: ptr("ada")}, code: errs.Invalid, field: "input.email"},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := s.checkout.CreateCart(ctx, tc.in)
			if tc.code != "" {
				e := store.Public(err)
				require.Equal(t, tc.code, e.Code)
				require.Equal(t, tc.field, e.Field())
				return
			}
			require.NoError(t, err)
			require.Equal(t, 1, c.Cart.Version)
			require.Equal(t, "EUR", c.Cart.Currency)
			require.Equal(t, tc.lines, quantities(s.view(t, ctx, c.Cart)))
		})
	}
}

func TestCartIsKept(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 10)
	known, customer := fixture.Customer(t, s.db, s.vendor)
	const day = 24 * time.Hour
	for name, tc := range map[string]struct {
		ctx   context.Context
		lines []*checkout.LineInput
		kept  time.Duration
	}{
		"a guest's for 30 days":    {s.guest(t), []*checkout.LineInput{line(pv, 1)}, 30 * day},
		"a customer's for 90 days": {customer, []*checkout.LineInput{line(pv, 1)}, 90 * day},
		"an empty one for 6 hours": {customer, nil, 6 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			c := s.cart(t, tc.ctx, tc.lines...)
			require.Equal(t, s.clock.Now().Add(tc.kept), c.ExpiresAt)
		})
	}
	c := s.cart(t, customer, line(pv, 1))
	require.Equal(t, known.Email, *c.Email, "a customer's cart begins with their address")

	s.clock.pass(90 * day)
	gone, err := s.checkout.Cart(customer, c.PublicID())
	require.NoError(t, err)
	require.Nil(t, gone)
	_, err = s.checkout.RemoveLines(customer, c.PublicID(), nil)
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
	_, err = s.complete(customer, c, "k", "14.90")
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
}

func TestQuantityOutOfRangeIsRefused(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv := s.article(t, 1000, 5000)
	c := s.cart(t, ctx, line(pv, 998))
	own := idOf(s.view(t, ctx, c).Lines[0])

	for _, n := range []int{0, -1, 1000, 1 << 31, -1 << 31} {
		_, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, n)})
		e := store.Public(err)
		require.Equal(t, errs.Invalid, e.Code, n)
		require.Equal(t, "lines.0.quantity", e.Field())
	}
	for _, n := range []int{-1, 1000, 1 << 31} {
		_, err := s.checkout.UpdateLines(ctx, c.PublicID(), []*checkout.LineUpdateInput{{LineID: own, Quantity: n}})
		require.Equal(t, errs.Invalid, errs.CodeOf(err), n)
	}
	_, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, 1), line(pv, 1)})
	e := store.Public(err)
	require.Equal(t, errs.Invalid, e.Code, "998 and 1 and 1")
	require.Equal(t, "lines.1.quantity", e.Field())
	require.Equal(t, []int{998}, quantities(s.view(t, ctx, c)), "nothing changed")
}

func TestChangeLines(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	a, b, few := s.article(t, 1000, 10), s.article(t, 500, 10), s.article(t, 100, 3)
	c := s.cart(t, ctx, line(a, 1))
	id := c.PublicID()

	change, err := s.checkout.AddLines(ctx, id, []*checkout.LineInput{line(b, 2), line(a, 3), line(few, 1)})
	require.NoError(t, err)
	require.Empty(t, change.Warnings)
	require.Equal(t, 2, change.Cart.Version)
	v := s.view(t, ctx, change.Cart)
	require.Equal(t, []int{4, 2, 1}, quantities(v), "in the order in which they were added")
	require.Equal(t, 7, v.TotalQuantity)
	require.Equal(t, a.ID, v.Lines[0].Edges.Variant.ID)
	require.EqualValues(t, "40.00", checkout.LineTotal(v.Lines[0]).Amount())

	change, err = s.checkout.UpdateLines(ctx, id, []*checkout.LineUpdateInput{
		{LineID: idOf(v.Lines[0]), Quantity: 0}, {LineID: idOf(v.Lines[2]), Quantity: 5},
	})
	require.NoError(t, err)
	require.Equal(t, []enum.WarningCode{enum.WarningCodeQuantityReduced}, codes(change.Warnings))
	require.Equal(t, idOf(v.Lines[2]), *change.Warnings[0].Target)
	require.Equal(t, []int{2, 3}, quantities(s.view(t, ctx, change.Cart)))

	change, err = s.checkout.RemoveLines(ctx, id, []publicid.ID{idOf(v.Lines[1]), idOf(v.Lines[0])})
	require.NoError(t, err, "the second one is gone already")
	require.Equal(t, []int{3}, quantities(s.view(t, ctx, change.Cart)))
	require.Equal(t, 4, change.Cart.Version)

	for name, lines := range map[string][]*checkout.LineUpdateInput{
		"a line that is gone": {{LineID: idOf(v.Lines[0]), Quantity: 1}},
		"a line of nobody":    {{LineID: publicid.New("CartLine", uuid.New()), Quantity: 1}},
		"an id of a product":  {{LineID: a.PublicID(), Quantity: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.checkout.UpdateLines(ctx, id, lines)
			e := store.Public(err)
			require.Equal(t, errs.NotFound, e.Code)
			require.Equal(t, "lines.0.lineId", e.Field())
		})
	}
	_, err = s.checkout.AddLines(ctx, id, nil)
	require.Equal(t, errs.Required, errs.CodeOf(err))
}

func TestEmail(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	id := s.cart(t, ctx).PublicID()
	for text, want := range map[string]string{
		"ada@example.org":                     "ada@example.org",
		"  Ada.Muller+shop@Mail.Example.ORG ": "ada.muller+shop@mail.example.org",
		"jürgen@example.de":                   "jürgen@example.de",
		"":                                    "",
		"ada":                                 "",
		"ada@":                                "",
		"ada@localhost":                       "",
		"@example.org":                        "",
		"Ada <ada@example.org>":               "",
		"ada@example.org, bob@example.org":    "",
		"ada@exam ple.org":                    "",
		"ada\x00@example.org":                 "",
		"ada@example.org\r\nBcc: all@example.org": "",
		strings.Repeat("a", 250) + "@example.org": "",
	} {
		t.Run(fmt.Sprintf("%q", text), func(t *testing.T) {
			c, err := s.checkout.SetBuyer(ctx, id, checkout.BuyerInput{Email: text})
			if want == "" {
				require.Contains(t, []errs.Code{errs.Invalid, errs.Required}, errs.CodeOf(err))
				require.Equal(t, "input.email", store.Public(err).Field())
				return
			}
			require.NoError(t, err)
			require.Equal(t, want, *c.Cart.Email)
		})
	}
}

func TestAddressAndDelivery(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)
	c := s.cart(t, ctx, line(pv, 1))
	id := c.PublicID()

	in := home()
	in.City, in.PostalCode = nil, ptr("12")
	_, err := s.checkout.SetShippingAddress(ctx, id, in)
	require.Equal(t, "address.city", store.Public(err).Field())
	change, err := s.checkout.SetShippingAddress(ctx, id, home())
	require.NoError(t, err)
	require.Equal(t, "1728", change.Cart.ShippingAddress.PostalCode)

	v := s.view(t, ctx, c)
	require.Nil(t, v.DeliveryOption)
	require.EqualValues(t, "10.00", v.Cost.Total.Amount(), "no shipping before a way of delivery is chosen")
	_, err = s.checkout.SetDeliveryOption(ctx, id, "by balloon")
	require.Equal(t, errs.Invalid, errs.CodeOf(err))
	require.Equal(t, "handle", store.Public(err).Field())
	change, err = s.checkout.SetDeliveryOption(ctx, id, "standard")
	require.NoError(t, err)
	v = s.view(t, ctx, change.Cart)
	require.EqualValues(t, "4.90", v.Cost.Shipping.Amount())
	require.EqualValues(t, "14.90", v.Cost.Total.Amount())
	require.EqualValues(t, "2.16", v.Cost.Tax.Amount())

	for lang, want := range map[language.Tag]string{
		language.English: "Standard delivery", language.French: "Livraison standard", language.German: "Standardversand",
	} {
		require.Equal(t, want, s.view(t, i18n.NewContext(ctx, lang), c).DeliveryOptions[0].Title)
	}
}

// Whoever put a cart into somebody's browser reads what they write there until they sign
// in, and no longer.
func TestB1_26AGuestsCartIsTheCustomersWhoGoesOnWithIt(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 10)
	known, ada := fixture.Customer(t, s.db, s.vendor)
	_, bob := fixture.Customer(t, s.db, s.vendor)
	planted := s.cart(t, s.guest(t), line(pv, 1))
	found, err := s.checkout.Cart(ada, planted.PublicID())
	require.NoError(t, err)
	require.NotNil(t, found)
	change, err := s.checkout.SetBuyer(ada, planted.PublicID(), checkout.BuyerInput{Email: "ada@home.example"})
	require.NoError(t, err)
	require.Equal(t, known.ID, *change.Cart.CustomerID)
	require.Equal(t, planted.PublicID(), change.Cart.PublicID(), "the page goes on with it")
	require.Len(t, s.view(t, ada, change.Cart).Lines, 1)
	for name, ctx := range map[string]context.Context{"whoever planted it": s.guest(t), "as a customer": bob} {
		gone, err := s.checkout.Cart(ctx, planted.PublicID())
		require.NoError(t, err)
		require.Nil(t, gone, name)
		_, err = s.checkout.AddLines(ctx, planted.PublicID(), []*checkout.LineInput{line(pv, 1)})
		require.Equal(t, errs.NotFound, errs.CodeOf(err), name)
		_, err = s.complete(ctx, planted, "k", "14.90")
		require.Equal(t, errs.NotFound, errs.CodeOf(err), name)
	}
	_, err = s.checkout.AddLines(ada, planted.PublicID(), []*checkout.LineInput{line(pv, 1)})
	require.NoError(t, err)
}

func TestB2_58CartOfSomebodyElse(t *testing.T) {
	t.Parallel()
	s := open(t)
	elsewhere := openOn(t, s.db)
	pv := s.article(t, 1000, 10)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	_, bob := fixture.Customer(t, s.db, s.vendor)
	guests, adas := s.cart(t, s.guest(t), line(pv, 1)), s.cart(t, ada, line(pv, 1))

	sees := func(ctx context.Context, c *ent.Cart) bool {
		t.Helper()
		found, err := s.checkout.Cart(ctx, c.PublicID())
		require.NoError(t, err)
		change, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, 1)})
		if found == nil {
			require.Equal(t, errs.NotFound, errs.CodeOf(err))
			require.Equal(t, "cartId", store.Public(err).Field())
			done, err := s.complete(ctx, c, "k", "10.00")
			require.Equal(t, errs.NotFound, errs.CodeOf(err))
			require.Nil(t, done.Cart)
			return false
		}
		require.NoError(t, err)
		require.Len(t, s.view(t, ctx, change.Cart).Lines, 1)
		return true
	}
	for name, tc := range map[string]struct {
		ctx  context.Context
		cart *ent.Cart
		sees bool
	}{
		"a guest with the key to a guest's cart":       {s.guest(t), guests, true},
		"a customer with the key to a guest's cart":    {ada, s.cart(t, s.guest(t), line(pv, 1)), true}, // which is theirs from then on
		"a customer with their own":                    {ada, adas, true},
		"another customer":                             {bob, adas, false},
		"a guest with the key to a customer's cart":    {s.guest(t), adas, false},
		"a guest of another shop":                      {elsewhere.guest(t), guests, false},
		"somebody who guesses":                         {s.guest(t), &ent.Cart{Token: uuid.New()}, false},
		"somebody with the id of the row, not the key": {s.guest(t), &ent.Cart{Token: guests.ID}, false},
	} {
		t.Run(name, func(t *testing.T) { require.Equal(t, tc.sees, sees(tc.ctx, tc.cart)) })
	}
	_, err := s.checkout.SetBuyer(s.staff, guests.PublicID(), checkout.BuyerInput{Email: "team@example.org"})
	require.Equal(t, errs.Forbidden, store.Public(err).Code, "teams leave carts alone")

	foreign := elsewhere.article(t, 1000, 10)
	_, err = s.checkout.AddLines(s.guest(t), guests.PublicID(), []*checkout.LineInput{line(foreign, 1)})
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "another shop's variant")
}
