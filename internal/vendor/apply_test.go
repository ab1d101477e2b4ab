package vendor_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/secret"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// from returns a context of a request from an address of its own.
func from(t testing.TB, address string) context.Context {
	return viewer.WithRequest(context.WithoutCancel(t.Context()), viewer.Request{Address: address})
}

func TestApply(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mails := &outbox{}
	s, a := service(t, db, nil, func(o *vendor.Options) { o.Mail = mails })
	create(t, s, "taken")
	good := vendor.ApplyInput{Name: " Shop ", Slug: "shop1", Email: " Me@Shop.example ", AcceptTerms: true}
	for name, tc := range map[string]struct {
		change func(*vendor.ApplyInput)
		code   errs.Code
		path   string
	}{
		"no name":            {func(in *vendor.ApplyInput) { in.Name = "" }, errs.Required, "input.name"},
		"a reserved name":    {func(in *vendor.ApplyInput) { in.Slug = "admin" }, errs.Invalid, "input.slug"},
		"a taken name":       {func(in *vendor.ApplyInput) { in.Slug = "taken" }, errs.AlreadyExists, "input.slug"},
		"no address":         {func(in *vendor.ApplyInput) { in.Email = "me" }, errs.Invalid, "input.email"},
		"no such country":    {func(in *vendor.ApplyInput) { in.CountryCode = ptr("ZZ") }, errs.Invalid, "input.countryCode"},
		"no such currency":   {func(in *vendor.ApplyInput) { in.CurrencyCode = ptr("XXQ") }, errs.Invalid, "input.currencyCode"},
		"no such language":   {func(in *vendor.ApplyInput) { in.Language = ptr("it") }, errs.Invalid, "input.language"},
		"terms not accepted": {func(in *vendor.ApplyInput) { in.AcceptTerms = false }, errs.Invalid, "input.acceptTerms"},
	} {
		in := good
		tc.change(&in)
		_, err := s.Apply(from(t, "192.0.2.1"), in)
		require.Equal(t, tc.code, code(err), name)
		require.Equal(t, tc.path, store.Public(err).Field(), name)
	}
	require.Empty(t, mails.take())

	good.CountryCode, good.Language = ptr("fr"), ptr("fr")
	v, err := s.Apply(t.Context(), good)
	require.NoError(t, err)
	require.Equal(t, enum.VendorStatusPending, v.Status)
	require.Equal(t, "FR", v.Country)
	require.NotNil(t, v.TermsAcceptedAt)
	require.Nil(t, v.ApprovedAt)
	sent := mails.take()
	require.Len(t, sent, 1)
	require.Equal(t, notify.VendorApplied, sent[0].Kind)
	require.Equal(t, "me@shop.example", sent[0].To)

	t.Run("the console works before the shop does", func(t *testing.T) {
		_, err := a.ResetPassword(t.Context(), auth.PasswordResetInput{Token: tokenIn(t, sent[0].Data["link"]), Password: password})
		require.NoError(t, err)
		tokens, err := a.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Vendor, Email: sent[0].To, Password: password, Vendor: &v.Slug})
		require.NoError(t, err)
		require.True(t, tokens.Viewer.May("settings.write"))
		_, err = s.Approve(fixture.Admin(t), v.ID, "welcome")
		require.NoError(t, err)
		_, err = a.Authenticate(t.Context(), tokens.AccessToken)
		require.NoError(t, err, "and goes on")
	})
	t.Run("somebody with an account is answered alike and gets a link to sign in", func(t *testing.T) {
		mails.take()
		in := good
		in.Slug = "shop2"
		again, err := s.Apply(t.Context(), in)
		require.NoError(t, err)
		require.Equal(t, enum.VendorStatusPending, again.Status)
		sent := mails.take()
		require.Len(t, sent, 1)
		require.Equal(t, "https://orion.example/vendor/shop2/login", sent[0].Data["link"])
		require.Equal(t, 1, db.Membership.Query().Where(membership.VendorID(again.ID)).CountX(fixture.Platform(t)))
	})
	t.Run("and so is one whose account was deactivated, who gets no mail", func(t *testing.T) {
		db.User.Create().SetEmail("out@shop.example").SetDisabledAt(time.Now()).ExecX(fixture.Platform(t))
		in := good
		in.Slug, in.Email = "shop3", "out@shop.example"
		_, err := s.Apply(t.Context(), in)
		require.NoError(t, err)
		require.Empty(t, mails.take())
	})
}

func TestApplyWhereThePlatformApproves(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	set, err := settings.New(db, settings.Options{
		Root: bytes.Repeat([]byte{7}, secret.MinRoot), Environment: map[string]string{"ORION_VENDOR_APPROVAL": "automatic"},
	})
	require.NoError(t, err)
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Settings = set })
	v, err := s.Apply(t.Context(), vendor.ApplyInput{Name: "Shop", Slug: "shop1", Email: "me@shop.example", AcceptTerms: true})
	require.NoError(t, err)
	require.Equal(t, enum.VendorStatusActive, v.Status)
	require.NotNil(t, v.ApprovedAt)
}

func TestApplicationsAreCounted(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil, func(o *vendor.Options) { o.Clock = clock.Fixed(time.Now()) })
	create(t, s, "taken")
	try := func(address string) errs.Code {
		_, err := s.Apply(from(t, address), vendor.ApplyInput{Name: "Shop", Slug: "taken", Email: "me@shop.example", AcceptTerms: true})
		return code(err)
	}
	for range 3 {
		require.Equal(t, errs.AlreadyExists, try("192.0.2.1"))
	}
	require.Equal(t, errs.Throttled, try("192.0.2.1"))
	require.Equal(t, errs.AlreadyExists, try("192.0.2.2"))
}

func TestOnboarding(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, a := service(t, db, nil)
	v, err := s.Apply(t.Context(), vendor.ApplyInput{Name: "Shop", Slug: "shop1", Email: "me@shop.example", AcceptTerms: true})
	require.NoError(t, err)
	other := create(t, s, "other")
	fixture.Product(t, db, other)
	done := func(row func() *ent.Vendor) string {
		now := row()
		p, err := vendor.ProgressOf(fixture.Staff(t, now), db, []uuid.UUID{now.ID, other.ID})
		require.NoError(t, err)
		require.Len(t, p, 1, "its own alone")
		var out []string
		for _, step := range vendor.Onboarding(now, p[0]) {
			if step.Done {
				out = append(out, string(step.Code))
			}
		}
		return strings.Join(out, " ")
	}
	row := func() *ent.Vendor { return db.Vendor.GetX(fixture.Platform(t), v.ID) }
	require.Equal(t, "TERMS", done(row))

	m := db.Membership.Query().Where(membership.VendorID(v.ID)).OnlyX(fixture.Platform(t))
	require.NoError(t, a.SetPassword(t.Context(), m.UserID, password))
	require.Equal(t, "ACCOUNT TERMS", done(row))
	db.User.UpdateOneID(m.UserID).SetTotpConfirmedAt(time.Now()).ExecX(fixture.Platform(t))
	fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetStatus(enum.ProductStatusDraft) })
	require.Equal(t, "ACCOUNT TERMS TWO_FACTOR", done(row), "a draft is nothing to sell")
	fixture.Product(t, db, v)
	_, err = s.Update(fixture.Staff(t, v, enum.PermissionSettingsWrite), vendor.UpdateInput{
		LegalName: ptr("Shop S.à r.l."), ContactEmail: ptr("hello@shop.example"), LegalAddress: home(),
		Taglines: []*vendor.LocalizedText{{Language: "en", Text: "Things"}},
	}, nil)
	require.NoError(t, err)
	require.Equal(t, "ACCOUNT TERMS LEGAL_IDENTITY PROFILE PRODUCTS TWO_FACTOR", done(row))
	_, err = s.Approve(fixture.Admin(t), v.ID, "welcome")
	require.NoError(t, err)
	require.Equal(t, "ACCOUNT TERMS LEGAL_IDENTITY PROFILE PRODUCTS TWO_FACTOR APPROVAL", done(row))
	steps := vendor.Onboarding(row(), &vendor.Progress{})
	require.Equal(t, enum.OnboardingCodeApproval, steps[len(steps)-1].Code, "approval is the last")
}
