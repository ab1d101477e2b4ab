package vendor_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/postal"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
)

// home is a complete address of a company.
func home() *postal.Input {
	return &postal.Input{
		Company: ptr("Shop S.à r.l."), Line1: ptr("1, rue du Test"), City: ptr("Luxembourg"), PostalCode: ptr("L-1728"), CountryCode: ptr("LU"),
	}
}

func TestUpdate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "shop1")
	ctx := fixture.Staff(t, v, enum.PermissionSettingsWrite)
	kept, err := s.Current(ctx)
	require.NoError(t, err)
	require.Equal(t, "shop1", kept.Name)

	got, err := s.Update(ctx, vendor.UpdateInput{
		Name: ptr(" Lumière "), Languages: []string{"fr", "en"}, CurrencyCode: ptr("CHF"), TimeZone: ptr("Europe/Zurich"), CountryCode: ptr("ch"),
		LegalName: ptr("Lumière SA"), RegistrationNumber: ptr("B 123"), VatNumber: ptr("lu 1234.5678"), LegalAddress: home(),
		ContactEmail: ptr("Hello@Shop.example"), ContactPhone: ptr("+352 123 456"), Imprint: ptr("Who we are"), RequireTwoFactor: ptr(true),
		AcceptTerms: ptr(true), Taglines: []*vendor.LocalizedText{{Language: "en", Text: " Light "}, {Language: "fr", Text: "Lumière"}, {Language: "de"}},
	}, ptr(1))
	require.NoError(t, err)
	require.Equal(t, 2, got.Version)
	require.Equal(t, "Lumière", got.Name)
	require.Equal(t, "fr", got.Language)
	require.Equal(t, []string{"fr", "en"}, got.Languages)
	require.Equal(t, "LU12345678", *got.VatNumber)
	require.Equal(t, "hello@shop.example", *got.ContactEmail)
	require.Equal(t, "1728", got.LegalAddress.PostalCode)
	require.Empty(t, got.LegalAddress.LastName, "a company has none")
	require.NotNil(t, got.TermsAcceptedAt)
	require.Equal(t, []*vendor.LocalizedText{{Language: "fr", Text: "Lumière"}, {Language: "en", Text: "Light"}}, vendor.Taglines(got))
	require.Equal(t, "CHF", db.MarketplaceSource.Query().OnlyX(fixture.System(t, v)).Currency)
	kept, err = s.Current(ctx)
	require.NoError(t, err)
	require.Equal(t, "Lumière", kept.Name, "known at once")

	entry := db.AuditEntry.Query().Where(auditentry.Action("vendor.update"), auditentry.VendorID(v.ID)).OnlyX(fixture.Platform(t))
	require.NotEmpty(t, entry.Changes)

	again, err := s.Update(ctx, vendor.UpdateInput{}, nil)
	require.NoError(t, err)
	require.Equal(t, 2, again.Version, "nothing is no change")
	_, err = s.Update(ctx, vendor.UpdateInput{Name: ptr("Late")}, ptr(1))
	require.Equal(t, errs.StaleVersion, code(err))
	require.Equal(t, "ifVersion", store.Public(err).Field())
	emptied, err := s.Update(ctx, vendor.UpdateInput{
		LegalName: ptr(""), VatNumber: ptr(" "), ContactEmail: ptr(""), ContactPhone: ptr(""), Imprint: ptr(""), RegistrationNumber: ptr(""),
		Taglines: []*vendor.LocalizedText{}, AcceptTerms: ptr(true),
	}, ptr(2))
	require.NoError(t, err)
	require.Nil(t, emptied.LegalName)
	require.Nil(t, emptied.VatNumber)
	require.Nil(t, emptied.ContactEmail)
	require.Nil(t, emptied.Imprint)
	require.Empty(t, emptied.Tagline)
	require.Equal(t, got.TermsAcceptedAt, emptied.TermsAcceptedAt, "terms are accepted once")
}

func TestUpdateThatIsRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "shop1")
	ctx := fixture.Staff(t, v, enum.PermissionSettingsWrite)
	for name, tc := range map[string]struct {
		in   vendor.UpdateInput
		by   context.Context
		code errs.Code
		path string
	}{
		"no name":                  {in: vendor.UpdateInput{Name: ptr(" ")}, code: errs.Required, path: "input.name"},
		"an imprint of 2001":       {in: vendor.UpdateInput{Imprint: ptr(strings.Repeat("x", 2001))}, code: errs.TooLong, path: "input.imprint"},
		"a language we lack":       {in: vendor.UpdateInput{Languages: []string{"en", "it"}}, code: errs.Invalid, path: "input.languages.1"},
		"a language twice":         {in: vendor.UpdateInput{Languages: []string{"en", "en"}}, code: errs.Invalid, path: "input.languages.1"},
		"no languages":             {in: vendor.UpdateInput{Languages: []string{}}, code: errs.Required, path: "input.languages"},
		"a tagline we lack":        {in: vendor.UpdateInput{Taglines: []*vendor.LocalizedText{{Language: "it", Text: "x"}}}, code: errs.Invalid, path: "input.taglines.0.language"},
		"a long tagline":           {in: vendor.UpdateInput{Taglines: []*vendor.LocalizedText{{Language: "en", Text: strings.Repeat("x", 201)}}}, code: errs.TooLong, path: "input.taglines.0.text"},
		"no currency":              {in: vendor.UpdateInput{CurrencyCode: ptr("EURO")}, code: errs.Invalid, path: "input.currencyCode"},
		"no time zone":             {in: vendor.UpdateInput{TimeZone: ptr("Mars/Base")}, code: errs.Invalid, path: "input.timeZone"},
		"the machine's time zone":  {in: vendor.UpdateInput{TimeZone: ptr("Local")}, code: errs.Invalid, path: "input.timeZone"},
		"a path as time zone":      {in: vendor.UpdateInput{TimeZone: ptr("../../etc/passwd")}, code: errs.Invalid, path: "input.timeZone"},
		"no country":               {in: vendor.UpdateInput{CountryCode: ptr("ZZ")}, code: errs.Invalid, path: "input.countryCode"},
		"a short VAT number":       {in: vendor.UpdateInput{VatNumber: ptr("LU1234567")}, code: errs.Invalid, path: "input.vatNumber"},
		"a VAT number of nowhere":  {in: vendor.UpdateInput{VatNumber: ptr("ZZ12345678")}, code: errs.Invalid, path: "input.vatNumber"},
		"a Greek one that says GR": {in: vendor.UpdateInput{VatNumber: ptr("GR123456789")}, code: errs.Invalid, path: "input.vatNumber"},
		"no address of mail":       {in: vendor.UpdateInput{ContactEmail: ptr("hello")}, code: errs.Invalid, path: "input.contactEmail"},
		"no phone":                 {in: vendor.UpdateInput{ContactPhone: ptr("call me")}, code: errs.Invalid, path: "input.contactPhone"},
		"half an address":          {in: vendor.UpdateInput{LegalAddress: &postal.Input{City: ptr("Luxembourg")}}, code: errs.Required, path: "input.legalAddress.line1"},
		"B2.57 without the right":  {in: vendor.UpdateInput{Name: ptr("X")}, by: fixture.Staff(t, v, enum.PermissionSettingsRead), code: errs.Forbidden},
		"a shopper":                {in: vendor.UpdateInput{Name: ptr("X")}, by: fixture.Shopper(t, v), code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.by == nil {
				tc.by = ctx
			}
			_, err := s.Update(tc.by, tc.in, nil)
			require.Equal(t, tc.code, code(err), "%v", err)
			require.Equal(t, tc.path, store.Public(err).Field())
		})
	}
	t.Run("another currency once there are prices", func(t *testing.T) {
		fixture.Product(t, db, v)
		_, err := s.Update(ctx, vendor.UpdateInput{CurrencyCode: ptr("CHF")}, nil)
		require.Equal(t, errs.InvalidState, code(err))
		_, err = s.Update(ctx, vendor.UpdateInput{CurrencyCode: ptr("EUR")}, nil)
		require.NoError(t, err, "the same one is none")
	})
	t.Run("B2.52 what is not a team's to change, by any wall alone", func(t *testing.T) {
		_, err := db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusClosed).Save(ctx)
		require.Equal(t, errs.Forbidden, code(err))
		_, err = db.Vendor.UpdateOneID(v.ID).SetName("X").Save(fixture.Staff(t, v))
		require.Equal(t, errs.Forbidden, code(err))
		other := create(t, s, "other")
		_, err = db.Vendor.UpdateOneID(other.ID).SetName("X").Save(ctx)
		require.True(t, ent.IsNotFound(err), "%v", err)
		_, err = db.Vendor.UpdateOneID(v.ID).SetStatus(enum.VendorStatusClosed).Save(fixture.System(t, v))
		require.ErrorContains(t, err, "permission denied", "the database refuses it beneath")
	})
}
