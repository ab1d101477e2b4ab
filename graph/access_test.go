package graph

import (
	"context"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"orion/graph/gen"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

const accessSDL = `
directive @access(audience: [Audience!]!, permission: Permission) on FIELD_DEFINITION | OBJECT
enum Audience { SHOP CUSTOMER VENDOR ADMIN }
enum Permission { CATALOG_READ CATALOG_WRITE VENDOR_READ }
type Query {
  shop: Shop @access(audience: [SHOP])
  mine: Thing @access(audience: [CUSTOMER])
  vendor: VendorScope @access(audience: [VENDOR])
  admin: AdminScope @access(audience: [ADMIN])
  viewer: Thing @access(audience: [SHOP, CUSTOMER, VENDOR, ADMIN])
  forgotten: Thing
}
type Mutation {
  create: Thing @access(audience: [VENDOR], permission: CATALOG_WRITE)
  buy: Thing @access(audience: [SHOP, VENDOR], permission: CATALOG_WRITE)
}
type Shop @access(audience: [SHOP]) { name: String things: Thing mine: String @access(audience: [CUSTOMER]) }
type VendorScope @access(audience: [VENDOR]) { name: String products: Thing @access(audience: [VENDOR], permission: CATALOG_READ) }
type AdminScope { vendors: Thing @access(audience: [ADMIN], permission: VENDOR_READ) forgotten: String }
type Thing { title: String cost: String @access(audience: [VENDOR], permission: CATALOG_READ) }
`

// as holds the viewers that every table of access knows.
var as = struct{ nowhere, anonymous, customer, owner, staff, admin, clerk, system *viewer.Viewer }{
	nowhere:   &viewer.Viewer{Audience: viewer.Shop},
	anonymous: &viewer.Viewer{Audience: viewer.Shop, VendorID: someID},
	customer:  &viewer.Viewer{Audience: viewer.Customer, VendorID: someID, CustomerID: someID},
	owner:     &viewer.Viewer{Audience: viewer.Vendor, VendorID: someID, UserID: someID, Grants: map[string]bool{"catalog.read": true, "catalog.write": true}},
	staff:     &viewer.Viewer{Audience: viewer.Vendor, VendorID: someID, UserID: someID},
	admin:     &viewer.Viewer{Audience: viewer.Admin, UserID: someID, Grants: map[string]bool{"vendor.read": true}},
	clerk:     &viewer.Viewer{Audience: viewer.Admin, UserID: someID},
	system:    viewer.ForVendor(someID),
}

var someID = uuid.Must(uuid.NewV7())

const (
	no = errs.Forbidden
	in = errs.Unauthenticated
)

func TestB1_18TheWholeOperationIsHeldAgainstAccess(t *testing.T) {
	t.Parallel()
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: accessSDL})
	require.NoError(t, err)
	a := &access{rules: rulesOf(schema)}
	for name, tc := range map[string]struct {
		doc                                                                      string
		nobody, nowhere, anonymous, customer, owner, staff, admin, clerk, system errs.Code
	}{
		"for everybody":                   {"{viewer{title}}", "", "", "", "", "", "", "", "", ""},
		"no door at all":                  {"{__typename __schema{types{name}}}", "", "", "", "", "", "", "", "", ""},
		"the shop":                        {"{shop{name things{title}}}", in, in, "", "", no, no, no, no, ""},
		"a customer's own":                {"{mine{title}}", in, in, in, "", no, no, no, no, ""},
		"a field of the shop's customers": {"{shop{mine}}", in, in, in, "", no, no, no, no, ""},
		"a vendor's":                      {"{vendor{name}}", in, in, in, no, "", "", no, no, ""},
		"a vendor's, with a permission":   {"{vendor{products{title}}}", in, in, in, no, "", no, no, no, ""},
		"the platform's":                  {"{admin{vendors{title}}}", in, in, in, no, no, no, "", no, ""},
		"a mutation with a permission":    {"mutation{create{title}}", in, in, in, no, "", no, no, no, ""},
		"permissions bind teams alone":    {"mutation{buy{title}}", in, in, "", "", "", no, no, no, ""},
		"a rule that somebody forgot":     {"{forgotten{title}}", in, in, in, no, no, no, no, no, ""},
		"a rule forgotten further down":   {"{admin{forgotten}}", in, in, in, no, no, no, no, no, ""},
		"a shared type refuses nobody":    {"{viewer{title cost}}", "", "", "", "", "", "", "", "", ""},
		"one closed door closes all":      {"{viewer{title} vendor{name products{title}}}", in, in, in, no, "", no, no, no, ""},
		"a door under another name":       {"{viewer{title} x:vendor{name}}", in, in, in, no, "", "", no, no, ""},
		"a door in a fragment":            {"{...a} fragment a on Query{...b} fragment b on Query{vendor{name}}", in, in, in, no, "", "", no, no, ""},
		"a door in an inline fragment":    {"{... on Query{...{vendor{name}}}}", in, in, in, no, "", "", no, no, ""},
		"a door that is skipped":          {"{viewer{title} vendor@skip(if:true){name}}", in, in, in, no, "", "", no, no, ""},
	} {
		t.Run(name, func(t *testing.T) {
			doc, err := gqlparser.LoadQueryWithRules(schema, tc.doc, rules.NewDefaultRules())
			require.Nil(t, err)
			op := &graphql.OperationContext{Operation: doc.Operations[0]}
			for who, v := range map[*viewer.Viewer]errs.Code{
				nil: tc.nobody, as.nowhere: tc.nowhere, as.anonymous: tc.anonymous, as.customer: tc.customer, as.owner: tc.owner,
				as.staff: tc.staff, as.admin: tc.admin, as.clerk: tc.clerk, as.system: tc.system,
			} {
				ctx := t.Context()
				if who != nil {
					ctx = viewer.NewContext(ctx, who)
				}
				got := errs.Code("")
				if err := a.MutateOperationContext(ctx, op); err != nil {
					got = errs.CodeOf(err)
				}
				require.Equal(t, v, got, "%+v", who)
			}
		})
	}
}

func TestTheDirectiveIsTheSecondNet(t *testing.T) {
	t.Parallel()
	next := func(context.Context) (any, error) { return "seen", nil }
	read, write := enum.PermissionCatalogRead, enum.PermissionCatalogWrite
	for title, tc := range map[string]struct {
		on         string
		who        *viewer.Viewer
		audience   []viewer.Audience
		permission *enum.Permission
		seen       any
		code       errs.Code
	}{
		"admitted on a shared type":         {"Thing", as.owner, []viewer.Audience{"VENDOR"}, &read, "seen", ""},
		"null for shoppers":                 {"Thing", as.anonymous, []viewer.Audience{"VENDOR"}, &read, nil, ""},
		"null for nobody":                   {"Thing", nil, []viewer.Audience{"VENDOR"}, nil, nil, ""},
		"null without the permission":       {"Thing", as.staff, []viewer.Audience{"VENDOR", "ADMIN"}, &read, nil, ""},
		"an error on a root field":          {"Mutation", as.staff, []viewer.Audience{"VENDOR"}, &write, nil, errs.Forbidden},
		"an error in the vendor's scope":    {"VendorScope", as.customer, []viewer.Audience{"VENDOR"}, nil, nil, errs.Forbidden},
		"an error for who is not signed in": {"AdminScope", as.anonymous, []viewer.Audience{"ADMIN"}, nil, nil, errs.Unauthenticated},
		"everybody":                         {"Query", nil, []viewer.Audience{"SHOP", "CUSTOMER", "VENDOR", "ADMIN"}, nil, "seen", ""},
	} {
		t.Run(title, func(t *testing.T) {
			ctx := graphql.WithFieldContext(t.Context(), &graphql.FieldContext{Object: tc.on})
			if tc.who != nil {
				ctx = viewer.NewContext(ctx, tc.who)
			}
			got, err := Access(ctx, nil, next, tc.audience, tc.permission)
			require.Equal(t, tc.seen, got)
			require.Equal(t, tc.code, errs.CodeOf(err))
		})
	}
}

func TestDoorsAskForPermissionsThatARoleCanHold(t *testing.T) {
	t.Parallel()
	rules := rulesOf(gen.NewExecutableSchema(gen.Config{}).Schema())
	require.NotEmpty(t, rules)
	for _, r := range rules {
		if r.permission != "" {
			require.True(t, enum.Permission(r.permission).Known(), "%s asks for %s, which no role can hold", r.field, r.permission)
		}
	}
}
