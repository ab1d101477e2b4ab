package checkout_test

import (
	"context"
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
	"orion/internal/kit/money"
	"orion/internal/order"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func TestComplete(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := i18n.NewContext(s.guest(t), language.German)
	lamp, mug := s.article(t, 2000, 10), s.article(t, 500, 10)
	system := fixture.System(t, s.vendor)
	picture, err := s.db.MediaFile.Create().SetStatus(enum.MediaStatusReady).Save(system)
	require.NoError(t, err)
	unready, err := s.db.MediaFile.Create().Save(system)
	require.NoError(t, err)
	require.NoError(t, s.db.ProductMedia.Create().SetProductID(lamp.ProductID).SetMediaID(unready.ID).Exec(system))
	require.NoError(t, s.db.ProductMedia.Create().SetProductID(lamp.ProductID).SetMediaID(picture.ID).SetPosition(1).Exec(system))
	require.NoError(t, s.db.Tx(s.staff, func(tx *store.Tx) error {
		return tx.ProductVariant.UpdateOneID(lamp.ID).SetTitle("Brass").Exec(s.staff)
	}))

	c := s.ready(t, ctx, line(lamp, 2), line(mug, 1))
	s.clock.pass(-48 * time.Hour) // the demo places orders of days gone by
	done, err := s.complete(ctx, c, "k", "49.90")
	require.NoError(t, err)
	require.False(t, done.Replayed)
	require.Nil(t, done.Cart)
	require.Nil(t, done.NextAction)

	o := done.Order
	require.Equal(t, enum.OrderStatusPlaced, o.Status)
	require.Equal(t, enum.PaymentStatusPending, o.PaymentStatus)
	require.Equal(t, enum.FulfillmentStatusUnfulfilled, o.FulfillmentStatus)
	require.Equal(t, "1001", order.Number(o))
	require.Equal(t, []int64{4500, 0, 490, 725, 4990}, []int64{o.SubtotalMinor, o.DiscountMinor, o.ShippingMinor, o.TaxMinor, o.TotalMinor})
	require.True(t, o.TaxIncluded)
	require.Equal(t, []string{"ada@example.org", "EUR", "de", "Standardversand", "standard", "manual"},
		[]string{o.Email, o.Currency, o.Language, o.DeliveryTitle, o.DeliveryHandle, o.PaymentMethod})
	require.Equal(t, "1728", o.ShippingAddress.PostalCode)
	require.Equal(t, s.clock.Now(), *o.PlacedAt)
	require.Equal(t, s.clock.Now(), o.CreatedAt)
	require.Nil(t, o.ExpiresAt)

	lines, err := s.orders.LinesOf(ctx, []uuid.UUID{o.ID})
	require.NoError(t, err)
	first, second := lines[o.ID][0], lines[o.ID][1]
	require.Equal(t, "Thing – Brass", first.Title)
	require.Equal(t, lamp.Sku, first.Sku)
	require.Equal(t, picture.ID, *first.MediaID, "one that can be shown")
	require.EqualValues(t, 4000, first.TotalMinor)
	require.Equal(t, "Thing", second.Title)
	require.Nil(t, second.MediaID)

	p, err := s.db.Product.Get(system, lamp.ProductID)
	require.NoError(t, err)
	require.Equal(t, 2, p.SoldCount)
	gone, err := s.checkout.Cart(ctx, c.PublicID())
	require.NoError(t, err)
	require.Nil(t, gone, "the cart is over")
	s.requireLedger(t)
}

func TestCompleteRefuses(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)

	for name, tc := range map[string]struct {
		cart   func() *ent.Cart
		change func(*checkout.CompleteInput)
		code   errs.Code
		field  string
	}{
		"no key":                        {change: func(in *checkout.CompleteInput) { in.IdempotencyKey = "" }, code: errs.Required, field: "input.idempotencyKey"},
		"a way of paying that is none":  {change: func(in *checkout.CompleteInput) { in.PaymentMethod = "barter" }, code: errs.Invalid, field: "input.paymentMethod"},
		"a total that is no amount":     {change: func(in *checkout.CompleteInput) { in.ExpectedTotal = "14.905" }, code: errs.Invalid, field: "input.expectedTotal"},
		"a total that the buyer wishes": {change: func(in *checkout.CompleteInput) { in.ExpectedTotal = "0.01" }, code: errs.PriceChanged, field: "input.expectedTotal"},
		"a negative total":              {change: func(in *checkout.CompleteInput) { in.ExpectedTotal = "-14.90" }, code: errs.PriceChanged, field: "input.expectedTotal"},
		"an empty cart": {
			cart:   func() *ent.Cart { return s.ready(t, ctx) },
			change: func(in *checkout.CompleteInput) { in.ExpectedTotal = "4.90" }, code: errs.Required, field: "lines",
		},
		"a cart of which all is missing": {
			cart:   func() *ent.Cart { return s.cart(t, ctx, line(pv, 1)) },
			change: func(in *checkout.CompleteInput) { in.ExpectedTotal = "10.00" }, code: errs.Required, field: "email",
		},
		"what is sold out by now": {
			cart: func() *ent.Cart {
				late := s.article(t, 1000, 1)
				c := s.ready(t, ctx, line(late, 1))
				s.count(t, late, 0)
				return c
			},
			change: func(*checkout.CompleteInput) {}, code: errs.InsufficientStock, field: "lines.0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var c *ent.Cart
			if tc.cart == nil {
				c = s.ready(t, ctx, line(pv, 1))
			} else {
				c = tc.cart()
			}
			in := checkout.CompleteInput{IdempotencyKey: name, ExpectedTotal: "14.90", PaymentMethod: "manual"}
			tc.change(&in)
			done, err := s.checkout.Complete(ctx, c.PublicID(), in)
			e := store.Public(err)
			require.Equal(t, tc.code, e.Code)
			require.Equal(t, tc.field, e.Field())
			require.Nil(t, done.Order)
			require.Equal(t, c.ID, done.Cart.ID, "with the cart as it is now")
		})
	}
	require.Empty(t, s.ordersIn(t))
	s.requireLedger(t)
}

func TestAShopOnHolidayTakesNoOrders(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	c := s.ready(t, ctx, line(s.article(t, 1000, 10), 1))
	s.db.Vendor.UpdateOneID(s.vendor.ID).SetHolidayFrom(s.clock.Now()).SetHolidayUntil(s.clock.Now().Add(time.Hour)).ExecX(fixture.System(t, s.vendor))

	done, err := s.complete(ctx, c, "k", "14.90")
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	require.Nil(t, done.Order)
	require.Equal(t, enum.CheckoutRequirementCodeShopOpen, s.view(t, ctx, c).Requirements[0].Code)
	s.clock.pass(time.Hour)
	require.Empty(t, s.view(t, ctx, c).Requirements)
	done, err = s.complete(ctx, c, "k", "14.90")
	require.NoError(t, err, "once it is over")
	require.NotNil(t, done.Order)
}

func TestPriceBetweenCartAndPayment(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)
	c := s.ready(t, ctx, line(pv, 2))
	shown := s.total(t, ctx, c)
	s.price(t, pv, 1100)

	done, err := s.complete(ctx, c, "k", shown)
	require.Equal(t, errs.PriceChanged, errs.CodeOf(err))
	fresh := s.view(t, ctx, done.Cart)
	require.EqualValues(t, "26.90", fresh.Cost.Total.Amount())
	require.Zero(t, s.level(t, pv).Reserved)

	done, err = s.complete(ctx, c, "k2", fresh.Cost.Total.Amount())
	require.NoError(t, err, "once the buyer has seen it")
	require.EqualValues(t, 2690, done.Order.TotalMinor)
}

func TestCompleteOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	elsewhere := openOn(t, s.db)
	pv := s.article(t, 1000, 100)
	ctx := s.guest(t)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	_, bob := fixture.Customer(t, s.db, s.vendor)
	c := s.ready(t, ctx, line(pv, 1))
	first, err := s.complete(ctx, c, "k", "14.90")
	require.NoError(t, err)
	adas := s.ready(t, ada, line(pv, 1))
	firstOfAda, err := s.complete(ada, adas, "k", "14.90")
	require.NoError(t, err, "a customer's keys are their own")

	cancelled := s.ready(t, ctx, line(pv, 1))
	ofCancelled, err := s.complete(ctx, cancelled, "cancelled", "14.90")
	require.NoError(t, err)
	_, err = s.orders.Cancel(s.staff, ofCancelled.Order.PublicID(), "the buyer asked for it")
	require.NoError(t, err)

	for name, tc := range map[string]struct {
		shop   *shop
		ctx    context.Context
		cart   *ent.Cart
		key    string
		total  money.Decimal
		replay *ent.Order
		code   errs.Code
	}{
		"the same again":                    {s, ctx, c, "k", "14.90", first.Order, ""},
		"the same, written another way":     {s, ctx, c, "k", "14.9", first.Order, ""},
		"the same cart with another key":    {s, ctx, c, "k2", "14.90", first.Order, ""},
		"... and even another total":        {s, ctx, c, "k2", "1.00", first.Order, ""},
		"the key with another total":        {s, ctx, c, "k", "15.90", nil, errs.IdempotencyKeyReused},
		"the key with another cart":         {s, ctx, s.ready(t, ctx, line(pv, 1)), "k", "14.90", nil, errs.IdempotencyKeyReused},
		"a customer's key with another":     {s, ada, s.ready(t, ada, line(pv, 1)), "k", "14.90", nil, errs.IdempotencyKeyReused},
		"a customer's again":                {s, ada, adas, "k", "14.90", firstOfAda.Order, ""},
		"the same after a cancellation":     {s, ctx, cancelled, "cancelled", "14.90", ofCancelled.Order, ""},
		"another customer with that key":    {s, bob, s.ready(t, bob, line(pv, 1)), "k", "14.90", nil, ""},
		"B2.50 another shop's with the key": {elsewhere, elsewhere.guest(t), elsewhere.ready(t, elsewhere.guest(t), line(elsewhere.article(t, 1000, 10), 1)), "k", "14.90", nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			done, err := tc.shop.complete(tc.ctx, tc.cart, tc.key, tc.total)
			if tc.code != "" {
				require.Equal(t, tc.code, errs.CodeOf(err))
				require.Nil(t, done.Order)
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.replay != nil, done.Replayed)
			if tc.replay != nil {
				require.Equal(t, tc.replay.ID, done.Order.ID)
			}
		})
	}
	s.requireLedger(t)
}

func TestCustomerKeepsTheOrderOfAGuestsCart(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 10)
	known, ada := fixture.Customer(t, s.db, s.vendor)
	c := s.ready(t, s.guest(t), line(pv, 1))
	done, err := s.complete(ada, c, "k", "14.90")
	require.NoError(t, err)
	require.Equal(t, known.ID, *done.Order.CustomerID)
}

func TestEveryCurrencyAddsUp(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for currency, total := range map[string]money.Decimal{"EUR": "1043.56", "JPY": "104356", "KWD": "104.356"} {
		t.Run(currency, func(t *testing.T) {
			s := openWith(t, db, func(c *ent.VendorCreate) { c.SetCurrency(currency).SetCountry("DE") })
			ctx := s.guest(t)
			o := s.buy(t, ctx, line(s.article(t, 333, 10), 3), line(s.article(t, 1, 10), 7), line(s.article(t, 10286, 10), 10))
			require.Equal(t, total, o.Total().Amount())
			require.EqualValues(t, 16662, o.TaxMinor)
			s.requireLedger(t)
		})
	}
}

func TestEnormousPricesDoNotOverflow(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	const trillion = 1_000_000_000_000
	dear, beyond := s.article(t, trillion, 999), s.article(t, 1<<62, 999)
	o := s.buy(t, ctx, line(dear, 999))
	require.EqualValues(t, 999*trillion+490, o.TotalMinor)
	require.EqualValues(t, "9990000000004.90", o.Total().Amount())

	_, err := s.checkout.CreateCart(ctx, checkout.CartCreateInput{Lines: []*checkout.LineInput{line(beyond, 2)}})
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "what cannot be added up is not put into a cart")
	s.requireLedger(t)
}

func TestCompleteWithoutTheRight(t *testing.T) {
	t.Parallel()
	s := open(t)
	c := s.ready(t, s.guest(t), line(s.article(t, 1000, 10), 1))
	_, err := s.complete(s.staff, c, "k", "14.90")
	require.Error(t, err)
	require.Contains(t, []errs.Code{errs.Forbidden, errs.NotFound}, store.Public(err).Code)
	require.Empty(t, s.ordersIn(t))
}
