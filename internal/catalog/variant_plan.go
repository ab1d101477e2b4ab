package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/option"
)

// MaxVariants is how many variants a product has at the most.
const MaxVariants = 250

// The lengths of options, in characters.
const (
	maxOptionName  = 50
	maxOptionValue = 100
)

// A plan is what becomes of the variants of a product.
type plan struct {
	options []option.Option
	// rows are all variants as they are to be, in their order. A new one has no id.
	rows []*ent.ProductVariant
	// gone are those of before that are left out.
	gone []*ent.ProductVariant
}

// planOf decides what becomes of the variants of a product: those with an id are changed,
// those without are made, those that are left out go. title is the product's, which a
// variant without options has too, and pictures are the product's. The mistakes stand at
// their places in input.
func planOf(title, currency string, have []*ent.ProductVariant, pictures []uuid.UUID, in *VariantsSetInput) (*plan, error) {
	out := &plan{}
	var bad errs.List
	out.options, bad = optionsIn(in.Options)
	switch n := len(in.Variants); {
	case n == 0:
		bad = append(bad, errs.New(errs.Required, "is required").At("input.variants"))
	case n > MaxVariants:
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxVariants).At("input.variants")
	}
	known := byID(have)
	chosen := map[string]bool{}
	for i, v := range in.Variants {
		at := fmt.Sprintf("input.variants.%d", i)
		row, wrong := rowFor(known, v, currency, at)
		if wrong != nil {
			bad = append(bad, wrong)
			continue
		}
		bad = append(bad, choose(row, out.options, v.OptionValues, chosen, at)...)
		bad = append(bad, v.offer().into(row, pictures, at)...)
		row.Title, row.Position = titleOf(row.Options, title), i
		out.rows = append(out.rows, row)
	}
	for _, v := range have {
		if known[v.ID] != nil {
			out.gone = append(out.gone, v)
		}
	}
	return out, bad.Or()
}

func byID(rows []*ent.ProductVariant) map[uuid.UUID]*ent.ProductVariant {
	out := make(map[uuid.UUID]*ent.ProductVariant, len(rows))
	for _, v := range rows {
		out[v.ID] = v
	}
	return out
}

// rowFor takes the variant that an input is about out of those that are known, as a copy,
// or begins a new one.
func rowFor(known map[uuid.UUID]*ent.ProductVariant, in *VariantSetInput, currency, at string) (*ent.ProductVariant, *errs.Error) {
	if in.ID == nil {
		if in.Price == nil {
			return nil, errs.New(errs.Required, "is required").At(at + ".price")
		}
		return &ent.ProductVariant{Currency: currency}, nil
	}
	id := in.ID.As("ProductVariant")
	row := known[id]
	if row == nil { // not of this product, or named before
		return nil, errs.New(errs.NotFound, "not found").At(at + ".id")
	}
	delete(known, id)
	is := *row
	return &is, nil
}

// choose gives a variant its value of each option.
func choose(row *ent.ProductVariant, options []option.Option, values []string, chosen map[string]bool, at string) (bad errs.List) {
	if len(values) != len(options) {
		return errs.List{errs.Field(at+".optionValues", "must be one value of each of the %d options", len(options))}
	}
	row.Options = make([]string, len(values))
	for i, v := range values {
		n := slices.IndexFunc(options[i].Values, func(o string) bool { return alike(o, v) })
		if n < 0 {
			bad = append(bad, errs.Field(fmt.Sprintf("%s.optionValues.%d", at, i), "is no value of the option %s", options[i].Name))
			continue
		}
		row.Options[i] = options[i].Values[n]
	}
	key := strings.Join(row.Options, "\x00")
	if len(bad) == 0 && chosen[key] {
		bad = append(bad, errs.Field(at+".optionValues", "another variant has the same values"))
	}
	chosen[key] = true
	return bad
}

// titleOf is what a variant is called beside its sisters.
func titleOf(values []string, product string) string {
	if len(values) == 0 {
		return product
	}
	return cutTo(strings.Join(values, " / "), maxTitle)
}

func cutTo(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}

// optionsIn are the options of an input, without blanks around their words.
func optionsIn(in []*OptionInput) (out []option.Option, bad errs.List) {
	if len(in) > option.MaxOptions {
		return nil, errs.List{errs.New(errs.TooMany, "has more than %d values", option.MaxOptions).At("input.options")}
	}
	names := make([]string, len(in))
	for i, o := range in {
		at := fmt.Sprintf("input.options.%d", i)
		names[i] = clean(o.Name)
		bad = append(bad, word(names[i], names[:i], maxOptionName, at+".name")...)
		if n := len(o.Values); n == 0 {
			bad = append(bad, errs.New(errs.Required, "is required").At(at+".values"))
		} else if n > option.MaxValues {
			bad = append(bad, errs.New(errs.TooMany, "has more than %d values", option.MaxValues).At(at+".values"))
			continue
		}
		values := make([]string, len(o.Values))
		for n, v := range o.Values {
			values[n] = clean(v)
			bad = append(bad, word(values[n], values[:n], maxOptionValue, fmt.Sprintf("%s.values.%d", at, n))...)
		}
		out = append(out, option.Option{Name: names[i], Values: values})
	}
	return out, bad
}

// word checks one of several words of which no two may be alike.
func word(s string, before []string, most int, at string) errs.List {
	switch {
	case s == "":
		return errs.List{errs.New(errs.Required, "is required").At(at)}
	case utf8.RuneCountInString(s) > most:
		return errs.List{tooLong(most).At(at)}
	case slices.ContainsFunc(before, func(b string) bool { return alike(b, s) }):
		return errs.List{errs.Field(at, "is there twice")}
	}
	return nil
}

// alike reports whether people would take two words for the same.
func alike(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// reach is the lowest and the highest price of variants, and whether any can be bought.
func reach(rows []*ent.ProductVariant) (least, most int64, offered bool) {
	for i, v := range rows {
		if i == 0 {
			least, most = v.PriceMinor, v.PriceMinor
		}
		least, most, offered = min(least, v.PriceMinor), max(most, v.PriceMinor), offered || v.AvailableForSale
	}
	return least, most, offered
}

// inIDOrder sorts rows so that they are locked and written in one order.
func inIDOrder(rows []*ent.ProductVariant) []*ent.ProductVariant {
	return slices.SortedFunc(slices.Values(rows), func(a, b *ent.ProductVariant) int { return cmp.Compare(a.ID.String(), b.ID.String()) })
}
