package postal_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/kit/postal"
)

func ptr(s string) *string { return &s }

func complete() postal.Input {
	return postal.Input{
		FirstName: ptr(" Ada "), LastName: ptr("Weber"), Line1: ptr("1, rue  du Test"), City: ptr("Luxembourg"),
		PostalCode: ptr("L-1728"), CountryCode: ptr("lu"),
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	a, err := postal.Parse(complete(), "address")
	require.NoError(t, err)
	require.Equal(t, postal.Address{FirstName: "Ada", LastName: "Weber", Line1: "1, rue du Test", City: "Luxembourg", PostalCode: "1728", CountryCode: "LU"}, a)
}

func TestPostalCodes(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ country, code, want string }{
		"Luxembourg, with its letter": {"LU", "L-1728", "1728"},
		"Luxembourg, run together":    {"LU", "LU1728", "1728"},
		"Luxembourg, too short":       {"LU", "172", ""},
		"Germany":                     {"DE", "D-10115", "10115"},
		"Germany, four digits":        {"DE", "1011", ""},
		"France, with a blank":        {"FR", "75 001", "75001"},
		"the Netherlands":             {"NL", "1012 ab", "1012 AB"},
		"a country without a rule":    {"JP", "100-0001", "100-0001"},
	} {
		t.Run(name, func(t *testing.T) {
			in := complete()
			in.CountryCode, in.PostalCode = &tc.country, &tc.code
			a, err := postal.Parse(in, "address")
			if tc.want == "" {
				require.Equal(t, errs.Invalid, errs.CodeOf(err))
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, a.PostalCode)
		})
	}
}

func TestEveryFaultIsNamed(t *testing.T) {
	t.Parallel()
	in := postal.Input{Line1: ptr(strings.Repeat("x", 101)), CountryCode: ptr("XX"), City: ptr("\x00\xff")}
	_, err := postal.Parse(in, "address")
	list, ok := errors.AsType[errs.List](err)
	require.True(t, ok)
	got := map[string]errs.Code{}
	for _, e := range list {
		got[e.Field()] = e.Code
	}
	require.Equal(t, map[string]errs.Code{
		"address.firstName": errs.Required, "address.lastName": errs.Required, "address.line1": errs.TooLong, "address.city": errs.Required,
		"address.postalCode": errs.Required, "address.countryCode": errs.Invalid,
	}, got)
}
