package gate

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql/introspection"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// A Cost is the price of an operation in points.
type Cost struct {
	// Total is charged before the operation runs: as if every list were full.
	Total int
	// Fixed is the part of it that is spent whatever comes back, apart from objects,
	// which are counted in the answer.
	Fixed int
}

// Prices tells what operations cost on one schema.
type Prices struct {
	tariffs  map[*ast.FieldDefinition]tariff
	schema   map[string]int // how many a list of introspection holds on average
	standard int            // objects of the standard introspection query
}

// NewPrices reads the prices of a schema.
func NewPrices(s *ast.Schema) *Prices {
	p := &Prices{tariffs: tariffs(s), schema: listLengths(s), standard: 1}
	doc, err := parser.ParseQuery(&ast.Source{Input: introspection.Query})
	if err == nil && len(validator.ValidateWithRules(s, doc, rules.NewDefaultRules())) == 0 {
		w := walk{p: p}
		p.standard = max(1, w.objects(doc.Operations[0].SelectionSet))
	}
	return p
}

// Of returns the price of an operation that was validated, and whether it depends on
// the variables.
func (p *Prices) Of(op *ast.OperationDefinition, vars map[string]any) (Cost, bool) {
	w := walk{p: p, vars: vars}
	b := w.set(op.SelectionSet)
	return Cost{Total: max(1, add(b.once, b.each)), Fixed: b.fixed}, w.varies
}

// A FieldCost is the price of one field with what is in it, for one object that it is
// asked of.
type FieldCost struct {
	Path      string `json:"path"`
	Requested int    `json:"requested"`
}

// maxExplained is how many fields are told of.
const maxExplained = 200

// Explain returns the price of each field that has one, in the order of the document.
func (p *Prices) Explain(op *ast.OperationDefinition, vars map[string]any) []FieldCost {
	w := walk{p: p, vars: vars, told: &[]FieldCost{}}
	w.set(op.SelectionSet)
	priced := slices.DeleteFunc(*w.told, func(f FieldCost) bool { return f.Requested == 0 })
	return priced[:min(len(priced), maxExplained)]
}

// A bill is the price of a set of selections.
type bill struct {
	once  int // charged once
	each  int // charged for each node of the connection that the set belongs to
	fixed int // of once, what is not an object of the answer
}

// A walk prices one operation. Fragments are priced once, however often they are spread.
type walk struct {
	p      *Prices
	vars   map[string]any
	bills  map[*ast.FragmentDefinition]bill
	counts map[*ast.FragmentDefinition]int
	varies bool

	told *[]FieldCost // nil unless each field is asked after
	path []string
}

func (w *walk) set(set ast.SelectionSet) bill {
	var sum bill
	for _, sel := range set {
		var b bill
		switch sel := sel.(type) {
		case *ast.Field:
			if w.wanted(sel.Directives) {
				b = w.field(sel)
			}
		case *ast.InlineFragment:
			if w.wanted(sel.Directives) {
				b = w.set(sel.SelectionSet)
			}
		case *ast.FragmentSpread:
			if w.wanted(sel.Directives) {
				b = w.fragment(sel.Definition)
			}
		}
		sum = bill{add(sum.once, b.once), add(sum.each, b.each), add(sum.fixed, b.fixed)}
	}
	return sum
}

func (w *walk) fragment(def *ast.FragmentDefinition) bill {
	if def == nil {
		return bill{}
	}
	b, ok := w.bills[def]
	if !ok || w.told != nil {
		b = w.set(def.SelectionSet)
		if w.bills == nil {
			w.bills = map[*ast.FragmentDefinition]bill{}
		}
		w.bills[def] = b
	}
	return b
}

func (w *walk) field(f *ast.Field) bill {
	if w.told == nil {
		return w.price(f)
	}
	w.path = append(w.path, f.Alias)
	at := len(*w.told)
	*w.told = append(*w.told, FieldCost{Path: strings.Join(w.path, ".")})
	b := w.price(f)
	(*w.told)[at].Requested = add(b.once, b.each)
	w.path = w.path[:len(w.path)-1]
	return b
}

func (w *walk) price(f *ast.Field) bill {
	t, ok := w.p.tariffs[f.Definition]
	if !ok {
		return w.meta(f)
	}
	base, extra := t.base, t.extra
	if t.searches && w.given(f, "search") {
		base, extra = base+costSearch, extra+costSearch
	}
	in := w.set(f.SelectionSet)
	n := w.factor(f, t)
	switch {
	case t.connection:
		return bill{once: add(add(base, in.once), times(n, in.each)), fixed: add(extra, in.fixed)}
	case t.listed:
		return bill{each: add(base, add(in.once, in.each))}
	case len(t.multipliers) > 0:
		own := base - extra // the object that is multiplied with what is in it
		return bill{once: add(extra, times(n, add(own, add(in.once, in.each)))), fixed: extra}
	}
	return bill{once: add(base, add(in.once, in.each)), fixed: add(extra, in.fixed)}
}

// meta prices the fields of introspection: they come from memory, so what counts is
// how much the answer holds, measured by the query that every tool sends.
func (w *walk) meta(f *ast.Field) bill {
	if f.Name == "__typename" {
		return bill{}
	}
	n := w.objects(ast.SelectionSet{f})
	points := times(n, costSchema)/w.p.standard + 1
	return bill{once: points, fixed: points}
}

// factor returns how many times what is in the field is charged.
func (w *walk) factor(f *ast.Field, t tariff) int {
	n, given := 0, false
	for _, name := range t.multipliers {
		if v, ok := w.argument(f, name); ok && v != nil {
			n, given = max(n, count(v)), true
		}
	}
	if given {
		return n
	}
	return t.usual
}

func (w *walk) given(f *ast.Field, name string) bool {
	v, ok := w.argument(f, name)
	return ok && v != nil && v != ""
}

// argument returns the value that the operation gives to an argument.
func (w *walk) argument(f *ast.Field, name string) (any, bool) {
	a := f.Arguments.ForName(name)
	if a == nil {
		return nil, false
	}
	return w.value(a.Value)
}

func (w *walk) value(v *ast.Value) (any, bool) {
	if v.Kind == ast.Variable {
		w.varies = true
		val, ok := w.vars[v.Raw]
		return val, ok
	}
	if v.Kind == ast.ListValue {
		return make([]any, len(v.Children)), true // only its length is asked for
	}
	val, err := v.Value(w.vars)
	return val, err == nil
}

// wanted reports whether @skip and @include leave a selection in.
func (w *walk) wanted(list ast.DirectiveList) bool {
	for _, d := range list {
		arg := d.Arguments.ForName("if")
		if arg == nil || d.Name != "skip" && d.Name != "include" {
			continue
		}
		if v, _ := w.value(arg.Value); v == (d.Name == "skip") {
			return false
		}
	}
	return true
}

// count reads a number of things from the value of an argument: a number, or the length
// of a list. One that is negative counts as none.
func count(v any) int {
	switch v := v.(type) {
	case int:
		return within(int64(v))
	case int64:
		return within(v)
	case float64:
		return within(int64(min(far, max(0, v))))
	case json.Number:
		n, err := v.Int64()
		if err != nil {
			return far
		}
		return within(n)
	case []any:
		return len(v)
	}
	return 1
}

func within(n int64) int { return int(min(far, max(0, n))) }

func add(a, b int) int { return min(far, a+b) }

func times(n, a int) int {
	if a > 0 && n > far/a {
		return far
	}
	return n * a
}
