package checkout_test

import (
	"context"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderline"
	"orion/ent/gen/ent/promotion"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/payment"
	"orion/internal/pgtest"
	promotions "orion/internal/promotion"
)

// promote makes a promotion in the shop.
func (s *shop) promote(t testing.TB, in promotions.Input) *ent.Promotion {
	t.Helper()
	if in.Title == "" {
		in.Title = "Welcome"
	}
	p, err := promotions.New(s.db, page.NewSigner([]byte("a key of the tests")), s.clock).Create(s.staff, in)
	require.NoError(t, err)
	return p
}

// enter enters codes, all of which apply.
func (s *shop) enter(t testing.TB, ctx context.Context, c *ent.Cart, codes ...string) *ent.Cart {
	t.Helper()
	out, err := s.checkout.SetDiscountCodes(ctx, c.PublicID(), codes)
	require.NoError(t, err)
	return out.Cart
}

func (s *shop) used(t testing.TB, p *ent.Promotion) int {
	t.Helper()
	again, err := s.db.Promotion.Query().Where(promotion.ID(p.ID)).Only(fixture.System(t, s.vendor))
	require.NoError(t, err)
	return again.UsedCount
}

// requireUses asserts that a promotion counts exactly the orders that use it, and that they
// got what it was worth.
func (s *shop) requireUses(t testing.TB) {
	t.Helper()
	rows, err := s.db.Platform.Query(t.Context(), `
select p.id::text from promotions p left join promotion_uses u on u.promotion_id = p.id and u.released_at is null
group by p.id having p.used_count <> count(u.id) or p.used_count > coalesce(p.usage_limit, p.used_count)
union all
select o.id::text from orders o left join promotion_uses u on u.order_id = o.id
group by o.id having coalesce(sum(u.amount_minor), 0) <> o.discount_minor
or count(*) filter (where u.id is not null and (u.released_at is null) <> (o.status in ('PLACED', 'PENDING_PAYMENT'))) > 0`)
	require.NoError(t, err)
	wrong, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	require.Empty(t, wrong, "promotions and orders that do not agree")
	s.requireLedger(t)
}

func TestAnOrderKeepsWhatPromotionsTookOff(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	lamp, rope := s.article(t, 4000, 10), s.article(t, 333, 10)
	ten := s.promote(t, promotions.Input{Code: ptr("welcome-10"), PercentBp: 1000, Combines: true, PublicTitles: []*promotions.Title{{Language: "en", Title: "Ten off"}}})
	post := s.promote(t, promotions.Input{Title: "Post is on us", FreeDelivery: true, Combines: true, Minimum: ptr(money.Decimal("40.00"))})
	c := s.ready(t, ctx, line(lamp, 1), line(rope, 3))
	v := s.view(t, ctx, c)
	require.Equal(t, money.Decimal("49.99"), v.Cost.Total.Amount(), "delivery is free by itself")
	c = s.enter(t, ctx, c, " Welcome -10 ")
	v = s.view(t, ctx, c)
	require.Equal(t, []string{"WELCOME-10"}, c.DiscountCodes)
	require.Equal(t, &checkout.DiscountCode{Code: "WELCOME-10", Applicable: true, Title: ptr("Ten off"), Amount: money.New(500, "EUR")}, v.Codes[0])
	require.Equal(t, []string{"Ten off", "Post is on us"}, []string{v.Discounts[0].Title, v.Discounts[1].Title})
	require.Equal(t, money.Decimal("44.99"), v.Cost.Total.Amount())
	done, err := s.complete(ctx, c, "k", "44.99")
	require.NoError(t, err)
	o := done.Order
	require.Equal(t, []int64{4999, 990, 490, 4499}, []int64{o.SubtotalMinor, o.DiscountMinor, o.ShippingMinor, o.TotalMinor})
	require.Len(t, o.Discounts, 2)
	require.Equal(t, "WELCOME-10", o.Discounts[0].Code)
	require.Equal(t, post.ID, o.Discounts[1].PromotionID)
	lines, err := s.db.OrderLine.Query().Where(orderline.OrderID(o.ID)).Order(orderline.ByPosition()).All(s.staff)
	require.NoError(t, err)
	require.Equal(t, []int64{400, 100}, []int64{lines[0].DiscountMinor, lines[1].DiscountMinor})
	require.Equal(t, []int{1, 1}, []int{s.used(t, ten), s.used(t, post)})
	s.requireUses(t)
}

func TestCodesThatDoNotApplyAreRefusedBesideThoseThatDo(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	s.promote(t, promotions.Input{Code: ptr("GOOD"), PercentBp: 1000})
	s.promote(t, promotions.Input{Code: ptr("RICH"), PercentBp: 100, Minimum: ptr(money.Decimal("52.50"))})
	s.promote(t, promotions.Input{Code: ptr("LATER"), PercentBp: 1000, StartsAt: ptr(s.clock.Now().Add(time.Hour))})
	c := s.ready(t, ctx, line(s.article(t, 4000, 10), 1))
	out, err := s.checkout.SetDiscountCodes(ctx, c.PublicID(), []string{"none", "good", "RICH", "GOOD", "later"})
	var list errs.List
	require.ErrorAs(t, err, &list)
	var said []string
	for _, e := range list {
		require.Equal(t, errs.CodeNotApplicable, e.Code)
		said = append(said, e.Field()+" "+e.Message())
	}
	require.Equal(t, []string{"codes.0 there is no such code", "codes.2 it needs €12.50 more of what it is for", "codes.4 it has not begun yet"}, said)
	require.Equal(t, []string{"GOOD"}, out.Cart.DiscountCodes, "the cart keeps what applies")
	_, err = s.checkout.SetDiscountCodes(ctx, c.PublicID(), make([]string, 6))
	require.Equal(t, errs.TooMany, errs.CodeOf(err))
	none, err := s.checkout.SetDiscountCodes(ctx, c.PublicID(), nil)
	require.NoError(t, err)
	require.Empty(t, none.Cart.DiscountCodes)
}

func TestACodeThatNeedsMoreGoodsWaitsForThem(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	s.promote(t, promotions.Input{Code: ptr("RICH"), PercentBp: 1000, Minimum: ptr(money.Decimal("50.00"))})
	c := s.enter(t, ctx, s.ready(t, ctx, line(s.article(t, 2500, 10), 2)), "RICH")
	first := s.view(t, ctx, c).Lines[0]
	less, err := s.checkout.UpdateLines(ctx, c.PublicID(), []*checkout.LineUpdateInput{{LineID: idOf(first), Quantity: 1}})
	require.NoError(t, err)
	require.Empty(t, less.Warnings)
	v := s.view(t, ctx, less.Cart)
	require.Equal(t, "it needs €25.00 more of what it is for", *v.Codes[0].Message)
	require.Zero(t, v.Cost.Discount.Minor)
	more, err := s.checkout.UpdateLines(ctx, c.PublicID(), []*checkout.LineUpdateInput{{LineID: idOf(first), Quantity: 3}})
	require.NoError(t, err)
	require.Equal(t, int64(750), s.view(t, ctx, more.Cart).Cost.Discount.Minor)
}

func TestACodeThatEndsBetweenApplyAndPay(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	p := s.promote(t, promotions.Input{Code: ptr("TODAY"), PercentBp: 1000, EndsAt: ptr(s.clock.Now().Add(time.Hour))})
	c := s.enter(t, ctx, s.ready(t, ctx, line(s.article(t, 1000, 10), 1)), "TODAY")
	s.clock.pass(time.Hour)
	done, err := s.complete(ctx, c, "k", "13.90")
	require.Equal(t, errs.PriceChanged, errs.CodeOf(err))
	require.Nil(t, done.Order)
	v := s.view(t, ctx, done.Cart)
	require.Equal(t, money.Decimal("14.90"), v.Cost.Total.Amount())
	require.Equal(t, "it is over", *v.Codes[0].Message)
	out, err := s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err)
	require.Equal(t, enum.WarningCodeCodeRemoved, out.Warnings[0].Code)
	require.Equal(t, "the code TODAY was taken out: it is over", out.Warnings[0].Message)
	require.Empty(t, out.Cart.DiscountCodes)
	_, err = s.complete(ctx, c, "l", "14.90")
	require.NoError(t, err)
	require.Zero(t, s.used(t, p))
	s.requireUses(t)
}

func TestLimitsHoldHoweverManyComeAtOnce(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ limit, buyers int }{{1, 50}, {5, 100}} {
		t.Run(fmt.Sprint(tc.limit, " of ", tc.buyers), func(t *testing.T) {
			t.Parallel()
			s := open(t)
			pv := s.article(t, 1000, 1000)
			p := s.promote(t, promotions.Input{Code: ptr("FEW"), PercentBp: 1000, UsageLimit: &tc.limit})
			buyers, carts := make([]context.Context, tc.buyers), make([]*ent.Cart, tc.buyers)
			for i := range carts {
				buyers[i] = s.guest(t)
				carts[i] = s.enter(t, buyers[i], s.ready(t, buyers[i], line(pv, 1)), "FEW")
			}
			placed := 0
			for _, o := range together(tc.buyers, func(i int) outcome {
				done, err := s.complete(buyers[i], carts[i], strconv.Itoa(i), "13.90")
				return outcome{done, err}
			}) {
				if o.err == nil {
					placed++
					require.Equal(t, int64(100), o.Order.DiscountMinor)
					continue
				}
				require.Equal(t, errs.PriceChanged, errs.CodeOf(o.err), o.err)
				require.NotNil(t, o.Cart)
			}
			require.Equal(t, tc.limit, placed)
			require.Equal(t, map[string]int{"PLACED": tc.limit}, s.ordersIn(t))
			require.Equal(t, tc.limit, s.used(t, p))
			s.requireUses(t)
		})
	}
}

func TestOncePerCustomerByAccountOrAddress(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 1000)
	p := s.promote(t, promotions.Input{Code: ptr("ONCE"), PercentBp: 1000, CustomerLimit: ptr(1)})
	carts, buyers := make([]*ent.Cart, 20), make([]context.Context, 20)
	for i := range carts { // all with the address of ready, which is written in another case
		buyers[i] = s.guest(t)
		carts[i] = s.enter(t, buyers[i], s.ready(t, buyers[i], line(pv, 1)), "ONCE")
	}
	placed := 0
	for _, o := range together(len(carts), func(i int) outcome {
		done, err := s.complete(buyers[i], carts[i], strconv.Itoa(i), "13.90")
		return outcome{done, err}
	}) {
		if o.err == nil {
			placed++
			continue
		}
		require.Equal(t, errs.PriceChanged, errs.CodeOf(o.err), o.err)
	}
	require.Equal(t, 1, placed)
	require.Equal(t, 1, s.used(t, p))
	again := s.guest(t)
	c := s.cart(t, again, line(pv, 1))
	c = s.enter(t, again, c, "ONCE") // nobody knows yet who it is
	out, err := s.checkout.SetBuyer(again, c.PublicID(), checkout.BuyerInput{Email: "ADA@example.ORG"})
	require.NoError(t, err)
	require.Equal(t, "the code ONCE was taken out: you have used it as often as it can be", out.Warnings[0].Message)
	other, err := s.checkout.SetBuyer(again, c.PublicID(), checkout.BuyerInput{Email: "eve@example.org"})
	require.NoError(t, err)
	s.enter(t, again, other.Cart, "ONCE")
	s.requireUses(t)
}

func TestAnOrderThatComesToNothingGivesItsUsesBack(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	pv := s.article(t, 1000, 10)
	p := s.promote(t, promotions.Input{Code: ptr("ONE"), PercentBp: 1000, UsageLimit: ptr(1), CustomerLimit: ptr(1)})
	c := s.enter(t, ctx, s.ready(t, ctx, line(pv, 1)), "ONE")
	done, err := s.complete(ctx, c, "k", "13.90")
	require.NoError(t, err)
	require.Equal(t, 1, s.used(t, p))
	_, err = s.orders.Cancel(s.staff, done.Order.PublicID(), "changed their mind")
	require.NoError(t, err)
	require.Zero(t, s.used(t, p))
	s.requireUses(t)
	again := s.enter(t, ctx, s.ready(t, ctx, line(pv, 1)), "one")
	_, err = s.complete(ctx, again, uuid.NewString(), "13.90")
	require.NoError(t, err)
	require.Equal(t, 1, s.used(t, p))
	s.requireUses(t)
}

func TestAPromotionThatIsChangedMeanwhileIsPricedAnew(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	p := s.promote(t, promotions.Input{PercentBp: 1000})
	c := s.ready(t, ctx, line(s.article(t, 1000, 10), 1))
	require.Equal(t, money.Decimal("13.90"), s.total(t, ctx, c))
	_, _, err := promotions.New(s.db, nil, s.clock).Update(s.staff, p.PublicID(), nil, promotions.Input{Title: "Less", PercentBp: 500})
	require.NoError(t, err)
	_, err = s.complete(ctx, c, "k", "13.90")
	require.Equal(t, errs.PriceChanged, errs.CodeOf(err))
	_, err = s.complete(ctx, c, "l", "14.40")
	require.NoError(t, err)
	s.requireUses(t)
}

// Its time runs out while the bank is asked; then its money comes.
func TestAnOrderThatIsNotPaidGivesItsUsesBackAndTakesThemAgain(t *testing.T) {
	t.Parallel()
	s, p := &shop{}, &ent.Promotion{}
	b := &bank{answer: func(n int64) (payment.Answer, error) {
		if n > 1 {
			return payment.Answer{}, errBankIsDown
		}
		require.Equal(t, 1, s.used(t, p), "held while it is paid for")
		s.requireUses(t)
		s.clock.pass(15 * time.Minute)
		require.Equal(t, 1, s.sweep(t))
		require.Equal(t, map[string]int{"CANCELLED": 1}, s.ordersIn(t))
		require.Zero(t, s.used(t, p))
		s.requireUses(t)
		return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}, nil
	}}
	*s = *openOn(t, pgtest.New(t), b)
	ctx := s.guest(t)
	p = s.promote(t, promotions.Input{Code: ptr("ONE"), PercentBp: 1000, UsageLimit: ptr(1)})
	c := s.enter(t, ctx, s.ready(t, ctx, line(s.article(t, 1000, 10), 1)), "ONE")
	done, err := s.byCard(ctx, c, "k", "13.90")
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusPlaced, done.Order.Status)
	require.Equal(t, 1, s.used(t, p))
	s.requireUses(t)
}
