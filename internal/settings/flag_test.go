package settings_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/fixture"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/settings"
)

func ref[T any](v T) *T { return &v }

func TestForWhomAFeatureIsOn(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	s, admin := open(t, db), fixture.Admin(t)
	only := func(v *ent.Vendor, on bool) []*settings.OverrideInput {
		return []*settings.OverrideInput{{VendorID: v.PublicID(), Enabled: on}}
	}
	require.True(t, s.Enabled(fixture.Shopper(t, v), settings.Reorder), "as the program says")
	for name, tc := range map[string]struct {
		in       settings.FlagInput
		v, other bool
	}{
		"on for all":            {settings.FlagInput{Enabled: true}, true, true},
		"off for all":           {settings.FlagInput{}, false, false},
		"on for none":           {settings.FlagInput{Enabled: true, Percentage: ref(0)}, false, false},
		"on but for one":        {settings.FlagInput{Enabled: true, Overrides: only(other, false)}, true, false},
		"off but for one":       {settings.FlagInput{Overrides: only(v, true)}, true, false},
		"on for none but one":   {settings.FlagInput{Enabled: true, Percentage: ref(0), Overrides: only(v, true)}, true, false},
		"a percentage when off": {settings.FlagInput{Percentage: ref(100)}, false, false},
	} {
		tc.in.Key = string(settings.Reorder)
		_, err := s.SetFlag(admin, tc.in)
		require.NoError(t, err, name)
		for _, as := range []*settings.Service{s, open(t, db)} {
			require.Equal(t, tc.v, as.Enabled(fixture.Shopper(t, v), settings.Reorder), name)
			require.Equal(t, tc.other, as.Enabled(fixture.Shopper(t, other), settings.Reorder), name)
		}
		require.True(t, s.Enabled(fixture.Shopper(t, v), settings.OrderLookup), "another feature")
	}
	require.NoError(t, s.Require(fixture.Shopper(t, v), settings.OrderLookup))
	_, err := s.SetFlag(admin, settings.FlagInput{Key: string(settings.OrderLookup)})
	require.NoError(t, err)
	require.Equal(t, "INVALID_STATE ", said(s.Require(fixture.Shopper(t, v), settings.OrderLookup)))
	n, err := db.AuditEntry.Query().Where(auditentry.Action("flag.set")).Count(fixture.Platform(t))
	require.NoError(t, err)
	require.Equal(t, 8, n)
}

// Who has a feature at a percentage keeps it at a higher one, and about so many have it.
func TestAPercentageIsStable(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, admin := open(t, db), fixture.Admin(t)
	const vendors = 60
	had, all := map[int]bool{}, []*ent.Vendor{}
	for range vendors {
		v, _ := fixture.Vendor(t, db)
		all = append(all, v)
	}
	for _, percentage := range []int{10, 50, 90, 100} {
		_, err := s.SetFlag(admin, settings.FlagInput{Key: string(settings.Reorder), Enabled: true, Percentage: &percentage})
		require.NoError(t, err)
		n := 0
		for i, v := range all {
			on := s.Enabled(fixture.Shopper(t, v), settings.Reorder)
			require.True(t, on || !had[i], "it was taken from somebody")
			if had[i] = on; on {
				n++
			}
		}
		require.InDelta(t, percentage*vendors/100, n, 15)
	}
}

func TestWhatAFlagMayBe(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	s, admin := open(t, db), fixture.Admin(t)
	override := func(ids ...publicid.ID) (out []*settings.OverrideInput) {
		for _, id := range ids {
			out = append(out, &settings.OverrideInput{VendorID: id})
		}
		return out
	}
	for name, tc := range map[string]struct {
		in   settings.FlagInput
		want string
	}{
		"an unknown key":      {settings.FlagInput{Key: "flying"}, "NOT_FOUND input.key"},
		"more than all":       {settings.FlagInput{Key: "reorder", Percentage: ref(101)}, "INVALID input.percentage"},
		"less than none":      {settings.FlagInput{Key: "reorder", Percentage: ref(-1)}, "INVALID input.percentage"},
		"a vendor of nobody":  {settings.FlagInput{Key: "reorder", Overrides: override("vend_nobody")}, "NOT_FOUND input.overrides.0.vendorId"},
		"a vendor twice":      {settings.FlagInput{Key: "reorder", Overrides: override(v.PublicID(), v.PublicID())}, "INVALID input.overrides.1.vendorId"},
		"somebody was before": {settings.FlagInput{Key: "reorder", IfVersion: ref(1)}, "STALE_VERSION input.ifVersion"},
	} {
		_, err := s.SetFlag(admin, tc.in)
		require.Equal(t, tc.want, said(err), name)
	}
	flag, err := s.SetFlag(admin, settings.FlagInput{Key: "reorder", IfVersion: ref(0), Overrides: override(v.PublicID())})
	require.NoError(t, err)
	require.Equal(t, v.Slug, flag.Overrides[0].Vendor.Slug)
	require.Equal(t, 1, flag.Version)
}

func TestInitMakesWhatIsNotThere(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := open(t, db)
	_, err := s.SetFlag(fixture.Admin(t), settings.FlagInput{Key: "reorder"})
	require.NoError(t, err)
	made, err := s.Init(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"order-lookup", "merchant-feed", "search-suggestions"}, made)
	made, err = s.Init(t.Context())
	require.NoError(t, err)
	require.Empty(t, made)
	v, _ := fixture.Vendor(t, db)
	require.False(t, s.Enabled(fixture.Shopper(t, v), settings.Reorder), "what was said stays")
}
