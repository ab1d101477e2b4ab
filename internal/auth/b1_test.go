package auth_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/onetimetoken"
	"orion/internal/auth"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// What is tried against sign-in, sessions and tokens: the rows of the catalogue of
// attacks, each with what has to become of it.
func TestB1(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	f, forged := forgeries(t, db, s)
	_, err := s.Authenticate(t.Context(), f.with(nil))
	require.NoError(t, err, "the forger can make good ones as well")
	of := func(test func(*testing.T, string), row string) func(*testing.T) {
		return func(t *testing.T) { test(t, row) }
	}
	for name, test := range map[string]func(*testing.T){
		"B1.1 alg none is refused":                                        refused(s, forged, "01"),
		"B1.2 HS256 by the public key is refused":                         refused(s, forged, "02"),
		"B1.3 another algorithm or key is refused":                        refused(s, forged, "03"),
		"B1.4 a changed payload is refused":                               refused(s, forged, "04"),
		"B1.5 a signature that is cut, zeroed or turned is refused":       refused(s, forged, "05"),
		"B1.6 a short root secret starts nothing":                         theKeyIsTheSecrets,
		"B1.7 kid and other headers lead nowhere":                         refused(s, forged, "07"),
		"B1.8 an expired token is refused":                                refused(s, forged, "08"),
		"B1.9 a token without a real exp is refused":                      refused(s, forged, "09"),
		"B1.10 a token of the future is refused":                          refused(s, forged, "10"),
		"B1.11 another iss, aud, sub, jti, sid or vid is refused":         refused(s, forged, "11"),
		"B1.12 an access token lives 15 minutes at most":                  refused(s, forged, "12"),
		"B1.13 a refresh token opens nothing":                             refused(s, forged, "13"),
		"B1.13 an access token refreshes nothing":                         of(refreshes, "13"),
		"B1.14 a used refresh token ends its family":                      of(refreshes, "14"),
		"B1.15 of twenty refreshes at once one succeeds":                  twentyRefreshesAtOnce,
		"B1.16 signing out ends both tokens everywhere":                   of(revocation, "16"),
		"B1.17 what takes a right away does so everywhere":                of(revocation, "17"),
		"B1.18 a refresh token is good for its audience alone":            of(refreshes, "18"),
		"B1.18 an account opens the door of its audience alone":           audiences,
		"B1.19 a refresh token is good for its vendor alone":              of(refreshes, "19"),
		"B1.19 a token is good for its vendor alone":                      of(oneUserOfTwoVendors, "19"),
		"B1.19 switching needs a membership and makes another token":      switching,
		"B1.20 a removed member's token is refused":                       of(oneUserOfTwoVendors, "20"),
		"B1.21 known and unknown accounts cost the same":                  equalWork,
		"B1.22 tries are throttled":                                       signInIsThrottled,
		"B1.22 wrong passwords close the account to their network":        lockOut,
		"B1.23 a link to set a password works once, for its account":      resetLinks,
		"B1.23 a link is bound to account, purpose and address":           boundLinks,
		"B1.24 links lead to the configured host":                         configuredHost,
		"B1.26 signing in makes a session of its own":                     newIDs,
		"B1.27 whoever waits hears of a revocation and is out":            notices,
		"B1.28 clocks may differ by a minute":                             acrossClocks,
		"B1.29 a flood of passwords is turned away":                       flood,
		"B1.30 a code of the app or of recovery works once":               codesOnce,
		"B1.30 a challenge is worth nothing but a code, and not for long": challenges,
	} {
		t.Run(name, test)
	}
}

// 18: an address that has accounts of all audiences opens each door with that account's
// password alone.
func audiences(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	v, _ := fixture.Vendor(t, db)
	const email = "everywhere@v.example"
	u, _ := member(t, db, s, v, email)
	c := customer(t, db, s, v, email)
	require.NoError(t, s.SetPassword(fixture.Platform(t), u.ID, "of-the-team-9"))
	for name, tc := range map[string]struct {
		audience viewer.Audience
		password string
		in       bool
	}{
		"the team's password at the team's door":      {viewer.Vendor, "of-the-team-9", true},
		"the customer's at the customers'":            {viewer.Customer, password, true},
		"the customer's at the team's":                {viewer.Vendor, password, false},
		"the team's at the customers'":                {viewer.Customer, "of-the-team-9", false},
		"the team's at the staff's, who they are not": {viewer.Admin, "of-the-team-9", false},
	} {
		t.Run(name, func(t *testing.T) {
			tokens, err := s.SignIn(t.Context(), auth.SignInInput{Audience: tc.audience, Email: email, Password: tc.password, Vendor: &v.Slug})
			if !tc.in {
				require.Equal(t, errs.InvalidCredentials, code(err))
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.audience, tokens.Viewer.Audience)
			require.Equal(t, tc.audience == viewer.Customer, tokens.Viewer.CustomerID == c.ID)
			require.Equal(t, tc.audience == viewer.Vendor, tokens.Viewer.UserID == u.ID)
		})
	}
}

// 19: a token of one vendor never turns into one of another.
func switching(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	one, _ := fixture.Vendor(t, db)
	two, _ := fixture.Vendor(t, db)
	foreign, _ := fixture.Vendor(t, db)
	u, _ := member(t, db, s, one, "both@example.com")
	member(t, db, s, two, "both@example.com")
	first := signIn(t, s, vendorInput(one.Slug, u.Email))
	ctx := viewer.NewContext(t.Context(), first.Viewer)

	teams, err := s.Teams(ctx)
	require.NoError(t, err)
	require.Len(t, teams, 2)

	second, err := s.Switch(ctx, two.Slug)
	require.NoError(t, err)
	require.Equal(t, two.ID, second.Viewer.VendorID)
	require.NotEqual(t, first.Viewer.SessionID, second.Viewer.SessionID)
	for _, tokens := range []*auth.Tokens{first, second} {
		v, err := s.Authenticate(t.Context(), tokens.AccessToken)
		require.NoError(t, err, "the first goes on")
		require.Equal(t, tokens.Viewer, v)
	}
	for _, slug := range []string{foreign.Slug, "nowhere", "", "a\x00b"} {
		_, err = s.Switch(ctx, slug)
		require.Equal(t, errs.NotFound, code(err), slug)
	}
	_, err = s.Switch(fixture.Shopper(t, one), two.Slug)
	require.Equal(t, errs.Forbidden, code(err))
}

// 21: whether there is an account shows neither in the answer nor in what it costs; the
// hash is counted by TestB1_21EveryRefusalCostsAHash.
func equalWork(t *testing.T) {
	t.Parallel()
	asked := &statements{}
	db := pgtest.New(t, store.WithTracer(asked))
	mails := &outbox{}
	s := service(t, db, func(o *auth.Options) { o.Mail = mails })
	v, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "known@v.example")
	member(t, db, s, nil, "known@v.example")
	customer(t, db, s, v, "known@v.example")
	for _, audience := range []viewer.Audience{viewer.Customer, viewer.Vendor, viewer.Admin} {
		cost := func(email string) (signIn, reset int64) {
			before := asked.Load()
			_, err := s.SignIn(t.Context(), auth.SignInInput{Audience: audience, Email: email, Password: "wrong-horse-9", Vendor: &v.Slug})
			require.Equal(t, errs.InvalidCredentials, code(err))
			signIn, reset = asked.Load()-before, 1<<62
			for range 6 { // of requests in a row the first alone wakes the queue's workers
				before = asked.Load()
				require.NoError(t, s.RequestPasswordReset(t.Context(), auth.PasswordResetRequestInput{Audience: audience, Email: email, Vendor: &v.Slug}))
				reset = min(reset, asked.Load()-before)
			}
			return signIn, reset
		}
		knownIn, knownReset := cost("known@v.example")
		unknownIn, unknownReset := cost("nobody@v.example")
		require.Equal(t, knownIn, unknownIn, audience)
		require.Equal(t, knownReset, unknownReset, audience)
	}
	require.Equal(t, 18, sendLinks(t, db, s), "for known accounts alone")
	sent := mails.take()
	require.Len(t, sent, 18)
	for _, m := range sent {
		require.Equal(t, notify.PasswordReset, m.Kind)
		require.Equal(t, "known@v.example", m.To)
	}
}

// 22: the owner comes in from elsewhere while a guesser waits, until too many guess.
func lockOut(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	now := &hand{}
	s := service(t, db, func(o *auth.Options) { o.Clock = now })
	v, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example")
	try := func(address, password string) errs.Code {
		in := vendorInput(v.Slug, "owner@v.example")
		in.Password = password
		_, err := s.SignIn(from(t, viewer.Request{Address: address}), in)
		return code(err)
	}
	for range 10 {
		require.Equal(t, errs.InvalidCredentials, try("2001:db8::1", "wrong-horse-9"))
	}
	require.Equal(t, errs.Throttled, try("2001:db8::1", password), "the right one neither")
	require.Equal(t, errs.Throttled, try("2001:db8::2", password), "from all of the network")
	require.Empty(t, try("192.0.2.1", password), "the owner is elsewhere")
	now.past.Add(int64(14 * time.Minute))
	require.Equal(t, errs.Throttled, try("2001:db8::1", password))
	now.past.Add(int64(time.Minute + time.Second))
	require.Empty(t, try("2001:db8::1", password), "not for good")

	for i := range 60 {
		try("198.51.100."+string(rune('0'+i%10))+string(rune('0'+i/10%10)), "wrong-horse-9")
	}
	require.Equal(t, errs.Throttled, try("192.0.2.1", password), "too many from everywhere")
	now.past.Add(int64(2 * time.Minute))
	require.Empty(t, try("192.0.2.1", password), "and that ends soon")
}

// 23: whatever a link was sent for, it is good for that alone.
func boundLinks(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mails := &outbox{}
	s := service(t, db, func(o *auth.Options) { o.Mail = mails })
	ctx := fixture.Platform(t)
	const chosen = "another-horse-9"
	link := func(t *testing.T, in auth.PasswordResetRequestInput) string {
		mails.take()
		require.NoError(t, s.RequestPasswordReset(t.Context(), in))
		sendLinks(t, db, s)
		return token(t, mails.take()[0])
	}
	reset := func(t *testing.T, token, at string) errs.Code {
		_, err := s.ResetPassword(from(t, viewer.Request{Vendor: at}), auth.PasswordResetInput{Token: token, Password: chosen})
		return code(err)
	}
	t.Run("the newest of a kind is good, once", func(t *testing.T) {
		w := newTeam(t, db, s)
		in := auth.PasswordResetRequestInput{Audience: viewer.Vendor, Email: w.u.Email, Vendor: &w.v.Slug}
		old, last := link(t, in), link(t, in)
		require.Equal(t, errs.NotFound, reset(t, old, ""))
		require.Empty(t, reset(t, last, ""))
		require.Equal(t, errs.NotFound, reset(t, last, ""))
		require.Equal(t, notify.PasswordChanged, mails.take()[0].Kind)
	})
	t.Run("not after the address has changed", func(t *testing.T) {
		w := newTeam(t, db, s)
		raw := link(t, auth.PasswordResetRequestInput{Audience: viewer.Vendor, Email: w.u.Email, Vendor: &w.v.Slug})
		db.User.UpdateOne(w.u).SetEmail("moved-" + w.u.Email).ExecX(ctx)
		require.Equal(t, errs.NotFound, reset(t, raw, ""))
	})
	t.Run("not after an hour", func(t *testing.T) {
		w := newTeam(t, db, s)
		raw := link(t, auth.PasswordResetRequestInput{Audience: viewer.Vendor, Email: w.u.Email, Vendor: &w.v.Slug})
		row := db.OneTimeToken.Query().Where(onetimetoken.UserID(w.u.ID), onetimetoken.UsedAtIsNil()).OnlyX(ctx)
		require.LessOrEqual(t, time.Until(row.ExpiresAt), time.Hour)
		db.OneTimeToken.UpdateOne(row).SetExpiresAt(time.Now()).ExecX(ctx)
		require.Equal(t, errs.NotFound, reset(t, raw, ""))
	})
	t.Run("a customer's in that shop alone, and it proves the address", func(t *testing.T) {
		v, _ := fixture.Vendor(t, db)
		other, _ := fixture.Vendor(t, db)
		c := customer(t, db, s, v, "c@v.example")
		db.Customer.UpdateOne(c).ClearVerifiedAt().ExecX(ctx)
		_, err := s.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &v.Slug})
		require.Equal(t, errs.NotVerified, code(err))
		_, err = s.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: "wrong-horse-9", Vendor: &v.Slug})
		require.Equal(t, errs.InvalidCredentials, code(err), "the wrong password is told nothing")
		raw := link(t, auth.PasswordResetRequestInput{Audience: viewer.Customer, Email: c.Email, Vendor: &v.Slug})
		require.Equal(t, errs.NotFound, reset(t, raw, other.Slug))
		require.Empty(t, reset(t, raw, v.Slug))
		signIn(t, s, auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: chosen, Vendor: &v.Slug})
	})
	t.Run("not for another purpose", func(t *testing.T) {
		w := newTeam(t, db, s)
		raw := link(t, auth.PasswordResetRequestInput{Audience: viewer.Vendor, Email: w.u.Email, Vendor: &w.v.Slug})
		_, err := s.ChangeEmail(t.Context(), auth.EmailChangeInput{Token: raw})
		require.Equal(t, errs.NotFound, code(err))
		_, err = s.VerifyCustomer(t.Context(), raw)
		require.Equal(t, errs.NotFound, code(err))
		require.Empty(t, reset(t, raw, ""), "and it is still good")
	})
}

// 24: no request has a say in where a link leads.
func configuredHost(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	mails := &outbox{}
	s := service(t, db, func(o *auth.Options) { o.Mail = mails })
	w := newTeam(t, db, s)
	require.NoError(t, s.RequestPasswordReset(from(t, viewer.Request{Vendor: w.v.Slug, Browser: true}),
		auth.PasswordResetRequestInput{Audience: viewer.Vendor, Email: w.u.Email}))
	sendLinks(t, db, s)
	sent := mails.take()
	require.Len(t, sent, 1)
	require.True(t, strings.HasPrefix(sent[0].Data["link"], "http://orion.example/vendor/"+w.v.Slug+"/reset#token="), sent[0].Data["link"])
}

// 26: nothing that was known before a sign-in is worth anything after it.
func newIDs(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	w := newTeam(t, db, s)
	again, err := s.SignIn(viewer.NewContext(t.Context(), w.tokens.Viewer), vendorInput(w.v.Slug, w.u.Email))
	require.NoError(t, err)
	require.NotEqual(t, w.tokens.Viewer.SessionID, again.Viewer.SessionID)
	require.NotEqual(t, w.tokens.RefreshToken, again.RefreshToken)
	require.NoError(t, s.SignOut(viewer.NewContext(t.Context(), w.tokens.Viewer), ""))
	_, err = s.Authenticate(t.Context(), again.AccessToken)
	require.NoError(t, err)
}

// 27: what a socket waits for; that it closes is tested where sockets are.
func notices(t *testing.T) {
	t.Parallel()
	url := pgtest.NewURL(t)
	db, s, l := listening(t, url)
	w := newTeam(t, db, s)
	changed, stop := auth.Changes(l, w.tokens.Viewer)
	defer stop()
	_, err := s.RevokeOtherSessions(viewer.NewContext(t.Context(), signIn(t, s, vendorInput(w.v.Slug, w.u.Email)).Viewer))
	require.NoError(t, err)
	select {
	case <-changed:
	case <-time.After(time.Second):
		require.Fail(t, "nothing was heard within a second")
	}
	_, err = s.Authenticate(t.Context(), w.tokens.AccessToken)
	require.Equal(t, errs.Unauthenticated, code(err))
}

// 29: all are answered, few are let at the cores.
func flood(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db, func(o *auth.Options) {
		o.Limits = auth.Limits{PerAccount: 1000, PerAddress: 1000, Hashes: 1, HashWait: time.Millisecond}
	})
	v, _ := fixture.Vendor(t, db)
	var wg sync.WaitGroup
	answers := make(chan errs.Code, 40)
	for range 40 {
		wg.Go(func() {
			_, err := s.SignIn(context.WithoutCancel(t.Context()), vendorInput(v.Slug, "nobody@v.example"))
			answers <- code(err)
		})
	}
	wg.Wait()
	close(answers)
	got := map[errs.Code]int{}
	for c := range answers {
		got[c]++
	}
	require.Positive(t, got[errs.Throttled])
	require.Equal(t, 40, got[errs.Throttled]+got[errs.InvalidCredentials])
}
