package tax_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/tax"
)

var now = time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)

// still is a clock that stands still.
type still struct{}

func (still) Now() time.Time { return now }

// told counts of which vendors it was said that they changed.
type told []string

func (n *told) Changed(_ context.Context, _ *store.Tx, v *ent.Vendor) error {
	*n = append(*n, v.Slug)
	return nil
}

func ref[T any](v T) *T { return &v }

// said is the code and the place of a mistake, "" for none.
func said(err error) string {
	if err == nil {
		return ""
	}
	bad, ok := errors.AsType[*errs.Error](err)
	if !ok {
		return err.Error()
	}
	return string(bad.Code) + " " + bad.Field()
}

func TestWhatARateMayBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	s := tax.New(db, &told{}, still{})
	_, err := s.CreateRate(staff, tax.RateInput{CountryCode: "NO", Class: standard, RateBp: 2500, ValidFrom: &now})
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		in   tax.RateInput
		want string
	}{
		"a country in small letters":     {tax.RateInput{CountryCode: " ch ", Class: standard, RateBp: 810}, ""},
		"a region with its country":      {tax.RateInput{CountryCode: "PT", Region: ref("pt-30"), Class: standard, RateBp: 2200}, ""},
		"another class":                  {tax.RateInput{CountryCode: "NO", Class: reduced, RateBp: 1500}, ""},
		"nothing at all":                 {tax.RateInput{CountryCode: "GG", Class: standard}, ""},
		"the same from the same instant": {tax.RateInput{CountryCode: "NO", Class: standard, RateBp: 1}, "ALREADY_EXISTS input.validFrom"},
		"a country of nobody":            {tax.RateInput{CountryCode: "XX", Class: standard}, "INVALID input.countryCode"},
		"a long region":                  {tax.RateInput{CountryCode: "PT", Region: ref("ABCDEFGHIJK"), Class: standard}, "TOO_LONG input.region"},
		"what is never taxed":            {tax.RateInput{CountryCode: "NO", Class: zero, RateBp: 1}, "INVALID input.class"},
		"more than all":                  {tax.RateInput{CountryCode: "NO", Class: super, RateBp: 10001}, "INVALID input.rateBp"},
		"over before it begins":          {tax.RateInput{CountryCode: "NO", Class: super, ValidTo: &now}, "INVALID input.validTo"},
	} {
		_, err := s.CreateRate(staff, tc.in)
		require.Equal(t, tc.want, said(err), name)
	}
	_, err = s.CreateRate(staff, tax.RateInput{CountryCode: "PT", Region: ref("30"), Class: standard, RateBp: 2100})
	require.Equal(t, "ALREADY_EXISTS input.validFrom", said(err), "PT-30 and 30 are the same region")
}

func TestTheTableSaysWhereARateComesFrom(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db) // in Luxembourg
	s := tax.New(db, &told{}, still{})
	own, err := s.CreateRate(staff, tax.RateInput{CountryCode: "CH", Class: standard, RateBp: 810})
	require.NoError(t, err)
	home, err := s.Table(staff, v, nil)
	require.NoError(t, err)
	require.Equal(t, []*tax.Applied{
		{Class: standard, RateBp: 1700, Source: enum.TaxSourceUnion, Country: "LU"}, {Class: reduced, RateBp: 800, Source: enum.TaxSourceUnion, Country: "LU"},
		{Class: super, RateBp: 300, Source: enum.TaxSourceUnion, Country: "LU"}, {Class: zero, Source: enum.TaxSourceUnion, Country: "LU"},
	}, home)
	for country, want := range map[string]tax.Applied{
		"ch": {Class: standard, RateBp: 810, Source: enum.TaxSourceOwn, Country: "CH"}, "US": {Class: standard, Source: enum.TaxSourceNone},
		"DE": {Class: standard, RateBp: 1700, Source: enum.TaxSourceUnion, Country: "LU"},
	} {
		table, err := s.Table(staff, v, &country)
		require.NoError(t, err)
		require.Equal(t, want, *table[0], country)
	}
	_, err = s.Table(staff, v, ref("XX"))
	require.Equal(t, "INVALID countryCode", said(err))
	require.NoError(t, s.DeleteRate(staff, own.PublicID()))
	table, err := s.Table(staff, v, ref("CH"))
	require.NoError(t, err)
	require.Equal(t, enum.TaxSourceNone, table[0].Source)
}

func TestAShopSaysHowItTaxes(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	heard := &told{}
	s := tax.New(db, heard, still{})
	after, _, err := s.Set(staff, tax.SettingsInput{OssRegistered: ref(true)}, &v.Version)
	require.NoError(t, err)
	require.True(t, after.OssRegistered)
	require.True(t, after.PricesIncludeTax, "what is left out stays")
	require.Equal(t, told{v.Slug}, *heard)
	_, current, err := s.Set(staff, tax.SettingsInput{PricesIncludeTax: ref(false)}, &v.Version)
	require.Equal(t, "STALE_VERSION ifVersion", said(err))
	require.Equal(t, after.Version, current.Version)
	require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("tax.settings")).CountX(staff))
}

func TestNobodyRemovesTheRateOfOthers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	_, staff := fixture.Vendor(t, db)
	_, other := fixture.Vendor(t, db)
	s := tax.New(db, &told{}, still{})
	rate, err := s.CreateRate(staff, tax.RateInput{CountryCode: "NO", Class: standard, RateBp: 2500})
	require.NoError(t, err)
	require.Equal(t, "NOT_FOUND id", said(s.DeleteRate(other, rate.PublicID())))
	mine, err := s.Rates(staff)
	require.NoError(t, err)
	require.Len(t, mine, 1)
}
