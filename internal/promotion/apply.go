package promotion

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/pricing"
)

// A Cart is what decides which promotions apply to it. Amounts are minor units of Currency.
type Cart struct {
	Currency string
	Lines    []Line
	Delivery int64    // the price of the delivery, 0 until it is chosen
	Codes    []string // as Code returns them
	// Used is how often the buyer has used promotions, without the cart's own order.
	Used map[uuid.UUID]int
	// Own are those that an order of the cart's own, not placed yet, has taken already.
	Own map[uuid.UUID]bool
}

// A Line is so much of a product.
type Line struct {
	Product     uuid.UUID
	Collections []uuid.UUID // that the product is in
	Unit        int64
	Quantity    int
}

// An Outcome is what promotions do for a cart: Discounts are for pricing, in their order,
// each that of the promotion at its place in Applied.
type Outcome struct {
	Applied   []*ent.Promotion
	Discounts []pricing.Discount
	Codes     []Entered // one for each code of the cart, in its order
}

// Entered is what became of a code. Why is the CODE_NOT_APPLICABLE that says in words why
// it does not apply, nil where it does; Over, that it will not without the shop's doing.
type Entered struct {
	Code      string
	Promotion *ent.Promotion // nil for a code that nobody gave out
	Why       *errs.Error
	Over      bool
}

// fit is a promotion that a cart fulfils, with the lines that it is about.
type fit struct {
	promotion *ent.Promotion
	discount  pricing.Discount
}

// Apply chooses the promotions that apply to a cart, by the rule of the package, of those
// that a vendor runs and those whose codes were entered. It returns the errors of
// pricing.Price.
func Apply(all []*ent.Promotion, c Cart, now time.Time) (Outcome, error) {
	plain, err := pricing.Price(c.priced(nil))
	if err != nil {
		return Outcome{}, err
	}
	refused := map[*ent.Promotion]refusal{}
	var fits []fit
	for _, p := range inOrder(all) {
		if p.Code != nil && !slices.Contains(c.Codes, *p.Code) {
			continue
		}
		f, no := judge(p, c, plain, now)
		if no.why != nil {
			refused[p] = no
			continue
		}
		fits = append(fits, f)
	}
	chosen, err := best(fits, c)
	if err != nil {
		return Outcome{}, err
	}
	return outcome(all, c, chosen, refused), nil
}

// inOrder sorts by priority and then by age.
func inOrder(all []*ent.Promotion) []*ent.Promotion {
	return slices.SortedFunc(slices.Values(all), func(a, b *ent.Promotion) int {
		return cmp.Or(cmp.Compare(b.Priority, a.Priority), a.CreatedAt.Compare(b.CreatedAt), slices.Compare(a.ID[:], b.ID[:]))
	})
}

// best returns all fits that combine, or the one that goes alone and takes more off.
func best(fits []fit, c Cart) ([]fit, error) {
	var chosen []fit
	for _, f := range fits {
		if f.promotion.Combines {
			chosen = append(chosen, f)
		}
	}
	most, err := c.off(chosen)
	if err != nil {
		return nil, err
	}
	for _, f := range fits {
		if f.promotion.Combines {
			continue
		}
		off, err := c.off([]fit{f})
		if err != nil {
			return nil, err
		}
		if off > most || len(chosen) == 0 {
			chosen, most = []fit{f}, off
		}
	}
	return chosen, nil
}

// off is what fits take off a cart together.
func (c Cart) off(fits []fit) (int64, error) {
	s, err := pricing.Price(c.priced(fits))
	return s.Discount, err
}

func (c Cart) priced(fits []fit) pricing.Cart {
	out := pricing.Cart{Lines: make([]pricing.Line, len(c.Lines)), Shipping: c.Delivery, TaxIncluded: true}
	for i, l := range c.Lines {
		out.Lines[i] = pricing.Line{Unit: l.Unit, Quantity: l.Quantity}
	}
	for _, f := range fits {
		out.Discounts = append(out.Discounts, f.discount)
	}
	return out
}

// outcome says what was chosen, and of each code what became of it.
func outcome(all []*ent.Promotion, c Cart, chosen []fit, refused map[*ent.Promotion]refusal) Outcome {
	var out Outcome
	for _, f := range chosen {
		out.Applied, out.Discounts = append(out.Applied, f.promotion), append(out.Discounts, f.discount)
	}
	for _, code := range c.Codes {
		e := Entered{Code: code}
		if i := slices.IndexFunc(all, func(p *ent.Promotion) bool { return p.Code != nil && *p.Code == code }); i >= 0 {
			e.Promotion = all[i]
		}
		no, bad := refused[e.Promotion]
		switch {
		case e.Promotion == nil:
			no = refusal{errs.New(errs.CodeNotApplicable, "there is no such code"), true}
		case !bad && !slices.Contains(out.Applied, e.Promotion):
			no = refusal{errs.New(errs.CodeNotApplicable, "it does not combine with what takes more off already"), false}
		}
		e.Why, e.Over = no.why, no.over
		out.Codes = append(out.Codes, e)
	}
	return out
}

// A refusal is why a promotion does not apply, and whether that is for good.
type refusal struct {
	why  *errs.Error
	over bool
}

// Spoken puts the amounts of an error of Apply into words, in the language of the context.
func Spoken(ctx context.Context, e *errs.Error) *errs.Error {
	out := *e
	out.Args = slices.Clone(e.Args)
	for i, arg := range out.Args {
		if m, ok := arg.(money.Money); ok {
			out.Args[i] = m.Format(i18n.From(ctx))
		}
	}
	return &out
}

// judge says whether a cart fulfils a promotion. sums are those of the cart without any.
func judge(p *ent.Promotion, c Cart, sums pricing.Sums, now time.Time) (fit, refusal) {
	if no := standing(p, c, now); no.why != nil {
		return fit{}, no
	}
	lines := about(p, c.Lines)
	if len(lines) == 0 && !everything(p) {
		return fit{}, refusal{why: errs.New(errs.CodeNotApplicable, "nothing in the cart is what it is for")}
	}
	var goods int64
	for _, i := range lines {
		goods += sums.Lines[i].Subtotal
	}
	if p.MinimumMinor != nil && goods < *p.MinimumMinor {
		missing := money.New(*p.MinimumMinor-goods, c.Currency)
		return fit{}, refusal{why: errs.New(errs.CodeNotApplicable, "it needs %s more of what it is for", missing)}
	}
	d := pricing.Discount{Percent: p.PercentBp, Amount: p.AmountMinor, FreeShipping: p.FreeDelivery}
	if !everything(p) {
		d.Lines = lines
	}
	return fit{p, d}, refusal{}
}

// standing says whether a promotion can be used at all, by this buyer and now.
func standing(p *ent.Promotion, c Cart, now time.Time) refusal {
	used := p.UsedCount
	if c.Own[p.ID] {
		used--
	}
	switch {
	case p.ArchivedAt != nil:
		return refusal{errs.New(errs.CodeNotApplicable, "there is no such code"), true}
	case p.EndsAt != nil && !now.Before(*p.EndsAt):
		return refusal{errs.New(errs.CodeNotApplicable, "it is over"), true}
	case p.StartsAt != nil && now.Before(*p.StartsAt):
		return refusal{errs.New(errs.CodeNotApplicable, "it has not begun yet"), true}
	case p.Currency != c.Currency && (p.AmountMinor > 0 || p.MinimumMinor != nil):
		return refusal{errs.New(errs.CodeNotApplicable, "it is for another currency"), true}
	}
	return refusal{spent(p, used, c.Used[p.ID]), true}
}

// spent says which limit of a promotion is reached that was used so often, and so often by
// the buyer; nil for none.
func spent(p *ent.Promotion, used, byBuyer int) *errs.Error {
	switch {
	case p.UsageLimit != nil && used >= *p.UsageLimit:
		return errs.New(errs.CodeNotApplicable, "it is used up")
	case p.CustomerLimit != nil && byBuyer >= *p.CustomerLimit:
		return errs.New(errs.CodeNotApplicable, "you have used it as often as it can be")
	}
	return nil
}

// everything reports whether a promotion is about all goods.
func everything(p *ent.Promotion) bool { return len(p.ProductIds) == 0 && len(p.CollectionIds) == 0 }

// about returns the places of the lines that a promotion is about.
func about(p *ent.Promotion, lines []Line) (out []int) {
	for i, l := range lines {
		shelved := slices.ContainsFunc(l.Collections, func(id uuid.UUID) bool { return slices.Contains(p.CollectionIds, id) })
		if everything(p) || shelved || slices.Contains(p.ProductIds, l.Product) {
			out = append(out, i)
		}
	}
	return out
}
