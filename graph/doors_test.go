package graph

import (
	"context"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/graph/gen"
	"orion/internal/fixture"
	"orion/internal/viewer"
)

var update = flag.Bool("update", false, "write the doors as they are, for a reviewer to read")

const doorsFile = "testdata/doors.txt"

// A door is a field that states who may ask for it.
type door struct {
	name string
	doc  string
}

// The doors: every field of the roots, of Shop, VendorScope and AdminScope and every
// mutation, knocked on by everybody. What opens to whom is written down in
// testdata/doors.txt, where a change is seen by its reviewer; a field that is new has
// to be written there too.
func TestWhoMayOpenWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	v, owner := fixture.Vendor(t, w.DB)
	_, customer := fixture.Customer(t, w.DB, v)
	knocks := []struct {
		who string
		ctx context.Context
	}{
		{"nobody", context.WithoutCancel(t.Context())},
		{"guest", fixture.Shopper(t, v)},
		{"customer", customer},
		{"member without a grant", fixture.Staff(t, v)},
		{"owner", owner},
		{"staff without a grant", viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Admin})},
		{"staff", fixture.Admin(t)},
	}
	var lines []string
	for _, d := range allDoors(schema) {
		var open []string
		for _, k := range knocks {
			if refused := w.knock(t, k.ctx, d.doc); !refused {
				open = append(open, k.who)
			}
		}
		lines = append(lines, d.name+": "+strings.Join(open, ", "))
	}
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(doorsFile, []byte(got), 0o600))
	}
	want, err := os.ReadFile(doorsFile)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "who may open what has changed: read the change, then run go test ./graph -run TestWhoMayOpenWhat -update")
}

// knock reports whether an operation was refused for who asks.
func (w *world) knock(t *testing.T, ctx context.Context, doc string) bool {
	t.Helper()
	r := w.ask(t, ctx, doc, nil)
	require.NotEqual(t, "BAD_REQUEST", rejected(r), "%s\n%s", doc, r.body)
	return r.code() == "UNAUTHENTICATED" || r.code() == "FORBIDDEN"
}

// rejected is the code of an operation that was not even understood.
func rejected(r reply) string {
	if len(r.Errors) > 0 && r.Data == nil && r.Errors[0].Extensions.Reason == "" {
		return r.code()
	}
	return ""
}

// Every door says who may open it, and what is behind it.
func TestEveryDoorHasALock(t *testing.T) {
	t.Parallel()
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	for _, name := range []string{"Query", "Mutation", "Subscription", "Shop", "VendorScope", "AdminScope"} {
		of := schema.Types[name]
		for _, f := range of.Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			lock := f.Directives.ForName("access")
			if lock == nil {
				lock = of.Directives.ForName("access")
			}
			require.NotNil(t, lock, "%s.%s has no @access", name, f.Name)
			if len(f.Arguments) > 0 || name != "Shop" && name != "VendorScope" {
				require.NotEmpty(t, f.Description, "%s.%s has no description", name, f.Name)
			}
			if name == "Mutation" && slices.Contains(audiences(lock), "VENDOR") && len(audiences(lock)) == 1 {
				require.NotNil(t, lock.Arguments.ForName("permission"), "%s is a team's and names no permission", f.Name)
			}
		}
	}
}

func audiences(d *ast.Directive) []string {
	var out []string
	for _, c := range d.Arguments.ForName("audience").Value.Children {
		out = append(out, c.Value.Raw)
	}
	return out
}

func allDoors(s *ast.Schema) []door {
	var out []door
	roots := map[string]string{"Shop": "shop", "VendorScope": "vendor", "AdminScope": "admin"}
	for _, name := range []string{"Query", "Shop", "VendorScope", "AdminScope", "Mutation"} {
		for _, f := range s.Types[name].Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			call := f.Name + arguments(s, f) + selection(s, f.Type)
			doc := "{ " + call + " }"
			switch {
			case name == "Mutation":
				doc = "mutation " + doc
			case roots[name] != "":
				doc = "{ " + roots[name] + " " + doc + " }"
			}
			out = append(out, door{name: name + "." + f.Name, doc: doc})
		}
	}
	return out
}

// arguments writes the required arguments of a field with values that fit.
func arguments(s *ast.Schema, f *ast.FieldDefinition) string {
	var parts []string
	for _, a := range f.Arguments {
		if a.Type.NonNull && a.DefaultValue == nil {
			parts = append(parts, a.Name+": "+sampleOf(s, a.Type))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func sampleOf(s *ast.Schema, t *ast.Type) string {
	if t.Elem != nil {
		return "[" + sampleOf(s, t.Elem) + "]"
	}
	switch d := s.Types[t.NamedType]; d.Kind {
	case ast.Enum:
		return d.EnumValues[len(d.EnumValues)-1].Name
	case ast.InputObject:
		var parts []string
		for _, f := range d.Fields {
			if f.Type.NonNull && f.DefaultValue == nil {
				parts = append(parts, f.Name+": "+sampleOf(s, f.Type))
			}
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	switch t.NamedType {
	case "Int", "Float":
		return "1"
	case "Boolean":
		return "true"
	case "Decimal":
		return `"1.00"`
	case "DateTime":
		return `"2026-11-23T00:00:00Z"`
	}
	return fmt.Sprintf("%q", "x")
}

// selection writes the least selection of a type that can be asked for without
// arguments.
func selection(s *ast.Schema, t *ast.Type) string {
	d := s.Types[t.Name()]
	if d.Kind != ast.Object && d.Kind != ast.Interface {
		return ""
	}
	return " { __typename }"
}
