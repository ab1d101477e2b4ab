package promotion_test

import (
	"context"
	"math"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/pricing"
	"orion/internal/promotion"
)

var (
	now         = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	lamp, rope  = uuid.New(), uuid.New()
	lights, sea = uuid.New(), uuid.New()
)

// basket has a lamp at 40.00, which is on the shelf of lights, and two ropes at 5.00.
func basket(codes ...string) promotion.Cart {
	return promotion.Cart{
		Currency: "EUR", Codes: codes, Delivery: 490,
		Lines: []promotion.Line{{Product: lamp, Collections: []uuid.UUID{lights}, Unit: 4000, Quantity: 1}, {Product: rope, Unit: 500, Quantity: 2}},
	}
}

// made is a promotion of the shop, older than those made after it.
func made(with func(*ent.Promotion)) *ent.Promotion {
	p := &ent.Promotion{ID: uuid.Must(uuid.NewV7()), Title: "x", Currency: "EUR", Version: 1, CreatedAt: now.Add(-time.Hour)}
	with(p)
	return p
}

func percent(bp int) func(*ent.Promotion) { return func(p *ent.Promotion) { p.PercentBp = bp } }

func coded(code string, with func(*ent.Promotion)) *ent.Promotion {
	p := made(with)
	p.Code = &code
	return p
}

func ptr[T any](v T) *T { return &v }

func TestWhichPromotionsApply(t *testing.T) {
	t.Parallel()
	alone := made(percent(1000))
	both := func(bp int) *ent.Promotion {
		return made(func(p *ent.Promotion) { p.PercentBp, p.Combines = bp, true })
	}
	first := made(func(p *ent.Promotion) { p.AmountMinor, p.Combines, p.Priority = 1000, true, 5 })
	later := both(5000)
	free := made(func(p *ent.Promotion) { p.FreeDelivery = true })
	for name, tc := range map[string]struct {
		all  []*ent.Promotion
		cart promotion.Cart
		want []*ent.Promotion
		off  int64
	}{
		"none":                    {nil, basket(), nil, 0},
		"one by itself":           {[]*ent.Promotion{alone}, basket(), []*ent.Promotion{alone}, 500},
		"the better of two alone": {[]*ent.Promotion{alone, made(percent(2000))}, basket(), nil, 1000},
		"the older of equals":     {[]*ent.Promotion{alone, made(percent(1000))}, basket(), []*ent.Promotion{alone}, 500},
		"the priority goes first": {[]*ent.Promotion{later, first}, basket(), []*ent.Promotion{first, later}, 1000 + 2000},
		"all that combine":        {[]*ent.Promotion{both(1000), both(1000)}, basket(), nil, 500 + 450},
		"one alone beats all":     {[]*ent.Promotion{both(1000), both(1000), made(percent(2000))}, basket(), nil, 1000},
		"all beat one alone":      {[]*ent.Promotion{both(1000), both(1000), alone}, basket(), nil, 950},
		"free delivery":           {[]*ent.Promotion{free}, basket(), []*ent.Promotion{free}, 490},
		"of one product":          {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.ProductIds = 1000, []uuid.UUID{rope} })}, basket(), nil, 100},
		"of one collection":       {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.CollectionIds = 1000, []uuid.UUID{lights, sea} })}, basket(), nil, 400},
		"of products or collections": {[]*ent.Promotion{made(func(p *ent.Promotion) {
			p.PercentBp, p.CollectionIds, p.ProductIds = 1000, []uuid.UUID{lights}, []uuid.UUID{rope}
		})}, basket(), nil, 500},
		"no more than the goods":     {[]*ent.Promotion{made(func(p *ent.Promotion) { p.AmountMinor = 1_000_000 })}, basket(), nil, 5000},
		"a code that is not entered": {[]*ent.Promotion{coded("TEN", percent(1000))}, basket(), nil, 0},
		"a code that is entered":     {[]*ent.Promotion{coded("TEN", percent(1000))}, basket("TEN"), nil, 500},
		"the minimum is reached":     {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.MinimumMinor = 1000, ptr(int64(5000)) })}, basket(), nil, 500},
		"the minimum is missed":      {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.MinimumMinor = 1000, ptr(int64(5001)) })}, basket(), nil, 0},
		"before it begins":           {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.StartsAt = 1000, ptr(now.Add(1)) })}, basket(), nil, 0},
		"at its very beginning":      {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.StartsAt = 1000, ptr(now) })}, basket(), nil, 500},
		"at its very end":            {[]*ent.Promotion{made(func(p *ent.Promotion) { p.PercentBp, p.EndsAt = 1000, ptr(now) })}, basket(), nil, 0},
		"nothing in the cart":        {[]*ent.Promotion{alone}, promotion.Cart{Currency: "EUR"}, []*ent.Promotion{alone}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := promotion.Apply(tc.all, tc.cart, now)
			require.NoError(t, err)
			if tc.want != nil {
				require.Equal(t, tc.want, out.Applied)
			}
			require.Len(t, out.Discounts, len(out.Applied))
			require.Equal(t, tc.off, off(t, tc.cart, out))
		})
	}
}

// off is what an outcome takes off where the cart is priced.
func off(t *testing.T, c promotion.Cart, out promotion.Outcome) int64 {
	t.Helper()
	in := pricing.Cart{Shipping: c.Delivery, TaxIncluded: true, Discounts: out.Discounts}
	for _, l := range c.Lines {
		in.Lines = append(in.Lines, pricing.Line{Unit: l.Unit, Quantity: l.Quantity})
	}
	s, err := pricing.Price(in)
	require.NoError(t, err)
	return s.Discount
}

func TestWhyACodeDoesNotApply(t *testing.T) {
	t.Parallel()
	with := func(set func(*ent.Promotion)) *ent.Promotion {
		return coded("TEN", func(p *ent.Promotion) { p.PercentBp = 1000; set(p) })
	}
	for name, tc := range map[string]struct {
		all  []*ent.Promotion
		why  string
		over bool
	}{
		"unknown":          {nil, "there is no such code", true},
		"archived":         {[]*ent.Promotion{with(func(p *ent.Promotion) { p.ArchivedAt = ptr(now) })}, "there is no such code", true},
		"not yet":          {[]*ent.Promotion{with(func(p *ent.Promotion) { p.StartsAt = ptr(now.Add(1)) })}, "it has not begun yet", true},
		"over":             {[]*ent.Promotion{with(func(p *ent.Promotion) { p.EndsAt = ptr(now) })}, "it is over", true},
		"used up":          {[]*ent.Promotion{with(func(p *ent.Promotion) { p.UsedCount, p.UsageLimit = 3, ptr(3) })}, "it is used up", true},
		"another currency": {[]*ent.Promotion{with(func(p *ent.Promotion) { p.AmountMinor, p.Currency = 1, "USD" })}, "it is for another currency", true},
		"minimum":          {[]*ent.Promotion{with(func(p *ent.Promotion) { p.MinimumMinor = ptr(int64(6250)) })}, "it needs €12.50 more of what it is for", false},
		"minimum of goods": {[]*ent.Promotion{with(func(p *ent.Promotion) { p.MinimumMinor, p.ProductIds = ptr(int64(1100)), []uuid.UUID{rope} })}, "it needs €1.00 more of what it is for", false},
		"other goods":      {[]*ent.Promotion{with(func(p *ent.Promotion) { p.CollectionIds = []uuid.UUID{sea} })}, "nothing in the cart is what it is for", false},
		"a better one":     {[]*ent.Promotion{with(func(*ent.Promotion) {}), made(percent(2000))}, "it does not combine with what takes more off already", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := promotion.Apply(tc.all, basket("TEN"), now)
			require.NoError(t, err)
			require.Len(t, out.Codes, 1)
			require.Equal(t, errs.CodeNotApplicable, out.Codes[0].Why.Code)
			require.Equal(t, tc.why, promotion.Spoken(context.Background(), out.Codes[0].Why).Message())
			require.Equal(t, tc.over, out.Codes[0].Over)
		})
	}
}

func TestWhatABuyerHasUsed(t *testing.T) {
	t.Parallel()
	once := coded("ONCE", func(p *ent.Promotion) {
		p.PercentBp, p.CustomerLimit, p.UsageLimit, p.UsedCount = 1000, ptr(1), ptr(1), 1
	})
	c := basket("ONCE")
	c.Own = map[uuid.UUID]bool{once.ID: true}
	out, err := promotion.Apply([]*ent.Promotion{once}, c, now)
	require.NoError(t, err)
	require.Nil(t, out.Codes[0].Why, "the cart's own order took the use")
	once.UsageLimit = nil
	c.Used = map[uuid.UUID]int{once.ID: 1}
	out, err = promotion.Apply([]*ent.Promotion{once}, c, now)
	require.NoError(t, err)
	require.Equal(t, "you have used it as often as it can be", out.Codes[0].Why.Message())
}

func TestASumThatIsTooLargeIsNotApplied(t *testing.T) {
	t.Parallel()
	c := promotion.Cart{Currency: "EUR", Lines: []promotion.Line{{Product: lamp, Unit: math.MaxInt64, Quantity: 2}}}
	_, err := promotion.Apply(nil, c, now)
	require.ErrorIs(t, err, pricing.ErrTooLarge)
}
