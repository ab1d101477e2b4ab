package auth_test

import (
	"context"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// as is the context of who has these tokens.
func as(t *testing.T, tokens *auth.Tokens) context.Context {
	return viewer.NewContext(context.WithoutCancel(t.Context()), tokens.Viewer)
}

func TestPasswordChange(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mails := &outbox{}
	s := service(t, db, func(o *auth.Options) { o.Mail = mails })
	const chosen = "another-horse-9"
	w := newTeam(t, db, s)
	c := customer(t, db, s, w.v, "c@v.example")
	for name, in := range map[string]auth.SignInInput{
		"user":     vendorInput(w.v.Slug, w.u.Email),
		"customer": {Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &w.v.Slug},
	} {
		t.Run(name, func(t *testing.T) {
			here, there := signIn(t, s, in), signIn(t, s, in)
			change := func(current, next string) error {
				return s.ChangePassword(as(t, here), auth.PasswordChangeInput{CurrentPassword: current, NewPassword: next})
			}
			err := change("wrong-horse-9", chosen)
			require.Equal(t, errs.InvalidCredentials, code(err))
			require.Equal(t, "input.currentPassword", store.Public(err).Field())
			require.Equal(t, "input.newPassword", store.Public(change(password, "short")).Field())
			mails.take()
			require.NoError(t, change(password, chosen))
			require.Equal(t, notify.PasswordChanged, mails.take()[0].Kind)
			_, err = s.Authenticate(t.Context(), here.AccessToken)
			require.NoError(t, err, "who changed it stays")
			_, err = s.Authenticate(t.Context(), there.AccessToken)
			require.Equal(t, errs.Unauthenticated, code(err), "the others are out")
			_, err = s.SignIn(t.Context(), in)
			require.Equal(t, errs.InvalidCredentials, code(err))
			in.Password = chosen
			signIn(t, s, in)
			require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action(name+".password")).CountX(fixture.Platform(t)))
		})
	}
	for who, v := range map[string]*viewer.Viewer{
		"an API key":      {Audience: viewer.Vendor, VendorID: w.v.ID, KeyID: w.v.ID},
		"an impersonator": {Audience: viewer.Vendor, VendorID: w.v.ID, ImpersonatorID: w.u.ID, SessionID: w.v.ID},
	} {
		ctx := viewer.NewContext(t.Context(), v)
		require.Equal(t, errs.Forbidden, code(s.ChangePassword(ctx, auth.PasswordChangeInput{})), who)
		require.Equal(t, errs.Forbidden, code(s.RequestEmailChange(ctx, auth.EmailChangeRequestInput{})), who)
		_, err := s.RevokeOtherSessions(ctx)
		require.Equal(t, errs.Forbidden, code(err), who)
	}
}

func TestB1_23EmailChange(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	asked := &outbox{}
	s := service(t, db, func(o *auth.Options) { o.Mail = asked })
	ctx := fixture.Platform(t)
	ask := func(t *testing.T, who context.Context, to string) (there, here notify.Mail) {
		asked.take()
		require.NoError(t, s.RequestEmailChange(who, auth.EmailChangeRequestInput{NewEmail: to, Password: password}))
		sent := asked.take()
		require.Len(t, sent, 2)
		return sent[0], sent[1]
	}
	follow := func(t *testing.T, who context.Context, raw string) (string, errs.Code) {
		email, err := s.ChangeEmail(who, auth.EmailChangeInput{Token: raw})
		return email, code(err)
	}
	t.Run("the link gives the account its address, once", func(t *testing.T) {
		w := newTeam(t, db, s)
		elsewhere := signIn(t, s, vendorInput(w.v.Slug, w.u.Email))
		to := "new-" + w.u.Email
		there, here := ask(t, as(t, w.tokens), to)
		require.Equal(t, notify.EmailChange, there.Kind)
		require.Equal(t, to, there.To)
		require.Equal(t, notify.EmailChangeNotice, here.Kind)
		require.Equal(t, w.u.Email, here.To)
		require.Equal(t, to, here.Data["email"])
		pending, err := s.PendingEmail(as(t, w.tokens))
		require.NoError(t, err)
		require.Equal(t, &to, pending)
		signIn(t, s, vendorInput(w.v.Slug, w.u.Email)) // until then as before

		email, refused := follow(t, as(t, w.tokens), token(t, there))
		require.Empty(t, refused)
		require.Equal(t, to, email)
		_, refused = follow(t, t.Context(), token(t, there))
		require.Equal(t, errs.NotFound, refused)
		signIn(t, s, vendorInput(w.v.Slug, to))
		_, err = s.Authenticate(t.Context(), w.tokens.AccessToken)
		require.NoError(t, err, "who followed it stays")
		_, err = s.Authenticate(t.Context(), elsewhere.AccessToken)
		require.Equal(t, errs.Unauthenticated, code(err))
		pending, err = s.PendingEmail(as(t, w.tokens))
		require.NoError(t, err)
		require.Nil(t, pending)
		require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("user.email"), auditentry.ActorID(w.u.ID)).CountX(ctx))
	})
	t.Run("a customer's in their shop alone", func(t *testing.T) {
		w := newTeam(t, db, s)
		other, _ := fixture.Vendor(t, db)
		c := customer(t, db, s, w.v, "c@v.example")
		customer(t, db, s, other, "new-c@v.example") // another shop's customer is somebody else
		me := signIn(t, s, auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &w.v.Slug})
		there, _ := ask(t, as(t, me), "new-c@v.example")
		require.Equal(t, notify.EmailChange, there.Kind)
		require.Equal(t, w.v.ID, there.VendorID)
		_, refused := follow(t, from(t, viewer.Request{Vendor: other.Slug}), token(t, there))
		require.Equal(t, errs.NotFound, refused)
		email, refused := follow(t, from(t, viewer.Request{Vendor: w.v.Slug}), token(t, there))
		require.Empty(t, refused)
		require.Equal(t, "new-c@v.example", email)
	})
	t.Run("an address that somebody has: the same answer, and they are told", func(t *testing.T) {
		w, owner := newTeam(t, db, s), newTeam(t, db, s)
		there, here := ask(t, as(t, w.tokens), owner.u.Email)
		require.Equal(t, notify.EmailTaken, there.Kind)
		require.Equal(t, owner.u.Email, there.To)
		require.Empty(t, there.Data)
		require.Equal(t, notify.EmailChangeNotice, here.Kind)
		pending, err := s.PendingEmail(as(t, w.tokens))
		require.NoError(t, err)
		require.NotNil(t, pending, "here too")
	})
	t.Run("an address that somebody took meanwhile", func(t *testing.T) {
		w, owner := newTeam(t, db, s), newTeam(t, db, s)
		there, _ := ask(t, as(t, w.tokens), "wanted@v.example")
		db.User.UpdateOne(owner.u).SetEmail("wanted@v.example").ExecX(ctx)
		_, refused := follow(t, t.Context(), token(t, there))
		require.Equal(t, errs.NotFound, refused)
	})
	t.Run("a link for an address that is another one by now", func(t *testing.T) {
		w := newTeam(t, db, s)
		there, _ := ask(t, as(t, w.tokens), "first@v.example")
		db.User.UpdateOne(w.u).SetEmail("second@v.example").ExecX(ctx)
		_, refused := follow(t, t.Context(), token(t, there))
		require.Equal(t, errs.NotFound, refused)
		_, err := s.ResetPassword(t.Context(), auth.PasswordResetInput{Token: token(t, there), Password: "another-horse-9"})
		require.Equal(t, errs.NotFound, code(err), "nor for a password")
	})
	w := newTeam(t, db, s)
	for name, tc := range map[string]struct {
		to, password, path string
		code               errs.Code
	}{
		"the present one":  {w.u.Email, password, "input.newEmail", errs.Invalid},
		"text":             {"nobody", password, "input.newEmail", errs.Invalid},
		"a wrong password": {"new@v.example", "wrong-horse-9", "input.password", errs.InvalidCredentials},
	} {
		t.Run(name, func(t *testing.T) {
			err := s.RequestEmailChange(as(t, w.tokens), auth.EmailChangeRequestInput{NewEmail: tc.to, Password: tc.password})
			require.Equal(t, tc.code, code(err))
			require.Equal(t, tc.path, store.Public(err).Field())
		})
	}
}

func TestSessions(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	w, stranger := newTeam(t, db, s), newTeam(t, db, s)
	other, _ := fixture.Vendor(t, db)
	member(t, db, s, other, w.u.Email)
	there := signIn(t, s, vendorInput(other.Slug, w.u.Email))
	boss, _ := member(t, db, s, nil, "admin@orion.example", enum.PermissionSessionRead, enum.PermissionSessionWrite)
	admin := signIn(t, s, auth.SignInInput{Audience: viewer.Admin, Email: boss.Email, Password: password})
	c := customer(t, db, s, w.v, "c@v.example")
	shopper := signIn(t, s, auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &w.v.Slug})

	own, err := s.OwnSessions(as(t, w.tokens), page.Arg{})
	require.NoError(t, err)
	require.Len(t, own.Nodes, 2, "those of all teams")
	require.Equal(t, there.Viewer.SessionID, own.Nodes[0].ID, "last used first")
	require.Equal(t, other.ID, own.Nodes[0].Edges.Vendor.ID)
	one := 1
	first, err := s.OwnSessions(as(t, w.tokens), page.Arg{First: &one})
	require.NoError(t, err)
	second, err := s.OwnSessions(as(t, w.tokens), page.Arg{First: &one, After: first.PageInfo.EndCursor})
	require.NoError(t, err)
	require.Equal(t, w.tokens.Viewer.SessionID, second.Nodes[0].ID)
	_, err = s.OwnSessions(as(t, stranger.tokens), page.Arg{After: first.PageInfo.EndCursor})
	require.Equal(t, errs.Invalid, code(err), "a cursor is its owner's")

	user, vendorID, yes, no := w.u.PublicID(), w.v.PublicID(), true, false
	for name, tc := range map[string]struct {
		where *auth.SessionWhere
		want  int
	}{
		"all":                {nil, 5},
		"of an audience":     {&auth.SessionWhere{Audience: []viewer.Audience{viewer.Customer, viewer.Admin}}, 2},
		"of no audience":     {&auth.SessionWhere{Audience: []viewer.Audience{}}, 0},
		"of a user":          {&auth.SessionWhere{UserID: &user}, 2},
		"of a vendor":        {&auth.SessionWhere{VendorID: &vendorID}, 2},
		"of a wrong id":      {&auth.SessionWhere{VendorID: &user}, 0},
		"that last":          {&auth.SessionWhere{Active: &yes}, 5},
		"that have ended":    {&auth.SessionWhere{Active: &no}, 0},
		"of impersonators":   {&auth.SessionWhere{Impersonation: &yes}, 0},
		"of all others":      {&auth.SessionWhere{Impersonation: &no}, 5},
		"several conditions": {&auth.SessionWhere{UserID: &user, VendorID: &vendorID}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := s.Sessions(as(t, admin), page.Arg{}, tc.where)
			require.NoError(t, err)
			require.Len(t, list.Nodes, tc.want)
			n, err := list.Count(as(t, admin))
			require.NoError(t, err)
			require.Equal(t, tc.want, n.Value)
		})
	}
	row := func(tokens *auth.Tokens) *ent.Session {
		return db.Session.GetX(fixture.Platform(t), tokens.Viewer.SessionID)
	}
	for _, tc := range []struct {
		name string
		who  *auth.Tokens
		of   *auth.Tokens
		code errs.Code
	}{
		{"a stranger's", stranger.tokens, w.tokens, errs.NotFound},
		{"a colleague of the shop's customer", w.tokens, shopper, errs.NotFound},
		{"a customer the team's", shopper, w.tokens, errs.NotFound},
		{"one's own in another team", w.tokens, there, ""},
		{"one that has ended", w.tokens, there, errs.NotFound},
		{"the staff anybody's", admin, stranger.tokens, ""},
		{"a customer their own", shopper, shopper, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ended, err := s.RevokeSession(as(t, tc.who), row(tc.of).PublicID())
			require.Equal(t, tc.code, code(err), "%v", err)
			if err == nil {
				require.Equal(t, "revoked", *ended.RevokedReason)
				_, err = s.Authenticate(t.Context(), tc.of.AccessToken)
				require.Equal(t, errs.Unauthenticated, code(err))
			}
		})
	}
	_, err = s.RevokeSession(as(t, w.tokens), "nothing")
	require.Equal(t, errs.NotFound, code(err))

	again := signIn(t, s, vendorInput(w.v.Slug, w.u.Email))
	n, err := s.RevokeOtherSessions(as(t, again))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	_, err = s.Authenticate(t.Context(), again.AccessToken)
	require.NoError(t, err)
}

// kid is the key that a token names.
func kid(t *testing.T, token string) any {
	t.Helper()
	parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
	require.NoError(t, err)
	return parsed.Header["kid"]
}

// Keys change every 30 days: a token that was signed before is good until it ends, and
// one of a server whose clock is ahead is good already.
func TestSigningKeysRotate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	const period = 30 * 24 * time.Hour
	turn := time.Unix(time.Now().Unix()/int64(period.Seconds())*int64(period.Seconds()), 0).UTC()
	at := func(offset time.Duration) *auth.Service {
		return service(t, db, func(o *auth.Options) { o.Clock = clock.Fixed(turn.Add(offset)) })
	}
	v, _ := fixture.Vendor(t, db)
	member(t, db, at(0), v, "owner@v.example")
	old := signIn(t, at(-5*time.Minute), vendorInput(v.Slug, "owner@v.example"))
	next := signIn(t, at(time.Second), vendorInput(v.Slug, "owner@v.example"))
	require.NotEqual(t, kid(t, old.AccessToken), kid(t, next.AccessToken))
	for name, tc := range map[string]struct {
		token string
		at    time.Duration
		ok    bool
	}{
		"the old one before the turn":              {old.AccessToken, -time.Minute, true},
		"after it":                                 {old.AccessToken, time.Second, true},
		"as long as it lasts":                      {old.AccessToken, 10*time.Minute + 30*time.Second, true},
		"and no longer":                            {old.AccessToken, 12 * time.Minute, false},
		"the next one after the turn":              {next.AccessToken, time.Minute, true},
		"on a server that is behind by less":       {next.AccessToken, -50 * time.Second, true},
		"on one that is behind by too much for it": {next.AccessToken, -2 * time.Minute, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := at(tc.at).Authenticate(t.Context(), tc.token)
			require.Equal(t, tc.ok, err == nil, "%v", err)
		})
	}
}
