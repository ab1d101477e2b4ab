package auth

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/viewer"
)

// B1.21: whoever is refused has cost a hash. While there is no turn to hash, nobody
// gets an answer that tells whether there is an account.
func TestB1_21EveryRefusalCostsAHash(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s, err := New(db, Options{
		Secret: secret.Root(bytes.Repeat([]byte{7}, secret.MinRoot)), Clock: clock.System{}, Log: slog.New(slog.DiscardHandler),
		Limits: Limits{Hashes: 1, HashWait: time.Millisecond},
	})
	require.NoError(t, err)
	v, _ := fixture.Vendor(t, db)
	hash, err := s.HashPassword(t.Context(), "correct-horse-9", "")
	require.NoError(t, err)
	db.Customer.Create().SetEmail("known@v.example").SetPasswordHash(hash).ExecX(fixture.System(t, v))
	db.Customer.Create().SetEmail("guest@v.example").ExecX(fixture.System(t, v))
	done, err := s.hasher.turn(t.Context())
	require.NoError(t, err)
	defer done()

	nowhere, odd := "nowhere", "no slug"
	for name, in := range map[string]SignInInput{
		"a wrong password":       {Email: "known@v.example", Password: "wrong-horse-9", Vendor: &v.Slug},
		"no password":            {Email: "known@v.example", Vendor: &v.Slug},
		"an unknown address":     {Email: "nobody@v.example", Password: "x", Vendor: &v.Slug},
		"no address":             {Email: "nobody", Password: "x", Vendor: &v.Slug},
		"an account without one": {Email: "guest@v.example", Password: "x", Vendor: &v.Slug},
		"an unknown vendor":      {Email: "known@v.example", Password: "x", Vendor: &nowhere},
		"no vendor's name":       {Email: "known@v.example", Password: "x", Vendor: &odd},
	} {
		t.Run(name, func(t *testing.T) {
			in.Audience = viewer.Customer
			_, err := s.SignIn(t.Context(), in)
			require.Equal(t, errs.Throttled, errs.CodeOf(err), "%v", err)
		})
	}
}
