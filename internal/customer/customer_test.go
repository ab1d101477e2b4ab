package customer_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/customer"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

const password = "correct-horse-9"

func service(t testing.TB, db *store.DB) (*customer.Service, *auth.Service) {
	t.Helper()
	root := secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot))
	a, err := auth.New(db, auth.Options{Secret: root, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	s, err := customer.New(db, customer.Options{Auth: a, Pages: page.NewSigner(root.Key("cursor"))})
	require.NoError(t, err)
	return s, a
}

func code(err error) errs.Code {
	if err == nil {
		return ""
	}
	return store.Public(err).Code
}

func ptr[T any](v T) *T { return &v }

func TestCreate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, a := service(t, db)
	v, team := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, err := s.Create(fixture.System(t, v), customer.CreateInput{Email: "taken@shop.example"})
	require.NoError(t, err)

	for name, tc := range map[string]struct {
		in   customer.CreateInput
		by   context.Context
		code errs.Code
		path string
	}{
		"with a password":           {in: customer.CreateInput{Email: " Ada@Shop.example", Password: ptr(password), FirstName: ptr(" Ada "), LastName: ptr("Weber"), Language: "fr", VerifiedAt: ptr(time.Now())}},
		"without one":               {in: customer.CreateInput{Email: "guest@shop.example", FirstName: ptr(" ")}},
		"the address of another's":  {in: customer.CreateInput{Email: "taken@shop.example"}, by: fixture.System(t, other)},
		"an address that is taken":  {in: customer.CreateInput{Email: "TAKEN@shop.example"}, code: errs.AlreadyExists, path: "input.email"},
		"no address":                {in: customer.CreateInput{Email: "ada"}, code: errs.Invalid, path: "input.email"},
		"a common password":         {in: customer.CreateInput{Email: "b@shop.example", Password: ptr("password123")}, code: errs.Invalid, path: "input.password"},
		"no such language":          {in: customer.CreateInput{Email: "c@shop.example", Language: "it"}, code: errs.Invalid, path: "input.language"},
		"a name of 101":             {in: customer.CreateInput{Email: "d@shop.example", FirstName: ptr(strings.Repeat("x", 101))}, code: errs.TooLong, path: "input.firstName"},
		"a name with a NUL":         {in: customer.CreateInput{Email: "e@shop.example", LastName: ptr("a\x00b")}, code: errs.Invalid, path: "input.lastName"},
		"by the team":               {in: customer.CreateInput{Email: "f@shop.example"}, by: team, code: errs.Forbidden},
		"by somebody in the shop":   {in: customer.CreateInput{Email: "g@shop.example"}, by: fixture.Shopper(t, v), code: errs.Forbidden},
		"by the platform, nowhere":  {in: customer.CreateInput{Email: "h@shop.example"}, by: fixture.Platform(t), code: errs.Required},
		"by nobody":                 {in: customer.CreateInput{Email: "i@shop.example"}, by: t.Context(), code: errs.NotFound},
		"by staff, for what vendor": {in: customer.CreateInput{Email: "j@shop.example"}, by: fixture.Admin(t), code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.by == nil {
				tc.by = fixture.System(t, v)
			}
			c, err := s.Create(tc.by, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.path, store.Public(err).Field())
				return
			}
			require.Equal(t, strings.ToLower(strings.TrimSpace(tc.in.Email)), c.Email)
			require.Equal(t, tc.in.Password != nil, c.PasswordHash != nil)
			if tc.in.LastName == nil {
				require.Nil(t, c.FirstName)
				return
			}
			require.Equal(t, "Ada", *c.FirstName)
			tokens, err := a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &v.Slug})
			require.NoError(t, err)
			require.Equal(t, c.ID, tokens.Viewer.CustomerID)
		})
	}
}

func TestB2_58WhoSeesWhichCustomers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db)
	v, team := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	one, asOne := fixture.Customer(t, db, v)
	two, asTwo := fixture.Customer(t, db, v)
	theirs, _ := fixture.Customer(t, db, other)
	for _, c := range []*ent.Customer{one, two} {
		for range 2 {
			db.CustomerAddress.Create().SetCustomerID(c.ID).SetAddress(fixture.Home).ExecX(fixture.System(t, v))
		}
	}
	for name, tc := range map[string]struct {
		by        context.Context
		list      []uuid.UUID
		addresses int // of one
	}{
		"the team, newest first":     {by: team, list: []uuid.UUID{two.ID, one.ID}, addresses: 2},
		"another vendor's team":      {by: fixture.Staff(t, other, enum.PermissionCustomerRead), list: []uuid.UUID{theirs.ID}},
		"the customer":               {by: asOne, list: []uuid.UUID{one.ID}, addresses: 2},
		"another customer":           {by: asTwo, list: []uuid.UUID{two.ID}},
		"somebody who is signed out": {by: fixture.Shopper(t, v), list: []uuid.UUID{}},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := s.List(tc.by, page.Arg{}, nil)
			require.NoError(t, err)
			got := []uuid.UUID{}
			for _, n := range c.Nodes {
				got = append(got, n.ID)
			}
			require.Equal(t, tc.list, got)
			n, err := c.Count(tc.by)
			require.NoError(t, err)
			require.Equal(t, &page.Count{Value: len(tc.list), Precision: page.Exact}, n)

			for _, who := range []*ent.Customer{one, two, theirs} {
				row, err := s.ByID(tc.by, who.ID)
				require.NoError(t, err)
				require.Equal(t, contains(tc.list, who.ID), row != nil)
			}
			rows, err := s.Addresses(tc.by, one.ID)
			require.NoError(t, err)
			require.Len(t, rows, tc.addresses)
		})
	}
	t.Run("page by page", func(t *testing.T) {
		first, err := s.List(team, page.Arg{First: ptr(1)}, nil)
		require.NoError(t, err)
		require.True(t, first.PageInfo.HasNextPage)
		second, err := s.List(team, page.Arg{First: ptr(1), After: first.PageInfo.EndCursor}, nil)
		require.NoError(t, err)
		require.Equal(t, one.ID, second.Nodes[0].ID)
		_, err = s.List(fixture.Staff(t, other), page.Arg{After: first.PageInfo.EndCursor}, nil)
		require.Equal(t, errs.Invalid, code(err), "another vendor's cursor is refused")
	})
}

func contains(ids []uuid.UUID, id uuid.UUID) bool {
	for _, i := range ids {
		if i == id {
			return true
		}
	}
	return false
}
