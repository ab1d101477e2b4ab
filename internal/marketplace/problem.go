package marketplace

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
)

// flaw is what is to be said about a staged product.
type flaw struct {
	blocking bool
	code     string
	format   string
	args     []any
}

// flaws says what stands in the way of publication in a shop with that currency,
// and what only deserves a look.
func flaws(p *ent.MarketplaceProduct, currency string) (all []flaw) {
	if p.PriceMinor <= 0 {
		all = append(all, flaw{true, "NO_PRICE", "it has no price", nil})
	}
	if p.Currency != currency {
		all = append(all, flaw{true, "CURRENCY", "its price is in %s and the shop sells in %s", []any{p.Currency, currency}})
	}
	if p.ImageLink == nil {
		all = append(all, flaw{false, "NO_IMAGE", "it has no picture", nil})
	}
	if p.Description == "" {
		all = append(all, flaw{false, "NO_DESCRIPTION", "it has no description", nil})
	}
	return all
}

// Problems says in the language of the context what stands in the way of a staged
// product's publication in a shop with that currency, and what deserves a look.
func Problems(ctx context.Context, p *ent.MarketplaceProduct, currency string) []*Problem {
	out := []*Problem{}
	for _, f := range flaws(p, currency) {
		out = append(out, &Problem{Blocking: f.blocking, Code: f.code, Message: i18n.T(ctx, f.format, f.args...)})
	}
	return out
}

// blocked returns what keeps staged products out of the catalogue, by their place
// in ids.
func blocked(p *ent.MarketplaceProduct, place int, currency string) (mistakes errs.List) {
	for _, f := range flaws(p, currency) {
		if f.blocking {
			mistakes = append(mistakes, errs.New(errs.Invalid, f.format, f.args...).At(placeOf(place)))
		}
	}
	return mistakes
}
