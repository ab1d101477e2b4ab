package catalog

import (
	"fmt"
	"strings"
	"testing"

	"entgo.io/ent/dialect"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/shelfrule"
)

// Every field with every way to compare: either it is kept and becomes a condition with
// parameters, or it is refused at its place.
func TestRulesAreCompiled(t *testing.T) {
	t.Parallel()
	tree := publicid.New("Category", uuid.New())
	value := map[enum.ShelfField]string{
		enum.ShelfFieldTitle: "Lamp' or 1=1", enum.ShelfFieldBrand: "Lumi", enum.ShelfFieldProductType: "Home", enum.ShelfFieldTag: "new",
		enum.ShelfFieldCategory: string(tree), enum.ShelfFieldPrice: "12.30", enum.ShelfFieldOnSale: "true", enum.ShelfFieldInStock: "false",
		enum.ShelfFieldAgeDays: "30",
	}
	kept := 0
	for _, field := range enum.ShelfField("").Values() {
		for _, op := range enum.ShelfOp("").Values() {
			t.Run(fmt.Sprintf("%s %s", field, op), func(t *testing.T) {
				f, o := enum.ShelfField(field), enum.ShelfOp(op)
				rules, err := (&Rules{Conditions: []*Condition{{Field: f, Op: o, Value: value[f]}}}).stored("EUR", "input.rules")
				if !fits(f, o) {
					requireFault(t, err, errs.Invalid, "input.rules.conditions.0.op")
					return
				}
				require.NoError(t, err)
				p := matches(rules.Conditions[0], uuid.New(), productRow)
				p.SetDialect(dialect.Postgres)
				p.SetTotal(3)
				text, args := p.Query()
				require.NotContains(t, text, "1=1", "values are parameters")
				for i := range args {
					require.Contains(t, text, fmt.Sprintf("$%d", i+4))
				}
				require.NotContains(t, text, fmt.Sprintf("$%d", len(args)+4))
				require.Equal(t, "p.", text[strings.Index(text, "p."):][:2], "columns are of products")
			})
			if fits(enum.ShelfField(field), enum.ShelfOp(op)) {
				kept++
			}
		}
	}
	require.Equal(t, 3*4+2*2+2+1+1+2, kept)
}

// fits is what the graph documents of fields and ways to compare.
func fits(f enum.ShelfField, op enum.ShelfOp) bool {
	switch f {
	case enum.ShelfFieldTitle, enum.ShelfFieldBrand, enum.ShelfFieldProductType:
		return op == enum.ShelfOpEquals || op == enum.ShelfOpNotEquals || op == enum.ShelfOpContains || op == enum.ShelfOpStartsWith
	case enum.ShelfFieldTag, enum.ShelfFieldCategory:
		return op == enum.ShelfOpEquals || op == enum.ShelfOpNotEquals
	case enum.ShelfFieldPrice, enum.ShelfFieldAgeDays:
		return op == enum.ShelfOpAtLeast || op == enum.ShelfOpAtMost
	}
	return op == enum.ShelfOpEquals
}

func requireFault(t *testing.T, err error, code errs.Code, at string) {
	t.Helper()
	first, ok := errsOf(err)
	require.True(t, ok, "%v", err)
	require.Equal(t, code, first.Code)
	require.Equal(t, at, first.Field())
}

func errsOf(err error) (*errs.Error, bool) {
	switch e := err.(type) { //nolint:errorlint // rules return them bare
	case *errs.Error:
		return e, true
	case errs.List:
		return e[0], true
	}
	return nil, false
}

func TestRulesAreChecked(t *testing.T) {
	t.Parallel()
	title := &Condition{Field: enum.ShelfFieldTitle, Op: enum.ShelfOpEquals, Value: "Lamp"}
	with := func(f enum.ShelfField, op enum.ShelfOp, value string) []*Condition {
		return []*Condition{title, {Field: f, Op: op, Value: value}}
	}
	for name, tc := range map[string]struct {
		in   []*Condition
		code errs.Code
		at   string
	}{
		"none":                       {nil, errs.Invalid, "rules.conditions"},
		"too many":                   {strings21(title), errs.Invalid, "rules.conditions"},
		"nothing to compare with":    {with(enum.ShelfFieldTitle, enum.ShelfOpEquals, " "), errs.Required, "rules.conditions.1.value"},
		"a long text":                {with(enum.ShelfFieldTitle, enum.ShelfOpEquals, strings.Repeat("ä", 201)), errs.TooLong, "rules.conditions.1.value"},
		"no amount":                  {with(enum.ShelfFieldPrice, enum.ShelfOpAtLeast, "cheap"), errs.Invalid, "rules.conditions.1.value"},
		"too many decimals":          {with(enum.ShelfFieldPrice, enum.ShelfOpAtLeast, "1.234"), errs.Invalid, "rules.conditions.1.value"},
		"a negative amount":          {with(enum.ShelfFieldPrice, enum.ShelfOpAtMost, "-1"), errs.Invalid, "rules.conditions.1.value"},
		"no number of days":          {with(enum.ShelfFieldAgeDays, enum.ShelfOpAtMost, "1.5"), errs.Invalid, "rules.conditions.1.value"},
		"neither true nor false":     {with(enum.ShelfFieldInStock, enum.ShelfOpEquals, "yes"), errs.Invalid, "rules.conditions.1.value"},
		"an id of something else":    {with(enum.ShelfFieldCategory, enum.ShelfOpEquals, string(publicid.New("Product", uuid.New()))), errs.NotFound, "rules.conditions.1.value"},
		"a price that is not higher": {with(enum.ShelfFieldPrice, enum.ShelfOpContains, "1"), errs.Invalid, "rules.conditions.1.op"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := (&Rules{Conditions: tc.in}).stored("EUR", "rules")
			requireFault(t, err, tc.code, tc.at)
		})
	}
}

func strings21(c *Condition) (out []*Condition) {
	for range maxConditions + 1 {
		out = append(out, c)
	}
	return out
}

func TestRulesAreReadAsTheyWereGiven(t *testing.T) {
	t.Parallel()
	in := &Rules{Any: true, Conditions: []*Condition{
		{Field: enum.ShelfFieldPrice, Op: enum.ShelfOpAtLeast, Value: "12.30"}, {Field: enum.ShelfFieldTitle, Op: enum.ShelfOpContains, Value: "12"},
	}}
	kept, err := in.stored("EUR", "rules")
	require.NoError(t, err)
	require.Equal(t, &shelfrule.Rules{Any: true, Conditions: []shelfrule.Condition{
		{Field: "PRICE", Op: "AT_LEAST", Value: "1230"}, {Field: "TITLE", Op: "CONTAINS", Value: "12"},
	}}, kept)
	require.Equal(t, in, RulesOf(kept, "EUR"))
	require.Nil(t, RulesOf(nil, "EUR"))
}

func TestBetween(t *testing.T) {
	t.Parallel()
	at := func(n int) *int { return &n }
	for name, tc := range map[string]struct {
		behind int
		next   *int
		want   int
		ok     bool
	}{
		"behind the last":       {4096, nil, 4096 + step, true},
		"between two":           {1000, at(2000), 1500, true},
		"the last place":        {10, at(12), 11, true},
		"no room":               {10, at(11), 0, false},
		"two in the same place": {10, at(10), 0, false},
		"before the first":      {0, at(step), step / 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := between(tc.behind, tc.next)
			require.Equal(t, tc.ok, ok)
			require.Equal(t, tc.want, got)
		})
	}
}
