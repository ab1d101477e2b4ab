package tax_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/postal"
	"orion/internal/tax"
)

const (
	standard = enum.TaxClassStandard
	reduced  = enum.TaxClassReduced
	super    = enum.TaxClassSuperReduced
	zero     = enum.TaxClassZero
)

// day is noon of a day.
func day(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, s)
	require.NoError(t, err)
	return at.Add(12 * time.Hour)
}

func TestRatesOfTheMemberStates(t *testing.T) {
	t.Parallel()
	require.Len(t, tax.Countries(), 27)
	for country, want := range map[string][3]int{
		"AT": {2000, 1300, 1000}, "BE": {2100, 1200, 600}, "BG": {2000, 900, 900}, "CY": {1900, 900, 300}, "CZ": {2100, 1200, 1200},
		"DE": {1900, 700, 700}, "DK": {2500, 2500, 2500}, "EE": {2400, 1300, 900}, "ES": {2100, 1000, 400}, "FI": {2550, 1350, 1000},
		"FR": {2000, 1000, 210}, "GR": {2400, 1300, 600}, "HR": {2500, 1300, 500}, "HU": {2700, 1800, 500}, "IE": {2300, 1350, 480},
		"IT": {2200, 1000, 400}, "LT": {2100, 1200, 500}, "LU": {1700, 800, 300}, "LV": {2100, 1200, 500}, "MT": {1800, 700, 500},
		"NL": {2100, 900, 900}, "PL": {2300, 800, 500}, "PT": {2300, 1300, 600}, "RO": {2100, 1100, 1100}, "SE": {2500, 1200, 600},
		"SI": {2200, 950, 500}, "SK": {2300, 1900, 500},
	} {
		for i, class := range []enum.TaxClass{standard, reduced, super} {
			bp, ok := tax.Rate(country, class, day(t, "2026-11-30"))
			require.True(t, ok)
			require.Equal(t, want[i], bp, "%s %s", country, class)
		}
		bp, ok := tax.Rate(country, zero, day(t, "2026-11-30"))
		require.True(t, ok)
		require.Zero(t, bp)
	}
	_, ok := tax.Rate("CH", standard, day(t, "2026-11-30"))
	require.False(t, ok, "no member state")
}

func TestRatesChangeOnTheirDay(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		country       string
		class         enum.TaxClass
		until, from   string
		before, after int
	}{
		"Estonia":                 {"EE", standard, "2025-06-30", "2025-07-01", 2200, 2400},
		"Romania":                 {"RO", standard, "2025-07-31", "2025-08-01", 1900, 2100},
		"Romania, reduced":        {"RO", reduced, "2025-07-31", "2025-08-01", 900, 1100},
		"Romania, books":          {"RO", super, "2025-07-31", "2025-08-01", 500, 1100},
		"Slovakia":                {"SK", standard, "2024-12-31", "2025-01-01", 2000, 2300},
		"Slovakia, reduced":       {"SK", reduced, "2024-12-31", "2025-01-01", 1000, 1900},
		"Finland":                 {"FI", standard, "2024-08-31", "2024-09-01", 2400, 2550},
		"Finland, reduced":        {"FI", reduced, "2025-12-31", "2026-01-01", 1400, 1350},
		"Lithuania, reduced":      {"LT", reduced, "2025-12-31", "2026-01-01", 900, 1200},
		"Luxembourg's year at 16": {"LU", standard, "2023-12-31", "2024-01-01", 1600, 1700},
		"Germany's half year":     {"DE", standard, "2020-12-31", "2021-01-01", 1600, 1900},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, _ := tax.Rate(tc.country, tc.class, day(t, tc.until))
			after, _ := tax.Rate(tc.country, tc.class, day(t, tc.from))
			require.Equal(t, [2]int{tc.before, tc.after}, [2]int{before, after})
		})
	}
}

func to(country, code string) *postal.Address {
	return &postal.Address{CountryCode: country, PostalCode: code}
}

func TestWhoseRateGoes(t *testing.T) {
	t.Parallel()
	now := day(t, "2026-11-30")
	madeira := to("PT", "9000-001")
	region := "PT-30"
	madeira.Region = &region
	ended := day(t, "2026-11-01")
	own := []*ent.TaxRate{
		{Country: "NO", Class: standard, RateBp: 2500, ValidFrom: day(t, "2020-01-01")},
		{Country: "PT", Class: standard, RateBp: 2300, ValidFrom: day(t, "2020-01-01")},
		{Country: "PT", Region: "30", Class: standard, RateBp: 2200, ValidFrom: day(t, "2020-01-01")},
		{Country: "BE", Class: standard, RateBp: 100, ValidFrom: day(t, "2020-01-01"), ValidTo: &ended},
		{Country: "NL", Class: standard, RateBp: 1, ValidFrom: day(t, "2027-01-01")},
		{Country: "IT", Class: standard, RateBp: 10, ValidFrom: day(t, "2020-01-01")},
		{Country: "IT", Class: standard, RateBp: 20, ValidFrom: day(t, "2021-01-01")},
	}
	for name, tc := range map[string]struct {
		rule  tax.Rule
		to    *postal.Address
		class enum.TaxClass
		want  int
	}{
		"at home":               {tax.Rule{Country: "LU"}, to("LU", "1728"), standard, 1700},
		"nobody knows where to": {tax.Rule{Country: "LU", Oss: true}, nil, standard, 1700},
		"another member state":  {tax.Rule{Country: "LU"}, to("DE", "10115"), standard, 1700},
		"another member state, with One Stop Shop":    {tax.Rule{Country: "LU", Oss: true}, to("DE", "10115"), standard, 1900},
		"a class that is not there":                   {tax.Rule{Country: "LU", Oss: true}, to("DK", "1050"), reduced, 2500},
		"nothing at all":                              {tax.Rule{Country: "LU"}, to("LU", "1728"), zero, 0},
		"Monaco counts as France":                     {tax.Rule{Country: "LU", Oss: true}, to("MC", "98000"), standard, 2000},
		"outside of the union":                        {tax.Rule{Country: "LU"}, to("CH", "8001"), standard, 0},
		"the Canaries are outside":                    {tax.Rule{Country: "LU", Oss: true}, to("ES", "35001"), standard, 0},
		"the rest of Spain is not":                    {tax.Rule{Country: "LU", Oss: true}, to("ES", "28001"), standard, 2100},
		"a seller outside":                            {tax.Rule{Country: "CH"}, to("LU", "1728"), standard, 0},
		"a seller outside, nobody knows where to":     {tax.Rule{Country: "CH"}, nil, standard, 0},
		"an own rate outside":                         {tax.Rule{Country: "LU", Own: own}, to("NO", "0150"), standard, 2500},
		"an own rate of another class":                {tax.Rule{Country: "LU", Own: own}, to("NO", "0150"), reduced, 0},
		"an own rate of a region":                     {tax.Rule{Country: "LU", Oss: true, Own: own}, madeira, standard, 2200},
		"an own rate of the country":                  {tax.Rule{Country: "LU", Own: own}, to("PT", "1000-001"), standard, 2300},
		"an own rate that is over":                    {tax.Rule{Country: "LU", Oss: true, Own: own}, to("BE", "1000"), standard, 2100},
		"an own rate that is yet to come":             {tax.Rule{Country: "LU", Oss: true, Own: own}, to("NL", "1012 AB"), standard, 2100},
		"the own rate that began last":                {tax.Rule{Country: "LU", Own: own}, to("IT", "00100"), standard, 20},
		"an own rate of the seller's country, abroad": {tax.Rule{Country: "IT", Own: own}, to("DE", "10115"), standard, 20},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, tc.rule.Rate(tc.to, tc.class, now))
		})
	}
}
