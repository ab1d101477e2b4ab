package pricing

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Split cuts an amount into parts in proportion to weights by the largest remainder: each
// part is its share rounded down, and the units that are over go one each to those who lost
// most by that, the first of equals first. The parts add up to the amount. It returns nil
// where there is no weight to go by; amount and weights are not negative, and the weights'
// sum fits 64 bits.
func Split(amount int64, weights []int64) []int64 {
	var whole uint64
	for _, w := range weights {
		whole += uint64(w)
	}
	if whole == 0 {
		return nil
	}
	parts, lost, order := make([]int64, len(weights)), make([]uint64, len(weights)), make([]int, len(weights))
	over := amount
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(amount), uint64(w))
		part, rest := bits.Div64(hi, lo, whole) // hi < whole: w ≤ whole and amount < 2⁶³
		parts[i], lost[i], order[i] = int64(part), rest, i
		over -= int64(part)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for _, i := range order[:over] {
		parts[i]++
	}
	return parts
}

// rounded is amount × by ÷ of, half a unit upwards, where by ≤ of or the result fits. It
// goes through 128 bits.
func rounded(amount, by, of int64) int64 {
	hi, lo := bits.Mul64(uint64(amount), 2*uint64(by))
	lo, carry := bits.Add64(lo, uint64(of), 0)
	n, _ := bits.Div64(hi+carry, lo, 2*uint64(of))
	return int64(n)
}

// times multiplies two amounts that are not negative.
func times(a, b int64) (int64, error) {
	hi, lo := bits.Mul64(uint64(a), uint64(b))
	if hi != 0 || lo > math.MaxInt64 {
		return 0, ErrTooLarge
	}
	return int64(lo), nil
}

func plus(a, b int64) (int64, error) {
	if a > math.MaxInt64-b {
		return 0, ErrTooLarge
	}
	return a + b, nil
}
