package auth_test

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/secret"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A forger knows all that the platform knows, its key too, and makes tokens that differ
// from a good one.
type forger struct {
	key    ed25519.PrivateKey
	header map[string]any
	claims map[string]any
	good   string
}

func newForger(t *testing.T, good string) *forger {
	t.Helper()
	f := &forger{good: good}
	parts := strings.Split(good, ".")
	for i, into := range []*map[string]any{&f.header, &f.claims} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, into))
	}
	kid, ok := f.header["kid"].(string)
	require.True(t, ok)
	period, _, _ := strings.Cut(kid, "-")
	f.key = ed25519.NewKeyFromSeed(root.Key("access-token/" + period))
	return f
}

// with signs the good token with some claims changed; nil takes one out.
func (f *forger) with(changed map[string]any) string {
	return f.sign(jwt.SigningMethodEdDSA, f.key, f.header, changed)
}

func (f *forger) sign(by jwt.SigningMethod, key any, header, changed map[string]any) string {
	c := jwt.MapClaims(maps.Clone(f.claims))
	for name, v := range changed {
		c[name] = v
		if v == nil {
			delete(c, name)
		}
	}
	token := jwt.NewWithClaims(by, c)
	for name, v := range header {
		if name != "alg" {
			token.Header[name] = v
		}
	}
	s, err := token.SignedString(key)
	if err != nil {
		panic(err)
	}
	return s
}

// swapped has the payload changed under the old signature.
func (f *forger) swapped(claim string, v any) string {
	c := maps.Clone(f.claims)
	c[claim] = v
	raw, _ := json.Marshal(c)
	parts := strings.Split(f.good, ".")
	return parts[0] + "." + base64.RawURLEncoding.EncodeToString(raw) + "." + parts[2]
}

func (f *forger) headed(name string, v any) string {
	h := maps.Clone(f.header)
	h[name] = v
	return f.sign(jwt.SigningMethodEdDSA, f.key, h, nil)
}

// unsigned names an algorithm and has a signature of its own.
func (f *forger) unsigned(alg string) string {
	h := maps.Clone(f.header)
	h["alg"] = alg
	raw, _ := json.Marshal(h)
	parts := strings.Split(f.good, ".")
	return base64.RawURLEncoding.EncodeToString(raw) + "." + parts[1] + "."
}

// forgeries are tokens that nobody may come in with, by the row of the catalogue and what
// is wrong with them.
func forgeries(t *testing.T, db *store.DB, s *auth.Service) (*forger, map[string]string) {
	t.Helper()
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example", enum.PermissionCatalogRead)
	member(t, db, s, other, "owner@other.example")
	tokens := signIn(t, s, vendorInput(v.Slug, "owner@v.example"))
	theirs := signIn(t, s, vendorInput(other.Slug, "owner@other.example"))
	f := newForger(t, tokens.AccessToken)
	parts := strings.Split(f.good, ".")
	public := []byte(f.key.Public().(ed25519.PublicKey))
	now := time.Now()
	_, stranger, err := ed25519.GenerateKey(nil)
	require.NoError(t, err)

	rows := map[string]string{
		"01 alg none":                       f.unsigned("none"),
		"01 alg None":                       f.unsigned("None"),
		"01 alg NONE":                       f.unsigned("NONE"),
		"01 no alg":                         f.unsigned(""),
		"02 HS256 by the public key":        f.sign(jwt.SigningMethodHS256, public, f.header, nil),
		"02 HS256 by the public key's text": f.sign(jwt.SigningMethodHS256, []byte(hex.EncodeToString(public)), f.header, nil),
		"03 HS384 by the right secret":      f.sign(jwt.SigningMethodHS384, []byte(root), f.header, nil),
		"03 HS512 by the right secret":      f.sign(jwt.SigningMethodHS512, root.Key("access-token"), f.header, nil),
		"03 a stranger's key":               f.sign(jwt.SigningMethodEdDSA, stranger, f.header, nil),
		"05 the signature is cut":           f.good[:len(f.good)-4],
		"05 no signature":                   parts[0] + "." + parts[1] + ".",
		"05 a signature of zeros":           parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])),
		"05 one bit is turned":              turned(parts),
		"05 two parts":                      parts[0] + "." + parts[1],
		"05 four parts":                     f.good + "." + parts[2],
		"05 nothing":                        "",
		"07 a kid that is a path":           f.headed("kid", "../../dev/null"),
		"07 a kid that is SQL":              f.headed("kid", "x' union select 'key' --"),
		"07 a kid of 20 kB":                 f.headed("kid", strings.Repeat("k", 20_000)),
		"07 no kid":                         f.headed("kid", nil),
		"07 jku":                            f.headed("jku", "http://127.0.0.1:1/keys"),
		"07 x5u":                            f.headed("x5u", "http://127.0.0.1:1/cert"),
		"07 x5c":                            f.headed("x5c", []string{"MII="}),
		"07 jwk":                            f.headed("jwk", map[string]any{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(public)}),
		"07 crit":                           f.headed("crit", []string{"exp"}),
		"08 over for ten minutes":           f.with(map[string]any{"iat": now.Add(-25 * time.Minute).Unix(), "nbf": now.Add(-25 * time.Minute).Unix(), "exp": now.Add(-10 * time.Minute).Unix()}),
		"09 no exp":                         f.with(map[string]any{"exp": nil}),
		"09 exp is text":                    f.with(map[string]any{"exp": "tomorrow"}),
		"09 exp is 0":                       f.with(map[string]any{"exp": 0}),
		"10 nbf in ten minutes":             f.with(map[string]any{"nbf": now.Add(10 * time.Minute).Unix()}),
		"10 iat in ten minutes":             f.with(map[string]any{"iat": now.Add(10 * time.Minute).Unix()}),
		"10 no nbf":                         f.with(map[string]any{"nbf": nil}),
		"10 no iat":                         f.with(map[string]any{"iat": nil}),
		"11 another iss":                    f.with(map[string]any{"iss": "orion2"}),
		"11 no iss":                         f.with(map[string]any{"iss": nil}),
		"11 another aud":                    f.with(map[string]any{"aud": []string{"ADMIN"}}),
		"11 two auds":                       f.with(map[string]any{"aud": []string{"VENDOR", "ADMIN"}}),
		"11 no aud":                         f.with(map[string]any{"aud": nil}),
		"11 another sub":                    f.with(map[string]any{"sub": "user_00000000000000000000000000"}),
		"11 no sub":                         f.with(map[string]any{"sub": nil}),
		"11 no jti":                         f.with(map[string]any{"jti": nil}),
		"11 no sid":                         f.with(map[string]any{"sid": nil}),
		"11 sid of nothing":                 f.with(map[string]any{"sid": uuid.NewString()}),
		"11 sid of somebody else":           f.with(map[string]any{"sid": theirs.Viewer.SessionID}),
		"11 vid of another vendor":          f.with(map[string]any{"vid": other.ID}),
		"11 no vid":                         f.with(map[string]any{"vid": nil}),
		"12 a life of a day":                f.with(map[string]any{"exp": now.Add(24 * time.Hour).Unix()}),
		"13 the refresh token":              tokens.RefreshToken,
		"03 the platform's key for another purpose": f.sign(jwt.SigningMethodEdDSA, ed25519.NewKeyFromSeed(root.Key("refresh-token")), f.header, nil),
		"05 200 kB": strings.Repeat("x", 200_000),
	}
	for claim, value := range f.claims {
		rows["04 another "+claim+" under the old signature"] = f.swapped(claim, changed(value))
	}
	return f, rows
}

// refused tries the forgeries of one row of the catalogue.
func refused(s *auth.Service, rows map[string]string, row string) func(*testing.T) {
	return func(t *testing.T) {
		tried := 0
		for name, token := range rows {
			what, ok := strings.CutPrefix(name, row+" ")
			if !ok {
				continue
			}
			tried++
			t.Run(what, func(t *testing.T) {
				_, err := s.Authenticate(t.Context(), token)
				require.Equal(t, errs.Unauthenticated, code(err), "%v", err)
			})
		}
		require.Positive(t, tried)
	}
}

func turned(parts []string) string {
	raw, _ := base64.RawURLEncoding.DecodeString(parts[2])
	raw[10] ^= 1
	return parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(raw)
}

func changed(v any) any {
	if n, ok := v.(float64); ok {
		return n + 1
	}
	return "other"
}

func acrossClocks(t *testing.T) {
	db := pgtest.New(t)
	s := service(t, db)
	v, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example")
	for name, tc := range map[string]struct {
		ago  time.Duration
		code errs.Code
	}{
		"28 made by a server 59 s ahead":        {ago: -59 * time.Second},
		"28 over for 50 s by another's clock":   {ago: 15*time.Minute + 50*time.Second},
		"08 over for more than the leeway":      {ago: 16*time.Minute + 5*time.Second, code: errs.Unauthenticated},
		"10 made by a server five min. ahead":   {ago: -5 * time.Minute, code: errs.Unauthenticated},
		"12 made 14 minutes ago, so still good": {ago: 14 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			there := service(t, db, func(o *auth.Options) { o.Clock = clock.Fixed(time.Now().UTC().Add(-tc.ago)) })
			tokens := signIn(t, there, vendorInput(v.Slug, "owner@v.example"))
			require.WithinDuration(t, time.Now().Add(-tc.ago).Add(15*time.Minute), tokens.ExpiresAt, 2*time.Second)
			_, err := s.Authenticate(t.Context(), tokens.AccessToken)
			require.Equal(t, tc.code, code(err))
		})
	}
}

func theKeyIsTheSecrets(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	s := service(t, db)
	member(t, db, s, v, "owner@v.example")
	tokens := signIn(t, s, vendorInput(v.Slug, "owner@v.example"))

	sum := sha256.Sum256([]byte("another"))
	stranger := service(t, db, func(o *auth.Options) { o.Secret = secret.Root(sum[:]) })
	_, err := stranger.Authenticate(t.Context(), tokens.AccessToken)
	require.Equal(t, errs.Unauthenticated, code(err))
	_, err = stranger.Refresh(t.Context(), auth.TokenRefreshInput{Audience: viewer.Vendor, RefreshToken: &tokens.RefreshToken})
	require.Equal(t, errs.InvalidCredentials, code(err))

	for name, short := range map[string]secret.Root{
		"06 a common word": secret.Root("secret"), "06 31 bytes": secret.Root(strings.Repeat("x", 31)), "06 none": nil,
	} {
		_, err := auth.New(db, auth.Options{Secret: short, Clock: clock.System{}})
		require.ErrorContains(t, err, "secret", name)
	}
}
