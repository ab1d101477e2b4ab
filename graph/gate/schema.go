package gate

import "github.com/vektah/gqlparser/v2/ast"

// listLengths returns how long the lists of introspection are on a schema, on average
// and rounded up.
func listLengths(s *ast.Schema) map[string]int {
	var fields, withFields, args, inputs, withInputs, values, enums, members, abstract int
	for _, t := range s.Types {
		switch t.Kind {
		case ast.Object, ast.Interface:
			withFields++
			fields += len(t.Fields)
			for _, f := range t.Fields {
				args += len(f.Arguments)
			}
		case ast.InputObject:
			withInputs++
			inputs += len(t.Fields)
		case ast.Enum:
			enums++
			values += len(t.EnumValues)
		}
		if t.IsAbstractType() {
			abstract++
			members += len(s.GetPossibleTypes(t))
		}
	}
	return map[string]int{
		"types": len(s.Types), "directives": len(s.Directives),
		"fields": mean(fields, withFields), "args": mean(args, fields),
		"inputFields": mean(inputs, withInputs), "enumValues": mean(values, enums),
		"possibleTypes": mean(members, abstract), "interfaces": 1,
	}
}

func mean(sum, n int) int { return (sum + max(1, n) - 1) / max(1, n) }

// objects returns how many objects introspection answers about, as if every list were
// of average length and every type of every kind.
func (w *walk) objects(set ast.SelectionSet) int {
	sum := 0
	for _, sel := range set {
		switch sel := sel.(type) {
		case *ast.Field:
			if len(sel.SelectionSet) > 0 {
				n := max(1, w.p.schema[sel.Name])
				sum = add(sum, times(n, add(1, w.objects(sel.SelectionSet))))
			}
		case *ast.InlineFragment:
			sum = add(sum, w.objects(sel.SelectionSet))
		case *ast.FragmentSpread:
			sum = add(sum, w.fragmentObjects(sel.Definition))
		}
	}
	return sum
}

func (w *walk) fragmentObjects(def *ast.FragmentDefinition) int {
	if def == nil {
		return 0
	}
	n, ok := w.counts[def]
	if !ok {
		n = w.objects(def.SelectionSet)
		if w.counts == nil {
			w.counts = map[*ast.FragmentDefinition]int{}
		}
		w.counts[def] = n
	}
	return n
}
