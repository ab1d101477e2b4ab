// Package fast answers what shops are asked most without walking the graph field by
// field: a selection is turned once into functions that write JSON, and each request
// reads what they need in one round trip. It answers byte for byte as the executor does;
// whatever it does not know, it leaves to that. Only fields that everybody in a shop may
// see are known here.
package fast

import "github.com/vektah/gqlparser/v2/ast"

// An encoder writes a value as JSON.
type encoder[T any] func(b []byte, v *T, r *request) []byte

// A field compiles the selection of one field of T; false where it asks for what is not
// known here.
type field[T any] func(c *compiler, f *ast.Field) (encoder[T], bool)

// An object is a type of the graph with the fields that are known here.
type object[T any] struct {
	name   string
	fields map[string]field[T]
}

// A compiler collects what a selection needs beyond its encoders.
type compiler struct {
	needs needs
	// checks say of each request whether its arguments can be answered here.
	checks []func(*request) bool
}

// leaf is a field without a selection or arguments.
func leaf[T any](e encoder[T]) field[T] {
	return func(_ *compiler, f *ast.Field) (encoder[T], bool) { return e, len(f.Arguments) == 0 }
}

// nested is a field with a selection, of a value that is always there.
func nested[T, U any](o *object[U], of func(*T) U) field[T] {
	return func(c *compiler, f *ast.Field) (encoder[T], bool) {
		e, ok := o.compile(c, f.SelectionSet)
		return func(b []byte, v *T, r *request) []byte {
			u := of(v)
			return e(b, &u, r)
		}, ok && len(f.Arguments) == 0
	}
}

// maybe is a field with a selection, null where of returns nil.
func maybe[T, U any](o *object[U], of func(*T) *U) field[T] {
	return func(c *compiler, f *ast.Field) (encoder[T], bool) {
		e, ok := o.compile(c, f.SelectionSet)
		return func(b []byte, v *T, r *request) []byte {
			if u := of(v); u != nil {
				return e(b, u, r)
			}
			return append(b, "null"...)
		}, ok && len(f.Arguments) == 0
	}
}

// reading is nested for a value that depends on the request.
func reading[T, U any](o *object[U], of func(*T, *request) *U) field[T] {
	return func(c *compiler, f *ast.Field) (encoder[T], bool) {
		e, ok := o.compile(c, f.SelectionSet)
		return func(b []byte, v *T, r *request) []byte { return e(b, of(v, r), r) }, ok && len(f.Arguments) == 0
	}
}

// list is a field of many values.
func list[T, U any](o *object[U], of func(*T) []*U) field[T] {
	return func(c *compiler, f *ast.Field) (encoder[T], bool) {
		e, ok := o.compile(c, f.SelectionSet)
		return func(b []byte, v *T, r *request) []byte {
			b = append(b, '[')
			for i, u := range of(v) {
				if i > 0 {
					b = append(b, ',')
				}
				b = e(b, u, r)
			}
			return append(b, ']')
		}, ok && len(f.Arguments) == 0
	}
}

// needing marks what a field has to be loaded for.
func needing[T any](n needs, f field[T]) field[T] {
	return func(c *compiler, sel *ast.Field) (encoder[T], bool) {
		c.needs |= n
		return f(c, sel)
	}
}

type part[T any] struct {
	key []byte // with the comma before and the colon behind
	enc encoder[T]
}

// compile turns a selection into one encoder.
func (o *object[T]) compile(c *compiler, set ast.SelectionSet) (encoder[T], bool) {
	parts, ok := o.parts(c, nil, set, map[string]bool{})
	if !ok || len(parts) == 0 {
		return nil, false
	}
	parts[0].key[0] = '{'
	return func(b []byte, v *T, r *request) []byte {
		for i := range parts {
			b = append(b, parts[i].key...)
			b = parts[i].enc(b, v, r)
		}
		return append(b, '}')
	}, true
}

// parts flattens fragments. A directive, which may leave something out, and two fields
// under one name, which would have to be merged, are left to the executor.
func (o *object[T]) parts(c *compiler, to []part[T], set ast.SelectionSet, seen map[string]bool) ([]part[T], bool) {
	for _, sel := range set {
		ok := false
		switch sel := sel.(type) {
		case *ast.Field:
			var p part[T]
			if p, ok = o.part(c, sel); ok && !seen[sel.Alias] {
				seen[sel.Alias], to = true, append(to, p)
			} else {
				ok = false
			}
		case *ast.InlineFragment:
			if len(sel.Directives) == 0 && (sel.TypeCondition == "" || sel.TypeCondition == o.name) {
				to, ok = o.parts(c, to, sel.SelectionSet, seen)
			}
		case *ast.FragmentSpread:
			if len(sel.Directives) == 0 && sel.Definition.TypeCondition == o.name {
				to, ok = o.parts(c, to, sel.Definition.SelectionSet, seen)
			}
		}
		if !ok {
			return nil, false
		}
	}
	return to, true
}

func (o *object[T]) part(c *compiler, f *ast.Field) (part[T], bool) {
	p := part[T]{key: []byte(`,"` + f.Alias + `":`)}
	if len(f.Directives) > 0 {
		return p, false
	}
	if f.Name == "__typename" {
		name := `"` + o.name + `"`
		p.enc = func(b []byte, _ *T, _ *request) []byte { return append(b, name...) }
		return p, true
	}
	known, ok := o.fields[f.Name]
	if !ok {
		return p, false
	}
	p.enc, ok = known(c, f)
	return p, ok
}
