package marketplace

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/marketplace/feed"
)

// The bounds of a source.
const (
	categoryRules  = 500
	categoryLength = 750
	failureLimits  = 50
	unitsAtMost    = 1_000_000
)

var encodings = []feed.Encoding{feed.EncodingUTF8, feed.EncodingUTF16LE, feed.EncodingUTF16BE, feed.EncodingWindows1252}

// A mend gathers what is wrong with an input while it is written into a row.
type mend struct {
	path string // of the input
	bad  errs.List
}

func (m *mend) add(e *errs.Error, field string) { m.bad = append(m.bad, e.At(m.path+"."+field)) }

// line takes a text of one line, trimmed; least is 0 or 1.
func (m *mend) line(to *string, from *string, field string, least, most int) {
	if from == nil {
		return
	}
	s := strings.TrimSpace(*from)
	switch {
	case len(s) < least:
		m.add(errs.New(errs.Required, "is required"), field)
	case utf8.RuneCountInString(s) > most:
		m.add(errs.New(errs.TooLong, "is longer than %d characters", most), field)
	case strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s):
		m.add(errs.New(errs.Invalid, "holds characters that cannot be shown"), field)
	default:
		*to = s
	}
}

func (m *mend) number(to *int, from *int, field string, least, most int) {
	switch {
	case from == nil:
	case *from < least || *from > most:
		m.add(errs.New(errs.Invalid, "must be from %v to %v", least, most), field)
	default:
		*to = *from
	}
}

// set takes what is given.
func set[T any](to, from *T) {
	if from != nil {
		*to = *from
	}
}

// settle writes an input into a source, and returns all that is wrong with it, each
// mistake at its place below path. What needs the database, or the address's being
// looked at, is done apart.
func (in *SourceInput) settle(src *ent.MarketplaceSource, path string) error {
	m := &mend{path: path}
	m.line(&src.Name, in.Name, "name", 1, 100)
	in.readInto(src, m)
	set(&src.Complete, in.Complete)
	set(&src.TaxClass, in.TaxClass)
	set(&src.StockPolicy, in.StockPolicy)
	m.number(&src.FailureLimit, in.FailureLimit, "failureLimit", 1, failureLimits)
	m.number(&src.DefaultStock, in.DefaultStock, "defaultStock", 0, unitsAtMost)
	in.priceInto(src, m)
	in.categoriesInto(src, m)
	return m.bad.Or()
}

// readInto takes how files are read.
func (in *SourceInput) readInto(src *ent.MarketplaceSource, m *mend) {
	set(&src.Format, in.Format)
	set(&src.DecimalMark, in.DecimalMark)
	if in.CurrencyCode != nil {
		if _, ok := money.Digits(*in.CurrencyCode); !ok {
			m.add(errs.New(errs.Invalid, "is no currency"), "currencyCode")
		} else {
			src.Currency = *in.CurrencyCode
		}
	}
	in.encodingInto(src, m)
	if in.Separator != nil {
		if src.Separator = text(*in.Separator); !slices.Contains([]string{"", ",", ";", "\t", "|"}, *in.Separator) {
			m.add(errs.New(errs.Invalid, "must be a comma, a semicolon, a tab or a pipe"), "separator")
		}
	}
	in.languagesInto(src, m)
	in.mappingInto(src, m)
}

func (in *SourceInput) encodingInto(src *ent.MarketplaceSource, m *mend) {
	if in.Encoding == nil {
		return
	}
	i := slices.IndexFunc(encodings, func(e feed.Encoding) bool { return strings.EqualFold(string(e), *in.Encoding) })
	switch {
	case *in.Encoding == "":
		src.Encoding = nil
	case i < 0:
		m.add(errs.New(errs.Invalid, "must be UTF-8, UTF-16LE, UTF-16BE or Windows-1252"), "encoding")
	default:
		src.Encoding = text(string(encodings[i]))
	}
}

func (in *SourceInput) languagesInto(src *ent.MarketplaceSource, m *mend) {
	if in.Languages == nil {
		return
	}
	for i, l := range in.Languages {
		if !slices.Contains([]string{"en", "fr", "de"}, l) || slices.Contains(in.Languages[:i], l) {
			m.add(errs.New(errs.Invalid, "must be en, fr or de, each once"), "languages")
			return
		}
	}
	src.Languages = in.Languages
}

// mappingInto takes a mapping; one without columns and constants is none.
func (in *SourceInput) mappingInto(src *ent.MarketplaceSource, m *mend) {
	mapping, err := feedMapping(in.Mapping, m.path+".mapping")
	switch bad := err.(type) { //nolint:errorlint // what feedMapping returns is not wrapped
	case nil:
	case errs.List:
		m.bad = append(m.bad, bad...)
		return
	case *errs.Error:
		m.bad = append(m.bad, bad)
		return
	}
	if in.Mapping != nil {
		if src.Mapping = nil; len(mapping.Columns) > 0 || len(mapping.Constants) > 0 {
			src.Mapping = keptMapping(mapping)
		}
	}
	if src.Format == enum.FeedFormatCustom && len(src.Mapping) == 0 {
		m.add(errs.New(errs.Required, "is required"), "mapping")
	}
}

// priceInto takes the rule of prices. Its surcharge is in the source's currency, so
// that it has to be said anew with another one.
func (in *SourceInput) priceInto(src *ent.MarketplaceSource, m *mend) {
	p := in.PriceRule
	if p == nil {
		if in.CurrencyCode != nil && src.SurchargeMinor != 0 {
			m.add(errs.New(errs.Required, "must be said anew: its surcharge is in another currency"), "priceRule")
		}
		return
	}
	src.MarkupBp, src.SurchargeMinor, src.Rounding = 0, 0, p.Rounding
	if p.MarkupPercent != nil {
		percent, err := decimal.NewFromString(string(*p.MarkupPercent))
		points := percent.Shift(2)
		if err != nil || !points.IsInteger() || percent.LessThan(decimal.NewFromInt(-90)) || percent.GreaterThan(decimal.NewFromInt(1000)) {
			m.add(errs.New(errs.Invalid, "must be from -90 to 1000, with at most two decimals"), "priceRule.markupPercent")
		} else {
			src.MarkupBp = int(points.IntPart())
		}
	}
	if p.Surcharge != nil {
		surcharge, err := money.Parse(*p.Surcharge, src.Currency)
		if err != nil {
			m.add(errs.New(errs.Invalid, "is no amount of %s", src.Currency), "priceRule.surcharge")
		}
		src.SurchargeMinor = surcharge.Minor
	}
}

// categoriesInto takes the map of categories.
func (in *SourceInput) categoriesInto(src *ent.MarketplaceSource, m *mend) {
	if in.CategoryMap == nil {
		return
	}
	if len(in.CategoryMap) > categoryRules {
		m.add(errs.New(errs.TooMany, "are more than %v", categoryRules), "categoryMap")
		return
	}
	src.CategoryMap = make([]enum.CategoryRule, len(in.CategoryMap))
	for i, c := range in.CategoryMap {
		to := &src.CategoryMap[i]
		m.line(&to.From, &c.From, within("categoryMap", i, "from"), 1, categoryLength)
		m.line(&to.ProductType, c.ProductType, within("categoryMap", i, "productType"), 0, categoryLength)
		if c.CollectionID != nil {
			id := c.CollectionID.As("Collection")
			to.CollectionID = &id
		}
		if c.CategoryID != nil {
			id := c.CategoryID.As("Category")
			to.CategoryID = &id
		}
	}
}
