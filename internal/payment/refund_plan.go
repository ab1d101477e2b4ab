package payment

import (
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// RefundLineInput is so much of a line that is to be refunded.
type RefundLineInput struct {
	OrderLineID publicid.ID
	Quantity    int
	Restock     bool
}

// RefundPreviewInput says what is to be refunded. With neither lines nor shipping nor
// amount it is all that can be.
type RefundPreviewInput struct {
	OrderID          publicid.ID
	Lines            []*RefundLineInput
	Shipping, Amount *money.Decimal
}

// A standing is what a refund is judged by: an order whose payment is locked.
type standing struct {
	order   *ent.Order
	payment *ent.Payment
	lines   []*ent.OrderLine
	// refunds are those of the payment that have not failed, with their lines.
	refunds []*ent.Refund
	parts   []*ent.RefundLine
}

// A plan is what a refund comes to, in minor units.
type plan struct {
	amount, shipping, fee int64
	lines                 []planned
	// refundable and shippingLeft are what could be refunded before it.
	refundable, shippingLeft int64
}

// planned is a line of a plan.
type planned struct {
	line     *ent.OrderLine
	quantity int
	amount   int64
	restock  bool
}

// plan judges a refund. INVALID_STATE for an order that is not paid, INVALID for more than
// is left of the payment, of a line or of the delivery, NOT_FOUND for a line of another
// order.
func (s standing) plan(in RefundPreviewInput) (plan, error) {
	switch s.payment.Status {
	case enum.PaymentStatusPaid, enum.PaymentStatusPartiallyRefunded:
	default:
		return plan{}, errs.New(errs.InvalidState, "only what is paid and has not gone back in whole can be refunded").At("input.orderId")
	}
	out := plan{refundable: s.payment.AmountMinor - s.payment.RefundedMinor, shippingLeft: s.shippingLeft()}
	if err := s.planLines(&out, in.Lines); err != nil {
		return plan{}, err
	}
	if err := s.planShipping(&out, in.Shipping); err != nil {
		return plan{}, err
	}
	if err := s.planAmount(&out, in); err != nil {
		return plan{}, err
	}
	out.fee = s.feeOf(out.amount)
	return out, nil
}

func (s standing) planLines(out *plan, in []*RefundLineInput) error {
	seen := map[uuid.UUID]bool{}
	for i, l := range in {
		at := fmt.Sprintf("input.lines.%d", i)
		line := s.line(l.OrderLineID.As("OrderLine"))
		switch {
		case line == nil:
			return errs.New(errs.NotFound, "not found").At(at + ".orderLineId")
		case seen[line.ID]:
			return errs.Field(at+".orderLineId", "stands here twice")
		}
		seen[line.ID] = true
		done, gone := s.of(line.ID)
		if done == line.Quantity {
			return errs.Field(at+".quantity", "nothing of it is left")
		}
		if l.Quantity < 1 || l.Quantity > line.Quantity-done {
			return errs.Field(at+".quantity", "must be 1 to %d", line.Quantity-done)
		}
		amount := lineShare(s.gross(line), gone, done, l.Quantity, line.Quantity)
		out.lines = append(out.lines, planned{line: line, quantity: l.Quantity, amount: amount, restock: l.Restock})
		out.amount += amount
	}
	return nil
}

// lineShare is what so many pieces of a line come to: in proportion, rounded half up, and
// with the last piece all that is left.
func lineShare(gross, gone int64, done, quantity, of int) int64 {
	if done+quantity == of {
		return max(0, gross-gone)
	}
	return min(share(gross, int64(quantity), int64(of)), max(0, gross-gone))
}

// gross is what the buyer paid for a line.
func (s standing) gross(l *ent.OrderLine) int64 {
	n := l.TotalMinor - l.DiscountMinor
	if !s.order.TaxIncluded {
		n += l.TaxMinor
	}
	return n
}

func (s standing) line(id uuid.UUID) *ent.OrderLine {
	for _, l := range s.lines {
		if l.ID == id {
			return l
		}
	}
	return nil
}

// of is how many pieces of a line are refunded or about to be, and what they came to.
func (s standing) of(line uuid.UUID) (quantity int, amount int64) {
	for _, p := range s.parts {
		if p.OrderLineID == line {
			quantity += p.Quantity
			amount += p.AmountMinor
		}
	}
	return quantity, amount
}

// delivery is what the buyer pays for the delivery of an order.
func delivery(o *ent.Order) int64 {
	n := o.ShippingMinor - o.ShippingDiscountMinor
	if !o.TaxIncluded {
		n += o.ShippingTaxMinor
	}
	return n
}

func (s standing) shippingLeft() int64 {
	left := delivery(s.order)
	for _, r := range s.refunds {
		left -= r.ShippingMinor
	}
	return max(0, left)
}

func (s standing) planShipping(out *plan, in *money.Decimal) error {
	if in == nil {
		return nil
	}
	m, err := money.Parse(*in, s.order.Currency)
	if err != nil || m.Minor < 0 {
		return errs.Field("input.shipping", "is no amount of %s", s.order.Currency)
	}
	if m.Minor > out.shippingLeft {
		return errs.Field("input.shipping", "no more than %s is left of it", string(money.New(out.shippingLeft, s.order.Currency).Amount()))
	}
	out.shipping = m.Minor
	out.amount += m.Minor
	return nil
}

// planAmount takes the amount that is given instead of what lines and delivery come to.
// Lines keep their part of it in proportion.
func (s standing) planAmount(out *plan, in RefundPreviewInput) error {
	switch {
	case in.Amount != nil:
		m, err := money.Parse(*in.Amount, s.order.Currency)
		if err != nil || m.Minor <= 0 {
			return errs.Field("input.amount", "is no amount of %s", s.order.Currency)
		}
		if m.Minor < out.shipping {
			return errs.Field("input.amount", "is less than what is refunded of the delivery")
		}
		out.rescale(m.Minor)
	case len(in.Lines) == 0 && in.Shipping == nil:
		out.amount, out.shipping = out.refundable, min(out.shippingLeft, out.refundable)
	}
	if out.amount > out.refundable {
		return errs.Field("input.amount", "no more than %s is left of the payment", string(money.New(out.refundable, s.order.Currency).Amount()))
	}
	return nil
}

// rescale makes the plan come to an amount; what it is less is taken of the lines in
// proportion, and what it is more is for none of them.
func (p *plan) rescale(to int64) {
	goods := p.amount - p.shipping
	left := to - p.shipping
	p.amount = to
	if left >= goods {
		return
	}
	for i := range p.lines {
		l := &p.lines[i]
		was := l.amount
		l.amount = share(was, left, goods)
		goods -= was
		left -= l.amount
	}
}

// feeOf is what the platform gives back of its fee: with all refunds so far, in proportion
// to the payment and rounded half up, so that the whole payment gives back the whole fee.
func (s standing) feeOf(amount int64) int64 {
	var given int64
	for _, r := range s.refunds {
		given += r.FeeMinor
	}
	return max(0, share(s.payment.FeeMinor, s.payment.RefundedMinor+amount, s.payment.AmountMinor)-given)
}
