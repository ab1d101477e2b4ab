package graph

import (
	"context"
	"slices"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"orion/graph/gate"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// doors are the types whose every field is a door of its own: an operation that asks
// for one that is closed to the viewer does not run at all. Fields of all other types
// are null for those who may not see them, so that one query serves everybody.
var doors = map[string]bool{
	"Query": true, "Mutation": true, "Subscription": true,
	"Shop": true, "VendorScope": true, "AdminScope": true,
}

// A rule is what an @access directive says.
type rule struct {
	field      string // such as "Mutation.productCreate"
	audiences  []viewer.Audience
	permission string // such as "catalog.write", "" for none
}

// everybody is how many audiences there are to list: a field for all of them is for
// nobody in particular too.
const everybody = 4

// check returns nil where the viewer may, else why not. A permission binds those who
// have a role: teams and the platform's staff.
func (r *rule) check(v *viewer.Viewer) *errs.Error {
	if len(r.audiences) == everybody || r.admits(v) && (v.Shopper() || r.permission == "" || v.May(r.permission)) {
		return nil
	}
	switch {
	case signedIn(v):
		return errs.New(errs.Forbidden, "you may not do that")
	case r.lists(viewer.Shop):
		return errs.New(errs.Unauthenticated, "there is no shop here: name one by its address or by the header Orion-Vendor")
	}
	return errs.New(errs.Unauthenticated, "sign in first")
}

// admits reports whether the viewer came in by one of the rule's doors. SHOP is open to
// customers as well, and to nobody who is not in a shop.
func (r *rule) admits(v *viewer.Viewer) bool {
	switch {
	case v == nil:
		return false
	case v.Audience == viewer.System:
		return true
	case v.Audience == viewer.Shop:
		return v.VendorID != uuid.Nil && r.lists(viewer.Shop)
	case v.Audience == viewer.Customer:
		return r.lists(viewer.Shop) || r.lists(viewer.Customer)
	}
	return r.lists(v.Audience)
}

func (r *rule) lists(a viewer.Audience) bool { return slices.Contains(r.audiences, a) }

func signedIn(v *viewer.Viewer) bool { return v != nil && v.Audience != viewer.Shop }

// grant turns the name of a permission on the graph into that of a grant: CATALOG_READ
// into "catalog.read".
func grant(permission string) string {
	return strings.Replace(strings.ToLower(permission), "_", ".", 1)
}

// access is the extension that holds an operation against @access before any of it runs.
type access struct {
	rules map[*ast.FieldDefinition]*rule
	known gate.Memo[[]*rule]
}

var _ interface {
	graphql.HandlerExtension
	graphql.OperationContextMutator
} = (*access)(nil)

// ExtensionName implements graphql.HandlerExtension.
func (*access) ExtensionName() string { return "Access" }

// Validate implements graphql.HandlerExtension: it reads the rules of the schema.
func (a *access) Validate(s graphql.ExecutableSchema) error {
	a.rules = rulesOf(s.Schema())
	return nil
}

// rulesOf returns the rules of all doors. A field without a rule takes that of its type;
// one that has none at all is for nobody but the program itself.
func rulesOf(s *ast.Schema) map[*ast.FieldDefinition]*rule {
	out := map[*ast.FieldDefinition]*rule{}
	for name := range doors {
		t := s.Types[name]
		if t == nil {
			continue
		}
		for _, f := range t.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			d := f.Directives.ForName("access")
			if d == nil {
				d = t.Directives.ForName("access")
			}
			out[f] = ruleOf(name+"."+f.Name, d)
		}
	}
	return out
}

func ruleOf(field string, d *ast.Directive) *rule {
	r := &rule{field: field}
	if d == nil {
		return r
	}
	args := d.ArgumentMap(nil)
	list, _ := args["audience"].([]any)
	for _, a := range list {
		if name, ok := a.(string); ok {
			r.audiences = append(r.audiences, viewer.Audience(name))
		}
	}
	if p, ok := args["permission"].(string); ok {
		r.permission = grant(p)
	}
	return r
}

// MutateOperationContext implements graphql.OperationContextMutator.
func (a *access) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	rules, ok := a.known.Get(op.Operation)
	if !ok {
		rules = a.rulesIn(op.Operation)
		a.known.Put(op.Operation, rules)
	}
	v := viewer.From(ctx)
	for _, r := range rules {
		if err := r.check(v); err != nil {
			out := gate.Refuse(err)
			out.Extensions["field"] = r.field
			return out
		}
	}
	return nil
}

// rulesIn returns the rules of the doors that an operation knocks at, each once, in the
// order of the document. A door counts even behind @skip: the answer must not depend on
// a variable.
func (a *access) rulesIn(op *ast.OperationDefinition) []*rule {
	var found []*rule
	seen := map[any]bool{}
	once := func(key any) bool {
		first := !seen[key]
		seen[key] = true
		return first
	}
	var walk func(ast.SelectionSet)
	walk = func(set ast.SelectionSet) {
		for _, sel := range set {
			switch sel := sel.(type) {
			case *ast.Field:
				if r := a.rules[sel.Definition]; r != nil && once(r) {
					found = append(found, r)
				}
				walk(sel.SelectionSet)
			case *ast.InlineFragment:
				walk(sel.SelectionSet)
			case *ast.FragmentSpread:
				if sel.Definition != nil && once(sel.Definition) {
					walk(sel.Definition.SelectionSet)
				}
			}
		}
	}
	walk(op.SelectionSet)
	return found
}

// Access implements the directive @access, the second net behind the check of the whole
// operation and the first for fields of shared types: those are null for a viewer whom
// the rule does not admit, and an error on any other door.
func Access(ctx context.Context, _ any, next graphql.Resolver, audience []viewer.Audience, permission *enum.Permission) (any, error) {
	r := rule{audiences: audience}
	if permission != nil {
		r.permission = string(*permission)
	}
	err := r.check(viewer.From(ctx))
	switch {
	case err == nil:
		return next(ctx)
	case doors[graphql.GetFieldContext(ctx).Object]:
		return nil, err
	}
	return nil, nil
}
