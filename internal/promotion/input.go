package promotion

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/pricing"
	"orion/internal/kit/publicid"
)

// The pages of this domain, and their edges.
type (
	PromotionConnection = page.Connection[*ent.Promotion]
	PromotionEdge       = page.Edge[*ent.Promotion]
)

// Input is the graph's PromotionInput: all that a promotion says.
type Input struct {
	Title         string
	PublicTitles  []*Title
	Code          *string
	PercentBp     int
	Amount        *money.Decimal
	FreeDelivery  bool
	Minimum       *money.Decimal
	ProductIds    []publicid.ID
	CollectionIds []publicid.ID
	Combines      bool
	Priority      int
	UsageLimit    *int
	CustomerLimit *int
	StartsAt      *time.Time
	EndsAt        *time.Time
	amount        int64
	minimum       *int64
	titles        map[string]string
}

// Title is what buyers read in one language.
type Title struct{ Language, Title string }

// Where is the graph's PromotionWhere.
type Where struct {
	Status []enum.PromotionStatus
	Search *string
}

const (
	maxTitle    = 100
	minCode     = 3
	maxCode     = 40
	maxPriority = 1000
	codeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
)

// Code returns a code as it is kept and compared: in capitals, without spaces.
func Code(text string) string { return strings.ToUpper(strings.Join(strings.Fields(text), "")) }

// validate brings an input into the shape in which it is kept. It needs the shop's
// currency for amounts.
func (in *Input) validate(currency string) error {
	var bad errs.List
	wrong := func(is bool, e *errs.Error) {
		if is {
			bad = append(bad, e)
		}
	}
	in.Title = strings.Join(strings.Fields(in.Title), " ")
	n := utf8.RuneCountInString(in.Title)
	wrong(n == 0 || n > maxTitle, errs.Field("input.title", "must be 1 to %d characters", maxTitle))
	bad = append(bad, in.readCode()...)
	bad = append(bad, in.readTitles()...)
	bad = append(bad, in.readAmounts(currency)...)
	wrong(in.PercentBp < 0 || in.PercentBp > pricing.Whole, errs.Field("input.percentBp", "must be 0 to %d", pricing.Whole))
	wrong(in.PercentBp == 0 && in.amount == 0 && !in.FreeDelivery && len(bad) == 0, errs.Field("input.percentBp", "say what is taken off: a percentage, an amount or the delivery"))
	wrong(in.StartsAt != nil && in.EndsAt != nil && !in.EndsAt.After(*in.StartsAt), errs.Field("input.endsAt", "must be after the start"))
	wrong(in.UsageLimit != nil && *in.UsageLimit < 1, errs.Field("input.usageLimit", "must be at least %d", 1))
	wrong(in.CustomerLimit != nil && *in.CustomerLimit < 1, errs.Field("input.customerLimit", "must be at least %d", 1))
	wrong(in.Priority < -maxPriority || in.Priority > maxPriority, errs.Field("input.priority", "must be %d to %d", -maxPriority, maxPriority))
	return append(bad, in.count()...).Or()
}

// count refuses more products and collections than a promotion may name.
func (in *Input) count() (bad errs.List) {
	if len(in.ProductIds) > MaxProducts {
		bad = append(bad, errs.New(errs.TooMany, "at most %d at once", MaxProducts).At("input.productIds"))
	}
	if len(in.CollectionIds) > MaxCollections {
		bad = append(bad, errs.New(errs.TooMany, "at most %d at once", MaxCollections).At("input.collectionIds"))
	}
	return bad
}

func (in *Input) readCode() errs.List {
	if in.Code == nil {
		return nil
	}
	code := Code(*in.Code)
	in.Code = &code
	if len(code) < minCode || len(code) > maxCode || strings.Trim(code, codeLetters) != "" {
		return errs.List{errs.Field("input.code", "must be %d to %d of A–Z, 0–9, - and _", minCode, maxCode)}
	}
	return nil
}

func (in *Input) readTitles() (bad errs.List) {
	in.titles = map[string]string{}
	for _, t := range in.PublicTitles {
		text := strings.Join(strings.Fields(t.Title), " ")
		known := slices.ContainsFunc(i18n.Languages, func(l language.Tag) bool { return l.String() == t.Language })
		switch {
		case !known:
			bad = append(bad, errs.Field("input.publicTitles", "%s is no language of the shop", t.Language))
		case utf8.RuneCountInString(text) > maxTitle:
			bad = append(bad, errs.Field("input.publicTitles", "must be 1 to %d characters", maxTitle))
		case text != "":
			in.titles[t.Language] = text
		}
	}
	return bad
}

func (in *Input) readAmounts(currency string) (bad errs.List) {
	read := func(from *money.Decimal, path string) *int64 {
		if from == nil {
			return nil
		}
		m, err := money.Parse(*from, currency)
		if err != nil || m.Minor < 0 {
			bad = append(bad, errs.Field("input."+path, "is no amount of %s", currency))
			return nil
		}
		return &m.Minor
	}
	if off := read(in.Amount, "amount"); off != nil {
		in.amount = *off
	}
	in.minimum = read(in.Minimum, "minimum")
	return bad
}
