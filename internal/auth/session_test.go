package auth_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/session"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// team is a vendor with one member who is signed in.
type team struct {
	db     *store.DB
	s      *auth.Service
	v      *ent.Vendor
	u      *ent.User
	r      *ent.Role
	tokens *auth.Tokens
}

func newTeam(t *testing.T, db *store.DB, s *auth.Service) *team {
	t.Helper()
	v, _ := fixture.Vendor(t, db)
	u, r := member(t, db, s, v, "owner@"+v.Slug+".example", enum.PermissionCatalogRead)
	return &team{db: db, s: s, v: v, u: u, r: r, tokens: signIn(t, s, vendorInput(v.Slug, u.Email))}
}

func (w *team) refresh(ctx context.Context, s *auth.Service, token string) (*auth.Tokens, error) {
	return s.Refresh(ctx, auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &token})
}

// listening is a server of its own on a database that others share, which hears of what
// they change.
func listening(t *testing.T, url string) (*store.DB, *auth.Service, *store.Listener) {
	t.Helper()
	db, err := store.Open(t.Context(), url, store.WithMaxConns(12))
	require.NoError(t, err)
	t.Cleanup(db.Close)
	l := &store.Listener{}
	s := service(t, db, func(o *auth.Options) { o.Listener = l })
	ready, stop := l.Subscribe("ready", "")
	t.Cleanup(stop)
	go l.Run(t.Context(), db, slog.New(slog.DiscardHandler))
	<-ready
	return db, s, l
}

// What ends a session ends its access and its refresh token at once, in this process
// and, by the database's notices, in others.
func revocation(t *testing.T, row string) {
	t.Helper()
	url := pgtest.NewURL(t)
	db, s, _ := listening(t, url)
	_, elsewhere, _ := listening(t, url)

	for name, tc := range map[string]struct {
		do      func(t *testing.T, w *team, ctx context.Context, tx *store.Tx) error
		remains bool // the session, with fewer rights
	}{
		"17 the vendor is suspended": {do: func(_ *testing.T, w *team, ctx context.Context, tx *store.Tx) error {
			return s.RevokeVendor(ctx, tx, w.v.ID)
		}},
		"17 the member is removed": {do: func(_ *testing.T, w *team, ctx context.Context, tx *store.Tx) error {
			tx.Membership.Delete().Where(membership.UserID(w.u.ID)).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		}},
		"17 the account is disabled": {do: func(_ *testing.T, w *team, ctx context.Context, tx *store.Tx) error {
			tx.User.UpdateOne(w.u).SetDisabledAt(time.Now()).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		}},
		"17 the user's sessions are ended": {do: func(_ *testing.T, w *team, ctx context.Context, tx *store.Tx) error {
			return s.RevokeUser(ctx, tx, w.u.ID, "test")
		}},
		"17 the role loses its right": {remains: true, do: func(_ *testing.T, w *team, ctx context.Context, tx *store.Tx) error {
			tx.Role.UpdateOne(w.r).SetPermissions([]string{}).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		}},
		"17 the password is changed": {do: func(t *testing.T, w *team, ctx context.Context, _ *store.Tx) error {
			return s.SetPassword(ctx, w.u.ID, "another-horse-9")
		}},
		"16 signing out": {do: func(t *testing.T, w *team, _ context.Context, _ *store.Tx) error {
			return s.SignOut(viewer.NewContext(t.Context(), w.tokens.Viewer), "")
		}},
		"16 signing out by the cookie alone": {do: func(t *testing.T, w *team, _ context.Context, _ *store.Tx) error {
			return s.SignOut(t.Context(), w.tokens.RefreshToken)
		}},
	} {
		what, ok := strings.CutPrefix(name, row+" ")
		if !ok {
			continue
		}
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newTeam(t, db, s)
			for _, at := range []*auth.Service{s, elsewhere} {
				got, err := at.Authenticate(t.Context(), w.tokens.AccessToken)
				require.NoError(t, err)
				require.True(t, got.May("catalog.read"))
			}
			ctx := fixture.Platform(t)
			require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error { return tc.do(t, w, ctx, tx) }))

			gone := func(at *auth.Service) bool {
				got, err := at.Authenticate(t.Context(), w.tokens.AccessToken)
				if tc.remains {
					return err == nil && !got.May("catalog.read")
				}
				return code(err) == errs.Unauthenticated
			}
			require.True(t, gone(s), "at once where it happened")
			require.Eventually(t, func() bool { return gone(elsewhere) }, time.Second, 10*time.Millisecond)
			_, err := w.refresh(t.Context(), s, w.tokens.RefreshToken)
			require.Equal(t, tc.remains, err == nil, "%v", err)
		})
	}
}

func oneUserOfTwoVendors(t *testing.T, row string) {
	t.Helper()
	db := pgtest.New(t)
	s := service(t, db)
	one, _ := fixture.Vendor(t, db)
	two, _ := fixture.Vendor(t, db)
	u, _ := member(t, db, s, one, "both@example.com", enum.PermissionCatalogRead, enum.PermissionCatalogWrite)
	member(t, db, s, two, "both@example.com", enum.PermissionOrderRead)

	first := signIn(t, s, vendorInput(one.Slug, u.Email))
	second := signIn(t, s, vendorInput(two.Slug, u.Email))
	for name, tc := range map[string]struct {
		token, named string
		vendor       *ent.Vendor
		may, mayNot  enum.Permission
		code         errs.Code
	}{
		"19 the first vendor's rights":         {token: first.AccessToken, named: one.Slug, vendor: one, may: enum.PermissionCatalogWrite, mayNot: enum.PermissionOrderRead},
		"19 the second vendor's rights":        {token: second.AccessToken, named: two.Slug, vendor: two, may: enum.PermissionOrderRead, mayNot: enum.PermissionCatalogRead},
		"19 where the request names none":      {token: first.AccessToken, vendor: one, may: enum.PermissionCatalogRead, mayNot: enum.PermissionOrderRead},
		"19 the first's token at the second's": {token: first.AccessToken, named: two.Slug, code: errs.Forbidden},
		"19 the second's token at the first's": {token: second.AccessToken, named: one.Slug, code: errs.Forbidden},
	} {
		what, ok := strings.CutPrefix(name, row+" ")
		if !ok {
			continue
		}
		t.Run(what, func(t *testing.T) {
			v, err := s.Authenticate(from(t, viewer.Request{Vendor: tc.named}), tc.token)
			require.Equal(t, tc.code, code(err))
			if err == nil {
				require.Equal(t, tc.vendor.ID, v.VendorID)
				require.True(t, v.May(string(tc.may)))
				require.False(t, v.May(string(tc.mayNot)))
			}
		})
	}
	if row != "20" {
		return
	}
	t.Run("removed from one, still in the other", func(t *testing.T) {
		ctx := fixture.Platform(t)
		require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error {
			tx.Membership.Delete().Where(membership.VendorID(one.ID)).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		}))
		_, err := s.Authenticate(t.Context(), first.AccessToken)
		require.Equal(t, errs.Unauthenticated, code(err))
		_, err = s.Authenticate(t.Context(), second.AccessToken)
		require.NoError(t, err)
	})
}

func TestWhatIsStoredOfASession(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	w := newTeam(t, db, s)
	agent := "Agent \x00\xff" + string(make([]byte, 1000))
	_, err := s.SignIn(from(t, viewer.Request{Address: "192.0.2.1", UserAgent: agent}), vendorInput(w.v.Slug, w.u.Email))
	require.NoError(t, err)
	rows := db.Session.Query().Order(session.ByID()).AllX(fixture.Platform(t))
	require.Len(t, rows, 2)
	require.NotContains(t, string(rows[0].RefreshHash), w.tokens.RefreshToken)
	require.Len(t, rows[0].RefreshHash, 32)
	require.Equal(t, "192.0.2.1", rows[1].Address)
	require.Equal(t, "Agent ", rows[1].UserAgent)
	require.Equal(t, w.v.ID, *rows[1].VendorID)
	require.NoError(t, s.SignOut(t.Context(), "no token"))
	require.NoError(t, s.SignOut(t.Context(), w.tokens.RefreshToken))
	require.NoError(t, s.SignOut(t.Context(), w.tokens.RefreshToken), "twice is no change")
}
