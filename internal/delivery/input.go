package delivery

import (
	"errors"
	"math"
	"slices"
	"strconv"

	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/kit/postal"
	"orion/internal/kit/terms"
	"orion/internal/kit/text"
	"orion/internal/vendor"
)

// MethodInput is the graph's DeliveryMethodInput: all that a way of delivery says.
type MethodInput struct {
	Titles         []*vendor.LocalizedText
	Descriptions   []*vendor.LocalizedText
	Kind           enum.DeliveryKind
	Basis          enum.DeliveryBasis
	Tiers          []*TierInput
	FreeFrom       *money.Decimal
	MaxWeightGrams *int
	MinDays        *int
	MaxDays        *int
	PickupAddress  *postal.Input
	Active         bool
	Position       *int
	titles, words  map[string]string
	tiers          []terms.Tier
	freeFrom       *int64
	pickup         *postal.Address
}

// TierInput is a price from so much on: grams, an amount, or articles, by the basis.
type TierInput struct{ From, Price money.Decimal }

// Tier is a price from so much on, as the graph says it.
type Tier struct {
	From  money.Decimal
	Price money.Money
}

// What fits into a way of delivery.
const (
	maxTitle       = 100
	maxDescription = 500
	maxGrams       = 10_000_000
	maxLeadDays    = 365
)

// validate brings an input into the shape in which it is kept, for a shop.
func (in *MethodInput) validate(shop *ent.Vendor) error {
	bad := in.readWords(shop.Language)
	bad = append(bad, in.readTiers(shop.Currency)...)
	bad = append(bad, in.readLimits(shop.Currency)...)
	return append(bad, in.readPickup(shop)...).Or()
}

func (in *MethodInput) readWords(shopLanguage string) errs.List {
	var bad, more errs.List
	in.titles, bad = byLanguage(in.Titles, maxTitle, "input.titles")
	in.words, more = byLanguage(in.Descriptions, maxDescription, "input.descriptions")
	bad = append(bad, more...)
	if len(bad) == 0 && in.titles[shopLanguage] == "" {
		bad = append(bad, errs.New(errs.Required, "is required in the shop's own language").At("input.titles"))
	}
	return bad
}

// byLanguage reads texts; an empty one is as if it were not there.
func byLanguage(texts []*vendor.LocalizedText, most int, path string) (out map[string]string, bad errs.List) {
	out = map[string]string{}
	for i, t := range texts {
		at := path + "." + strconv.Itoa(i)
		if !spoken(t.Language) {
			bad = append(bad, errs.Field(at+".language", "must be en, fr or de"))
			continue
		}
		words, err := text.Line(t.Text, most, at+".text")
		switch code := errs.CodeOf(err); {
		case code == errs.TooLong:
			bad = append(bad, errs.New(errs.TooLong, "is longer than %d characters", most).At(at+".text"))
		case out[t.Language] != "":
			bad = append(bad, errs.Field(at+".language", "is there twice"))
		case err == nil:
			out[t.Language] = words
		}
	}
	return out, bad
}

func spoken(code string) bool {
	return slices.ContainsFunc(i18n.Languages, func(l language.Tag) bool { return l.String() == code })
}

// readTiers reads the prices: one that always goes, or several by the basis, upwards from 0.
func (in *MethodInput) readTiers(currency string) (bad errs.List) {
	switch n := len(in.Tiers); {
	case n == 0:
		return errs.List{errs.New(errs.Required, "is required").At("input.tiers")}
	case n > MaxTiers:
		return errs.List{errs.New(errs.TooMany, "at most %d prices fit into a way of delivery", MaxTiers).At("input.tiers")}
	case n > 1 && in.Basis == enum.DeliveryBasisFlat:
		return errs.List{errs.Field("input.tiers", "has one price only, for it goes by nothing")}
	}
	in.tiers = make([]terms.Tier, len(in.Tiers))
	for i, t := range in.Tiers {
		at := "input.tiers." + strconv.Itoa(i)
		from, ok := measure(in.Basis, t.From, currency)
		switch {
		case !ok:
			bad = append(bad, errs.Field(at+".from", "is no number that it can go by"))
		case i == 0 && from != 0:
			bad = append(bad, errs.Field(at+".from", "must be 0 for the first price"))
		case i > 0 && from <= in.tiers[i-1].From:
			bad = append(bad, errs.Field(at+".from", "must be more than that of the price before"))
		}
		price, fine := amount(t.Price, currency)
		if !fine {
			bad = append(bad, errs.Field(at+".price", "is no amount of %s", currency))
		}
		in.tiers[i] = terms.Tier{From: from, PriceMinor: price}
	}
	return bad
}

// measure reads where a tier begins, in what its basis counts.
func measure(basis enum.DeliveryBasis, from money.Decimal, currency string) (int64, bool) {
	if basis == enum.DeliveryBasisTotal {
		return amount(from, currency)
	}
	n, err := strconv.ParseInt(string(from), 10, 64)
	return n, err == nil && n >= 0 && n <= math.MaxInt32
}

func amount(written money.Decimal, currency string) (int64, bool) {
	m, err := money.Parse(written, currency)
	return m.Minor, err == nil && m.Minor >= 0
}

func (in *MethodInput) readLimits(currency string) (bad errs.List) {
	wrong := func(is bool, e *errs.Error) {
		if is {
			bad = append(bad, e)
		}
	}
	if in.FreeFrom != nil {
		from, ok := amount(*in.FreeFrom, currency)
		in.freeFrom = &from
		wrong(!ok, errs.Field("input.freeFrom", "is no amount of %s", currency))
	}
	wrong(outside(in.MaxWeightGrams, 1, maxGrams), errs.Field("input.maxWeightGrams", "must be 1 to %d", maxGrams))
	wrong(outside(in.MinDays, 0, maxLeadDays), errs.Field("input.minDays", "must be 0 to %d", maxLeadDays))
	wrong(outside(in.MaxDays, 0, maxLeadDays), errs.Field("input.maxDays", "must be 0 to %d", maxLeadDays))
	wrong(outside(in.Position, 0, maxPosition), errs.Field("input.position", "must be 0 to %d", maxPosition))
	wrong((in.MinDays == nil) != (in.MaxDays == nil), errs.Field("input.maxDays", "goes with the earliest day"))
	wrong(in.MinDays != nil && in.MaxDays != nil && *in.MaxDays < *in.MinDays, errs.Field("input.maxDays", "must not be before the earliest day"))
	return bad
}

func outside(n *int, least, most int) bool { return n != nil && (*n < least || *n > most) }

// readPickup reads where goods wait: where nothing is said, at the shop's own address.
func (in *MethodInput) readPickup(shop *ent.Vendor) errs.List {
	switch {
	case in.Kind != enum.DeliveryKindPickup:
		return nil
	case in.PickupAddress == nil && shop.LegalAddress == nil:
		return errs.List{errs.New(errs.Required, "is required, for the shop has no address of its own").At("input.pickupAddress")}
	case in.PickupAddress == nil:
		in.pickup = shop.LegalAddress
		return nil
	}
	a, err := postal.Parse(*in.PickupAddress, "input.pickupAddress")
	in.pickup = &a
	bad, _ := errors.AsType[errs.List](err)
	return bad
}

// into writes all of a validated input.
func (in *MethodInput) into(m *ent.DeliveryMethodMutation) {
	m.SetTitle(in.titles)
	m.SetKind(in.Kind)
	m.SetBasis(in.Basis)
	m.SetTiers(in.tiers)
	m.SetActive(in.Active)
	optional.Put(in.freeFrom, m.SetFreeFromMinor)
	optional.Put(in.MaxWeightGrams, m.SetMaxWeightGrams)
	optional.Put(in.MinDays, m.SetMinDays)
	optional.Put(in.MaxDays, m.SetMaxDays)
	optional.Put(in.Position, m.SetPosition)
	if len(in.words) > 0 {
		m.SetDescription(in.words)
	}
	if in.pickup != nil {
		m.SetPickupAddress(in.pickup)
	}
}

// TiersOf are the prices of a way of delivery as the graph says them.
func TiersOf(w *ent.DeliveryMethod) []*Tier {
	out := make([]*Tier, len(w.Tiers))
	for i, t := range w.Tiers {
		from := money.Decimal(strconv.FormatInt(t.From, 10))
		if w.Basis == enum.DeliveryBasisTotal {
			from = money.New(t.From, w.Currency).Amount()
		}
		out[i] = &Tier{From: from, Price: money.New(t.PriceMinor, w.Currency)}
	}
	return out
}

// FreeFrom is what goods must cost for a way of delivery to be free, nil where it never is.
func FreeFrom(w *ent.DeliveryMethod) *money.Money {
	if w.FreeFromMinor == nil {
		return nil
	}
	return new(money.New(*w.FreeFromMinor, w.Currency))
}

// Texts are words by language, in the order of the platform's languages.
func Texts(words map[string]string) []*vendor.LocalizedText {
	out := []*vendor.LocalizedText{}
	for _, l := range i18n.Languages {
		if s := words[l.String()]; s != "" {
			out = append(out, &vendor.LocalizedText{Language: l.String(), Text: s})
		}
	}
	return out
}
