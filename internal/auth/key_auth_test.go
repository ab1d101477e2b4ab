package auth_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Who comes with a key is the vendor's, and neither a user nor a session.
func TestAuthenticateKey(t *testing.T) {
	t.Parallel()
	asked := &statements{}
	db := pgtest.New(t, store.WithTracer(asked))
	s := service(t, db)
	v, owner := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	k, key := newKey(t, owner, s, enum.PermissionCatalogRead, enum.PermissionOrderWrite)

	got, err := s.Authenticate(from(t, viewer.Request{Vendor: v.Slug}), key)
	require.NoError(t, err)
	require.Equal(t, &viewer.Viewer{
		Audience: viewer.Vendor, VendorID: v.ID, KeyID: k.ID, Grants: map[string]bool{"catalog.read": true, "order.write": true},
	}, got)
	_, err = s.Authenticate(t.Context(), key)
	require.NoError(t, err, "where the request names no vendor")
	_, err = s.Authenticate(from(t, viewer.Request{Vendor: other.Slug}), key)
	require.Equal(t, errs.Forbidden, code(err), "B1.19 at another vendor's")
	s.Close()

	before := asked.Load()
	_, err = s.Authenticate(t.Context(), key)
	require.NoError(t, err)
	for name, bad := range map[string]string{
		"one letter is another": key[:40] + turn(key[40]) + key[41:],
		"a letter of the id":    key[:12] + turn(key[12]) + key[13:],
		"cut":                   key[:len(key)-1],
		"longer":                key + "0",
		"the prefix alone":      k.Prefix,
		"another world":         strings.Replace(key, "_live_", "_test_", 1),
		"in capitals":           strings.ToUpper(key),
		"200 kB":                "ork_live_" + strings.Repeat("x", 200_000),
		"nothing behind it":     "ork_live_",
	} {
		_, err := s.Authenticate(t.Context(), bad)
		require.Equal(t, errs.Unauthenticated, code(err), name)
	}
	require.Equal(t, before, asked.Load(), "neither a key that is known nor one that is mistyped asks the database")
}

func turn(b byte) string {
	if b == 'a' {
		return "b"
	}
	return "a"
}

func TestAKeyOfNobody(t *testing.T) {
	t.Parallel()
	db, elsewhere := pgtest.New(t), pgtest.New(t)
	s, there := service(t, db), service(t, elsewhere)
	_, owner := fixture.Vendor(t, elsewhere)
	_, strange := newKey(t, owner, there)
	_, err := s.Authenticate(t.Context(), strange)
	require.Equal(t, errs.Unauthenticated, code(err), "well written, and of another platform")

	w := newTeam(t, db, s)
	id, err := s.Authenticate(t.Context(), w.tokens.AccessToken)
	require.NoError(t, err)
	forged := auth.NewKey(id.SessionID)
	_, err = s.Authenticate(t.Context(), forged)
	require.Equal(t, errs.Unauthenticated, code(err), "with the id of a session")
	_, err = s.Authenticate(t.Context(), w.tokens.AccessToken)
	require.NoError(t, err, "which goes on")

	k, key := newKey(t, fixture.Staff(t, w.v, enum.VendorPermissions()...), s)
	_, err = s.Authenticate(t.Context(), auth.NewKey(k.ID))
	require.Equal(t, errs.Unauthenticated, code(err), "with the id of a key and another secret")
	_, err = s.Authenticate(t.Context(), key)
	require.NoError(t, err)
}

// What ends a key ends it at once, in this process and, by the database's notices, in
// others.
func TestKeysEnd(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	now := &hand{}
	open := func() (*store.DB, *auth.Service) {
		db, err := store.Open(t.Context(), url, store.WithMaxConns(12))
		require.NoError(t, err)
		t.Cleanup(db.Close)
		l := &store.Listener{}
		s := service(t, db, func(o *auth.Options) { o.Listener, o.Clock = l, now })
		t.Cleanup(s.Close)
		ready, stop := l.Subscribe("ready", "")
		t.Cleanup(stop)
		go l.Run(t.Context(), db, slog.New(slog.DiscardHandler))
		<-ready
		return db, s
	}
	db, s := open()
	_, elsewhere := open()
	status := func(is enum.VendorStatus) func(*testing.T, *ent.Vendor, *ent.ApiKey, context.Context) error {
		return func(t *testing.T, v *ent.Vendor, _ *ent.ApiKey, _ context.Context) error {
			ctx := fixture.Platform(t)
			return db.Tx(ctx, func(tx *store.Tx) error {
				tx.Vendor.UpdateOne(v).SetStatus(is).ExecX(ctx)
				return s.RevokeVendor(ctx, tx, v.ID)
			})
		}
	}
	for name, tc := range map[string]struct {
		do      func(t *testing.T, v *ent.Vendor, k *ent.ApiKey, owner context.Context) error
		remains bool
	}{
		"B1.17 the key is revoked": {do: func(_ *testing.T, _ *ent.Vendor, k *ent.ApiKey, owner context.Context) error {
			_, err := s.RevokeKey(owner, k.PublicID())
			return err
		}},
		"B1.17 the key is replaced without an overlap": {do: func(_ *testing.T, _ *ent.Vendor, k *ent.ApiKey, owner context.Context) error {
			_, _, err := s.RotateKey(owner, k.PublicID(), 0)
			return err
		}},
		"the key is replaced with an overlap": {remains: true, do: func(_ *testing.T, _ *ent.Vendor, k *ent.ApiKey, owner context.Context) error {
			_, _, err := s.RotateKey(owner, k.PublicID(), 1)
			return err
		}},
		"B1.17 the vendor is suspended":        {do: status(enum.VendorStatusSuspended)},
		"B1.20 the vendor is closed":           {do: status(enum.VendorStatusClosed)},
		"the vendor waits to be approved":      {do: status(enum.VendorStatusPending), remains: true},
		"B1.20 who made it was never a member": {do: func(*testing.T, *ent.Vendor, *ent.ApiKey, context.Context) error { return nil }, remains: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, owner := fixture.Vendor(t, db)
			k, key := newKey(t, owner, s)
			for _, at := range []*auth.Service{s, elsewhere} {
				_, err := at.Authenticate(t.Context(), key)
				require.NoError(t, err)
			}
			require.NoError(t, tc.do(t, v, k, owner))
			gone := func(at *auth.Service) bool {
				_, err := at.Authenticate(t.Context(), key)
				return code(err) == errs.Unauthenticated
			}
			require.Equal(t, !tc.remains, gone(s), "at once where it happened")
			require.Eventually(t, func() bool { return gone(elsewhere) == !tc.remains }, 5*time.Second, 20*time.Millisecond)
		})
	}
}

func TestAKeyExpires(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, func(o *auth.Options) { o.Clock = now })
	_, owner := fixture.Vendor(t, db)
	ends := now.Now().Add(time.Minute)
	k, key, err := s.CreateKey(owner, auth.KeyCreateInput{Name: "Till", Permissions: []enum.Permission{enum.PermissionCatalogRead}, ExpiresAt: &ends})
	require.NoError(t, err)
	_, err = s.Authenticate(t.Context(), key)
	require.NoError(t, err)
	now.past.Store(int64(time.Minute))
	_, err = s.Authenticate(t.Context(), key)
	require.Equal(t, errs.Unauthenticated, code(err), "to the moment, also where it is kept")
	require.Equal(t, enum.ApiKeyStatusExpired, s.KeyStatus(k, false))
	s.Close()
}

// The last use is known to the minute, whoever of two processes sees it.
func TestLastUseOfAKey(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	with := func(o *auth.Options) { o.Clock = now }
	one, two := service(t, db, with), service(t, db, with)
	_, owner := fixture.Vendor(t, db)
	k, key := newKey(t, owner, one)
	use := func(s *auth.Service) time.Time {
		_, err := s.Authenticate(t.Context(), key)
		require.NoError(t, err)
		s.Close()
		row := db.ApiKey.GetX(owner, k.ID)
		require.Equal(t, k.UpdatedAt.UTC(), row.UpdatedAt.UTC())
		return row.LastUsedAt.UTC()
	}
	began := now.Now()
	require.Equal(t, began, use(one))
	now.past.Store(int64(59 * time.Second))
	require.Equal(t, began, use(one))
	require.Equal(t, began, use(two))
	now.past.Store(int64(time.Minute))
	require.Equal(t, began.Add(time.Minute), use(one))
	require.Equal(t, began.Add(time.Minute), use(two))
}
