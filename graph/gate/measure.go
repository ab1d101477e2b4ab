package gate

import (
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// A size is what a set of selections comes to with its fragments written out.
type size struct {
	all, aliases, top  int // all counts spreads too; top the fields of the set itself
	depth, schemaDepth int // levels of fields, and of those below __schema and __type
}

// far is where counts stop, so that doubling fragments cannot overflow them.
const far = 1 << 40

func (s *size) add(t size) {
	s.all = min(far, s.all+t.all)
	s.aliases = min(far, s.aliases+t.aliases)
	s.top = min(far, s.top+t.top)
	s.depth = max(s.depth, t.depth)
	s.schemaDepth = max(s.schemaDepth, t.schemaDepth)
}

// A sizer measures each fragment once, however often it is spread.
type sizer struct {
	fragments map[string]*ast.FragmentDefinition
	sizes     map[string]*size // nil while it is being measured
	circular  bool
}

func newSizer(doc *ast.QueryDocument) *sizer {
	s := &sizer{fragments: map[string]*ast.FragmentDefinition{}, sizes: map[string]*size{}}
	for _, f := range doc.Fragments {
		s.fragments[f.Name] = f
	}
	return s
}

func (s *sizer) set(set ast.SelectionSet) size {
	var sum size
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			sum.add(s.field(sel))
		case *ast.InlineFragment:
			sum.add(size{all: 1})
			sum.add(s.set(sel.SelectionSet))
		case *ast.FragmentSpread:
			sum.add(size{all: 1})
			sum.add(s.fragment(sel.Name))
		}
	}
	return sum
}

func (s *sizer) field(f *ast.Field) size {
	in := s.set(f.SelectionSet)
	out := size{all: in.all + 1, aliases: in.aliases, top: 1, depth: in.depth + 1, schemaDepth: in.schemaDepth}
	if f.Alias != f.Name {
		out.aliases++
	}
	if f.Name == "__schema" || f.Name == "__type" {
		out.depth, out.schemaDepth = 1, max(in.depth, in.schemaDepth)+1
	}
	return out
}

func (s *sizer) fragment(name string) size {
	known, seen := s.sizes[name]
	def := s.fragments[name]
	switch {
	case known != nil:
		return *known
	case seen:
		s.circular = true
		return size{}
	case def == nil: // validation will say so
		return size{}
	}
	s.sizes[name] = nil
	sum := s.set(def.SelectionSet)
	s.sizes[name] = &sum
	return sum
}

// pairs returns how many pairs of fields validation will compare, which are those of
// the same name in the same place of the answer. It writes the fragments out, so it is
// for operations whose size is known.
func (s *sizer) pairs(sets ...ast.SelectionSet) int {
	byName := map[string][]ast.SelectionSet{}
	for _, set := range sets {
		s.spread(set, byName)
	}
	n := 0
	for _, in := range byName {
		n += len(in) * (len(in) - 1) / 2
		n += s.pairs(in...)
	}
	return n
}

// spread collects what is selected beneath each name of the answer.
func (s *sizer) spread(set ast.SelectionSet, to map[string][]ast.SelectionSet) {
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			to[sel.Alias] = append(to[sel.Alias], sel.SelectionSet)
		case *ast.InlineFragment:
			s.spread(sel.SelectionSet, to)
		case *ast.FragmentSpread:
			if def := s.fragments[sel.Name]; def != nil {
				s.spread(def.SelectionSet, to)
			}
		}
	}
}

// A census counts what is written in a document, and looks at every literal.
type census struct {
	selections, directives, values int
	err                            *gqlerror.Error
}

func (c *census) document(doc *ast.QueryDocument) {
	for _, op := range doc.Operations {
		c.selections++
		for _, v := range op.VariableDefinitions {
			c.value(v.DefaultValue)
			c.applied(v.Directives)
		}
		c.applied(op.Directives)
		c.set(op.SelectionSet)
	}
	for _, f := range doc.Fragments {
		c.applied(f.Directives)
		c.set(f.SelectionSet)
	}
}

func (c *census) set(set ast.SelectionSet) {
	c.selections += len(set)
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			c.arguments(sel.Arguments)
			c.applied(sel.Directives)
			c.set(sel.SelectionSet)
		case *ast.InlineFragment:
			c.applied(sel.Directives)
			c.set(sel.SelectionSet)
		case *ast.FragmentSpread:
			c.applied(sel.Directives)
		}
	}
}

func (c *census) applied(list ast.DirectiveList) {
	c.directives += len(list)
	for _, d := range list {
		if d.Name == "defer" || d.Name == "stream" {
			c.fail("@%s is not offered", d.Name)
		}
		c.arguments(d.Arguments)
	}
}

func (c *census) arguments(list ast.ArgumentList) {
	for _, a := range list {
		c.value(a.Value)
	}
}

// value refuses literals that the executor or the database would choke on.
func (c *census) value(v *ast.Value) {
	if v == nil {
		return
	}
	c.values++
	switch v.Kind {
	case ast.StringValue, ast.BlockValue:
		if strings.ContainsRune(v.Raw, 0) {
			c.fail("text must not contain NUL")
		}
	case ast.IntValue:
		if _, err := strconv.ParseInt(v.Raw, 10, 64); err != nil {
			c.fail("a number is too large")
		}
	case ast.FloatValue:
		if _, err := strconv.ParseFloat(v.Raw, 64); err != nil {
			c.fail("a number is too large")
		}
	}
	for _, child := range v.Children {
		c.value(child.Value)
	}
}

func (c *census) fail(format string, args ...any) {
	if c.err == nil {
		c.err = bad(format, args...)
	}
}
