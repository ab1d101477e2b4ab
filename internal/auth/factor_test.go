package auth_test

import (
	"context"
	"encoding/base64"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/notify"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// An enrolled is a team whose member has a second factor.
type enrolled struct {
	*team
	now      *hand
	ctx      context.Context
	secret   string
	recovery []string
	mails    *outbox
}

func enrol(t *testing.T, db *store.DB) *enrolled {
	t.Helper()
	e := &enrolled{now: &hand{}, mails: &outbox{}}
	s := service(t, db, func(o *auth.Options) { o.Clock, o.Mail = e.now, e.mails })
	e.team = newTeam(t, db, s)
	e.ctx = viewer.NewContext(context.WithoutCancel(t.Context()), e.tokens.Viewer)
	begun, err := s.BeginTwoFactor(e.ctx, password)
	require.NoError(t, err)
	e.secret = begun.Secret
	e.recovery, err = s.ConfirmTwoFactor(e.ctx, e.code(t, 0))
	require.NoError(t, err)
	e.past(time.Minute)
	return e
}

func (e *enrolled) past(d time.Duration) { e.now.past.Add(int64(d)) }

// code is what the app shows some half minutes from now.
func (e *enrolled) code(t *testing.T, steps int) string {
	t.Helper()
	code, err := totp.GenerateCode(e.secret, e.now.Now().Add(time.Duration(steps)*30*time.Second))
	require.NoError(t, err)
	return code
}

func (e *enrolled) challenge(t *testing.T) string {
	t.Helper()
	tokens := signIn(t, e.s, vendorInput(e.v.Slug, e.u.Email))
	require.Empty(t, tokens.AccessToken)
	require.Empty(t, tokens.RefreshToken)
	require.Nil(t, tokens.Viewer)
	require.NotEmpty(t, tokens.Challenge)
	return tokens.Challenge
}

func (e *enrolled) confirm(t *testing.T, challenge, code string) (*auth.Tokens, error) {
	return e.s.ConfirmSignIn(t.Context(), auth.SignInConfirmInput{Challenge: challenge, Code: code})
}

// 30
func codesOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	e := enrol(t, db)
	for name, tc := range map[string]struct {
		code func() string
		ok   bool
	}{
		"the app's":                          {func() string { return e.code(t, 0) }, true},
		"with a space as apps show it":       {func() string { c := e.code(t, 0); return c[:3] + " " + c[3:] }, true},
		"of the half minute before":          {func() string { return e.code(t, -1) }, true},
		"of the next":                        {func() string { return e.code(t, 1) }, true},
		"of two before":                      {func() string { return e.code(t, -2) }, false},
		"of two later":                       {func() string { return e.code(t, 2) }, false},
		"recovery":                           {func() string { return e.recovery[0] }, true},
		"recovery in capitals and without -": {func() string { return strings.ToUpper(strings.ReplaceAll(e.recovery[1], "-", "")) }, true},
		"recovery with o for 0 and spaces":   {func() string { return " " + strings.NewReplacer("0", "O", "1", "l", "-", " ").Replace(e.recovery[2]) }, true},
		"recovery that is none":              {func() string { return "zzzzz-zzzzz" }, false},
		"nothing":                            {func() string { return "" }, false},
		"a megabyte":                         {func() string { return strings.Repeat("1", 1<<20) }, false},
		"six letters":                        {func() string { return "abcdef" }, false},
		"the password":                       {func() string { return password }, false},
	} {
		e.past(time.Hour)
		t.Run(name, func(t *testing.T) {
			challenge, typed := e.challenge(t), tc.code()
			tokens, err := e.confirm(t, challenge, typed)
			if !tc.ok {
				require.Equal(t, errs.InvalidCredentials, code(err))
				require.Equal(t, "input.code", store.Public(err).Field())
				return
			}
			require.NoError(t, err)
			_, err = e.s.Authenticate(t.Context(), tokens.AccessToken)
			require.NoError(t, err)
			_, err = e.confirm(t, e.challenge(t), typed)
			require.Equal(t, errs.InvalidCredentials, code(err), "a second time")
		})
	}
	t.Run("of ten at once one succeeds", func(t *testing.T) {
		for name, typed := range map[string]string{"the app's": "", "recovery": e.recovery[5]} {
			e.past(time.Hour)
			if typed == "" {
				typed = e.code(t, 0)
			}
			challenge := e.challenge(t)
			var wg sync.WaitGroup
			answers := make(chan errs.Code, 10)
			for range 10 {
				wg.Go(func() {
					_, err := e.confirm(t, challenge, typed)
					answers <- code(err)
				})
			}
			wg.Wait()
			close(answers)
			got := map[errs.Code]int{}
			for c := range answers {
				got[c]++
			}
			require.Equal(t, map[errs.Code]int{"": 1, errs.InvalidCredentials: 9}, got, name)
		}
	})
}

// 30: what stands between password and code.
func challenges(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	for name, between := range map[string]func(t *testing.T, e *enrolled, challenge *string){
		"after five minutes": func(_ *testing.T, e *enrolled, _ *string) { e.past(auth.ChallengeLife) },
		"with one letter changed": func(_ *testing.T, _ *enrolled, c *string) {
			b := []byte(*c)
			b[40] ^= 1
			*c = string(b)
		},
		"that is none":            func(_ *testing.T, _ *enrolled, c *string) { *c = strings.Repeat("x", 100_000) },
		"that is a refresh token": func(_ *testing.T, e *enrolled, c *string) { *c = e.tokens.RefreshToken },
		"after the password was changed": func(t *testing.T, e *enrolled, _ *string) {
			require.NoError(t, e.s.SetPassword(fixture.Platform(t), e.u.ID, "another-horse-9"))
		},
		"after the factor was removed and made anew": func(t *testing.T, e *enrolled, _ *string) {
			ctx := fixture.Platform(t)
			require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error { return e.s.ClearTwoFactor(ctx, tx, e.u.ID) }))
			begun, err := e.s.BeginTwoFactor(e.ctx, password)
			require.NoError(t, err)
			e.secret = begun.Secret
			_, err = e.s.ConfirmTwoFactor(e.ctx, e.code(t, -1))
			require.NoError(t, err)
		},
		"after the account was disabled": func(t *testing.T, e *enrolled, _ *string) {
			db.User.UpdateOne(e.u).SetDisabledAt(time.Now()).ExecX(fixture.Platform(t))
		},
		"after the vendor was suspended": func(t *testing.T, e *enrolled, _ *string) {
			db.Vendor.UpdateOne(e.v).SetStatus(enum.VendorStatusSuspended).ExecX(fixture.Platform(t))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := enrol(t, db)
			challenge := e.challenge(t)
			between(t, e, &challenge)
			_, err := e.confirm(t, challenge, e.code(t, 0))
			require.Equal(t, errs.InvalidCredentials, code(err), "%v", err)
			require.Equal(t, "input.challenge", store.Public(err).Field())
		})
	}
	t.Run("it opens nothing by itself", func(t *testing.T) {
		e := enrol(t, db)
		challenge := e.challenge(t)
		_, err := e.s.Authenticate(t.Context(), challenge)
		require.Equal(t, errs.Unauthenticated, code(err))
		_, err = e.refresh(t.Context(), e.s, challenge)
		require.Equal(t, errs.InvalidCredentials, code(err))
		other, _ := fixture.Vendor(t, db)
		_, err = e.s.ConfirmSignIn(from(t, viewer.Request{Vendor: other.Slug}), auth.SignInConfirmInput{Challenge: challenge, Code: e.code(t, 0)})
		require.Equal(t, errs.InvalidCredentials, code(err), "nor at another vendor")
	})
}

func TestWrongCodesCloseTheAccountToTheirNetwork(t *testing.T) {
	t.Parallel()
	e := enrol(t, pgtest.New(t))
	challenge := e.challenge(t)
	for range 10 {
		_, err := e.confirm(t, challenge, "zzzzz-zzzzz")
		require.Equal(t, errs.InvalidCredentials, code(err))
	}
	_, err := e.confirm(t, challenge, e.code(t, 0))
	require.Equal(t, errs.Throttled, code(err))
	e.past(15*time.Minute + time.Second)
	_, err = e.confirm(t, e.challenge(t), e.code(t, 0))
	require.NoError(t, err)
}

func TestTwoFactor(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := fixture.Platform(t)
	t.Run("a secret counts once a code was seen", func(t *testing.T) {
		now, mails := &hand{}, &outbox{}
		s := service(t, db, func(o *auth.Options) { o.Clock, o.Mail = now, mails })
		w := newTeam(t, db, s)
		me := viewer.NewContext(context.WithoutCancel(t.Context()), w.tokens.Viewer)
		elsewhere := signIn(t, s, vendorInput(w.v.Slug, w.u.Email))

		_, err := s.ConfirmTwoFactor(me, "123456")
		require.Equal(t, errs.InvalidState, code(err), "%v", err)
		_, err = s.BeginTwoFactor(me, "wrong-horse-9")
		require.Equal(t, errs.InvalidCredentials, code(err))
		begun, err := s.BeginTwoFactor(me, password)
		require.NoError(t, err)
		require.True(t, strings.HasPrefix(begun.URI, "otpauth://totp/Orion:"), begun.URI)
		raw, ok := strings.CutPrefix(begun.QRCode, "data:image/png;base64,")
		require.True(t, ok)
		picture, err := png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(raw)))
		require.NoError(t, err)
		require.Equal(t, 256, picture.Bounds().Dx())
		row := db.User.GetX(ctx, w.u.ID)
		require.NotContains(t, string(*row.TotpSecret), begun.Secret, "stored under seal")
		signIn(t, s, vendorInput(w.v.Slug, w.u.Email)) // no code asked for yet

		_, err = s.ConfirmTwoFactor(me, "000000")
		require.Equal(t, errs.InvalidCredentials, code(err))
		require.Equal(t, "code", store.Public(err).Field())
		first, err := totp.GenerateCode(begun.Secret, now.Now())
		require.NoError(t, err)
		recovery, err := s.ConfirmTwoFactor(me, first)
		require.NoError(t, err)
		require.Len(t, recovery, 10)
		require.Regexp(t, "^[0-9a-hjkmnp-tv-z]{5}-[0-9a-hjkmnp-tv-z]{5}$", recovery[0])
		state, err := s.TwoFactorState(me)
		require.NoError(t, err)
		require.Equal(t, &auth.TwoFactor{Enabled: true, RecoveryCodesLeft: 10}, state)
		require.Equal(t, notify.TwoFactorEnabled, mails.take()[0].Kind)
		_, err = s.Authenticate(t.Context(), w.tokens.AccessToken)
		require.NoError(t, err)
		_, err = s.Authenticate(t.Context(), elsewhere.AccessToken)
		require.Equal(t, errs.Unauthenticated, code(err), "who came in without it is out")
		_, err = s.BeginTwoFactor(me, password)
		require.Equal(t, errs.InvalidState, code(err))
	})
	t.Run("recovery codes are replaced, all of them", func(t *testing.T) {
		e := enrol(t, db)
		_, err := e.s.RenewRecoveryCodes(e.ctx, auth.TwoFactorProofInput{Password: "wrong-horse-9", Code: e.code(t, 0)})
		require.Equal(t, errs.InvalidCredentials, code(err))
		fresh, err := e.s.RenewRecoveryCodes(e.ctx, auth.TwoFactorProofInput{Password: password, Code: e.recovery[3]})
		require.NoError(t, err)
		require.Len(t, fresh, 10)
		_, err = e.confirm(t, e.challenge(t), e.recovery[0])
		require.Equal(t, errs.InvalidCredentials, code(err))
		_, err = e.confirm(t, e.challenge(t), fresh[0])
		require.NoError(t, err)
	})
	t.Run("it goes with password and code, and mail tells", func(t *testing.T) {
		e := enrol(t, db)
		e.mails.take()
		require.NoError(t, e.s.DisableTwoFactor(e.ctx, auth.TwoFactorProofInput{Password: password, Code: e.code(t, 0)}))
		require.Equal(t, notify.TwoFactorDisabled, e.mails.take()[0].Kind)
		require.NotEmpty(t, signIn(t, e.s, vendorInput(e.v.Slug, e.u.Email)).AccessToken)
		for _, action := range []string{"user.two-factor-enable", "user.two-factor-disable"} {
			require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action(action), auditentry.ActorID(e.u.ID)).CountX(ctx), action)
		}
		err := e.s.DisableTwoFactor(e.ctx, auth.TwoFactorProofInput{Password: password, Code: e.code(t, 1)})
		require.Equal(t, errs.InvalidState, code(err))
	})
	t.Run("staff keep it, whatever team they are in", func(t *testing.T) {
		e := enrol(t, db)
		r := db.Role.Create().SetName("Staff").SaveX(ctx)
		db.Membership.Create().SetUserID(e.u.ID).SetRoleID(r.ID).ExecX(ctx)
		err := e.s.DisableTwoFactor(e.ctx, auth.TwoFactorProofInput{Password: password, Code: e.code(t, 0)})
		require.Equal(t, errs.InvalidState, code(err))
	})
	t.Run("nobody without an account has one", func(t *testing.T) {
		e := enrol(t, db)
		c := customer(t, db, e.s, e.v, "c@v.example")
		shopper := signIn(t, e.s, auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &e.v.Slug})
		for who, v := range map[string]*viewer.Viewer{
			"an API key":      {Audience: viewer.Vendor, VendorID: e.v.ID, KeyID: e.v.ID},
			"an impersonator": {Audience: viewer.Vendor, VendorID: e.v.ID, ImpersonatorID: e.u.ID, SessionID: e.v.ID},
			"a customer":      shopper.Viewer,
		} {
			_, err := e.s.BeginTwoFactor(viewer.NewContext(t.Context(), v), password)
			require.Equal(t, errs.Forbidden, code(err), who)
		}
	})
}

// A team that wants a second factor gives its members nothing before they have one, from
// the moment that it wants it.
func TestAMemberHasToProve(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := fixture.Platform(t)
	now := &hand{}
	s := service(t, db, func(o *auth.Options) { o.Clock = now })
	w := newTeam(t, db, s)
	want := func(required bool) {
		require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error {
			tx.Vendor.UpdateOne(w.v).SetRequireTwoFactor(required).ExecX(ctx)
			return s.GrantsChanged(ctx, tx)
		}))
	}
	seen := func() *viewer.Viewer {
		v, err := s.Authenticate(t.Context(), w.tokens.AccessToken)
		require.NoError(t, err)
		return v
	}
	require.True(t, seen().May("catalog.read"))
	want(true)
	require.False(t, seen().May("catalog.read"))
	require.True(t, seen().Unproved)
	require.Empty(t, seen().Grants)
	in := signIn(t, s, vendorInput(w.v.Slug, w.u.Email))
	require.True(t, in.Viewer.Unproved)

	me := viewer.NewContext(context.WithoutCancel(t.Context()), seen())
	state, err := s.TwoFactorState(me)
	require.NoError(t, err)
	require.Equal(t, &auth.TwoFactor{Required: true}, state)
	begun, err := s.BeginTwoFactor(me, password)
	require.NoError(t, err)
	first, err := totp.GenerateCode(begun.Secret, now.Now())
	require.NoError(t, err)
	_, err = s.ConfirmTwoFactor(me, first)
	require.NoError(t, err)
	require.True(t, seen().May("catalog.read"), "at once")
	require.False(t, seen().Unproved)
	want(false)
	require.True(t, seen().May("catalog.read"))
}

func TestWhoMaySignInToWhichShop(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	for status, in := range map[enum.VendorStatus][2]bool{
		enum.VendorStatusPending:   {true, false},
		enum.VendorStatusActive:    {true, true},
		enum.VendorStatusSuspended: {false, false},
		enum.VendorStatusClosed:    {false, false},
	} {
		t.Run(string(status), func(t *testing.T) {
			v, _ := fixture.Vendor(t, db, func(c *ent.VendorCreate) { c.SetStatus(status) })
			u, _ := member(t, db, s, v, "owner@"+v.Slug+".example")
			c := customer(t, db, s, v, "c@v.example")
			_, err := s.SignIn(t.Context(), vendorInput(v.Slug, u.Email))
			require.Equal(t, in[0], err == nil, "team: %v", err)
			_, err = s.SignIn(t.Context(), auth.SignInInput{Audience: viewer.Customer, Email: c.Email, Password: password, Vendor: &v.Slug})
			require.Equal(t, in[1], err == nil, "customer: %v", err)
			require.Equal(t, in[0], db.User.GetX(fixture.Platform(t), u.ID).LastSignInAt != nil)
			require.Equal(t, in[1], db.Customer.GetX(fixture.Platform(t), c.ID).LastSignInAt != nil)
		})
	}
}
