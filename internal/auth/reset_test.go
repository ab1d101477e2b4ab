package auth_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/role"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

func issue(t testing.TB, db *store.DB, s *auth.Service, u *ent.User) string {
	t.Helper()
	ctx := fixture.Platform(t)
	var token string
	require.NoError(t, db.Tx(ctx, func(tx *store.Tx) (err error) {
		token, err = s.IssueSetPassword(ctx, tx, u.ID)
		return err
	}))
	return token
}

func resetLinks(t *testing.T) {
	db := pgtest.New(t)
	s := service(t, db)
	const chosen = "another-horse-9"
	reset := func(token, password string) (string, error) {
		return s.ResetPassword(t.Context(), auth.PasswordResetInput{Token: token, Password: password})
	}
	at := func(ago time.Duration) *auth.Service {
		return service(t, db, func(o *auth.Options) { o.Clock = clock.Fixed(time.Now().UTC().Add(-ago)) })
	}
	for name, tc := range map[string]struct {
		token    func(w *team) string
		password string
		code     errs.Code
		path     string
	}{
		"a link":         {token: func(w *team) string { return issue(t, db, s, w.u) }},
		"after 71 hours": {token: func(w *team) string { return issue(t, db, at(71*time.Hour), w.u) }},
		"after 73 hours": {token: func(w *team) string { return issue(t, db, at(73*time.Hour), w.u) }, code: errs.NotFound, path: "input.token"},
		"used":           {token: func(w *team) string { return used(t, issue(t, db, s, w.u), reset) }, code: errs.NotFound, path: "input.token"},
		"another one was used": {token: func(w *team) string {
			first := issue(t, db, s, w.u)
			used(t, issue(t, db, s, w.u), reset)
			return first
		}, code: errs.NotFound, path: "input.token"},
		"an account that is disabled since": {token: func(w *team) string {
			token := issue(t, db, s, w.u)
			db.User.UpdateOne(w.u).SetDisabledAt(time.Now()).ExecX(fixture.Platform(t))
			return token
		}, code: errs.NotFound, path: "input.token"},
		"made up":                {token: func(*team) string { return strings.Repeat("A", 43) }, code: errs.NotFound, path: "input.token"},
		"nothing":                {token: func(*team) string { return "" }, code: errs.NotFound, path: "input.token"},
		"13 a refresh token":     {token: func(w *team) string { return w.tokens.RefreshToken }, code: errs.NotFound, path: "input.token"},
		"too short":              {token: func(w *team) string { return issue(t, db, s, w.u) }, password: "123456789", code: errs.Invalid, path: "input.password"},
		"too long":               {token: func(w *team) string { return issue(t, db, s, w.u) }, password: strings.Repeat("x1", 65), code: errs.TooLong, path: "input.password"},
		"one of the commonest":   {token: func(w *team) string { return issue(t, db, s, w.u) }, password: "Password123!", code: errs.Invalid, path: "input.password"},
		"a string of its letter": {token: func(w *team) string { return issue(t, db, s, w.u) }, password: "aaaaaaaaaa", code: errs.Invalid, path: "input.password"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTeam(t, db, s)
			token := tc.token(w)
			if tc.password == "" {
				tc.password = chosen
			}
			email, err := reset(token, tc.password)
			require.Equal(t, tc.code, code(err), "%v", err)
			if err != nil {
				require.Equal(t, tc.path, store.Public(err).Field())
				require.Empty(t, email)
				return
			}
			require.Equal(t, w.u.Email, email)
			_, err = s.Authenticate(t.Context(), w.tokens.AccessToken)
			require.Equal(t, errs.Unauthenticated, code(err), "sessions end with the old password")
			_, err = s.SignIn(t.Context(), vendorInput(w.v.Slug, w.u.Email))
			require.Equal(t, errs.InvalidCredentials, code(err))
			in := vendorInput(w.v.Slug, w.u.Email)
			in.Password = chosen
			signIn(t, s, in)
			require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("user.password"), auditentry.ActorID(w.u.ID)).CountX(fixture.Platform(t)))
		})
	}
	t.Run("a refused password leaves the link", func(t *testing.T) {
		w := newTeam(t, db, s)
		token := issue(t, db, s, w.u)
		_, err := reset(token, "short")
		require.Equal(t, errs.Invalid, code(err))
		_, err = reset(token, chosen)
		require.NoError(t, err)
	})
	t.Run("of ten at once one succeeds", func(t *testing.T) {
		w := newTeam(t, db, s)
		token := issue(t, db, s, w.u)
		var wg sync.WaitGroup
		answers := make(chan errs.Code, 10)
		for range 10 {
			wg.Go(func() {
				_, err := reset(token, chosen)
				answers <- code(err)
			})
		}
		wg.Wait()
		close(answers)
		got := map[errs.Code]int{}
		for c := range answers {
			got[c]++
		}
		// On a machine that is slow enough some find all hashing places taken.
		require.Equal(t, 9, got[errs.NotFound]+got[errs.Throttled], "%v", got)
		require.Equal(t, 1, got[""])
	})
}

func used(t *testing.T, token string, reset func(token, password string) (string, error)) string {
	t.Helper()
	_, err := reset(token, "yet-another-horse")
	require.NoError(t, err)
	return token
}

func TestOnlyThePlatformIssuesLinks(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	w := newTeam(t, db, s)
	for name, ctx := range map[string]context.Context{
		"the team": fixture.Staff(t, w.v, enum.VendorPermissions()...), "a shopper": fixture.Shopper(t, w.v), "the vendor's own jobs": fixture.System(t, w.v),
	} {
		err := db.Tx(ctx, func(tx *store.Tx) error {
			_, err := s.IssueSetPassword(ctx, tx, w.u.ID)
			return err
		})
		require.Equal(t, errs.NotFound, code(err), name)
	}
}

func TestCreateAdmin(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	admin := func(password string) auth.SignInInput {
		return auth.SignInInput{Audience: viewer.Admin, Email: "admin@orion.example", Password: password}
	}
	u, err := s.CreateAdmin(t.Context(), " Admin@Orion.example ", "orion-demo-1")
	require.NoError(t, err)
	require.Equal(t, "admin@orion.example", u.Email)
	tokens := signIn(t, s, admin("orion-demo-1"))
	for _, p := range enum.PlatformPermissions() {
		require.True(t, tokens.Viewer.May(string(p)), p)
	}
	require.False(t, tokens.Viewer.May(string(enum.PermissionCatalogWrite)))

	again, err := s.CreateAdmin(t.Context(), "admin@orion.example", "orion-demo-1")
	require.NoError(t, err)
	require.Equal(t, u.ID, again.ID)
	_, err = s.Authenticate(t.Context(), tokens.AccessToken)
	require.NoError(t, err, "the same again changes nothing")

	_, err = s.CreateAdmin(t.Context(), "admin@orion.example", "orion-demo-2")
	require.NoError(t, err)
	_, err = s.Authenticate(t.Context(), tokens.AccessToken)
	require.Equal(t, errs.Unauthenticated, code(err), "another password ends what stood on the old one")
	signIn(t, s, admin("orion-demo-2"))

	_, err = s.CreateAdmin(t.Context(), "no address", "orion-demo-1")
	require.Equal(t, "email", store.Public(err).Field())
	_, err = s.CreateAdmin(t.Context(), "a@orion.example", "password123")
	require.Equal(t, "password", store.Public(err).Field())
	require.Equal(t, 1, db.User.Query().CountX(fixture.Platform(t)))
}

func TestManyAdminsAtOnceShareOneRole(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	var wg sync.WaitGroup
	failed := make(chan error, 5)
	for i := range 5 {
		wg.Go(func() {
			_, err := s.CreateAdmin(context.WithoutCancel(t.Context()), string(rune('a'+i))+"@orion.example", password)
			failed <- err
		})
	}
	wg.Wait()
	close(failed)
	for err := range failed {
		require.NoError(t, err)
	}
	require.Equal(t, 1, db.Role.Query().Where(role.Template(auth.SuperAdmin)).CountX(fixture.Platform(t)))
	require.Equal(t, 5, db.Membership.Query().CountX(fixture.Platform(t)))
}
