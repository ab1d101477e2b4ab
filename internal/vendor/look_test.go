package vendor_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/theme"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
)

var brown = theme.Theme{Accent: "#7a3b2e", Fonts: "literary", Radius: 14}

func picture(t *testing.T, db *store.DB, v *ent.Vendor) *ent.MediaFile {
	t.Helper()
	return db.MediaFile.Create().SetStatus(enum.MediaStatusReady).SetKey(uuid.NewString()).SaveX(fixture.System(t, v))
}

func TestTheLookOfAShop(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, other := create(t, s, "shop1"), create(t, s, "shop2")
	ctx := fixture.Staff(t, v, enum.PermissionSettingsWrite)
	require.Equal(t, &vendor.Look{Theme: theme.Default}, vendor.LookOf(v))

	_, err := s.RevertTheme(ctx)
	require.Equal(t, errs.InvalidState, store.Public(err).Code, "there is none to go back to")
	logo := picture(t, db, v)
	got, err := s.SetLook(ctx, vendor.LookInput{Theme: &brown, LogoID: ptr(logo.PublicID())})
	require.NoError(t, err)
	require.Equal(t, &vendor.Look{Theme: brown, ThemeBefore: &theme.Default, LogoID: &logo.ID}, vendor.LookOf(got))
	entries := db.AuditEntry.Query().Where(auditentry.Action("vendor.look")).CountX(fixture.Platform(t))

	got, err = s.SetLook(ctx, vendor.LookInput{Theme: &brown})
	require.NoError(t, err)
	require.Equal(t, theme.Default, *vendor.LookOf(got).ThemeBefore, "the same theme again is no change")
	require.Equal(t, entries, db.AuditEntry.Query().Where(auditentry.Action("vendor.look")).CountX(fixture.Platform(t)))

	for _, want := range []theme.Theme{theme.Default, brown} {
		got, err = s.RevertTheme(ctx)
		require.NoError(t, err)
		require.Equal(t, want, got.Theme)
	}
	got, err = s.SetLook(ctx, vendor.LookInput{LogoID: ptr(publicid.ID(""))})
	require.NoError(t, err)
	require.Nil(t, got.LogoID)
	require.Equal(t, brown, got.Theme, "what is left out stays")
	require.Equal(t, theme.Theme{}, db.Vendor.GetX(fixture.System(t, other), other.ID).Theme)
}

func TestLooksThatAreRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v, other := create(t, s, "shop1"), create(t, s, "shop2")
	foreign := picture(t, db, other)
	ctx := fixture.Staff(t, v, enum.PermissionSettingsWrite)
	for name, tc := range map[string]struct {
		in   vendor.LookInput
		code errs.Code
		path string
	}{
		"no colour":              {vendor.LookInput{Theme: &theme.Theme{Accent: "red;}", Fonts: "system", Radius: 6}}, errs.Invalid, "input.theme.accent"},
		"no pairing":             {vendor.LookInput{Theme: &theme.Theme{Accent: "#7a3b2e", Fonts: "comic", Radius: 6}}, errs.Invalid, "input.theme.fonts"},
		"no corner":              {vendor.LookInput{Theme: &theme.Theme{Accent: "#7a3b2e", Fonts: "system", Radius: 7}}, errs.Invalid, "input.theme.radius"},
		"a picture of nobody":    {vendor.LookInput{HeroID: ptr(publicid.New("MediaFile", uuid.New()))}, errs.NotFound, "input.heroId"},
		"another shop's picture": {vendor.LookInput{LogoID: ptr(foreign.PublicID())}, errs.NotFound, "input.logoId"},
	} {
		_, err := s.SetLook(ctx, tc.in)
		require.Equal(t, []string{string(tc.code), tc.path}, []string{string(store.Public(err).Code), store.Public(err).Field()}, name)
	}
	_, err := s.SetLook(fixture.Staff(t, v, enum.PermissionSettingsRead), vendor.LookInput{Theme: &brown})
	require.Equal(t, errs.Forbidden, store.Public(err).Code)
}

func TestHolidays(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "shop1")
	ctx := fixture.Staff(t, v, enum.PermissionSettingsWrite)
	now := time.Now()
	soon, later := now.Add(time.Hour), now.Add(2*time.Hour)

	got, err := s.SetHoliday(ctx, vendor.HolidayInput{From: &soon, Until: &later, Messages: []*vendor.LocalizedText{in("de", "Am Meer")}})
	require.NoError(t, err)
	for at, on := range map[time.Time]bool{now: false, soon.Add(time.Second): true, later.Add(time.Second): false} {
		require.Equal(t, on, vendor.OnHoliday(got, at), at)
	}
	require.Equal(t, "Am Meer", *vendor.HolidayOf(got, "de", now).Message)
	require.Nil(t, vendor.HolidayOf(got, "fr", now).Message, "neither French nor the shop's own is there")
	require.Nil(t, vendor.HolidayOf(got, "de", later.Add(time.Second)), "it is over")

	got, err = s.SetHoliday(ctx, vendor.HolidayInput{})
	require.NoError(t, err)
	require.True(t, vendor.OnHoliday(got, time.Now().Add(1000*time.Hour)), "until somebody ends it")
	require.Empty(t, vendor.HolidayOf(got, "de", time.Now()).Messages)
	for range 2 {
		got, err = s.EndHoliday(ctx)
		require.NoError(t, err)
		require.False(t, vendor.OnHoliday(got, time.Now()))
	}
	require.Equal(t, 3, db.AuditEntry.Query().Where(auditentry.Action("vendor.holiday")).CountX(fixture.Platform(t)), "ending twice is no change")
}

func TestHolidaysThatAreRefused(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "shop1")
	past, future := time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	for name, tc := range map[string]struct {
		in   vendor.HolidayInput
		path string
	}{
		"over already":      {vendor.HolidayInput{From: ptr(past.Add(-time.Hour)), Until: &past}, "input.until"},
		"over before it is": {vendor.HolidayInput{From: ptr(future.Add(time.Hour)), Until: &future}, "input.until"},
		"no language":       {vendor.HolidayInput{Messages: []*vendor.LocalizedText{in("lb", "Um Mier")}}, "input.messages.0.language"},
		"no text":           {vendor.HolidayInput{Messages: []*vendor.LocalizedText{in("de", "")}}, "input.messages.0.text"},
	} {
		_, err := s.SetHoliday(fixture.Staff(t, v, enum.PermissionSettingsWrite), tc.in)
		require.Equal(t, tc.path, store.Public(err).Field(), name)
	}
	_, err := s.EndHoliday(fixture.Staff(t, v, enum.PermissionSettingsRead))
	require.Equal(t, errs.Forbidden, store.Public(err).Code)
}
