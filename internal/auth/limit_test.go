package auth_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/auth"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// hand is a clock that tests put forward.
type hand struct{ past atomic.Int64 }

func (h *hand) Now() time.Time {
	return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).Add(time.Duration(h.past.Load()))
}

func signInIsThrottled(t *testing.T) {
	db := pgtest.New(t)
	easy := service(t, db)
	v, _ := fixture.Vendor(t, db)
	member(t, db, easy, v, "owner@v.example")
	for name, tc := range map[string]struct {
		limits auth.Limits
		try    func(i int) (auth.SignInInput, viewer.Request)
		passed int
	}{
		"five a minute for an account, whatever the address": {passed: 5, try: func(i int) (auth.SignInInput, viewer.Request) {
			return vendorInput(v.Slug, "owner@v.example"), viewer.Request{Address: "192.0.2." + string(rune('1'+i))}
		}},
		"however the address of the account is written": {passed: 5, try: func(i int) (auth.SignInInput, viewer.Request) {
			return vendorInput(v.Slug, []string{"owner@v.example", " OWNER@v.example"}[i%2]), viewer.Request{}
		}},
		"for accounts that there are not as well": {passed: 5, try: func(int) (auth.SignInInput, viewer.Request) {
			return vendorInput(v.Slug, "nobody@v.example"), viewer.Request{}
		}},
		"so many a minute from an address, whatever the account": {passed: 3, limits: auth.Limits{PerAddress: 3}, try: func(i int) (auth.SignInInput, viewer.Request) {
			return vendorInput(v.Slug, string(rune('a'+i))+"@v.example"), viewer.Request{Address: "192.0.2.1"}
		}},
		"all addresses of one IPv6 network are one": {passed: 3, limits: auth.Limits{PerAddress: 3}, try: func(i int) (auth.SignInInput, viewer.Request) {
			return vendorInput(v.Slug, string(rune('a'+i))+"@v.example"), viewer.Request{Address: "2001:db8:1:2::" + string(rune('1'+i))}
		}},
		"other accounts are others": {passed: 7, try: func(i int) (auth.SignInInput, viewer.Request) {
			return vendorInput(v.Slug, string(rune('a'+i))+"@v.example"), viewer.Request{}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := &hand{}
			s := service(t, db, func(o *auth.Options) { o.Limits, o.Clock = tc.limits, now })
			passed := 0
			for i := range 7 {
				in, req := tc.try(i)
				_, err := s.SignIn(from(t, req), in)
				if code(err) != errs.Throttled {
					passed++
					continue
				}
				e := store.Public(err)
				require.Contains(t, e.Message(), "seconds")
				require.Positive(t, e.Args[0])
			}
			require.Equal(t, tc.passed, passed)
			now.past.Store(int64(time.Minute))
			in, req := tc.try(0)
			_, err := s.SignIn(from(t, req), in)
			require.NotEqual(t, errs.Throttled, code(err), "nobody is locked out for good")
		})
	}
}

func TestResetIsThrottledByAddress(t *testing.T) {
	t.Parallel()
	s := service(t, pgtest.New(t), func(o *auth.Options) { o.Limits.PerAddress = 2 })
	ctx := from(t, viewer.Request{Address: "192.0.2.1"})
	var last error
	for range 3 {
		_, last = s.ResetPassword(ctx, auth.PasswordResetInput{Token: "x", Password: password})
	}
	require.Equal(t, errs.Throttled, code(last))
}
