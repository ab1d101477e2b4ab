package customer_test

import (
	"testing"

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
	"orion/internal/kit/postal"
	"orion/internal/viewer"
)

func TestABlockedCustomerIsOut(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, team := fixture.Vendor(t, d.db)
	in := customer.CreateInput{Email: "ada@example.org", Password: ptr("correct horse battery"), VerifiedAt: ptr(clock.System{}.Now())}
	c, err := d.Create(fixture.System(t, v), in)
	require.NoError(t, err)
	enter := func() (*auth.Tokens, error) {
		return d.auth.SignIn(visit(t, v, "192.0.2.1"), auth.SignInInput{Audience: viewer.Customer, Email: in.Email, Password: *in.Password, Vendor: &v.Slug})
	}
	tokens, err := enter()
	require.NoError(t, err)
	_, err = d.auth.Authenticate(t.Context(), tokens.AccessToken)
	require.NoError(t, err)

	_, err = d.Block(fixture.Staff(t, v, enum.PermissionCustomerRead), c.PublicID(), "Chargebacks")
	require.Equal(t, errs.Forbidden, code(err))
	blocked, err := d.Block(team, c.PublicID(), "Chargebacks")
	require.NoError(t, err)
	require.Equal(t, "Chargebacks", *blocked.DisabledReason)
	_, err = d.auth.Authenticate(t.Context(), tokens.AccessToken)
	require.Equal(t, errs.Unauthenticated, code(err), "the session ended, so nothing can be ordered with it")
	_, err = enter()
	require.Equal(t, errs.InvalidCredentials, code(err))
	_, err = d.Block(team, c.PublicID(), "again")
	require.Equal(t, errs.InvalidState, code(err))

	_, err = d.Unblock(team, c.PublicID())
	require.NoError(t, err)
	_, err = enter()
	require.NoError(t, err)
	_, err = d.Unblock(team, c.PublicID())
	require.Equal(t, errs.InvalidState, code(err))
}

func TestATeamFindsCustomers(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, team := fixture.Vendor(t, d.db)
	other, stranger := fixture.Vendor(t, d.db)
	make := func(of *ent.Vendor, email, first, last string) *ent.Customer {
		c, err := d.Create(fixture.System(t, of), customer.CreateInput{Email: email, FirstName: &first, LastName: &last})
		require.NoError(t, err)
		return c
	}
	ada, bob := make(v, "ada@example.org", "Ada", "Weber"), make(v, "bob@example.org", "Bob", "Muller")
	make(other, "ada@example.net", "Ada", "Elsewhere")
	_, err := d.Block(team, bob.PublicID(), "x")
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		where customer.Where
		want  []uuid.UUID
	}{
		"an address":            {customer.Where{Search: ptr("ADA@")}, []uuid.UUID{ada.ID}},
		"a last name":           {customer.Where{Search: ptr("mul")}, []uuid.UUID{bob.ID}},
		"a wildcard":            {customer.Where{Search: ptr("%")}, nil},
		"the blocked":           {customer.Where{Blocked: ptr(true)}, []uuid.UUID{bob.ID}},
		"the others":            {customer.Where{Blocked: ptr(false)}, []uuid.UUID{ada.ID}},
		"everybody, new before": {customer.Where{}, []uuid.UUID{bob.ID, ada.ID}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := d.List(team, page.Arg{}, &tc.where)
			require.NoError(t, err)
			var ids []uuid.UUID
			for _, c := range got.Nodes {
				ids = append(ids, c.ID)
			}
			require.Equal(t, tc.want, ids)
		})
	}

	_, err = d.AddNote(stranger, ada.PublicID(), "Rings twice")
	require.Equal(t, errs.NotFound, code(err))
	for _, text := range []string{"Rings twice", "Likes lamps"} {
		_, err = d.AddNote(team, ada.PublicID(), text)
		require.NoError(t, err)
	}
	notes, err := customer.NotesOf(team, d.db, []uuid.UUID{ada.ID, bob.ID})
	require.NoError(t, err)
	require.Len(t, notes[ada.ID], 2)
	require.Equal(t, "Likes lamps", notes[ada.ID][0].Text)
	require.Empty(t, notes[bob.ID])
}

func TestOneAddressIsForBills(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	v, _ := fixture.Vendor(t, d.db)
	c, self := fixture.Customer(t, d.db, v)
	in := customer.AddressInput{Address: &postal.Input{
		FirstName: ptr("Ada"), LastName: ptr("Weber"), Line1: ptr("1, rue du Test"), City: ptr("Luxembourg"), PostalCode: ptr("1728"), CountryCode: ptr("LU"),
	}, IsDefaultBilling: ptr(true)}
	first, err := d.CreateAddress(self, in)
	require.NoError(t, err)
	require.True(t, first.IsDefaultBilling)
	second, err := d.CreateAddress(self, in)
	require.NoError(t, err)
	bills := func() (ids []uuid.UUID) {
		all, err := d.Addresses(self, c.ID)
		require.NoError(t, err)
		for _, a := range all {
			if a.IsDefaultBilling {
				ids = append(ids, a.ID)
			}
		}
		return ids
	}
	require.Equal(t, []uuid.UUID{second.ID}, bills())
	_, err = d.UpdateAddress(self, first.ID, in)
	require.NoError(t, err)
	require.Equal(t, []uuid.UUID{first.ID}, bills())
}
