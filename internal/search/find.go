package search

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/i18n"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// mostSearched is how many words of a search are looked at; mostCombos how many choices of
// values of options.
const (
	mostSearched = 8
	mostCombos   = 1000
)

// Find is Search with a Reader of the caller's.
func (s *Service) Find(ctx context.Context, vendor *ent.Vendor, text string, arg page.Arg, filters *Filters, sort enum.SearchSort, read Reader) (*Found, error) {
	text, err := filter.Search(&text, "query")
	if err != nil {
		return nil, err
	}
	if filters == nil {
		filters = &Filters{}
	}
	plan, err := s.signer.Plan(arg, []page.Key{{Column: "place"}}, "search", vendor.ID, viewer.From(ctx).Shopper(), text, filters, sort, i18n.From(ctx).String())
	if err != nil {
		return nil, err
	}
	q, err := s.query(ctx, vendor, text, filters)
	if err != nil {
		return nil, err
	}
	q.Sort, q.Offset = sort, placeAfter(plan)
	found, hits, err := (&gathering{s, vendor.ID, plan.Limit(), read}).strictly(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if _, _, later := plan.After(); !later && filters.none() {
		s.note(ctx, vendor, text, hits.Total)
	}
	r := &Result{s: s, vendor: vendor, query: q, picked: filters, Count: &page.Count{Value: hits.Total, Precision: page.Exact}}
	return &Found{r, page.Cut(plan, found, placedKeys, nil), hits.Words}, nil
}

func placeAfter(plan *page.Plan) int {
	values, _, ok := plan.After()
	if !ok {
		return 0
	}
	place, _ := values[0].(int64)
	return int(max(0, min(place, deepestPlace)))
}

// A gathering reads hits until there are enough products.
type gathering struct {
	s      *Service
	vendor uuid.UUID
	enough int
	read   Reader
}

// strictly looks for all words and, where nothing has them all, for half of them. Which of
// both it was stays in q.
func (g *gathering) strictly(ctx context.Context, q *Query) ([]placed, *Hits, error) {
	from := q.Offset
	q.AtLeast = len(q.Words)
	found, hits, err := g.gather(ctx, q)
	if err != nil || hits.Total > 0 || len(q.Words) < 2 || len(hits.Hits) > 0 {
		return found, hits, err
	}
	if from > 0 { // behind the end nothing is found either way: ask from the beginning
		first := *q
		first.Offset, first.Limit = 0, 1
		begin, err := g.s.find(ctx, g.vendor, &first)
		if err != nil || begin.Total > 0 {
			return found, begin, err
		}
	}
	q.AtLeast, q.Offset = (len(q.Words)+1)/2, from
	return g.gather(ctx, q)
}

// query checks what is asked for and takes it apart.
func (s *Service) query(ctx context.Context, vendor *ent.Vendor, text string, f *Filters) (*Query, error) {
	if err := f.validate(); err != nil {
		return nil, err
	}
	q := &Query{Brand: f.Brand, Tag: f.Tag, InStock: f.InStock}
	q.Category, q.Collection = idOf(f.Category, "Category"), idOf(f.Collection, "Collection")
	for _, o := range f.Options {
		q.Options = append(q.Options, *o)
	}
	var err error
	if q.Low, q.High, err = bounds(f.Price, vendor.Currency); err != nil {
		return nil, err
	}
	groups, err := s.knownSynonyms(ctx, vendor.ID)
	if err != nil {
		return nil, err
	}
	q.Words, q.Codes = parse(text, languages(ctx, vendor), groups)
	q.Words = q.Words[:min(len(q.Words), mostSearched)]
	return q, nil
}

// languages are those that a search is read in: the request's and the shop's own.
func languages(ctx context.Context, vendor *ent.Vendor) []string {
	asked := i18n.From(ctx).String()
	if asked == vendor.Language {
		return []string{asked}
	}
	return []string{asked, vendor.Language}
}

// idOf returns the zero uuid for no id, and one that nothing has for an id of another kind.
func idOf(id *publicid.ID, kind publicid.Kind) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	if u := id.As(kind); u != uuid.Nil {
		return u
	}
	return uuid.Max
}

func bounds(f *filter.Decimal, currency string) (low, high *int64, err error) {
	if f == nil {
		return nil, nil, nil
	}
	if low, err = minor(f.Gte, currency, "filters.price.gte"); err == nil {
		high, err = minor(f.Lte, currency, "filters.price.lte")
	}
	return low, high, err
}

func minor(amount *money.Decimal, currency, path string) (*int64, error) {
	if amount == nil {
		return nil, nil //nolint:nilnil // no bound is none
	}
	m, err := money.Parse(*amount, currency)
	if err != nil {
		return nil, errs.Field(path, "is no amount of %s", currency)
	}
	return &m.Minor, nil
}

// The limits of filters.
const (
	maxOptions = 3
	maxValues  = 100
)

func (f *Filters) validate() error {
	if len(f.Options) > maxOptions {
		return errs.New(errs.TooMany, "has more than %d values", maxOptions).At("filters.options")
	}
	lists := map[string][]string{"filters.brand": f.Brand, "filters.tag": f.Tag}
	choices := 1
	for i, o := range f.Options {
		path := fmt.Sprintf("filters.options.%d", i)
		lists[path+".values"], lists[path+".name"] = o.Values, []string{o.Name}
		choices *= max(1, len(o.Values))
	}
	for path, values := range lists {
		if len(values) > maxValues {
			return errs.New(errs.TooMany, "has more than %d values", maxValues).At(path)
		}
		for _, v := range values {
			if len(v) > filter.MaxText {
				return errs.New(errs.TooLong, "is too long").At(path)
			}
		}
	}
	if choices > mostCombos {
		return errs.New(errs.TooMany, "has more than %d values", mostCombos).At("filters.options")
	}
	return nil
}
