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
	f := &forger{key: ed25519.NewKeyFromSeed(root.Key("access-token")), good: good}
	parts := strings.Split(good, ".")
	for i, into := range []*map[string]any{&f.header, &f.claims} {
		raw, err := base64.RawURLEncoding.DecodeString(parts[i])
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal(raw, into))
	}
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

func TestForgedTokens(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
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
		"B1.1 alg none":                          f.unsigned("none"),
		"B1.1 alg None":                          f.unsigned("None"),
		"B1.1 alg NONE":                          f.unsigned("NONE"),
		"B1.1 no alg":                            f.unsigned(""),
		"B1.2 HS256 by the public key":           f.sign(jwt.SigningMethodHS256, public, f.header, nil),
		"B1.2 HS256 by the public key's text":    f.sign(jwt.SigningMethodHS256, []byte(hex.EncodeToString(public)), f.header, nil),
		"B1.3 HS384 by the right secret":         f.sign(jwt.SigningMethodHS384, []byte(root), f.header, nil),
		"B1.3 HS512 by the right secret":         f.sign(jwt.SigningMethodHS512, root.Key("access-token"), f.header, nil),
		"B1.3 a stranger's key":                  f.sign(jwt.SigningMethodEdDSA, stranger, f.header, nil),
		"B1.5 the signature is cut":              f.good[:len(f.good)-4],
		"B1.5 no signature":                      parts[0] + "." + parts[1] + ".",
		"B1.5 a signature of zeros":              parts[0] + "." + parts[1] + "." + strings.Repeat("A", len(parts[2])),
		"B1.5 one bit is turned":                 turned(parts),
		"B1.5 two parts":                         parts[0] + "." + parts[1],
		"B1.5 four parts":                        f.good + "." + parts[2],
		"B1.5 nothing":                           "",
		"B1.7 a kid that is a path":              f.headed("kid", "../../dev/null"),
		"B1.7 a kid that is SQL":                 f.headed("kid", "x' union select 'key' --"),
		"B1.7 a kid of 20 kB":                    f.headed("kid", strings.Repeat("k", 20_000)),
		"B1.7 no kid":                            f.headed("kid", nil),
		"B1.7 jku":                               f.headed("jku", "http://127.0.0.1:1/keys"),
		"B1.7 x5u":                               f.headed("x5u", "http://127.0.0.1:1/cert"),
		"B1.7 x5c":                               f.headed("x5c", []string{"MII="}),
		"B1.7 jwk":                               f.headed("jwk", map[string]any{"kty": "OKP", "crv": "Ed25519", "x": base64.RawURLEncoding.EncodeToString(public)}),
		"B1.7 crit":                              f.headed("crit", []string{"exp"}),
		"B1.8 over for ten minutes":              f.with(map[string]any{"iat": now.Add(-25 * time.Minute).Unix(), "nbf": now.Add(-25 * time.Minute).Unix(), "exp": now.Add(-10 * time.Minute).Unix()}),
		"B1.9 no exp":                            f.with(map[string]any{"exp": nil}),
		"B1.9 exp is text":                       f.with(map[string]any{"exp": "tomorrow"}),
		"B1.9 exp is 0":                          f.with(map[string]any{"exp": 0}),
		"B1.10 nbf in ten minutes":               f.with(map[string]any{"nbf": now.Add(10 * time.Minute).Unix()}),
		"B1.10 iat in ten minutes":               f.with(map[string]any{"iat": now.Add(10 * time.Minute).Unix()}),
		"B1.10 no nbf":                           f.with(map[string]any{"nbf": nil}),
		"B1.10 no iat":                           f.with(map[string]any{"iat": nil}),
		"B1.11 another iss":                      f.with(map[string]any{"iss": "orion2"}),
		"B1.11 no iss":                           f.with(map[string]any{"iss": nil}),
		"B1.11 another aud":                      f.with(map[string]any{"aud": []string{"ADMIN"}}),
		"B1.11 two auds":                         f.with(map[string]any{"aud": []string{"VENDOR", "ADMIN"}}),
		"B1.11 no aud":                           f.with(map[string]any{"aud": nil}),
		"B1.11 another sub":                      f.with(map[string]any{"sub": "user_00000000000000000000000000"}),
		"B1.11 no sub":                           f.with(map[string]any{"sub": nil}),
		"B1.11 no jti":                           f.with(map[string]any{"jti": nil}),
		"B1.11 no sid":                           f.with(map[string]any{"sid": nil}),
		"B1.11 sid of nothing":                   f.with(map[string]any{"sid": uuid.NewString()}),
		"B1.11 sid of somebody else":             f.with(map[string]any{"sid": theirs.Viewer.SessionID}),
		"B1.11 vid of another vendor":            f.with(map[string]any{"vid": other.ID}),
		"B1.11 no vid":                           f.with(map[string]any{"vid": nil}),
		"B1.12 a life of a day":                  f.with(map[string]any{"exp": now.Add(24 * time.Hour).Unix()}),
		"B1.13 the refresh token":                tokens.RefreshToken,
		"the platform's key for another purpose": f.sign(jwt.SigningMethodEdDSA, ed25519.NewKeyFromSeed(root.Key("refresh-token")), f.header, nil),
		"200 kB":                                 strings.Repeat("x", 200_000),
	}
	for claim, value := range f.claims {
		rows["B1.4 another "+claim+" under the old signature"] = f.swapped(claim, changed(value))
	}
	for name, token := range rows {
		t.Run(name, func(t *testing.T) {
			_, err := s.Authenticate(t.Context(), token)
			require.Equal(t, errs.Unauthenticated, code(err), "%v", err)
		})
	}
	t.Run("the forger can make good ones as well", func(t *testing.T) {
		_, err := s.Authenticate(t.Context(), f.with(nil))
		require.NoError(t, err)
	})
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

func TestAccessTokenAcrossClocks(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	s := service(t, db)
	v, _ := fixture.Vendor(t, db)
	member(t, db, s, v, "owner@v.example")
	for name, tc := range map[string]struct {
		ago  time.Duration
		code errs.Code
	}{
		"B1.28 made by a server 59 s ahead":        {ago: -59 * time.Second},
		"B1.28 over for 50 s by another's clock":   {ago: 15*time.Minute + 50*time.Second},
		"B1.8 over for more than the leeway":       {ago: 16*time.Minute + 5*time.Second, code: errs.Unauthenticated},
		"B1.10 made by a server five min. ahead":   {ago: -5 * time.Minute, code: errs.Unauthenticated},
		"B1.12 made 14 minutes ago, so still good": {ago: 14 * time.Minute},
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

func TestTheKeyIsTheSecrets(t *testing.T) {
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
		"B1.6 a common word": secret.Root("secret"), "B1.6 31 bytes": secret.Root(strings.Repeat("x", 31)), "B1.6 none": nil,
	} {
		_, err := auth.New(db, auth.Options{Secret: short, Clock: clock.System{}})
		require.ErrorContains(t, err, "secret", name)
	}
}
