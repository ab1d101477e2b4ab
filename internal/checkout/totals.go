package checkout

import (
	"math"
	"math/bits"

	"orion/internal/kit/errs"
)

// An amount is so many pieces at a price in minor units.
type amount struct {
	unit     int64
	quantity int
}

// Sums are the sums of a cart in minor units. Prices include tax, so Tax is contained
// in Total, and Total is Subtotal less Discount plus Shipping.
type Sums struct {
	Subtotal, Discount, Shipping, Tax, Total int64
}

// sum adds up a cart. rate is the tax contained in prices and in shipping, in
// hundredths of a percent; it is taken out of the total at once, so that lines do not
// each round. INVALID for sums beyond 64 bits.
func sum(amounts []amount, shipping int64, rate int) (Sums, error) {
	s := Sums{Shipping: shipping}
	for _, a := range amounts {
		line, ok := times(a.unit, a.quantity)
		if !ok || line > math.MaxInt64-s.Subtotal {
			return Sums{}, tooLarge()
		}
		s.Subtotal += line
	}
	if shipping > math.MaxInt64-s.Subtotal {
		return Sums{}, tooLarge()
	}
	s.Total = s.Subtotal + shipping
	s.Tax = contained(s.Total, rate)
	return s, nil
}

func tooLarge() error { return errs.New(errs.Invalid, "the sum is too large") }

// times multiplies a price; false where 64 bits do not hold it.
func times(unit int64, quantity int) (int64, bool) {
	hi, lo := bits.Mul64(uint64(unit), uint64(quantity))
	return int64(lo), hi == 0 && lo <= math.MaxInt64
}

// contained is the tax in an amount that includes it: total × rate / (100 % + rate),
// half a minor unit rounded up. It goes through 128 bits, so it cannot overflow.
func contained(total int64, rate int) int64 {
	whole := uint64(10_000 + rate)
	hi, lo := bits.Mul64(uint64(total), 2*uint64(rate))
	lo, carry := bits.Add64(lo, whole, 0)
	tax, _ := bits.Div64(hi+carry, lo, 2*whole)
	return int64(tax)
}
