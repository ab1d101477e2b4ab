package customer_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/customer"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func pageArg() page.Arg { return page.Arg{} }

func TestUpdate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db)
	v, team := fixture.Vendor(t, db)
	for name, tc := range map[string]struct {
		in   customer.UpdateInput
		code errs.Code
		path string
	}{
		"all of it":            {in: customer.UpdateInput{FirstName: ptr(" Ada "), LastName: ptr("Weber"), Phone: ptr(" +352  621 123-456 "), Language: ptr("fr")}},
		"nothing":              {},
		"texts that are empty": {in: customer.UpdateInput{FirstName: ptr(""), LastName: ptr(" "), Phone: ptr("")}},
		"a name of 101":        {in: customer.UpdateInput{FirstName: ptr(strings.Repeat("x", 101))}, code: errs.TooLong, path: "input.firstName"},
		"a language of others": {in: customer.UpdateInput{Language: ptr("it")}, code: errs.Invalid, path: "input.language"},
		"a number of letters":  {in: customer.UpdateInput{Phone: ptr("call me")}, code: errs.Invalid, path: "input.phone"},
		"a number of 16":       {in: customer.UpdateInput{Phone: ptr("1234567890123456")}, code: errs.Invalid, path: "input.phone"},
		"a number of 4":        {in: customer.UpdateInput{Phone: ptr("1234")}, code: errs.Invalid, path: "input.phone"},
		"a number and a line":  {in: customer.UpdateInput{Phone: ptr("+352 621\x00123456")}, code: errs.Invalid, path: "input.phone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, self := fixture.Customer(t, db, v)
			_, err := s.Update(self, customer.UpdateInput{FirstName: ptr("Grace"), Phone: ptr("12345")})
			require.NoError(t, err)
			got, err := s.Update(self, tc.in)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.path, store.Public(err).Field())
				return
			}
			require.Equal(t, c.ID, got.ID)
			switch name {
			case "all of it":
				require.Equal(t, []string{"Ada", "Weber", "+352 621 123-456", "fr"}, []string{*got.FirstName, *got.LastName, *got.Phone, got.Language})
			case "nothing":
				require.Equal(t, []string{"Grace", "12345", "en"}, []string{*got.FirstName, *got.Phone, got.Language})
			default:
				require.Nil(t, got.FirstName)
				require.Nil(t, got.LastName)
				require.Nil(t, got.Phone)
			}
		})
	}
	for name, ctx := range map[string]context.Context{
		"the team": team, "somebody in the shop": fixture.Shopper(t, v), "staff": fixture.Admin(t), "nobody": t.Context(), "the program": fixture.System(t, v),
	} {
		_, err := s.Update(ctx, customer.UpdateInput{Language: ptr("de")})
		require.Equal(t, errs.Forbidden, code(err), name)
		_, err = s.CreateAddress(ctx, customer.AddressInput{Address: home("1")})
		require.Equal(t, errs.Forbidden, code(err), name)
	}
}

func TestAnUpdateIsRecordedWithoutWhatItSaysOfAPerson(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db)
	v, _ := fixture.Vendor(t, db)
	c, self := fixture.Customer(t, db, v)
	_, err := s.Update(self, customer.UpdateInput{Phone: ptr("+352 621 123456"), Language: ptr("de")})
	require.NoError(t, err)
	e, err := db.AuditEntry.Query().Where(auditentry.Action("customer.update")).Only(fixture.System(t, v))
	require.NoError(t, err)
	require.Equal(t, string(c.PublicID()), e.Target)
	require.Equal(t, c.ID, *e.CustomerID)
	require.Len(t, e.Changes, 2)
	require.NotContains(t, fmt.Sprintf("%+v", e), "621")
}

// home is a complete address; the number tells them apart.
func home(number string) *postal.Input {
	return &postal.Input{
		FirstName: ptr("Ada"), LastName: ptr("Weber"), Line1: ptr(number + ", rue du Test"), City: ptr("Luxembourg"), PostalCode: ptr("L-1728"), CountryCode: ptr("lu"),
	}
}

// book is what a customer keeps, oldest first: the first lines, with * at the default.
func book(self context.Context, t *testing.T, s *customer.Service, c *ent.Customer) (out []string) {
	t.Helper()
	rows, err := s.Addresses(self, c.ID)
	require.NoError(t, err)
	for _, a := range rows {
		number, _, _ := strings.Cut(a.Address.Line1, ",")
		if a.IsDefault {
			number += "*"
		}
		out = append(out, number)
	}
	return out
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db)
	v, _ := fixture.Vendor(t, db)
	c, self := fixture.Customer(t, db, v)
	add := func(number string, first *bool) *ent.CustomerAddress {
		a, err := s.CreateAddress(self, customer.AddressInput{Address: home(number), IsDefault: first})
		require.NoError(t, err)
		return a
	}
	one := add("1", ptr(false))
	require.Equal(t, "1728", one.Address.PostalCode, "in its usual writing")
	require.Equal(t, []string{"1*"}, book(self, t, s, c), "the first is the default, whatever was asked")
	two := add("2", nil)
	require.Equal(t, []string{"1*", "2"}, book(self, t, s, c))
	three := add("3", ptr(true))
	require.Equal(t, []string{"1", "2", "3*"}, book(self, t, s, c))

	got, err := s.UpdateAddress(self, one.ID, customer.AddressInput{Address: home("11"), IsDefault: ptr(true)})
	require.NoError(t, err)
	require.True(t, got.IsDefault)
	_, err = s.UpdateAddress(self, one.ID, customer.AddressInput{Address: home("12"), IsDefault: ptr(false)})
	require.NoError(t, err)
	require.Equal(t, []string{"12*", "2", "3"}, book(self, t, s, c), "one is the default until another takes its place")

	require.NoError(t, s.DeleteAddress(self, two.ID))
	require.Equal(t, []string{"12*", "3"}, book(self, t, s, c))
	add("4", nil)
	require.NoError(t, s.DeleteAddress(self, one.ID))
	require.Equal(t, []string{"3", "4*"}, book(self, t, s, c), "the newest follows the default")
	require.Equal(t, errs.NotFound, code(s.DeleteAddress(self, one.ID)), "once")
	require.NoError(t, s.DeleteAddress(self, three.ID))
	n, err := db.AuditEntry.Query().Where(auditentry.ActionHasPrefix("address.")).Count(fixture.System(t, v))
	require.NoError(t, err)
	require.Equal(t, 9, n)
}

func TestAddressesThatAreRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db)
	v, _ := fixture.Vendor(t, db)
	_, self := fixture.Customer(t, db, v)
	_, err := s.CreateAddress(self, customer.AddressInput{})
	require.Equal(t, errs.Required, code(err))
	incomplete := home("1")
	incomplete.City, incomplete.PostalCode = nil, ptr("99")
	_, err = s.CreateAddress(self, customer.AddressInput{Address: incomplete})
	list, ok := errors.AsType[errs.List](err)
	require.True(t, ok)
	require.Equal(t, []string{"input.address.city", "input.address.postalCode"}, []string{list[0].Field(), list[1].Field()})
	for i := range 20 {
		_, err := s.CreateAddress(self, customer.AddressInput{Address: home(fmt.Sprint(i))})
		require.NoError(t, err)
	}
	_, err = s.CreateAddress(self, customer.AddressInput{Address: home("21")})
	require.Equal(t, errs.QuotaExceeded, code(err))
}

// What is somebody else's is answered as what is not there, and stays as it is.
func TestB2_58AddressesOfOthers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db)
	v, team := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	mine, self := fixture.Customer(t, db, v)
	a, err := s.CreateAddress(self, customer.AddressInput{Address: home("1")})
	require.NoError(t, err)
	_, neighbour := fixture.Customer(t, db, v)
	_, foreigner := fixture.Customer(t, db, other)
	for name, tc := range map[string]struct {
		ctx  context.Context
		id   uuid.UUID
		code errs.Code
	}{
		"another customer":             {neighbour, a.ID, errs.NotFound},
		"a customer of another shop":   {foreigner, a.ID, errs.NotFound},
		"an address that there is not": {self, uuid.New(), errs.NotFound},
		"the id of nothing":            {self, uuid.Nil, errs.NotFound},
		"the team":                     {team, a.ID, errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.UpdateAddress(tc.ctx, tc.id, customer.AddressInput{Address: home("9"), IsDefault: ptr(true)})
			require.Equal(t, tc.code, code(err))
			err = s.DeleteAddress(tc.ctx, tc.id)
			require.Equal(t, tc.code, code(err))
			require.Equal(t, []string{"1*"}, book(self, t, s, mine))
		})
	}
}
