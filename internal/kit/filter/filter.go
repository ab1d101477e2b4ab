// Package filter holds the filters that every list of the graph speaks, and
// turns them into conditions on columns.
package filter

import (
	"strings"
	"time"

	"entgo.io/ent/dialect/sql"

	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// MaxText is the longest text that a filter takes, in bytes.
const MaxText = 400

// String matches texts; all conditions given must hold.
type String struct {
	Eq         *string
	In         []string
	StartsWith *string
	Contains   *string
}

// ID matches ids.
type ID struct {
	Eq *publicid.ID
	In []publicid.ID
}

// Decimal matches amounts.
type Decimal struct{ Gte, Lte *money.Decimal }

// DateTime matches instants from Gte on and before Lt.
type DateTime struct{ Gte, Lt *time.Time }

// Validate refuses texts that are too long; path names the filter.
func (f *String) Validate(path string) error {
	if f == nil {
		return nil
	}
	texts := append([]string{}, f.In...)
	for _, p := range []*string{f.Eq, f.StartsWith, f.Contains} {
		if p != nil {
			texts = append(texts, *p)
		}
	}
	for _, t := range texts {
		if len(t) > MaxText {
			return errs.New(errs.TooLong, "is too long").At(path)
		}
	}
	if len(f.In) > 100 {
		return errs.New(errs.TooMany, "has more than %d values", 100).At(path)
	}
	return nil
}

// Where adds the conditions on a column to a selector's predicate list.
func (f *String) Where(column string) []*sql.Predicate {
	if f == nil {
		return nil
	}
	var out []*sql.Predicate
	if f.Eq != nil {
		out = append(out, sql.EQ(column, *f.Eq))
	}
	if f.In != nil {
		out = append(out, sql.In(column, anys(f.In)...))
	}
	if f.StartsWith != nil {
		out = append(out, sql.HasPrefix(column, *f.StartsWith))
	}
	if f.Contains != nil {
		out = append(out, sql.ContainsFold(column, *f.Contains))
	}
	return out
}

// UUIDs returns the ids as one kind, and false where the filter is absent. An id
// of another kind becomes one that no row has.
func (f *ID) UUIDs(kind publicid.Kind) ([]any, bool) {
	if f == nil || f.Eq == nil && f.In == nil {
		return nil, false
	}
	ids := f.In
	if f.Eq != nil {
		ids = append(ids[:len(ids):len(ids)], *f.Eq)
	}
	return anys(publicid.All(kind, ids)), true
}

// Where adds the bounds on a column of minor units; path names the filter.
func (f *Decimal) Where(column, currency, path string) ([]*sql.Predicate, error) {
	if f == nil {
		return nil, nil
	}
	var out []*sql.Predicate
	for _, b := range []struct {
		amount *money.Decimal
		cond   func(string, any) *sql.Predicate
		name   string
	}{{f.Gte, sql.GTE, "gte"}, {f.Lte, sql.LTE, "lte"}} {
		if b.amount == nil {
			continue
		}
		m, err := money.Parse(*b.amount, currency)
		if err != nil {
			return nil, errs.Field(path+"."+b.name, "is no amount of %s", currency)
		}
		out = append(out, b.cond(column, m.Minor))
	}
	return out, nil
}

// Where adds the bounds on a column of instants.
func (f *DateTime) Where(column string) []*sql.Predicate {
	if f == nil {
		return nil
	}
	var out []*sql.Predicate
	if f.Gte != nil {
		out = append(out, sql.GTE(column, *f.Gte))
	}
	if f.Lt != nil {
		out = append(out, sql.LT(column, *f.Lt))
	}
	return out
}

// Search returns the text of a search box, trimmed; path names it.
func Search(s *string, path string) (string, error) {
	if s == nil {
		return "", nil
	}
	t := strings.TrimSpace(*s)
	if len([]rune(t)) > 100 {
		return "", errs.New(errs.TooLong, "is longer than %d characters", 100).At(path)
	}
	return t, nil
}

func anys[T any](of []T) []any {
	out := make([]any, len(of))
	for i, v := range of {
		out[i] = v
	}
	return out
}

// AnyOf matches a column against values with one parameter, so that any number of them is
// the same statement to Postgres.
func AnyOf[T any](column string, values []T) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) { b.WriteString(s.C(column)).WriteString(" = ANY(").Arg(values).WriteByte(')') }))
	}
}
