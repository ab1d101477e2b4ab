package pricing_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/money"
	"orion/internal/kit/pricing"
)

func TestPrice(t *testing.T) {
	t.Parallel()
	const std, reduced = 1700, 300
	two := []pricing.Line{{Unit: 1000, Quantity: 2, Rate: std}, {Unit: 333, Quantity: 3, Rate: std}}
	mixed := []pricing.Line{{Unit: 1000, Quantity: 1, Rate: std}, {Unit: 500, Quantity: 1, Rate: reduced}}
	third := []pricing.Line{{Unit: 100, Quantity: 1}, {Unit: 100, Quantity: 1}, {Unit: 100, Quantity: 1}}
	for name, tc := range map[string]struct {
		cart     pricing.Cart
		currency string
		want     [5]money.Decimal // subtotal, discount, shipping, tax, total
	}{
		"nothing":                          {pricing.Cart{TaxIncluded: true}, "EUR", [5]money.Decimal{"0.00", "0.00", "0.00", "0.00", "0.00"}},
		"two decimals":                     {pricing.Cart{Lines: two, Shipping: 490, TaxIncluded: true}, "EUR", [5]money.Decimal{"29.99", "0.00", "4.90", "5.07", "34.89"}},
		"no decimals":                      {pricing.Cart{Lines: two, Shipping: 490, TaxIncluded: true}, "JPY", [5]money.Decimal{"2999", "0", "490", "507", "3489"}},
		"three decimals":                   {pricing.Cart{Lines: two, Shipping: 490, TaxIncluded: true}, "KWD", [5]money.Decimal{"2.999", "0.000", "0.490", "0.507", "3.489"}},
		"tax on top":                       {pricing.Cart{Lines: two, Shipping: 490}, "EUR", [5]money.Decimal{"29.99", "0.00", "4.90", "5.93", "40.82"}},
		"delivery bears the goods' rates":  {pricing.Cart{Lines: mixed, Shipping: 300}, "EUR", [5]money.Decimal{"15.00", "0.00", "3.00", "2.22", "20.22"}},
		"delivery of nothing has its own":  {pricing.Cart{Shipping: 490, ShippingRate: std, TaxIncluded: true}, "EUR", [5]money.Decimal{"0.00", "0.00", "4.90", "0.71", "4.90"}},
		"a percentage":                     {pricing.Cart{Lines: two, Discounts: []pricing.Discount{{Percent: 1000}}, TaxIncluded: true}, "EUR", [5]money.Decimal{"29.99", "3.00", "0.00", "3.92", "26.99"}},
		"a percentage of one line":         {pricing.Cart{Lines: mixed, Discounts: []pricing.Discount{{Lines: []int{1, 1}, Percent: 5000}}}, "EUR", [5]money.Decimal{"15.00", "2.50", "0.00", "1.78", "14.28"}},
		"one after the other":              {pricing.Cart{Lines: third, Discounts: []pricing.Discount{{Amount: 100}, {Percent: 5000}}}, "EUR", [5]money.Decimal{"3.00", "2.00", "0.00", "0.00", "1.00"}},
		"no more than there is":            {pricing.Cart{Lines: third, Shipping: 50, Discounts: []pricing.Discount{{Amount: 1_000_000}}}, "EUR", [5]money.Decimal{"3.00", "3.00", "0.50", "0.00", "0.50"}},
		"free delivery":                    {pricing.Cart{Lines: third, Shipping: 50, ShippingRate: std, Discounts: []pricing.Discount{{FreeShipping: true}, {FreeShipping: true}}}, "EUR", [5]money.Decimal{"3.00", "0.50", "0.50", "0.00", "3.00"}},
		"half a unit of tax goes up":       {pricing.Cart{Lines: []pricing.Line{{Unit: 3, Quantity: 1, Rate: pricing.Whole}}, TaxIncluded: true}, "EUR", [5]money.Decimal{"0.03", "0.00", "0.00", "0.02", "0.03"}},
		"tax is rounded once for the rate": {pricing.Cart{Lines: []pricing.Line{{Unit: 2, Quantity: 1, Rate: std}, {Unit: 2, Quantity: 1, Rate: std}, {Unit: 2, Quantity: 1, Rate: std}}, TaxIncluded: true}, "EUR", [5]money.Decimal{"0.06", "0.00", "0.00", "0.01", "0.06"}},
		"the largest that there is":        {pricing.Cart{Lines: []pricing.Line{{Unit: math.MaxInt64, Quantity: 1, Rate: std}}, TaxIncluded: true}, "EUR", [5]money.Decimal{"92233720368547758.07", "0.00", "0.00", "13401480737310358.01", "92233720368547758.07"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := pricing.Price(tc.cart)
			require.NoError(t, err)
			in := func(minor int64) money.Decimal { return money.New(minor, tc.currency).Amount() }
			require.Equal(t, tc.want, [5]money.Decimal{in(s.Subtotal), in(s.Discount), in(s.Shipping), in(s.Tax), in(s.Total)})
			holds(t, tc.cart, s)
		})
	}
}

func TestWhatCannotBePriced(t *testing.T) {
	t.Parallel()
	one := []pricing.Line{{Unit: 100, Quantity: 1}}
	for name, tc := range map[string]struct {
		cart pricing.Cart
		want error
	}{
		"a line":                    {pricing.Cart{Lines: []pricing.Line{{Unit: math.MaxInt64/999 + 1, Quantity: 999}}}, pricing.ErrTooLarge},
		"lines together":            {pricing.Cart{Lines: []pricing.Line{{Unit: math.MaxInt64, Quantity: 1}, {Unit: 1, Quantity: 1}}}, pricing.ErrTooLarge},
		"shipping on top":           {pricing.Cart{Lines: []pricing.Line{{Unit: math.MaxInt64, Quantity: 1}}, Shipping: 1}, pricing.ErrTooLarge},
		"tax on top":                {pricing.Cart{Lines: []pricing.Line{{Unit: math.MaxInt64, Quantity: 1, Rate: 1700}}}, pricing.ErrTooLarge},
		"tax beyond the price":      {pricing.Cart{Lines: []pricing.Line{{Unit: math.MaxInt64, Quantity: 1, Rate: math.MaxInt32}}}, pricing.ErrTooLarge},
		"a price below nothing":     {pricing.Cart{Lines: []pricing.Line{{Unit: -1, Quantity: 1}}}, pricing.ErrInvalid},
		"a quantity below nothing":  {pricing.Cart{Lines: []pricing.Line{{Unit: 1, Quantity: -1}}}, pricing.ErrInvalid},
		"a rate below nothing":      {pricing.Cart{Lines: []pricing.Line{{Unit: 1, Quantity: 1, Rate: -1}}}, pricing.ErrInvalid},
		"shipping below nothing":    {pricing.Cart{Lines: one, Shipping: -1}, pricing.ErrInvalid},
		"more than all of it":       {pricing.Cart{Lines: one, Discounts: []pricing.Discount{{Percent: pricing.Whole + 1}}}, pricing.ErrInvalid},
		"a discount below nothing":  {pricing.Cart{Lines: one, Discounts: []pricing.Discount{{Amount: -1}}}, pricing.ErrInvalid},
		"off a line that is absent": {pricing.Cart{Lines: one, Discounts: []pricing.Discount{{Lines: []int{1}, Percent: 1}}}, pricing.ErrInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := pricing.Price(tc.cart)
			require.ErrorIs(t, err, tc.want)
			require.Zero(t, s)
		})
	}
}

// What holds of every cart, tried on many.
func TestSumsOfAnyCart(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		c := anyCart(r)
		s, err := pricing.Price(c)
		require.NoError(t, err)
		holds(t, c, s)
	}
}

func anyCart(r *rand.Rand) pricing.Cart {
	rates := []int{0, 300, 550, 700, 1700, 2000, 2550, 2700, 10_000}
	c := pricing.Cart{Shipping: r.Int64N(3) * r.Int64N(2000), ShippingRate: rates[r.IntN(len(rates))], TaxIncluded: r.IntN(2) == 0}
	for range r.IntN(6) {
		c.Lines = append(c.Lines, pricing.Line{Unit: r.Int64N(1 << (1 + r.IntN(40))), Quantity: r.IntN(5), Rate: rates[r.IntN(len(rates))]})
	}
	for range r.IntN(4) {
		d := pricing.Discount{Percent: r.IntN(3) * r.IntN(5001), Amount: r.Int64N(2) * r.Int64N(5000), FreeShipping: r.IntN(4) == 0}
		for i := range c.Lines {
			if r.IntN(2) == 0 {
				d.Lines = append(d.Lines, i)
			}
		}
		c.Discounts = append(c.Discounts, d)
	}
	return c
}

func holds(t *testing.T, c pricing.Cart, s pricing.Sums) {
	t.Helper()
	onTop := s.Tax
	if c.TaxIncluded {
		onTop = 0
	}
	require.Equal(t, s.Total, s.Subtotal-s.Discount+s.Shipping+onTop, "%+v", c)
	var sum pricing.Priced
	for _, p := range append(s.Lines, s.Delivery) {
		require.True(t, p.Discount >= 0 && p.Discount <= p.Subtotal && p.Tax >= 0, "%+v: %+v", c, p)
		sum.Subtotal, sum.Discount, sum.Tax, sum.Total = sum.Subtotal+p.Subtotal, sum.Discount+p.Discount, sum.Tax+p.Tax, sum.Total+p.Total
	}
	require.Equal(t, pricing.Priced{Subtotal: s.Subtotal + s.Shipping, Discount: s.Discount, Tax: s.Tax, Total: s.Total}, sum, "%+v", c)
	var off int64
	for _, d := range s.Discounts {
		off += d
	}
	require.Equal(t, s.Discount, off, "%+v", c)
	taxHolds(t, c, s)
}

// Each rate's tax is the nearest unit to the exact one, half a unit up.
func taxHolds(t *testing.T, c pricing.Cart, s pricing.Sums) {
	t.Helper()
	var tax, net int64
	for i, at := range s.Taxes {
		require.True(t, i == 0 || s.Taxes[i-1].Rate < at.Rate, "one entry for each rate")
		exact, whole := new(big.Rat).SetFrac64(int64(at.Rate), pricing.Whole), at.Net
		if c.TaxIncluded {
			exact, whole = new(big.Rat).SetFrac64(int64(at.Rate), int64(pricing.Whole+at.Rate)), at.Net+at.Tax
		}
		exact.Mul(exact, new(big.Rat).SetInt64(whole))
		off := new(big.Rat).Sub(new(big.Rat).SetInt64(at.Tax), exact)
		require.True(t, off.Cmp(big.NewRat(-1, 2)) > 0 && off.Cmp(big.NewRat(1, 2)) <= 0, "%d of %d at %d", at.Tax, whole, at.Rate)
		tax, net = tax+at.Tax, net+at.Net
	}
	require.Equal(t, s.Tax, tax)
	before := s.Total - s.Tax
	require.Equal(t, before, net, "what is taxed is all of it: %+v", c)
}

func TestSplit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		amount  int64
		weights []int64
		want    []int64
	}{
		"evenly":                   {9, []int64{1, 1, 1}, []int64{3, 3, 3}},
		"the first of equals":      {100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		"who lost most":            {10, []int64{1, 2, 4}, []int64{1, 3, 6}},
		"nothing":                  {0, []int64{1, 2}, []int64{0, 0}},
		"what weighs nothing":      {7, []int64{0, 5, 0}, []int64{0, 7, 0}},
		"no weight":                {7, []int64{0, 0}, nil},
		"nobody":                   {7, nil, nil},
		"less than there are":      {1, []int64{5, 5, 5}, []int64{1, 0, 0}},
		"as much as 64 bits hold":  {math.MaxInt64, []int64{math.MaxInt64 - 1, 1}, []int64{math.MaxInt64 - 1, 1}},
		"more than it weighs":      {1000, []int64{1, 2}, []int64{333, 667}},
		"a heavy one beside light": {3, []int64{1, math.MaxInt64 - 2, 1}, []int64{0, 3, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, pricing.Split(tc.amount, tc.weights))
		})
	}
}
