package auth

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"

	"orion/internal/kit/clock"
	"orion/internal/kit/publicid"
	"orion/internal/kit/secret"
	"orion/internal/viewer"
)

const (
	issuer = "orion"
	// leeway is how far the clocks of two servers may be apart.
	leeway = 60 * time.Second
	// maxToken is longer than any token of ours, in bytes.
	maxToken = 2048
)

// claims are what an access token says. Nothing in it is a right: those are looked
// up for its session.
type claims struct {
	jwt.RegisteredClaims
	Session uuid.UUID `json:"sid"`
	Vendor  uuid.UUID `json:"vid,omitzero"`
	Slug    string    `json:"slug,omitempty"`
}

// period is how long one key signs.
const period = 30 * 24 * time.Hour

// accessKeys makes and reads access tokens: EdDSA, by a key for each period that comes
// from the root secret, so that every process knows every key and none has to be kept.
type accessKeys struct {
	root   secret.Root
	clock  clock.Clock
	parser *jwt.Parser
	// made are the keys that were asked for, by number of the period.
	mu   sync.Mutex
	made map[int64]*accessKey
}

// accessKey is the key of one period.
type accessKey struct {
	private ed25519.PrivateKey
	// id names the period and the key, such as 688-1f0c….
	id string
}

func newAccessKeys(root secret.Root, c clock.Clock) *accessKeys {
	return &accessKeys{
		root: root, clock: c, made: map[int64]*accessKey{},
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithStrictDecoding(),
			jwt.WithIssuer(issuer), jwt.WithIssuedAt(), jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(),
			jwt.WithLeeway(leeway), jwt.WithTimeFunc(c.Now)),
	}
}

// of returns the key that signs at a moment.
func (k *accessKeys) of(at time.Time) *accessKey {
	n := at.Unix() / int64(period/time.Second)
	k.mu.Lock()
	defer k.mu.Unlock()
	if key := k.made[n]; key != nil {
		return key
	}
	number := strconv.FormatInt(n, 10)
	private := ed25519.NewKeyFromSeed(k.root.Key("access-token/" + number))
	sum := sha256.Sum256(private.Public().(ed25519.PublicKey))
	key := &accessKey{private: private, id: number + "-" + hex.EncodeToString(sum[:8])}
	k.made[n] = key
	return key
}

// valid returns the keys whose tokens may be good at a moment: the one that signs now,
// the one before while its tokens last, and the next one for servers whose clocks are
// ahead.
func (k *accessKeys) valid(at time.Time) []*accessKey {
	return []*accessKey{k.of(at), k.of(at.Add(-AccessLife - leeway)), k.of(at.Add(leeway))}
}

// make returns a token of the viewer's session and when it ends. slug is the
// viewer's vendor's, "" for the staff.
func (k *accessKeys) make(v *viewer.Viewer, slug string) (token string, ends time.Time, err error) {
	now := k.clock.Now()
	key := k.of(now)
	ends = now.Add(AccessLife).Truncate(time.Second)
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Subject: subject(v), Audience: jwt.ClaimStrings{string(v.Audience)}, ID: uuid.NewString(),
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(ends),
		},
		Session: v.SessionID, Vendor: v.VendorID, Slug: slug,
	})
	t.Header["kid"] = key.id
	if token, err = t.SignedString(key.private); err != nil {
		return "", time.Time{}, fmt.Errorf("sign an access token: %w", err)
	}
	return token, ends, nil
}

// read returns what a token says, if it is one of ours and good now.
func (k *accessKeys) read(token string) (*claims, error) {
	if len(token) > maxToken {
		return nil, errors.New("the token is too long")
	}
	c := &claims{}
	if _, err := k.parser.ParseWithClaims(token, c, k.verifier); err != nil {
		return nil, fmt.Errorf("read an access token: %w", err)
	}
	if len(c.Audience) != 1 || c.Subject == "" || c.ID == "" || c.IssuedAt == nil || c.Session == uuid.Nil {
		return nil, errors.New("the token lacks a claim")
	}
	if c.ExpiresAt.Sub(c.IssuedAt.Time) > AccessLife {
		return nil, errors.New("the token lives too long")
	}
	return c, nil
}

// verifier returns the key to check a token with: one of those that are good now. A
// header that says anything but how ours are made, such as where to fetch a key, is
// refused.
func (k *accessKeys) verifier(t *jwt.Token) (any, error) {
	for name := range t.Header {
		if name != "alg" && name != "typ" && name != "kid" {
			return nil, fmt.Errorf("the header has %q", name)
		}
	}
	for _, key := range k.valid(k.clock.Now()) {
		if t.Header["kid"] == key.id {
			return key.private.Public(), nil
		}
	}
	return nil, errors.New("the key is unknown")
}

// fit reports whether the token speaks of the viewer that its session has now.
func (c *claims) fit(v *viewer.Viewer) bool {
	return v != nil && c.Audience[0] == string(v.Audience) && c.Vendor == v.VendorID &&
		c.Subject == subject(v) && c.Session == v.SessionID
}

// subject names who the viewer is.
func subject(v *viewer.Viewer) string {
	switch {
	case v.Audience == viewer.Customer:
		return string(publicid.New("Customer", v.CustomerID))
	case v.ImpersonatorID != uuid.Nil:
		return string(publicid.New("User", v.ImpersonatorID))
	}
	return string(publicid.New("User", v.UserID))
}
