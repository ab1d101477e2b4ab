package auth_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

func TestSignIn(t *testing.T) {
	t.Parallel()
	asked := &statements{}
	db := pgtest.New(t, store.WithTracer(asked))
	s := service(t, db)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	shut, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example", enum.PermissionCatalogRead)
	member(t, db, s, shut, "owner@shut.example", enum.PermissionCatalogRead)
	member(t, db, s, nil, "admin@orion.example", enum.PermissionVendorRead)
	left, _ := member(t, db, s, v, "left@v.example")
	db.User.UpdateOne(left).SetDisabledAt(time.Now()).ExecX(fixture.Platform(t))
	customer(t, db, s, v, "customer@v.example")
	db.Customer.Create().SetEmail("guest@v.example").ExecX(fixture.System(t, v)) // no password
	db.Vendor.UpdateOne(shut).SetStatus(enum.VendorStatusSuspended).ExecX(fixture.Platform(t))

	in := func(a viewer.Audience, email, vendor string) auth.SignInInput {
		return auth.SignInInput{Audience: a, Email: email, Password: password, Vendor: &vendor}
	}
	for name, tc := range map[string]struct {
		in    auth.SignInInput
		named string // by the request
		code  errs.Code
		path  string
	}{
		"a member of the team":                     {in: in(viewer.Vendor, "owner@v.example", v.Slug)},
		"the address written otherwise":            {in: in(viewer.Vendor, " Owner@V.Example ", v.Slug)},
		"the slug written otherwise":               {in: in(viewer.Vendor, "owner@v.example", *upper(&v.Slug))},
		"the vendor of the request":                {in: in(viewer.Vendor, "owner@v.example", ""), named: v.Slug},
		"the vendor of both":                       {in: in(viewer.Vendor, "owner@v.example", v.Slug), named: v.Slug},
		"a customer of the shop":                   {in: in(viewer.Customer, "customer@v.example", v.Slug)},
		"one of the staff":                         {in: in(viewer.Admin, "admin@orion.example", "")},
		"one of the staff in a shop":               {in: in(viewer.Admin, "admin@orion.example", ""), named: v.Slug},
		"no vendor":                                {in: in(viewer.Vendor, "owner@v.example", ""), code: errs.Required, path: "input.vendor"},
		"an audience without accounts":             {in: in(viewer.Shop, "owner@v.example", v.Slug), code: errs.Invalid, path: "input.audience"},
		"another vendor than the request's":        {in: in(viewer.Vendor, "owner@v.example", v.Slug), named: other.Slug, code: errs.InvalidCredentials},
		"21 an unknown address":                    {in: in(viewer.Vendor, "nobody@v.example", v.Slug), code: errs.InvalidCredentials},
		"21 a wrong password":                      {in: auth.SignInInput{Audience: viewer.Vendor, Email: "owner@v.example", Password: "wrong-horse-9", Vendor: &v.Slug}, code: errs.InvalidCredentials},
		"21 no password at all":                    {in: auth.SignInInput{Audience: viewer.Vendor, Email: "owner@v.example", Vendor: &v.Slug}, code: errs.InvalidCredentials},
		"21 a password of a megabyte":              {in: auth.SignInInput{Audience: viewer.Vendor, Email: "owner@v.example", Password: strings.Repeat("x", 1<<20), Vendor: &v.Slug}, code: errs.InvalidCredentials},
		"21 text that is no address":               {in: in(viewer.Vendor, "owner\x00' or 1=1 --", v.Slug), code: errs.InvalidCredentials},
		"21 a customer who never set a password":   {in: in(viewer.Customer, "guest@v.example", v.Slug), code: errs.InvalidCredentials},
		"21 an unknown vendor":                     {in: in(viewer.Vendor, "owner@v.example", "nowhere"), code: errs.InvalidCredentials},
		"21 text that is no slug":                  {in: in(viewer.Vendor, "owner@v.example", "a\x00b"), code: errs.InvalidCredentials},
		"20 somebody who is not in the team":       {in: in(viewer.Vendor, "owner@v.example", other.Slug), code: errs.InvalidCredentials},
		"17 an account that is disabled":           {in: in(viewer.Vendor, "left@v.example", v.Slug), code: errs.InvalidCredentials},
		"17 a vendor that is suspended":            {in: in(viewer.Vendor, "owner@shut.example", shut.Slug), code: errs.InvalidCredentials},
		"18 a customer at the team's door":         {in: in(viewer.Vendor, "customer@v.example", v.Slug), code: errs.InvalidCredentials},
		"18 a member at the customers' door":       {in: in(viewer.Customer, "owner@v.example", v.Slug), code: errs.InvalidCredentials},
		"18 a member at the staff's door":          {in: in(viewer.Admin, "owner@v.example", ""), code: errs.InvalidCredentials},
		"18 one of the staff at the vendor's door": {in: in(viewer.Vendor, "admin@orion.example", v.Slug), code: errs.InvalidCredentials},
	} {
		t.Run(name, func(t *testing.T) {
			before := asked.Load()
			tokens, err := s.SignIn(from(t, viewer.Request{Vendor: tc.named}), tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			switch {
			case err == nil:
				got, err := s.Authenticate(t.Context(), tokens.AccessToken)
				require.NoError(t, err)
				require.Equal(t, tokens.Viewer, got)
			case tc.code == errs.InvalidCredentials:
				require.Equal(t, "the address or the password is wrong", store.Public(err).Message())
				require.EqualValues(t, 1, asked.Load()-before, "all refusals do the same work")
			}
			if tc.path != "" {
				require.Equal(t, tc.path, store.Public(err).Field())
			}
		})
	}
}

// The budget of a sign-in and of what its answer shows.
func TestSignInStatements(t *testing.T) {
	t.Parallel()
	asked := &statements{}
	db := pgtest.New(t, store.WithTracer(asked))
	s := service(t, db)
	v, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example", enum.PermissionCatalogRead)

	before := asked.Load()
	tokens := signIn(t, s, vendorInput(v.Slug, "owner@v.example"))
	_, err := s.Welcome(t.Context(), tokens)
	require.NoError(t, err)
	require.EqualValues(t, 5, asked.Load()-before, "the account, the session, when it was, the record, the vendor")

	before = asked.Load()
	for range 5 {
		_, err := s.Authenticate(t.Context(), tokens.AccessToken)
		require.NoError(t, err)
	}
	require.EqualValues(t, 1, asked.Load()-before, "the session is looked up once")
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	v, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example", enum.PermissionOrderRead, enum.PermissionCatalogRead, enum.PermissionVendorWrite)
	member(t, db, s, nil, "admin@orion.example", enum.PermissionAuditRead, enum.PermissionVendorRead, enum.PermissionCatalogWrite)
	c := customer(t, db, s, v, "customer@v.example")

	for name, tc := range map[string]struct {
		in       auth.SignInInput
		may      []enum.Permission
		vendor   bool
		customer bool
	}{
		"a member, without what is the platform's": {
			in: vendorInput(v.Slug, "owner@v.example"), vendor: true,
			may: []enum.Permission{enum.PermissionCatalogRead, enum.PermissionOrderRead},
		},
		"one of the staff, without what is a vendor's": {
			in:  auth.SignInInput{Audience: viewer.Admin, Email: "admin@orion.example", Password: password},
			may: []enum.Permission{enum.PermissionAuditRead, enum.PermissionVendorRead},
		},
		"a customer": {
			in:     auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &v.Slug},
			vendor: true, customer: true, may: []enum.Permission{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tokens := signIn(t, s, tc.in)
			p, err := s.Describe(viewer.NewContext(t.Context(), tokens.Viewer))
			require.NoError(t, err)
			require.Equal(t, tc.in.Audience, p.Audience)
			require.Equal(t, tc.in.Email, p.Email)
			require.Equal(t, tc.may, p.Permissions)
			require.Equal(t, tc.vendor, p.Vendor != nil && p.Vendor.ID == v.ID)
			require.Equal(t, tc.customer, p.Customer != nil && p.Customer.ID == c.ID)
		})
	}
	t.Run("nobody in particular", func(t *testing.T) {
		p, err := s.Describe(fixture.Shopper(t, v))
		require.NoError(t, err)
		require.Nil(t, p)
	})
}
