package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/category"
	"orion/internal/kit/filter"
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
	"orion/internal/kit/publicid"
)

// most is how many values of a facet are shown.
const most = 50

// facets puts the counts of marks in order: category, brand, options by name, tag, stock.
// A value that the filters ask for is there even at zero. Of an option it is counted how
// many products have any variant with the value.
func (s *Service) facets(ctx context.Context, picked *Filters, hits *Hits) ([]*Facet, error) {
	values := map[string][]*FacetValue{}
	for mark, n := range hits.Facets {
		if key, value := FacetOf(mark); key != "" && n > 0 {
			values[key] = append(values[key], &FacetValue{Value: value, Count: n})
		}
	}
	picked.keep(values)
	out := []*Facet{}
	for _, key := range facetKeys(values) {
		of := values[key]
		slices.SortFunc(of, func(a, b *FacetValue) int {
			return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Value, b.Value))
		})
		out = append(out, &Facet{Key: key, Label: facetLabel(ctx, key), Values: shown(of)})
	}
	return out, s.label(ctx, out)
}

// shown keeps the most frequent values, and those that are asked for.
func shown(of []*FacetValue) []*FacetValue {
	for n := len(of) - 1; n >= 0 && len(of) > most; n-- {
		if !of[n].Selected {
			of = slices.Delete(of, n, n+1)
		}
	}
	return of
}

// keep marks the values that the filters ask for, and adds those that were not found.
func (f *Filters) keep(values map[string][]*FacetValue) {
	for key, of := range f.selected() {
		for _, value := range of {
			i := slices.IndexFunc(values[key], func(v *FacetValue) bool { return v.Value == value })
			if i < 0 {
				i = len(values[key])
				values[key] = append(values[key], &FacetValue{Value: value})
			}
			values[key][i].Selected = true
		}
	}
}

func (f *Filters) selected() map[string][]string {
	out := map[string][]string{FacetBrand: f.Brand, FacetTag: f.Tag}
	if f.Category != nil && f.Category.As("Category") != uuid.Nil {
		out[FacetCategory] = []string{f.Category.As("Category").String()}
	}
	if f.InStock != nil {
		out[FacetStock] = []string{yes(*f.InStock)}
	}
	for _, o := range f.Options {
		out[FacetOption+o.Name] = append(out[FacetOption+o.Name], o.Values...)
	}
	return out
}

func facetKeys(values map[string][]*FacetValue) []string {
	place := func(key string) string {
		switch key {
		case FacetCategory:
			return "0"
		case FacetBrand:
			return "1"
		case FacetTag:
			return "3"
		case FacetStock:
			return "4"
		}
		return "2" + key
	}
	var keys []string
	for key, of := range values {
		if len(of) > 0 {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return strings.Compare(place(a), place(b)) })
	return keys
}

func facetLabel(ctx context.Context, key string) string {
	switch key {
	case FacetCategory:
		return i18n.T(ctx, "Category")
	case FacetBrand:
		return i18n.T(ctx, "Brand")
	case FacetTag:
		return i18n.T(ctx, "Tag")
	case FacetStock:
		return i18n.T(ctx, "Availability")
	}
	return strings.TrimPrefix(key, FacetOption)
}

// label names the values for people. A category that is gone, or another vendor's, has no
// name and is left out.
func (s *Service) label(ctx context.Context, all []*Facet) error {
	for _, f := range all {
		for _, v := range f.Values {
			v.Label = v.Value
			if f.Key == FacetStock && v.Value == "true" {
				v.Label = i18n.T(ctx, "In stock")
			} else if f.Key == FacetStock {
				v.Label = i18n.T(ctx, "Out of stock")
			}
		}
		if f.Key == FacetCategory {
			if err := s.labelCategories(ctx, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *Service) labelCategories(ctx context.Context, f *Facet) error {
	var ids []uuid.UUID
	for _, v := range f.Values {
		if id, err := uuid.Parse(v.Value); err == nil {
			ids = append(ids, id)
		}
	}
	rows, err := s.db.Category.Query().Where(filter.AnyOf(category.FieldID, ids)).All(ctx)
	if err != nil {
		return fmt.Errorf("name categories: %w", err)
	}
	named := map[string]*ent.Category{}
	for _, c := range rows {
		named[c.ID.String()] = c
	}
	f.Values = slices.DeleteFunc(f.Values, func(v *FacetValue) bool {
		c := named[v.Value]
		if c != nil {
			v.Value = string(publicid.New("Category", c.ID))
			v.Label = c.Translations.In(i18n.From(ctx).String(), localized.Title, c.Title)
		}
		return c == nil
	})
	return nil
}
