package checkout_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func TestFewerAreLeft(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv, gone := s.article(t, 1000, 4), s.article(t, 1000, 0)
	c := s.cart(t, ctx, line(pv, 3))

	change, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, 3)})
	require.NoError(t, err)
	require.Equal(t, []enum.WarningCode{enum.WarningCodeQuantityReduced}, codes(change.Warnings))
	require.Equal(t, []int{4}, quantities(s.view(t, ctx, c)))

	_, err = s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, 1), line(gone, 1)})
	e := store.Public(err)
	require.Equal(t, errs.InsufficientStock, e.Code, "all or none")
	require.Equal(t, "lines.1.quantity", e.Field())

	s.count(t, pv, 2)
	require.Equal(t, []int{4}, quantities(s.view(t, ctx, c)), "a look changes nothing")
	require.Equal(t, []string{"lines", "0"}, s.view(t, ctx, c).Requirements[0].Path)
	change, err = s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err)
	require.Equal(t, []enum.WarningCode{enum.WarningCodeQuantityReduced}, codes(change.Warnings), "any change does")

	s.count(t, pv, 0)
	change, err = s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err)
	require.Empty(t, change.Warnings, "what is sold out stays for the buyer to see")
	require.Equal(t, []int{2}, quantities(s.view(t, ctx, c)))
	own := idOf(s.view(t, ctx, c).Lines[0])
	_, err = s.checkout.UpdateLines(ctx, c.PublicID(), []*checkout.LineUpdateInput{{LineID: own, Quantity: 3}})
	require.Equal(t, errs.InsufficientStock, errs.CodeOf(err))
	_, err = s.checkout.UpdateLines(ctx, c.PublicID(), []*checkout.LineUpdateInput{{LineID: own, Quantity: 0}})
	require.NoError(t, err)
}

func TestPriceChangesAreTold(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := i18n.NewContext(s.guest(t), language.French)
	pv := s.article(t, 1000, 10)
	c := s.cart(t, ctx, line(pv, 2))

	s.price(t, pv, 1250)
	v := s.view(t, ctx, c)
	require.EqualValues(t, "12.50", v.Lines[0].UnitPrice().Amount(), "a cart shows the price of now")
	require.EqualValues(t, "25.00", v.Cost.Total.Amount())
	change, err := s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err)
	require.Equal(t, []enum.WarningCode{enum.WarningCodePriceChanged}, codes(change.Warnings))
	require.Contains(t, change.Warnings[0].Message, "12,50")
	change, err = s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err)
	require.Empty(t, change.Warnings, "once")
}

func TestProductLeavesTheShop(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	stays, withdrawn, deleted, moved := s.article(t, 1000, 10), s.article(t, 500, 10), s.article(t, 100, 10), s.article(t, 50, 10)
	c := s.ready(t, ctx, line(stays, 1), line(withdrawn, 1), line(deleted, 1), line(moved, 1))
	shown := s.total(t, ctx, c)

	s.withdraw(t, withdrawn)
	require.NoError(t, s.db.Product.DeleteOneID(deleted.ProductID).Exec(s.staff))
	require.NoError(t, s.db.Tx(s.staff, func(tx *store.Tx) error {
		return tx.ProductVariant.UpdateOneID(moved.ID).SetCurrency("CHF").Exec(s.staff)
	}))

	done, err := s.complete(ctx, c, "k", shown)
	require.Equal(t, errs.PriceChanged, errs.CodeOf(err), "the buyer is asked again")
	require.Equal(t, []int{1}, quantities(s.view(t, ctx, done.Cart)), "and shown what is left")
	require.EqualValues(t, "14.90", s.total(t, ctx, done.Cart))

	change, err := s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err)
	require.Equal(t, []enum.WarningCode{enum.WarningCodeLineRemoved, enum.WarningCodeLineRemoved}, codes(change.Warnings),
		"the line of the deleted one went with it")
	_, err = s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(stays, 1), line(withdrawn, 1), line(moved, 1)})
	require.Equal(t, errs.NotFound, errs.CodeOf(err))
	done, err = s.complete(ctx, change.Cart, "k2", "14.90")
	require.NoError(t, err)
	require.EqualValues(t, 1490, done.Order.TotalMinor)
	s.requireLedger(t)
}

func TestFullCart(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	lines := make([]*checkout.LineInput, checkout.MaxLines+1)
	for i := range lines {
		lines[i] = line(s.article(t, int64(100+i), 10), 1)
	}
	_, err := s.checkout.CreateCart(ctx, checkout.CartCreateInput{Lines: lines})
	require.Equal(t, errs.TooMany, errs.CodeOf(err))
	c := s.ready(t, ctx, lines[:checkout.MaxLines]...)
	_, err = s.checkout.AddLines(ctx, c.PublicID(), lines[checkout.MaxLines:])
	require.Equal(t, errs.TooMany, errs.CodeOf(err))
	require.Equal(t, "lines", store.Public(err).Field())

	v := s.view(t, ctx, c)
	var walked []*ent.CartLine
	arg := page.Arg{First: ptr(70)}
	for {
		cut, err := s.checkout.Lines(c, v, arg)
		require.NoError(t, err)
		walked = append(walked, cut.Nodes...)
		if !cut.PageInfo.HasNextPage {
			break
		}
		arg.After = cut.PageInfo.EndCursor
	}
	require.Equal(t, v.Lines, walked, "page by page")

	done, err := s.complete(ctx, c, "k", v.Cost.Total.Amount())
	require.NoError(t, err)
	placed, err := s.orders.LinesOf(ctx, []uuid.UUID{done.Order.ID})
	require.NoError(t, err)
	require.Len(t, placed[done.Order.ID], checkout.MaxLines)
	s.requireLedger(t)
}

func TestShopThatChangedItsCurrency(t *testing.T) {
	t.Parallel()
	s := openOn(t, pgtest.New(t))
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)
	c := s.ready(t, ctx, line(pv, 1))
	require.NoError(t, s.db.Vendor.Update().SetCurrency("CHF").Exec(fixture.Platform(t)))

	v := s.view(t, ctx, c)
	require.Empty(t, v.DeliveryOptions, "sums never mix currencies")
	_, err := s.complete(ctx, c, "k", v.Cost.Total.Amount())
	require.Equal(t, errs.Required, errs.CodeOf(err))
	require.Equal(t, "deliveryOption", store.Public(err).Field())
}

func TestViewsShareOneRead(t *testing.T) {
	t.Parallel()
	seen := &counter{}
	s := open(t, store.WithTracer(seen))
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)
	c := s.cart(t, ctx, line(pv, 1))
	views := s.checkout.NewViews()

	before := seen.n.Load()
	for _, v := range together(10, func(int) *checkout.View {
		v, err := views.Of(ctx, c)
		if err != nil {
			t.Error(err)
		}
		return v
	}) {
		require.Equal(t, 1, v.TotalQuantity)
	}
	require.EqualValues(t, 9, seen.n.Load()-before)

	change, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, 1)})
	require.NoError(t, err)
	v, err := views.Of(ctx, change.Cart)
	require.NoError(t, err)
	require.Equal(t, 2, v.TotalQuantity, "a cart that has changed is read anew")
}
