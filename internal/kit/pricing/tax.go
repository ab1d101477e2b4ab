package pricing

import (
	"cmp"
	"slices"
)

// A share is the part of a line or of the delivery that bears one rate.
type share struct {
	of     *Priced
	rate   int
	amount int64
}

// tax works out the tax of each rate over all that bears it, and splits it again.
func (s *Sums) tax(c Cart) error {
	shares := s.shares(c)
	slices.SortStableFunc(shares, func(a, b share) int { return cmp.Compare(a.rate, b.rate) })
	for len(shares) > 0 {
		n := 1
		for n < len(shares) && shares[n].rate == shares[0].rate {
			n++
		}
		if err := s.taxAt(shares[:n], c.TaxIncluded); err != nil {
			return err
		}
		shares = shares[n:]
	}
	return nil
}

// shares takes a cart apart by rates.
func (s *Sums) shares(c Cart) []share {
	out := make([]share, 0, 2*len(c.Lines)+1)
	weights := make([]int64, len(c.Lines))
	for i, l := range c.Lines {
		p := &s.Lines[i]
		weights[i] = p.left()
		out = append(out, share{p, l.Rate, p.left()})
	}
	parts := Split(s.Delivery.left(), weights)
	if parts == nil {
		return append(out, share{&s.Delivery, c.ShippingRate, s.Delivery.left()})
	}
	for i, part := range parts {
		out = append(out, share{&s.Delivery, c.Lines[i].Rate, part})
	}
	return out
}

// taxAt adds the tax of one rate.
func (s *Sums) taxAt(shares []share, included bool) error {
	rate := shares[0].rate
	var base int64
	amounts := make([]int64, len(shares))
	for i, sh := range shares {
		amounts[i] = sh.amount
		base += sh.amount // no more than subtotal and shipping, which fit
	}
	at := TaxAt{Rate: rate, Net: base}
	if included {
		at.Tax = Contained(base, rate)
		at.Net -= at.Tax
	} else if _, err := times(base, int64(rate)/Whole+1); err != nil {
		return err
	} else {
		at.Tax = rounded(base, int64(rate), Whole)
	}
	for i, part := range Split(at.Tax, amounts) {
		shares[i].of.Tax += part
	}
	if base > 0 {
		s.Taxes = append(s.Taxes, at)
	}
	return nil
}

// Contained is the tax in an amount that contains it, in minor units: amount × rate ÷
// (100 % + rate), half a unit upwards. rate is in hundredths of a percent.
func Contained(amount int64, rate int) int64 {
	return rounded(amount, int64(rate), Whole+int64(rate))
}
