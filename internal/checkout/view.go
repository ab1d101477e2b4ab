package checkout

import (
	"context"
	"sync"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cartline"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/pricing"
	"orion/internal/order"
	"orion/internal/promotion"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// A View is a cart as its buyer sees it now: with today's prices, without what is no
// longer sold, and with what both come to.
type View struct {
	// Lines are in the order in which they were added. UnitPriceMinor is the price of
	// now, and Edges.Variant is there.
	Lines []*ent.CartLine

	// TotalQuantity is how many pieces there are in all lines.
	TotalQuantity int

	Cost            *Cost
	DeliveryOptions []*DeliveryOption
	// Codes are what became of the codes that were entered, Discounts what is taken off.
	Codes     []*DiscountCode
	Discounts []*order.AppliedDiscount
	// DeliveryOption is the chosen one, nil until one is chosen.
	DeliveryOption *DeliveryOption
	// Requirements are what completion would refuse the cart for.
	Requirements []*Requirement
}

// View reads what a cart shows, in nine statements, and up to three more where promotions
// have limits or are about collections. The viewer must have been shown
// the cart.
func (s *Service) View(ctx context.Context, c *ent.Cart) (*View, error) {
	return s.view(ctx, c, nil)
}

// view is View of a basket that is known already, if one is.
func (s *Service) view(ctx context.Context, c *ent.Cart, b *basket) (*View, error) {
	ctx = viewer.WithKey(ctx, c.Token)
	shop, err := shopOf(ctx, s.db.Client, c)
	if err != nil {
		return nil, err
	}
	if b == nil {
		if b, err = load(ctx, s.db.Client, c, nil); err != nil {
			return nil, err
		}
	}
	b.client = s.db.Client // that of a change has ended
	q, err := s.quote(ctx, b, shop)
	if err != nil {
		return nil, err
	}
	v := &View{
		Cost: q.cost(c.Currency), DeliveryOptions: q.options, DeliveryOption: q.delivery,
		Requirements: requirements(ctx, missing(q.facts)),
		Codes:        q.codes(ctx, c.Currency), Discounts: order.Discounts(q.discounts(ctx), c.Currency),
	}
	for _, it := range q.items {
		it.line.UnitPriceMinor = it.variant.PriceMinor
		it.line.Edges.Variant = it.variant
		v.Lines = append(v.Lines, it.line)
		v.TotalQuantity += it.quantity
	}
	return v, nil
}

// A quote is a basket with its sums.
type quote struct {
	facts
	options []*DeliveryOption
	bill    pricing.Cart
	sums    pricing.Sums
	// promoted is what promotions do for the bill.
	promoted promotion.Outcome
}

// quote adds up what the shop sells of a basket, in at most eight statements. What the
// goods come to decides what their delivery costs, and that of both what is to be paid.
func (s *Service) quote(ctx context.Context, b *basket, shop *ent.Vendor) (*quote, error) {
	t, err := s.terms(ctx, b, shop)
	if err != nil {
		return nil, err
	}
	q := &quote{}
	q.items, q.email, q.address = b.sold(), b.cart.Email, b.cart.ShippingAddress
	q.closed = vendor.OnHoliday(shop, s.clock.Now())
	offer, err := s.offer(ctx, b)
	if err != nil {
		return nil, err
	}
	goods, err := q.add(offer, b, t.bill(b.cart, q.items, nil))
	if err != nil {
		return nil, err
	}
	q.options = t.options(ctx, b.cart, q.items, goods.Subtotal-goods.Discount)
	q.delivery = choose(q.options, b.cart.DeliveryHandle)
	if q.address != nil && len(q.options) == 0 && shop.Currency == b.cart.Currency {
		q.unfit = t.ways.Reaches(t.place(b.cart))
		q.nowhere = !q.unfit
	}
	q.sums, err = q.add(offer, b, t.bill(b.cart, q.items, q.delivery))
	return q, err
}

// add adds up a bill less what promotions take off it, and keeps both.
func (q *quote) add(offer *promotion.Offer, b *basket, bill pricing.Cart) (sums pricing.Sums, err error) {
	if q.promoted, err = promote(offer, b, &bill); err != nil {
		return sums, err
	}
	q.bill = bill
	return priced(bill)
}

func (q *quote) cost(currency string) *Cost {
	in := func(minor int64) money.Money { return money.New(minor, currency) }
	return &Cost{
		Subtotal: in(q.sums.Subtotal), Discount: in(q.sums.Discount), Shipping: in(q.sums.Shipping),
		Tax: in(q.sums.Tax), Total: in(q.sums.Total), TaxIncluded: q.bill.TaxIncluded,
		Taxes: order.TaxAmounts(q.sums.Taxes, currency),
	}
}

var byAge = []page.Key{{Column: cartline.FieldCreatedAt, Time: true}}

// Lines cuts a page out of the lines of a view of the cart.
func (s *Service) Lines(c *ent.Cart, v *View, arg page.Arg) (*CartLineConnection, error) {
	plan, err := s.pages.Plan(arg, byAge, "cart lines", c.ID)
	if err != nil {
		return nil, err
	}
	return page.Of(plan, v.Lines, func(l *ent.CartLine) ([]any, uuid.UUID) { return []any{l.CreatedAt}, l.ID }), nil
}

// LineTotal is what a line of a View comes to.
func LineTotal(l *ent.CartLine) money.Money {
	return money.New(l.UnitPriceMinor*int64(l.Quantity), l.Currency)
}

// PaymentMethods returns the ways of paying.
func (s *Service) PaymentMethods(ctx context.Context) ([]*PaymentMethod, error) {
	methods, err := s.payments.Methods(ctx)
	if err != nil {
		return nil, err
	}
	var out []*PaymentMethod
	for _, m := range methods {
		out = append(out, &PaymentMethod{Handle: m.Handle, Title: m.Title})
	}
	return out, nil
}

// Views keeps the views of one request, so that all fields of a cart share one read.
// A cart that has changed is read anew. It is safe for concurrent use.
type Views struct {
	service *Service
	mu      sync.Mutex
	known   map[moment]func() (*View, error)
	baskets map[moment]*basket
}

// moment is a cart between two changes.
type moment struct {
	cart    uuid.UUID
	version int
}

// NewViews returns the views of a new request. Never share them between viewers.
func (s *Service) NewViews() *Views {
	return &Views{service: s, known: map[moment]func() (*View, error){}, baskets: map[moment]*basket{}}
}

// Know has the view of a cart that was just changed made of what the change has read.
func (v *Views) Know(c *Change) {
	if c.basket == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.baskets[moment{c.Cart.ID, c.Cart.Version}] = c.basket
}

// Of returns the view of a cart.
func (v *Views) Of(ctx context.Context, c *ent.Cart) (*View, error) {
	at := moment{c.ID, c.Version}
	v.mu.Lock()
	read, ok := v.known[at]
	if !ok {
		b := v.baskets[at]
		read = sync.OnceValues(func() (*View, error) { return v.service.view(ctx, c, b) })
		v.known[at] = read
	}
	v.mu.Unlock()
	return read()
}
