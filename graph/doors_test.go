package graph

import (
	"context"
	"flag"
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent/session"
	"orion/graph/gen"
	"orion/internal/enum"
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
func TestB1_18_B2_57WhoMayOpenWhat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	schema := gen.NewExecutableSchema(gen.Config{}).Schema()
	v, _ := fixture.Vendor(t, w.DB)
	c, _ := fixture.Customer(t, w.DB, v)
	team := func(of viewer.Viewer, may map[string]bool) context.Context {
		of.Audience, of.VendorID, of.Grants = viewer.Vendor, v.ID, may
		return w.enter(t, &of)
	}
	staff := func(may map[string]bool) context.Context {
		return w.enter(t, &viewer.Viewer{Audience: viewer.Admin, Grants: may})
	}
	knocks := []struct {
		who string
		ctx context.Context
	}{
		{"nobody", context.WithoutCancel(t.Context())},
		{"guest", fixture.Shopper(t, v)},
		{"customer", w.enter(t, &viewer.Viewer{Audience: viewer.Customer, VendorID: v.ID, CustomerID: c.ID})},
		{"member", team(viewer.Viewer{}, nil)}, // without a grant
		{"unproved", team(viewer.Viewer{Unproved: true}, nil)},
		{"owner", team(viewer.Viewer{}, fewer(enum.VendorPermissions(), `^$`))},
		{"key", team(viewer.Viewer{KeyID: uuid.New()}, map[string]bool{"catalog.read": true})},
		{"impersonator", team(viewer.Viewer{ImpersonatorID: w.user(t)}, fewer(enum.VendorPermissions(), `^(team\.write|key\.|settings\.write|audit\.export)`))},
		{"staff", staff(nil)}, // without a grant
		{"auditor", staff(fewer(enum.PlatformPermissions(), `\.(write|impersonate)$`))},
		{"super-admin", staff(fewer(enum.PlatformPermissions(), `^$`))},
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
	require.Equal(t, string(want), got, "who may open what has changed: read the change, then run go test ./graph -run TestB1_18_B2_57WhoMayOpenWhat -update")
}

func came(t *testing.T, v *viewer.Viewer) context.Context {
	t.Helper()
	return viewer.NewContext(context.WithoutCancel(t.Context()), v)
}

// enter gives a viewer the account and the session that one of that kind has.
func (w *world) enter(t *testing.T, v *viewer.Viewer) context.Context {
	t.Helper()
	optional := func(id uuid.UUID) *uuid.UUID {
		if id == uuid.Nil {
			return nil
		}
		return &id
	}
	if v.KeyID == uuid.Nil {
		if v.CustomerID == uuid.Nil && v.ImpersonatorID == uuid.Nil {
			v.UserID = w.user(t)
		}
		s, err := w.DB.Session.Create().SetNillableVendorID(optional(v.VendorID)).SetNillableUserID(optional(v.UserID)).
			SetNillableCustomerID(optional(v.CustomerID)).SetNillableImpersonatorID(optional(v.ImpersonatorID)).
			SetImpersonationReason("x").SetEndsAt(time.Now().Add(time.Hour)).SetAudience(session.Audience(v.Audience)).
			SetRefreshHash([]byte(uuid.NewString())).SetExpiresAt(time.Now().Add(time.Hour)).SetLastUsedAt(time.Now()).Save(fixture.Platform(t))
		require.NoError(t, err)
		v.SessionID = s.ID
	}
	return came(t, v)
}

func (w *world) user(t *testing.T) uuid.UUID {
	t.Helper()
	u, err := w.DB.User.Create().SetEmail(uuid.NewString() + "@team.example").Save(fixture.Platform(t))
	require.NoError(t, err)
	return u.ID
}

// fewer are all permissions but those that match.
func fewer(of []enum.Permission, but string) map[string]bool {
	out, without := map[string]bool{}, regexp.MustCompile(but)
	for _, p := range of {
		if !without.MatchString(string(p)) {
			out[string(p)] = true
		}
	}
	return out
}

// knock reports whether an operation was refused for who asks.
func (w *world) knock(t *testing.T, ctx context.Context, doc string) bool {
	t.Helper()
	if strings.HasPrefix(doc, "subscription") {
		// One that opens waits for what happens; who is refused hears it at once.
		ctx, stop := context.WithTimeout(ctx, 500*time.Millisecond)
		defer stop()
		rec := httptest.NewRecorder()
		w.handler.ServeHTTP(rec, withHeaders(postQuery(t, doc, nil).WithContext(ctx), "Accept", "text/event-stream"))
		return strings.Contains(rec.Body.String(), "UNAUTHENTICATED") || strings.Contains(rec.Body.String(), "FORBIDDEN")
	}
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

// ownBusiness is what members do with their own membership, whatever their role.
var ownBusiness = map[string]bool{"sessionSwitch": true, "memberLeave": true}

// byInput are mutations of a team whose permission depends on what is asked for; the
// service looks at it.
var byInput = map[string]bool{"dataExportCreate": true, "stagedUploadsCreate": true}

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
			if name == "Mutation" && slices.Contains(audiences(lock), "VENDOR") && len(audiences(lock)) == 1 && !ownBusiness[f.Name] && !byInput[f.Name] {
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
	for _, name := range []string{"Query", "Shop", "VendorScope", "AdminScope", "Mutation", "Subscription"} {
		for _, f := range s.Types[name].Fields {
			if strings.HasPrefix(f.Name, "__") {
				continue
			}
			call := f.Name + arguments(s, f) + selection(s, f.Type)
			doc := "{ " + call + " }"
			switch {
			case name == "Mutation" || name == "Subscription":
				doc = strings.ToLower(name) + " " + doc
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
