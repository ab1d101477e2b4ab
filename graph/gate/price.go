package gate

import (
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// What things cost, in points. A scalar costs nothing.
const (
	costObject     = 1
	costConnection = 2
	costMutation   = 10
	costSearch     = 20
	costSchema     = 500 // the standard introspection query
)

// A tariff is the part of a field's price that follows from the schema.
type tariff struct {
	// base is what the field itself costs once, extra the part of it that is not an
	// object of the answer.
	base, extra int

	// multipliers are the arguments that say how many there are, usual how many there
	// are where none of them is given. A field without multipliers has usual 1.
	multipliers []string
	usual       int

	// connection multiplies only its nodes and edges; any other field all that is in it.
	connection bool
	// listed says that the field is what its connection multiplies: nodes or edges.
	listed bool
	// searches says that an argument named search makes the field a search.
	searches bool
}

// tariffs reads the prices of all fields of a schema. @cost adds its weight once; its
// multipliers name the arguments that multiply, which connections and lists by ids have
// without it. A weight of 1 beside multipliers is the directive's default and adds nothing.
func tariffs(s *ast.Schema) map[*ast.FieldDefinition]tariff {
	out := map[*ast.FieldDefinition]tariff{}
	for _, t := range s.Types {
		if t.Kind != ast.Object && t.Kind != ast.Interface || strings.HasPrefix(t.Name, "__") {
			continue
		}
		for _, f := range t.Fields {
			if !strings.HasPrefix(f.Name, "__") { // the schema has a price of its own
				out[f] = tariffOf(s, t, f)
			}
		}
	}
	return out
}

func tariffOf(s *ast.Schema, parent *ast.Definition, f *ast.FieldDefinition) tariff {
	of := s.Types[f.Type.Name()]
	t := tariff{searches: f.Arguments.ForName("search") != nil, usual: 1}
	switch {
	case of == nil || of.IsLeafType():
	case isConnection(of):
		t.base, t.extra, t.connection = costConnection, costConnection-1, true
		t.multipliers = present(f, "first", "last")
	case isConnection(parent) && f.Name == "edges":
		t.listed = true // the node in it is what counts
	default:
		t.base = costObject
		t.listed = isConnection(parent) && f.Name == "nodes"
		if f.Type.Elem != nil {
			t.multipliers = present(f, "ids")
		}
	}
	switch {
	case parent == s.Mutation:
		t.extra += costMutation - t.base
		t.base = costMutation
	case f.Name == "search" && t.base > 0:
		t.add(costSearch)
	}
	t.direct(f.Directives.ForName("cost"))
	t.usual = usual(f, t.multipliers)
	return t
}

func (t *tariff) add(points int) { t.base, t.extra = t.base+points, t.extra+points }

func (t *tariff) direct(cost *ast.Directive) {
	if cost == nil {
		return
	}
	args := cost.ArgumentMap(nil)
	names, _ := args["multipliers"].([]any)
	if len(names) > 0 {
		t.multipliers = nil
	}
	for _, n := range names {
		if name, ok := n.(string); ok {
			t.multipliers = append(t.multipliers, name)
		}
	}
	if w, _ := args["weight"].(int64); w > 1 || len(names) == 0 {
		t.add(int(min(far, max(0, w))))
	}
}

func isConnection(t *ast.Definition) bool {
	return t.Kind == ast.Object && strings.HasSuffix(t.Name, "Connection") &&
		(t.Fields.ForName("nodes") != nil || t.Fields.ForName("edges") != nil)
}

// present returns those of the names that are arguments of f.
func present(f *ast.FieldDefinition, names ...string) []string {
	var out []string
	for _, n := range names {
		if f.Arguments.ForName(n) != nil {
			out = append(out, n)
		}
	}
	return out
}

// usual returns the largest default of the arguments, 1 where none has one.
func usual(f *ast.FieldDefinition, names []string) int {
	n := 0
	for _, name := range names {
		if a := f.Arguments.ForName(name); a != nil && a.DefaultValue != nil {
			v, err := a.DefaultValue.Value(nil)
			if err == nil {
				n = max(n, count(v))
			}
		}
	}
	return max(1, n)
}
