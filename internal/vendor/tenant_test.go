package vendor_test

import (
	"log/slog"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

func TestTheVendorOfAHost(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "lumiere")
	db.VendorDomain.Create().SetHost("shop.lumiere.example").SetVerifiedAt(time.Now()).ExecX(fixture.System(t, v))
	db.VendorDomain.Create().SetHost("not-yet.lumiere.example").ExecX(fixture.System(t, v))

	for host, found := range map[string]bool{
		"lumiere.orion.example":           true,
		"LUMIERE.orion.example:8443":      true,
		"lumiere.orion.example.":          true,
		"shop.lumiere.example":            true,
		"Shop.Lumiere.example:443":        true,
		"not-yet.lumiere.example":         false,
		"orion.example":                   false,
		"admin.orion.example":             false,
		"nobody.orion.example":            false,
		"a.lumiere.orion.example":         false,
		"lumiere.orion.example.evil.test": false,
		"evil-lumiere.example":            false,
		"":                                false,
		"127.0.0.1:8080":                  false,
		"[::1]:8080":                      false,
		"a\x00b.example":                  false,
	} {
		got, err := s.ByHost(t.Context(), host)
		if !found {
			require.Equal(t, errs.NotFound, code(err), host)
			continue
		}
		require.NoError(t, err, host)
		require.Equal(t, v.ID, got.ID)
	}
}

func TestCurrent(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, _ := service(t, db, nil)
	v := create(t, s, "lumiere")
	for range 2 {
		got, err := s.Current(fixture.Shopper(t, v))
		require.NoError(t, err)
		require.Equal(t, v.ID, got.ID)
	}
	got, err := s.Current(fixture.Admin(t))
	require.NoError(t, err)
	require.Nil(t, got)
	got, err = s.Current(t.Context())
	require.NoError(t, err)
	require.Nil(t, got)
	_, err = s.Current(viewer.NewContext(t.Context(), viewer.ForVendor(uuid.New())))
	require.Equal(t, errs.NotFound, code(err))
}

// What is kept of a vendor is forgotten when it changes, in this process and in others.
func TestAChangeIsSeenAtOnce(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	open := func() *vendor.Service {
		db, err := store.Open(t.Context(), url)
		require.NoError(t, err)
		t.Cleanup(db.Close)
		l := &store.Listener{}
		s, _ := service(t, db, l)
		ready, stop := l.Subscribe("ready", "")
		t.Cleanup(stop)
		go l.Run(t.Context(), db, slog.New(slog.DiscardHandler))
		<-ready
		return s
	}
	here, there := open(), open()
	for _, s := range []*vendor.Service{here, there} {
		_, err := s.BySlug(t.Context(), "lumiere")
		require.Equal(t, errs.NotFound, code(err))
	}
	v := create(t, here, "lumiere")
	status := func(s *vendor.Service, by func(*vendor.Service) (*ent.Vendor, error)) enum.VendorStatus {
		got, err := by(s)
		if err != nil {
			return ""
		}
		return got.Status
	}
	ways := map[string]func(*vendor.Service) (*ent.Vendor, error){
		"slug": func(s *vendor.Service) (*ent.Vendor, error) { return s.BySlug(t.Context(), "lumiere") },
		"host": func(s *vendor.Service) (*ent.Vendor, error) { return s.ByHost(t.Context(), "lumiere.orion.example") },
		"id":   func(s *vendor.Service) (*ent.Vendor, error) { return s.Current(fixture.Shopper(t, v)) },
	}
	sees := func(want enum.VendorStatus) {
		t.Helper()
		for name, by := range ways {
			require.Equal(t, want, status(here, by), name)
			require.Eventually(t, func() bool { return status(there, by) == want }, 5*time.Second, 10*time.Millisecond, name)
		}
	}
	sees(enum.VendorStatusActive)
	_, err := here.Suspend(fixture.Admin(t), v.ID, "the papers")
	require.NoError(t, err)
	sees(enum.VendorStatusSuspended)
	_, err = there.Reinstate(fixture.Admin(t), v.ID, "all is well")
	require.NoError(t, err)
	require.Eventually(t, func() bool { return status(here, ways["slug"]) == enum.VendorStatusActive }, 5*time.Second, 10*time.Millisecond)
}

func TestStylesheet(t *testing.T) {
	t.Parallel()
	require.Contains(t, vendor.Stylesheet(&ent.Vendor{}), "--accent:")
}
