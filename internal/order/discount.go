package order

import (
	"orion/internal/kit/money"
	"orion/internal/kit/terms"
)

// An AppliedDiscount is what a promotion takes off a cart or took off an order, in words
// for the buyer.
type AppliedDiscount struct {
	Title  string
	Code   *string // nil where it applies by itself
	Amount money.Money
}

// Discounts puts what is kept of promotions into the graph's shape.
func Discounts(kept []terms.Discount, currency string) []*AppliedDiscount {
	out := make([]*AppliedDiscount, len(kept))
	for i, d := range kept {
		out[i] = &AppliedDiscount{Title: d.Title, Amount: money.New(d.AmountMinor, currency)}
		if d.Code != "" {
			out[i].Code = &d.Code
		}
	}
	return out
}
