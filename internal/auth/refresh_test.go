package auth_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/auditentry"
	"orion/internal/auth"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/viewer"
)

// refreshes are what becomes of a refresh token, by the row of the catalogue.
func refreshes(t *testing.T, row string) {
	t.Helper()
	db := pgtest.New(t)
	s := service(t, db)
	other, _ := fixture.Vendor(t, db)
	later := func(t *testing.T, w *team) { // the last exchange is no longer just now
		_, err := db.Platform.Exec(t.Context(), "update sessions set rotated_at = rotated_at - interval '11 s' where id = $1", w.tokens.Viewer.SessionID)
		require.NoError(t, err)
	}
	next := func(t *testing.T, w *team, token string) *auth.Tokens {
		tokens, err := w.refresh(t.Context(), s, token)
		require.NoError(t, err)
		return tokens
	}
	for name, tc := range map[string]struct {
		// do comes before the token that it returns is refreshed.
		do      func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context)
		refused bool
		over    bool // and the session with it
	}{
		"14 once": {do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken, Vendor: &w.v.Slug}, t.Context()
		}},
		"14 and the next": {do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			n := next(t, w, next(t, w, w.tokens.RefreshToken).RefreshToken)
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &n.RefreshToken}, t.Context()
		}},
		"14 used, within grace": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			next(t, w, w.tokens.RefreshToken)
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken}, t.Context()
		}},
		"14 used, after it": {refused: true, over: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			next(t, w, w.tokens.RefreshToken)
			later(t, w)
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken}, t.Context()
		}},
		"14 used, two exchanges ago": {refused: true, over: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			next(t, w, next(t, w, w.tokens.RefreshToken).RefreshToken)
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken}, t.Context()
		}},
		"13 the access token": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.AccessToken}, t.Context()
		}},
		"14 made up for the session": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			made := w.tokens.RefreshToken[:30] + "AAAA" + w.tokens.RefreshToken[34:]
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &made}, t.Context()
		}},
		"14 none": {refused: true, do: func(t *testing.T, _ *team) (auth.TokenRefreshInput, context.Context) {
			return auth.TokenRefreshInput{Audience: viewer.Vendor}, t.Context()
		}},
		"18 of another audience": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			return auth.TokenRefreshInput{Audience: viewer.Admin, RefreshToken: &w.tokens.RefreshToken}, t.Context()
		}},
		"19 of another vendor, by input": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken, Vendor: &other.Slug}, t.Context()
		}},
		"19 of another vendor, by host": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken}, from(t, viewer.Request{Vendor: other.Slug})
		}},
		"14 after thirty days": {refused: true, do: func(t *testing.T, w *team) (auth.TokenRefreshInput, context.Context) {
			db.Session.UpdateOneID(w.tokens.Viewer.SessionID).SetExpiresAt(time.Now().Add(-time.Second)).ExecX(fixture.Platform(t))
			return auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &w.tokens.RefreshToken}, t.Context()
		}, over: true},
	} {
		what, ok := strings.CutPrefix(name, row+" ")
		if !ok {
			continue
		}
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			w := newTeam(t, db, s)
			in, ctx := tc.do(t, w)
			tokens, err := s.Refresh(ctx, in)
			if !tc.refused {
				require.NoError(t, err)
				require.Equal(t, w.tokens.Viewer, tokens.Viewer)
				require.WithinDuration(t, time.Now().Add(auth.RefreshLife), tokens.RefreshExpiresAt, time.Minute)
			} else {
				require.Equal(t, errs.InvalidCredentials, code(err), "%v", err)
			}
			_, err = s.Authenticate(t.Context(), w.tokens.AccessToken)
			require.Equal(t, tc.over, code(err) == errs.Unauthenticated, "%v", err)
			if tc.over && name != "14 after thirty days" {
				require.True(t, db.AuditEntry.Query().Where(auditentry.Action("session.reuse"), auditentry.VendorID(w.v.ID)).ExistX(fixture.Platform(t)))
			}
		})
	}
}

func twentyRefreshesAtOnce(t *testing.T) {
	db := pgtest.New(t)
	s := service(t, db)
	for range 5 {
		w := newTeam(t, db, s)
		type answer struct {
			tokens *auth.Tokens
			err    error
		}
		answers, start := make(chan answer, 20), make(chan struct{})
		for range 20 {
			go func() {
				<-start
				tokens, err := w.refresh(t.Context(), s, w.tokens.RefreshToken)
				answers <- answer{tokens, err}
			}()
		}
		close(start)
		var next *auth.Tokens
		codes := map[errs.Code]int{}
		for range 20 {
			a := <-answers
			codes[code(a.err)]++
			if a.err == nil {
				next = a.tokens
			}
		}
		require.Equal(t, map[errs.Code]int{"": 1, errs.InvalidCredentials: 19}, codes, "B1.15: one successor, nothing worse")
		_, err := w.refresh(t.Context(), s, next.RefreshToken)
		require.NoError(t, err, "and it goes on")
	}
}
