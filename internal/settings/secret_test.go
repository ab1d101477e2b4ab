package settings_test

import (
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/platformsetting"
	"orion/ent/gen/ent/vendorsetting"
	"orion/internal/fixture"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/settings"
)

var quiet = slog.New(slog.DiscardHandler)

func TestSecretsAreReadByTheProgramAlone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, staff := fixture.Vendor(t, db)
	s := open(t, db)
	got, err := s.SetVendor(staff, set(settings.FeedToken, "a-long-feed-token"))
	require.NoError(t, err)
	require.Nil(t, got.Value)
	require.True(t, got.IsSet)
	require.Equal(t, "oken", *got.Hint)
	token, err := s.Text(fixture.Shopper(t, v), settings.FeedToken)
	require.NoError(t, err)
	require.Equal(t, "a-long-feed-token", token)

	got, err = s.SetVendor(staff, set(settings.FeedToken, "short"))
	require.NoError(t, err)
	require.Nil(t, got.Hint, "four of five say too much")
	row := db.VendorSetting.Query().Where(vendorsetting.VendorID(v.ID)).OnlyX(fixture.Platform(t))
	require.Nil(t, row.Value)
	require.NotContains(t, string(row.Sealed), "short")
}

// A row that is copied opens neither for another vendor nor as another setting.
func TestB9_169ACopiedSecretDoesNotOpen(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	one, staff := fixture.Vendor(t, db)
	two, _ := fixture.Vendor(t, db)
	s := open(t, db)
	_, err := s.SetVendor(staff, set(settings.FeedToken, "canary-canary"))
	require.NoError(t, err)
	_, err = s.Set(fixture.Admin(t), set(settings.MetricsToken, "another-canary"))
	require.NoError(t, err)
	sealed := db.VendorSetting.Query().Where(vendorsetting.VendorID(one.ID)).OnlyX(fixture.Platform(t)).Sealed
	require.NoError(t, db.VendorSetting.Create().SetKey(string(settings.FeedToken)).SetSealed(sealed).Exec(fixture.System(t, two)))
	require.NoError(t, db.PlatformSetting.Update().Where(platformsetting.Key(string(settings.MetricsToken))).SetSealed(sealed).Exec(fixture.Platform(t)))
	fresh := open(t, db)
	_, err = fresh.Text(fixture.Shopper(t, two), settings.FeedToken)
	require.ErrorContains(t, err, "open a seal")
	_, err = fresh.Text(fixture.Admin(t), settings.MetricsToken)
	require.ErrorContains(t, err, "open a seal")
	plain, err := fresh.Text(fixture.Shopper(t, one), settings.FeedToken)
	require.NoError(t, err)
	require.Equal(t, "canary-canary", plain)
}

func TestTheKeysOpenWithTheRootSecretAlone(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	admin := fixture.Admin(t)
	_, err := open(t, db).Set(admin, set(settings.MetricsToken, "canary-canary"))
	require.NoError(t, err)
	other := open(t, db, func(o *settings.Options) { o.Root = secret.Root(make([]byte, secret.MinRoot)) })
	_, err = other.Text(admin, settings.MetricsToken)
	require.ErrorContains(t, err, "ORION_SECRET_KEY")
}

// The key is replaced while secrets are read by a process that knows nothing of it, and
// while others are set.
func TestB9_169TheKeyIsReplacedWhileSecretsAreReadAndSet(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, admin := open(t, db), fixture.Admin(t)
	_, err := s.Set(admin, set(settings.MetricsToken, "token-of-the-platform"))
	require.NoError(t, err)
	var readers []func() error
	for i := range 3 {
		v, staff := fixture.Vendor(t, db)
		want := fmt.Sprintf("token-of-vendor-%d", i)
		_, err := s.SetVendor(staff, set(settings.FeedToken, want))
		require.NoError(t, err)
		reader := open(t, db) // another process: nobody tells it anything
		readers = append(readers, func() error {
			got, err := reader.Text(fixture.Shopper(t, v), settings.FeedToken)
			if err == nil && got != want {
				return fmt.Errorf("read %q", got)
			}
			return err
		})
	}
	before := db.PlatformSetting.Query().Where(platformsetting.Key(string(settings.MetricsToken))).OnlyX(fixture.Platform(t))
	var over atomic.Bool
	var working sync.WaitGroup
	wrong := make(chan error, len(readers)+1)
	for _, read := range readers {
		working.Go(func() {
			for !over.Load() {
				if err := read(); err != nil {
					wrong <- err
					return
				}
			}
		})
	}
	_, late := fixture.Vendor(t, db)
	working.Go(func() {
		for i := 0; !over.Load(); i++ {
			if _, err := s.SetVendor(late, set(settings.FeedToken, fmt.Sprintf("late-token-%04d", i))); err != nil {
				wrong <- err
				return
			}
		}
	})
	for range 3 {
		n, err := s.RotateKey(t.Context())
		require.NoError(t, err)
		require.GreaterOrEqual(t, n, 4)
	}
	over.Store(true)
	working.Wait()
	close(wrong)
	for err := range wrong {
		require.NoError(t, err)
	}
	for _, read := range readers {
		require.NoError(t, read())
	}
	after := db.PlatformSetting.Query().Where(platformsetting.Key(string(settings.MetricsToken))).OnlyX(fixture.Platform(t))
	require.NotEqual(t, before.Sealed[1:5], after.Sealed[1:5], "another key has sealed it")
	require.Equal(t, before.Version, after.Version)
	require.True(t, before.UpdatedAt.Equal(after.UpdatedAt), "nobody has set it anew")
	token, err := open(t, db).Text(admin, settings.MetricsToken)
	require.NoError(t, err)
	require.Equal(t, "token-of-the-platform", token)
}
