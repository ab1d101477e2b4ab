package auth

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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

// accessKey makes and reads access tokens: EdDSA, by one key of the root secret.
type accessKey struct {
	private ed25519.PrivateKey
	id      string
	clock   clock.Clock
	parser  *jwt.Parser
}

func newAccessKey(root secret.Root, c clock.Clock) *accessKey {
	private := ed25519.NewKeyFromSeed(root.Key("access-token"))
	sum := sha256.Sum256(private.Public().(ed25519.PublicKey))
	return &accessKey{
		private: private, id: hex.EncodeToString(sum[:8]), clock: c,
		parser: jwt.NewParser(
			jwt.WithValidMethods([]string{jwt.SigningMethodEdDSA.Alg()}), jwt.WithStrictDecoding(),
			jwt.WithIssuer(issuer), jwt.WithIssuedAt(), jwt.WithExpirationRequired(), jwt.WithNotBeforeRequired(),
			jwt.WithLeeway(leeway), jwt.WithTimeFunc(c.Now)),
	}
}

// make returns a token of the viewer's session and when it ends. slug is the
// viewer's vendor's, "" for the staff.
func (k *accessKey) make(v *viewer.Viewer, slug string) (token string, ends time.Time, err error) {
	now := k.clock.Now()
	ends = now.Add(AccessLife).Truncate(time.Second)
	t := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims{
		RegisteredClaims: jwt.RegisteredClaims{
			Issuer: issuer, Subject: subject(v), Audience: jwt.ClaimStrings{string(v.Audience)}, ID: uuid.NewString(),
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(ends),
		},
		Session: v.SessionID, Vendor: v.VendorID, Slug: slug,
	})
	t.Header["kid"] = k.id
	if token, err = t.SignedString(k.private); err != nil {
		return "", time.Time{}, fmt.Errorf("sign an access token: %w", err)
	}
	return token, ends, nil
}

// read returns what a token says, if it is one of ours and good now.
func (k *accessKey) read(token string) (*claims, error) {
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

// verifier returns the key to check a token with, which is always the same. A header
// that says anything but how ours are made, such as where to fetch a key, is refused.
func (k *accessKey) verifier(t *jwt.Token) (any, error) {
	for name := range t.Header {
		if name != "alg" && name != "typ" && name != "kid" {
			return nil, fmt.Errorf("the header has %q", name)
		}
	}
	if t.Header["kid"] != k.id {
		return nil, errors.New("the key is unknown")
	}
	return k.private.Public(), nil
}

// fit reports whether the token speaks of the viewer that its session has now.
func (c *claims) fit(v *viewer.Viewer) bool {
	return v != nil && c.Audience[0] == string(v.Audience) && c.Vendor == v.VendorID &&
		c.Subject == subject(v) && c.Session == v.SessionID
}

// subject names who the viewer is.
func subject(v *viewer.Viewer) string {
	if v.Audience == viewer.Customer {
		return string(publicid.New("Customer", v.CustomerID))
	}
	return string(publicid.New("User", v.UserID))
}
