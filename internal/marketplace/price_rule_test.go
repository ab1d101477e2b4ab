package marketplace

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
)

func TestPricing(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		rule     pricing
		minor    int64
		currency string
		want     int64
		fails    bool
	}{
		"no rule is no change":                {pricing{}, 1999, "EUR", 1999, false},
		"a markup":                            {pricing{markup: 1250}, 1000, "EUR", 1125, false},
		"half a cent is one":                  {pricing{markup: 50}, 100, "EUR", 101, false},
		"less than half a cent is none":       {pricing{markup: 49}, 100, "EUR", 100, false},
		"a markup below zero takes off":       {pricing{markup: -9000}, 1000, "EUR", 100, false},
		"all taken off is no price":           {pricing{markup: -10_000}, 1000, "EUR", 0, false},
		"a surcharge comes after the markup":  {pricing{markup: 1000, surcharge: 250, currency: "EUR"}, 1000, "EUR", 1350, false},
		"a surcharge below zero":              {pricing{surcharge: -300, currency: "EUR"}, 1000, "EUR", 700, false},
		"never below zero":                    {pricing{surcharge: -3000, currency: "EUR"}, 1000, "EUR", 0, false},
		"no surcharge in another currency":    {pricing{surcharge: 300, currency: "EUR"}, 1000, "USD", 1000, false},
		"no price gets no surcharge":          {pricing{surcharge: 300, currency: "EUR"}, 0, "EUR", 0, false},
		"up to the next .99":                  {pricing{rounding: enum.PriceRoundingEnd99}, 1001, "EUR", 1099, false},
		"what ends in .99 stays":              {pricing{rounding: enum.PriceRoundingEnd99}, 1099, "EUR", 1099, false},
		"a whole amount goes up to its .99":   {pricing{rounding: enum.PriceRoundingEnd99}, 1100, "EUR", 1199, false},
		"up to .95":                           {pricing{rounding: enum.PriceRoundingEnd95}, 1096, "EUR", 1195, false},
		"up to .90":                           {pricing{rounding: enum.PriceRoundingEnd90}, 1, "EUR", 90, false},
		"up to a whole amount":                {pricing{rounding: enum.PriceRoundingWhole}, 1001, "EUR", 1100, false},
		"a whole amount stays":                {pricing{rounding: enum.PriceRoundingWhole}, 1100, "EUR", 1100, false},
		"three decimals end in .990":          {pricing{rounding: enum.PriceRoundingEnd99}, 1234, "KWD", 1990, false},
		"three decimals end in .900":          {pricing{rounding: enum.PriceRoundingEnd90}, 1901, "KWD", 2900, false},
		"a whole amount of three decimals":    {pricing{rounding: enum.PriceRoundingWhole}, 1001, "KWD", 2000, false},
		"no decimals are whole as they are":   {pricing{markup: 1000, rounding: enum.PriceRoundingEnd99}, 2980, "JPY", 3278, false},
		"the largest price without a rule":    {pricing{}, math.MaxInt64, "EUR", math.MaxInt64, false},
		"a markup beyond 64 bits":             {pricing{markup: 1}, math.MaxInt64, "EUR", 0, true},
		"a markup beyond 128 bits of product": {pricing{markup: math.MaxInt64 - basis}, math.MaxInt64, "EUR", 0, true},
		"a surcharge beyond 64 bits":          {pricing{surcharge: 1, currency: "EUR"}, math.MaxInt64, "EUR", 0, true},
		"a rounding beyond 64 bits":           {pricing{rounding: enum.PriceRoundingEnd99}, math.MaxInt64, "EUR", 0, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := tc.rule.of(tc.minor, tc.currency)
			require.Equal(t, !tc.fails, ok)
			require.Equal(t, tc.want, got)
		})
	}
}
