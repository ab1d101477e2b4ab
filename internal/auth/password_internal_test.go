package auth

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
)

func TestPasswordRules(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		password string
		code     errs.Code
	}{
		"the demo's":                       {password: "orion-demo-1"},
		"ten characters":                   {password: "kx7-plo_2z"},
		"ten characters of three bytes":    {password: "日本語日本語日本語日"},
		"128 characters":                   {password: strings.Repeat("ab", 64)},
		"nine characters":                  {password: "kx7-plo_2", code: errs.Invalid},
		"none":                             {code: errs.Invalid},
		"129 characters":                   {password: strings.Repeat("ab", 64) + "c", code: errs.TooLong},
		"a common one":                     {password: "qwertyuiop", code: errs.Invalid},
		"a common one in capitals":         {password: "QWERTYuiop", code: errs.Invalid},
		"a common one with a space around": {password: " qwertyuiop ", code: errs.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.code, errs.CodeOf(checkPassword(tc.password, "p")))
		})
	}
}

func TestTheListOfCommonPasswords(t *testing.T) {
	t.Parallel()
	words := strings.Fields(commonText)
	require.Greater(t, len(words), 300)
	require.True(t, slices.IsSorted(words))
	for _, w := range words {
		require.Equal(t, strings.ToLower(w), w)
		require.GreaterOrEqual(t, utf8.RuneCountInString(w), minPassword, "%s is refused anyway", w)
	}
}

func TestHasher(t *testing.T) {
	t.Parallel()
	h := newHasher(2, time.Minute)
	hash, err := h.hash(t.Context(), "caf\u00e9-au-lait")
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		password string
		hash     *string
		want     bool
	}{
		"the same":                     {"caf\u00e9-au-lait", &hash, true},
		"the same from another device": {"cafe\u0301-au-lait", &hash, true},
		"another":                      {"cafe-au-lait", &hash, false},
		"no account":                   {"caf\u00e9-au-lait", nil, false},
		"no account, no password":      {"", nil, false},
		"a password beyond all bounds": {strings.Repeat("x", 10_000), &hash, false},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := h.matches(t.Context(), tc.password, tc.hash)
			require.NoError(t, err)
			require.Equal(t, tc.want, got)
		})
	}
	p, _, _, err := argon2id.DecodeHash(nobody)
	require.NoError(t, err)
	require.Equal(t, &params, p, "no account costs as much as one")
}

// B1.29: a flood waits its turn and is then refused; it does not take all cores.
func TestB1_29HasherIsBounded(t *testing.T) {
	t.Parallel()
	h := newHasher(1, 50*time.Millisecond)
	done, err := h.turn(t.Context())
	require.NoError(t, err)

	var wg sync.WaitGroup
	codes := make(chan errs.Code, 50)
	for range 50 {
		wg.Go(func() {
			_, err := h.hash(t.Context(), "correct-horse-9")
			codes <- errs.CodeOf(err)
		})
	}
	wg.Wait()
	close(codes)
	for c := range codes {
		require.Equal(t, errs.Throttled, c)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = h.matches(gone, "x", nil)
	require.ErrorIs(t, err, context.Canceled, "who has gone does not wait")

	done()
	_, err = h.hash(t.Context(), "correct-horse-9")
	require.NoError(t, err, "and then it goes on")
}

func TestNormalEmail(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"owner@v.example":                 "owner@v.example",
		" Owner+Shop@V.Example\n":         "owner+shop@v.example",
		"o'neil@v.example":                "o'neil@v.example",
		"admin@localhost":                 "admin@localhost",
		"":                                "",
		"owner":                           "",
		"@v.example":                      "",
		"owner@":                          "",
		"owner@v..example":                "",
		"owner@-v.example":                "",
		"a b@v.example":                   "",
		"a@b@v.example":                   "",
		"owner\x00@v.example":             "",
		"owner@v.example\r\nBcc: x@y.z":   "",
		"Owner <owner@v.example>":         "",
		strings.Repeat("a", 65) + "@v.ex": "",
		"a@" + strings.Repeat("abcdefgh.", 30) + "example": "",
	} {
		got, ok := NormalEmail(in)
		require.Equal(t, want, got, in)
		require.Equal(t, want != "", ok, in)
	}
}
