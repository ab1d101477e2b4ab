// Package ticket signs what an address says, so that the address alone opens one
// thing until it expires, without a sign-in.
package ticket

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"strconv"
	"time"
)

var (
	// ErrForged is the error for what we have not signed.
	ErrForged = errors.New("the ticket is not ours")
	// ErrExpired is the error for a ticket whose time is over.
	ErrExpired = errors.New("the ticket has expired")
)

// A Key signs tickets.
type Key []byte

// Expires is an instant as it stands in a ticket, to the second.
func Expires(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }

// Sign returns the signature of a ticket: of its parts, in their order, and of when it
// expires.
func (k Key) Sign(expires string, parts ...string) string {
	m := hmac.New(sha256.New, k)
	for _, p := range append(parts[:len(parts):len(parts)], expires) {
		m.Write([]byte(p))
		m.Write([]byte{0}) // so that parts cannot be moved together
	}
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

// Check returns ErrForged or ErrExpired where a ticket is no good any more, and nil
// where it is. The instant that it expires at is no longer good.
func (k Key) Check(now time.Time, signature, expires string, parts ...string) error {
	if !hmac.Equal([]byte(signature), []byte(k.Sign(expires, parts...))) {
		return ErrForged
	}
	at, err := strconv.ParseInt(expires, 10, 64)
	if err != nil || !now.Before(time.Unix(at, 0)) {
		return ErrExpired
	}
	return nil
}
