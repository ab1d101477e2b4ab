package catalog

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"orion/internal/kit/option"
)

// A Choice is the value that a variant has of an option, such as Blue of Colour.
type Choice struct{ Name, Value string }

// chosen brings the choices of an article's variants into the form of the catalogue: the
// options of the product, those that it has already first, and each variant's values in
// their order. Names and values are the same whatever their case, and are written as they
// came first. Where the variants do not all choose of the same options, or of more than a
// product can have, there are none: then they are told apart by their titles.
func chosen(known []option.Option, isNew bool, variants []ArticleVariant) (options []option.Option, values [][]string) {
	if !isNew && len(known) == 0 {
		return nil, make([][]string, len(variants))
	}
	options = copied(known)
	values = make([][]string, len(variants))
	for i, v := range variants {
		if isNew && i == 0 {
			options = optionsNamed(v.Choices)
		}
		if len(v.Choices) != len(options) || len(options) == 0 || len(options) > option.MaxOptions {
			return nil, make([][]string, len(variants))
		}
		values[i] = make([]string, len(options))
		for _, c := range v.Choices {
			at := slices.IndexFunc(options, func(o option.Option) bool { return strings.EqualFold(o.Name, strings.TrimSpace(c.Name)) })
			if at < 0 {
				return nil, make([][]string, len(variants))
			}
			values[i][at] = learn(&options[at], strings.TrimSpace(c.Value))
		}
	}
	if slices.ContainsFunc(options, func(o option.Option) bool { return len(o.Values) > option.MaxValues }) {
		return nil, make([][]string, len(variants))
	}
	return options, values
}

func copied(of []option.Option) []option.Option {
	out := make([]option.Option, len(of))
	for i, o := range of {
		out[i] = option.Option{Name: o.Name, Values: slices.Clone(o.Values)}
	}
	return out
}

// optionsNamed are options without values yet.
func optionsNamed(choices []Choice) []option.Option {
	out := make([]option.Option, len(choices))
	for i, c := range choices {
		name := strings.TrimSpace(c.Name)
		first, size := utf8.DecodeRuneInString(name)
		out[i].Name = string(unicode.ToUpper(first)) + name[size:]
	}
	return out
}

// learn returns a value as the option writes it, which learns it where it is new.
func learn(o *option.Option, value string) string {
	for _, v := range o.Values {
		if strings.EqualFold(v, value) {
			return v
		}
	}
	o.Values = append(o.Values, value)
	return value
}
