package checkout

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/kit/money"
)

func TestSum(t *testing.T) {
	t.Parallel()
	const trillion = 1_000_000_000_000
	for name, tc := range map[string]struct {
		currency string
		amounts  []amount
		shipping int64
		rate     int
		want     [4]money.Decimal // subtotal, shipping, tax, total
	}{
		"an empty cart":                        {currency: "EUR", rate: 1700, want: [4]money.Decimal{"0.00", "0.00", "0.00", "0.00"}},
		"two decimals":                         {"EUR", []amount{{1000, 2}, {333, 3}}, 490, 1700, [4]money.Decimal{"29.99", "4.90", "5.07", "34.89"}},
		"no decimals":                          {"JPY", []amount{{1000, 2}, {333, 3}}, 490, 1000, [4]money.Decimal{"2999", "490", "317", "3489"}},
		"three decimals":                       {"KWD", []amount{{1000, 2}, {333, 3}}, 490, 500, [4]money.Decimal{"2.999", "0.490", "0.166", "3.489"}},
		"no tax":                               {"EUR", []amount{{1999, 1}}, 0, 0, [4]money.Decimal{"19.99", "0.00", "0.00", "19.99"}},
		"nothing but shipping":                 {"EUR", nil, 490, 1700, [4]money.Decimal{"0.00", "4.90", "0.71", "4.90"}},
		"half a cent of tax is rounded up":     {"EUR", []amount{{3, 1}}, 0, 10_000, [4]money.Decimal{"0.03", "0.00", "0.02", "0.03"}},
		"below half a cent is rounded down":    {"EUR", []amount{{2, 1}}, 0, 1700, [4]money.Decimal{"0.02", "0.00", "0.00", "0.02"}},
		"tax is rounded once for the order":    {"EUR", []amount{{2, 1}, {2, 1}, {2, 1}}, 0, 1700, [4]money.Decimal{"0.06", "0.00", "0.01", "0.06"}},
		"a full cart of enormous prices":       {"EUR", []amount{{trillion, 999}}, 0, 1700, [4]money.Decimal{"9990000000000.00", "0.00", "1451538461538.46", "9990000000000.00"}},
		"the largest amount that there can be": {"EUR", []amount{{math.MaxInt64, 1}}, 0, 1700, [4]money.Decimal{"92233720368547758.07", "0.00", "13401480737310358.01", "92233720368547758.07"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := sum(tc.amounts, tc.shipping, tc.rate)
			require.NoError(t, err)
			in := func(minor int64) money.Decimal { return money.New(minor, tc.currency).Amount() }
			require.Equal(t, tc.want, [4]money.Decimal{in(s.Subtotal), in(s.Shipping), in(s.Tax), in(s.Total)})
			require.Equal(t, s.Total, s.Subtotal-s.Discount+s.Shipping)
			require.LessOrEqual(t, s.Tax, s.Total)
		})
	}
}

func TestSumRefusesWhatDoesNotFit(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		amounts  []amount
		shipping int64
	}{
		"a line":                  {[]amount{{math.MaxInt64/999 + 1, 999}}, 0},
		"a line by far":           {[]amount{{math.MaxInt64, 999}}, 0},
		"lines together":          {[]amount{{math.MaxInt64, 1}, {1, 1}}, 0},
		"shipping on top of them": {[]amount{{math.MaxInt64, 1}}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := sum(tc.amounts, tc.shipping, 1700)
			require.Equal(t, errs.Invalid, errs.CodeOf(err))
		})
	}
}

// Of every total, the tax is the nearest whole unit to total × rate / (1 + rate), and
// half a unit goes up: 2·tax·(1+rate) is within one (1+rate) of 2·total·rate.
func TestContainedIsTheNearest(t *testing.T) {
	t.Parallel()
	for _, rate := range []int{0, 1, 300, 500, 1700, 1900, 2000, 2500, 10_000} {
		whole := int64(10_000 + rate)
		for total := range int64(3000) {
			off := 2*contained(total, rate)*whole - 2*total*int64(rate)
			require.True(t, off <= whole && off > -whole, "%d at %d", total, rate)
		}
	}
}
