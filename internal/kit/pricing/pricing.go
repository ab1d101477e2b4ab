// Package pricing adds up what somebody buys. It is pure: whoever asks with the same cart
// gets the same sums, so that what a page shows is what is charged.
//
// All amounts are in minor units of one currency and none is ever negative. Tax is rounded
// once for each rate of a cart, half a unit upwards, and a discount once, likewise; what
// has been rounded is split by the largest remainder, so that parts always add up to their
// whole and no unit is lost or made.
package pricing

import "errors"

// ErrTooLarge is returned where a sum does not fit 64 bits.
var ErrTooLarge = errors.New("the sum is too large")

// ErrInvalid is returned for a cart that cannot be: a negative amount, quantity or rate, a
// percentage over 100, a discount on a line that is not there.
var ErrInvalid = errors.New("a cart cannot be like that")

// Whole is 100 % in the unit of rates and percentages, hundredths of a percent.
const Whole = 10_000

// A Cart is what is to be added up.
type Cart struct {
	Lines []Line
	// Shipping is the price of the delivery. It bears the rates of the goods in proportion
	// to what they cost, as what belongs to a supply shares its tax (CJEU C-349/96, Card
	// Protection Plan); where there are no goods to pay for, ShippingRate.
	Shipping     int64
	ShippingRate int
	// TaxIncluded says that prices, shipping and discounts contain tax; otherwise tax comes
	// on top.
	TaxIncluded bool
	// Discounts apply one after the other, each to what those before have left.
	Discounts []Discount
}

// A Line is so many pieces of one thing.
type Line struct {
	Unit     int64 // the price of a piece
	Quantity int
	Rate     int // of tax
}

// A Discount takes something off. Of its three parts all that are set apply.
type Discount struct {
	// Lines are the indexes of the lines that it is about; none: all of them.
	Lines []int
	// Percent is off each of the lines, in hundredths of a percent.
	Percent int
	// Amount is off the lines together, no more than they cost, in proportion to it.
	Amount int64
	// FreeShipping takes off all of the shipping.
	FreeShipping bool
}

// Sums are what a cart comes to. Total is Subtotal − Discount + Shipping, and + Tax where
// prices do not contain it.
type Sums struct {
	Subtotal int64 // of the lines, before discounts
	Discount int64 // on lines and on shipping
	Shipping int64 // before discounts
	Tax      int64
	Total    int64

	Lines     []Priced
	Delivery  Priced
	Taxes     []TaxAt // by rate, the lowest first
	Discounts []int64 // what each discount of the cart came to
}

// Priced is what a line, or the delivery, comes to: Total is Subtotal − Discount, and + Tax
// where prices do not contain it.
type Priced struct{ Subtotal, Discount, Tax, Total int64 }

// TaxAt is the tax at one rate, and the amount before tax that it is of.
type TaxAt struct {
	Rate     int
	Net, Tax int64
}

// Price adds up a cart. It returns ErrTooLarge or ErrInvalid.
func Price(c Cart) (Sums, error) {
	s, err := open(c)
	if err != nil {
		return Sums{}, err
	}
	for _, d := range c.Discounts {
		s.Discounts = append(s.Discounts, s.take(d))
	}
	if err := s.tax(c); err != nil {
		return Sums{}, err
	}
	if err := s.close(c.TaxIncluded); err != nil {
		return Sums{}, err
	}
	return s, nil
}

// open returns the sums of a cart before discounts and tax.
func open(c Cart) (Sums, error) {
	if err := check(c); err != nil {
		return Sums{}, err
	}
	s := Sums{Shipping: c.Shipping, Lines: make([]Priced, len(c.Lines)), Delivery: Priced{Subtotal: c.Shipping}}
	for i, l := range c.Lines {
		amount, err := times(l.Unit, int64(l.Quantity))
		if err != nil {
			return Sums{}, err
		}
		s.Lines[i].Subtotal = amount
		if s.Subtotal, err = plus(s.Subtotal, amount); err != nil {
			return Sums{}, err
		}
	}
	_, err := plus(s.Subtotal, s.Shipping)
	return s, err
}

func check(c Cart) error {
	ok := c.Shipping >= 0 && c.ShippingRate >= 0
	for _, l := range c.Lines {
		ok = ok && l.Unit >= 0 && l.Quantity >= 0 && l.Rate >= 0
	}
	for _, d := range c.Discounts {
		ok = ok && d.Percent >= 0 && d.Percent <= Whole && d.Amount >= 0
		for _, i := range d.Lines {
			ok = ok && i >= 0 && i < len(c.Lines)
		}
	}
	if !ok {
		return ErrInvalid
	}
	return nil
}

// close adds up what lines and delivery have come to.
func (s *Sums) close(included bool) error {
	var err error
	for _, p := range s.parts() {
		p.Total = p.Subtotal - p.Discount
		if !included {
			if p.Total, err = plus(p.Total, p.Tax); err != nil {
				return err
			}
		}
		s.Discount += p.Discount
		s.Tax += p.Tax
		if s.Total, err = plus(s.Total, p.Total); err != nil {
			return err
		}
	}
	return nil
}

// parts are all that is paid for: the lines, and the delivery last.
func (s *Sums) parts() []*Priced {
	out := make([]*Priced, 0, len(s.Lines)+1)
	for i := range s.Lines {
		out = append(out, &s.Lines[i])
	}
	return append(out, &s.Delivery)
}

// left is what is still to pay for a part, before tax on top.
func (p *Priced) left() int64 { return p.Subtotal - p.Discount }
