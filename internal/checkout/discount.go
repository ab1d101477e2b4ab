package checkout

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/pricing"
	"orion/internal/kit/publicid"
	kept "orion/internal/kit/terms"
	"orion/internal/order"
	"orion/internal/promotion"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A DiscountCode is a code that a buyer entered, with what it does for the cart now.
type DiscountCode struct {
	Code       string
	Applicable bool
	Title      *string // nil for a code that nobody gave out
	Amount     money.Money
	Message    *string // why it does not apply, nil where it does
}

// SetDiscountCodes replaces the codes of a cart by those of codes that apply to it, case
// and spaces aside. For each of the others CODE_NOT_APPLICABLE at codes.<place> says why in
// words; then there are both a Change and an error. TOO_MANY above promotion.MaxCodes.
func (s *Service) SetDiscountCodes(ctx context.Context, id publicid.ID, codes []string) (*Change, error) {
	if len(codes) > promotion.MaxCodes {
		return nil, errs.New(errs.TooMany, "a cart has at most %d codes", promotion.MaxCodes).At("codes")
	}
	var refused errs.List
	out, err := s.change(ctx, id, nil, func(ctx context.Context, b *basket, u *ent.CartUpdateOne) error {
		kept, bad, err := s.try(ctx, b, codes)
		if err != nil {
			return err
		}
		refused = bad
		u.SetDiscountCodes(kept)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, refused.Or()
}

// try prices a basket as if it had codes, and tells those that apply from the others.
func (s *Service) try(ctx context.Context, b *basket, codes []string) (kept []string, refused errs.List, err error) {
	entered, places := read(codes)
	trial, with := *b, *b.cart
	with.DiscountCodes, trial.cart = entered, &with
	shop, err := shopOf(ctx, b.client, b.cart)
	if err != nil {
		return nil, nil, err
	}
	q, err := s.quote(ctx, &trial, shop)
	if err != nil {
		return nil, nil, err
	}
	for i, e := range q.promoted.Codes {
		if e.Why == nil {
			kept = append(kept, e.Code)
			continue
		}
		refused = append(refused, promotion.Spoken(ctx, e.Why).At("codes."+strconv.Itoa(places[i])))
	}
	return kept, refused, nil
}

// read brings codes into the shape in which they are kept, each once, with their places.
func read(codes []string) (entered []string, places []int) {
	for i, text := range codes {
		if code := promotion.Code(text); !slices.Contains(entered, code) {
			entered, places = append(entered, code), append(places, i)
		}
	}
	return entered, places
}

// dropCodes takes out of a cart that has just been changed what will not apply again
// without the shop's doing, and says so. The others stay: they come back with the goods
// that they need.
func (s *Service) dropCodes(ctx context.Context, b *basket) (*ent.Cart, error) {
	if len(b.cart.DiscountCodes) == 0 {
		return b.cart, nil
	}
	offer, err := s.offer(ctx, b)
	if err != nil {
		return nil, err
	}
	bill := plainly(b.sold())
	out, err := promote(offer, b, &bill)
	if err != nil {
		return nil, err
	}
	var kept []string
	for _, e := range out.Codes {
		if !e.Over {
			kept = append(kept, e.Code)
			continue
		}
		why := promotion.Spoken(ctx, e.Why)
		b.warnings = append(b.warnings, &Warning{
			Code: enum.WarningCodeCodeRemoved, Message: i18n.T(ctx, "the code %s was taken out: %s", e.Code, i18n.T(ctx, why.Format, why.Args...)),
		})
	}
	if len(kept) == len(b.cart.DiscountCodes) {
		return b.cart, nil
	}
	return b.cart.Update().SetDiscountCodes(kept).Save(ctx)
}

// offer reads what the shop takes off, with what of it this basket's buyer has used.
func (s *Service) offer(ctx context.Context, b *basket) (*promotion.Offer, error) {
	items := b.sold()
	products := make([]uuid.UUID, len(items))
	for i, it := range items {
		products[i] = it.variant.ProductID
	}
	return promotion.Read(ctx, b.client, s.clock.Now(), buyerOf(ctx, b.cart), products, b.cart.DiscountCodes)
}

func buyerOf(ctx context.Context, c *ent.Cart) promotion.Buyer {
	b := promotion.Buyer{Cart: c.ID, Customer: c.CustomerID, Email: c.Email}
	if id := viewer.From(ctx).CustomerID; id != uuid.Nil { // also with a cart that they began as a guest
		b.Customer = &id
	}
	return b
}

// promote adds to the bill of what a basket holds what promotions take off it.
func promote(o *promotion.Offer, b *basket, bill *pricing.Cart) (promotion.Outcome, error) {
	c := promotion.Cart{Currency: b.cart.Currency, Delivery: bill.Shipping, Codes: b.cart.DiscountCodes}
	for i, it := range b.sold() {
		c.Lines = append(c.Lines, promotion.Line{Product: it.variant.ProductID, Unit: bill.Lines[i].Unit, Quantity: bill.Lines[i].Quantity})
	}
	out, err := o.For(c)
	if errors.Is(err, pricing.ErrTooLarge) {
		return out, errs.New(errs.Invalid, "the sum is too large")
	}
	bill.Discounts = out.Discounts
	return out, err
}

// codes says what became of the codes of a cart.
func (q *quote) codes(ctx context.Context, currency string) []*DiscountCode {
	out := make([]*DiscountCode, len(q.promoted.Codes))
	for i, e := range q.promoted.Codes {
		d := &DiscountCode{Code: e.Code, Applicable: e.Why == nil, Amount: money.New(0, currency)}
		if e.Promotion != nil {
			d.Title = new(promotion.TitleIn(ctx, e.Promotion))
			if at := slices.Index(q.promoted.Applied, e.Promotion); at >= 0 {
				d.Amount.Minor = q.sums.Discounts[at]
			}
		}
		if e.Why != nil {
			why := promotion.Spoken(ctx, e.Why)
			d.Message = new(i18n.T(ctx, why.Format, why.Args...))
		}
		out[i] = d
	}
	return out
}

// discounts are what an order keeps of the promotions that take something off it, in the
// words of its buyer.
func (q *quote) discounts(ctx context.Context) (out []kept.Discount) {
	for i, p := range q.promoted.Applied {
		if off := q.sums.Discounts[i]; off > 0 {
			d := kept.Discount{PromotionID: p.ID, Title: promotion.TitleIn(ctx, p), AmountMinor: off}
			if p.Code != nil {
				d.Code = *p.Code
			}
			out = append(out, d)
		}
	}
	return out
}

// claim counts what an order that was just opened takes of promotions. Its sums have been
// compared with what the buyer expects.
func (s *Service) claim(ctx context.Context, tx *store.Tx, q *quote, d order.Draft) error {
	c := promotion.Claim{Order: d.ID, Buyer: promotion.Buyer{Cart: d.CartID, Customer: d.CustomerID}, Email: d.Email, Currency: d.Currency}
	for i, p := range q.promoted.Applied {
		if off := q.sums.Discounts[i]; off > 0 {
			c.Uses = append(c.Uses, promotion.Use{Promotion: p, Minor: off})
		}
	}
	return promotion.Take(ctx, tx, s.clock.Now(), c)
}
