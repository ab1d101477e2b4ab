// Package sendgrid takes what SendGrid tells of mails that went out by its relay: its event
// webhook, signed.
package sendgrid

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"strconv"
	"time"

	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/jobs"
)

// tolerance is how far a signature's time may be from ours: long enough for clocks that
// disagree, too short for one that was overheard to be of use.
const tolerance = 300 * time.Second

// A Keeper keeps what is told of mails until somebody has the time to heed it.
type Keeper interface {
	Keep(ctx context.Context, reports []jobs.MailReport) error
}

// A Receiver takes messages of SendGrid. It is safe for concurrent use.
type Receiver struct {
	key   *ecdsa.PublicKey
	clock clock.Clock
	mail  Keeper
}

// New returns a Receiver that believes what the holder of a key has signed: the public key
// as SendGrid's console shows it, base64 of DER, of the curve P-256.
func New(key string, c clock.Clock, k Keeper) (*Receiver, error) {
	der, err := base64.StdEncoding.DecodeString(key)
	if err != nil {
		return nil, errors.New("the key of SendGrid's event webhook must be base64")
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	public, ok := parsed.(*ecdsa.PublicKey)
	if err != nil || !ok || public.Curve != elliptic.P256() {
		return nil, errors.New("the key of SendGrid's event webhook must be a public key of the curve P-256")
	}
	return &Receiver{key: public, clock: c, mail: k}, nil
}

// Accept keeps what a message tells. UNAUTHENTICATED for one that is forged, or whose time is
// not now; BAD_REQUEST for one that cannot be read. One that was kept before does no harm.
func (r *Receiver) Accept(ctx context.Context, body []byte, signature, at string) error {
	if !r.now(at) || !r.signed(body, signature, at) {
		return errs.New(errs.Unauthenticated, "the signature is not valid")
	}
	reports, err := read(body)
	if err != nil {
		return errs.Wrap(err, errs.BadRequest, "is no message of the mail provider")
	}
	if len(reports) == 0 {
		return nil
	}
	return r.mail.Keep(ctx, reports)
}

// now reports whether a time, in seconds since 1970, is about that of our clock.
func (r *Receiver) now(at string) bool {
	seconds, err := strconv.ParseInt(at, 10, 64)
	return err == nil && r.clock.Now().Sub(time.Unix(seconds, 0)).Abs() <= tolerance
}

// signed reports whether SendGrid has put its name to a time and a body as they came.
func (r *Receiver) signed(body []byte, signature, at string) bool {
	raw, err := base64.StdEncoding.DecodeString(signature)
	if err != nil {
		return false
	}
	h := sha256.New()
	_, _ = h.Write([]byte(at)) // a hash takes everything
	_, _ = h.Write(body)
	return ecdsa.VerifyASN1(r.key, h.Sum(nil), raw)
}
