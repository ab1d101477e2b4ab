package marketplace

import (
	"math"
	"math/bits"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/money"
)

// basis is how many hundredths of a percent the whole has.
const basis = 10_000

// A pricing makes a price in the shop of a price in a feed.
type pricing struct {
	markup    int64 // hundredths of a percent, put on
	surcharge int64 // added after that, in minor units of currency
	currency  string
	rounding  enum.PriceRounding
}

func pricingOf(src *ent.MarketplaceSource) pricing {
	return pricing{markup: int64(src.MarkupBp), surcharge: src.SurchargeMinor, currency: src.Currency, rounding: src.Rounding}
}

// of returns what to ask for a feed's price, both in minor units of a currency; half a
// unit is one. No price stays none, and none comes of one that is taken off whole: the
// result is never below zero. The surcharge is left out where the price is in another
// currency than the source's. The second result is false where the price is more than
// 64 bits hold.
func (r pricing) of(minor int64, currency string) (int64, bool) {
	factor := basis + r.markup
	if minor <= 0 || factor <= 0 {
		return 0, true
	}
	hi, lo := bits.Mul64(uint64(minor), uint64(factor))
	lo, carry := bits.Add64(lo, basis/2, 0)
	if hi += carry; hi >= basis {
		return 0, false
	}
	n, _ := bits.Div64(hi, lo, basis)
	if n > math.MaxInt64 {
		return 0, false
	}
	price := int64(n)
	if currency == r.currency {
		if r.surcharge > 0 && price > math.MaxInt64-r.surcharge {
			return 0, false
		}
		price += r.surcharge
	}
	if price <= 0 {
		return 0, true
	}
	digits, _ := money.Digits(currency)
	return roundUp(price, r.rounding, digits)
}

// roundUp returns the next price up with the ending that is wanted. A currency without
// decimals has no such endings: its prices are whole as they are.
func roundUp(price int64, to enum.PriceRounding, digits int) (int64, bool) {
	unit := int64(1)
	for range digits {
		unit *= 10
	}
	var end int64
	switch to {
	case enum.PriceRoundingEnd99:
		end = unit * 99 / 100
	case enum.PriceRoundingEnd95:
		end = unit * 95 / 100
	case enum.PriceRoundingEnd90:
		end = unit * 90 / 100
	case enum.PriceRoundingWhole:
	default:
		return price, true
	}
	if price > math.MaxInt64-2*unit {
		return 0, false
	}
	out := price - price%unit + end
	if out < price {
		out += unit
	}
	return out, true
}
