package isolation

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

// A place is an argument of the graph that names something.
type place struct {
	root  string // the type of the field, such as VendorScope
	field *ast.FieldDefinition
	path  []string // the argument, and the way into its input objects
	list  bool
	kind  kind
	// mixed has an own name before the one that is asked about.
	mixed bool
}

func (p *place) String() string {
	name := p.root + "." + p.field.Name + "(" + strings.Join(p.path, ".") + ")"
	if p.list {
		name += "[]"
	}
	if p.mixed {
		name += " beside an own one"
	}
	if p.anything() {
		name += " " + string(p.kind)
	}
	return name
}

// anything reports whether the place takes names of every kind.
func (p *place) anything() bool { return p.field.Name == "node" || p.field.Name == "nodes" }

func (p *place) changes() bool { return p.root == "Mutation" }

// key names the place in the tables of kind.go.
func (p *place) key() string { return p.root + "." + p.field.Name + "." + strings.Join(p.path, ".") }

// roots are the types from which everything can be asked for directly, and how their
// fields are asked for.
var roots = []struct{ name, in string }{
	{"Query", "%s"},
	{"Shop", "shop { %s }"},
	{"VendorScope", "vendor { %s }"},
	{"AdminScope", "admin { %s }"},
	{"Collection", "node(id: %q) { ... on Collection { %s } }"},
	{"Subscription", "%s"},
	{"Mutation", "%s"},
}

// places finds every argument that names something. It fails for one of which kind.go does
// not say what it names, and for one of a type that cannot be asked for directly.
func places(s *ast.Schema) ([]*place, error) {
	var all []*place
	for _, r := range roots {
		for _, f := range s.Types[r.name].Fields {
			for _, a := range f.Arguments {
				w := walk{schema: s, place: place{root: r.name, field: f}}
				if err := w.into(a.Type, a.Name); err != nil {
					return nil, err
				}
				all = append(all, w.found...)
			}
		}
	}
	return all, elsewhere(s)
}

// elsewhere fails for a field with a named argument on a type that is not among the roots.
func elsewhere(s *ast.Schema) error {
	for name, t := range s.Types {
		known := slices.ContainsFunc(roots, func(r struct{ name, in string }) bool { return r.name == name })
		if known || t.Kind != ast.Object || strings.HasPrefix(name, "__") {
			continue
		}
		for _, f := range t.Fields {
			for _, a := range f.Arguments {
				w := walk{schema: s, place: place{root: name, field: f}}
				if err := w.into(a.Type, a.Name); err != nil || len(w.found) > 0 {
					return fmt.Errorf("isolation: %s.%s takes names: say in place.go how it is asked for", name, f.Name)
				}
			}
		}
	}
	return nil
}

// A walk goes through an argument.
type walk struct {
	schema *ast.Schema
	place  place
	within []string // input types on the way
	found  []*place
}

func (w *walk) into(t *ast.Type, name string) error {
	w.place.path = append(slices.Clone(w.place.path), name)
	defer func() { w.place.path = w.place.path[:len(w.place.path)-1] }()
	d := w.schema.Types[t.Name()]
	if d.Kind != ast.InputObject {
		return w.leaf(t)
	}
	if slices.Contains(w.within, d.Name) && !deep(w.place.path) {
		return nil
	}
	w.within = append(w.within, d.Name)
	defer func() { w.within = w.within[:len(w.within)-1] }()
	for _, f := range d.Fields {
		if err := w.into(f.Type, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// deep lets one way through a filter of filters, as deep as filters go.
func deep(path []string) bool {
	return slices.Contains([]string{"where.or", "where.or.not"}, strings.Join(path, "."))
}

func (w *walk) leaf(t *ast.Type) error {
	p := w.place
	p.path, p.list = slices.Clone(p.path), t.Elem != nil
	k, names, err := kindOf(&p, t.Name())
	switch {
	case err != nil:
		return err
	case !names:
		return nil
	case k == anyKind:
		for _, k := range idKinds {
			each := p
			each.kind = k
			w.found = append(w.found, &each)
		}
		return nil
	}
	p.kind = k
	w.found = append(w.found, &p)
	if p.list {
		beside := p
		beside.mixed = true
		w.found = append(w.found, &beside)
	}
	return nil
}
