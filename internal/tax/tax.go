// Package tax knows which rate of value added tax goes for what a shop sells. The look-up
// is pure; the service beside it keeps what a vendor says of its tax.
package tax

import (
	"slices"
	"strings"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/postal"
)

// Rate returns the rate of a class in a member state of the European Union at a moment, in
// hundredths of a percent. It is 0 for the class ZERO, and 0 and false for a country that is
// no member state.
func Rate(country string, class enum.TaxClass, at time.Time) (int, bool) {
	periods, ok := union[country]
	if !ok || class == enum.TaxClassZero {
		return 0, ok
	}
	now := periods[0]
	for _, p := range periods[1:] {
		if !at.Before(p.from) {
			now = p
		}
	}
	for i := places[class]; i > 0; i-- {
		if now.rates[i] > 0 {
			return now.rates[i], true
		}
	}
	return now.rates[0], true
}

// Countries are the member states, in the order of their codes.
func Countries() []string {
	out := make([]string, 0, len(union))
	for c := range union {
		out = append(out, c)
	}
	slices.Sort(out)
	return out
}

// A Rule decides the rate of what a shop sells:
//
//  1. A rate of the vendor's own for where the goods go wins over all others.
//  2. Within the European Union the rate of the seller's country goes, which is right up to
//     10 000 EUR of distance sales a year (Directive 2006/112/EC, art. 59c). A vendor that is
//     registered for the One Stop Shop charges the rate of the country where the goods
//     arrive (art. 33(a), 369a ff.). A rate of the vendor's own for that country goes before
//     what the tables say.
//  3. What leaves the union's area of tax, and what a seller outside of it sells, is not
//     taxed.
//  4. As long as nobody knows where the goods go, they stay in the seller's country.
type Rule struct {
	// Country is the seller's, ISO 3166-1 alpha-2.
	Country string
	// Oss says that the seller is registered for the One Stop Shop.
	Oss bool
	// Own are the vendor's own rates. They are not changed.
	Own []*ent.TaxRate
}

// RuleOf is the rule of a shop with the rates of its own.
func RuleOf(shop *ent.Vendor, own []*ent.TaxRate) Rule {
	return Rule{Country: shop.Country, Oss: shop.OssRegistered, Own: own}
}

// Rate returns the rate of a class, in hundredths of a percent, for goods that go to an
// address, nil where none is known yet, at a moment.
func (r Rule) Rate(to *postal.Address, class enum.TaxClass, at time.Time) int {
	return r.Find(to, class, at).RateBp
}

// Applied is the rate that goes for a class, in hundredths of a percent, with where it comes
// from. Country is whose tax it is, empty where nothing is taxed.
type Applied struct {
	Class   enum.TaxClass
	RateBp  int
	Source  enum.TaxSource
	Country string
}

// Find is Rate, with where the rate comes from.
func (r Rule) Find(to *postal.Address, class enum.TaxClass, at time.Time) Applied {
	goal := r.goal(to)
	if bp, ok := r.own(goal.country, goal.region, class, at); ok {
		return Applied{class, bp, enum.TaxSourceOwn, goal.country}
	}
	seller := home(r.Country)
	if _, inside := union[seller]; !inside || !goal.inside() {
		return Applied{Class: class, Source: enum.TaxSourceNone}
	}
	payable := seller
	if r.Oss {
		payable = goal.country
	}
	if bp, ok := r.own(payable, "", class, at); ok {
		return Applied{class, bp, enum.TaxSourceOwn, payable}
	}
	bp, _ := Rate(payable, class, at)
	return Applied{class, bp, enum.TaxSourceUnion, payable}
}

// own finds the vendor's rate for a place: that of the region before that of the country,
// and of several the one that began last.
func (r Rule) own(country, region string, class enum.TaxClass, at time.Time) (int, bool) {
	var best *ent.TaxRate
	for _, t := range r.Own {
		if t.Country != country || t.Class != class || t.Region != "" && !strings.EqualFold(t.Region, region) || !during(t, at) {
			continue
		}
		if best == nil || better(t, best) {
			best = t
		}
	}
	if best == nil {
		return 0, false
	}
	return best.RateBp, true
}

func during(t *ent.TaxRate, at time.Time) bool {
	return !at.Before(t.ValidFrom) && (t.ValidTo == nil || at.Before(*t.ValidTo))
}

func better(a, b *ent.TaxRate) bool {
	if (a.Region == "") != (b.Region == "") {
		return a.Region != ""
	}
	return a.ValidFrom.After(b.ValidFrom)
}

// A goal is where goods go.
type goal struct{ country, region, code string }

func (r Rule) goal(to *postal.Address) goal {
	if to == nil {
		return goal{country: home(r.Country)}
	}
	g := goal{country: home(to.CountryCode), code: to.PostalCode}
	if to.Region != nil {
		g.region = strings.TrimPrefix(strings.ToUpper(*to.Region), to.CountryCode+"-")
	}
	return g
}

// home is the country whose tax goes in a country.
func home(country string) string {
	if c, ok := asIf[country]; ok {
		return c
	}
	return country
}

// inside reports whether a place belongs to the union's area of tax.
func (g goal) inside() bool {
	_, ok := union[g.country]
	return ok && !slices.ContainsFunc(apart[g.country], func(p string) bool { return strings.HasPrefix(g.code, p) })
}
