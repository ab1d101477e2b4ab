package auth

import (
	"context"
	_ "embed"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"orion/internal/kit/errs"
)

// The bounds of a password, in characters.
const (
	minPassword = 10
	maxPassword = 128
)

// commonest are the passwords that are tried first, those of at least minPassword
// characters: shorter ones are refused anyway.
var commonest = func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(commonText) {
		out[word] = true
	}
	return out
}()

//go:embed common.txt
var commonText string

// checkPassword refuses what is no good password; path names the argument.
func checkPassword(password, path string) error {
	switch n := utf8.RuneCountInString(password); {
	case n < minPassword:
		return errs.Field(path, "must have at least %d characters", minPassword)
	case n > maxPassword:
		return errs.New(errs.TooLong, "is longer than %d characters", maxPassword).At(path)
	case commonest[strings.ToLower(strings.TrimSpace(password))]:
		return errs.Field(path, "is one of the commonest passwords")
	}
	return nil
}

var params = argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// nobody is a hash of what nobody knows. It is compared where there is no account,
// so that this takes as long as a wrong password.
const nobody = "$argon2id$v=19$m=19456,t=2,p=1$b3Jpb24gaGFzIG5vYm9keQ$k47DQkMIbsvFjj+mn11pVTy2Qtnu/f+GlMJUcroIp1s"

// A hasher bounds how many passwords are hashed at once, so that a flood of
// sign-ins takes neither all memory nor all cores.
type hasher struct {
	slots chan struct{}
	wait  time.Duration
}

func newHasher(atOnce int, wait time.Duration) *hasher {
	return &hasher{slots: make(chan struct{}, atOnce), wait: wait}
}

// turn waits for a slot, as long as wait. The caller calls done in the end.
func (h *hasher) turn(ctx context.Context) (done func(), err error) {
	done = func() { <-h.slots }
	select {
	case h.slots <- struct{}{}:
		return done, nil
	default:
	}
	late := time.NewTimer(h.wait)
	defer late.Stop()
	select {
	case h.slots <- struct{}{}:
		return done, nil
	case <-late.C:
		return nil, throttled(h.wait)
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to hash: %w", context.Cause(ctx))
	}
}

func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	hash, err := argon2id.CreateHash(norm.NFC.String(password), &params)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// matches compares a password with a hash, nil where there is none. It takes the
// same time for both.
func (h *hasher) matches(ctx context.Context, password string, hash *string) (bool, error) {
	done, err := h.turn(ctx)
	if err != nil {
		return false, err
	}
	defer done()
	known := hash != nil && len(password) <= 4*maxPassword
	against := nobody
	if known {
		against = *hash
	} else {
		password = ""
	}
	ok, err := argon2id.ComparePasswordAndHash(norm.NFC.String(password), against)
	if err != nil {
		return false, fmt.Errorf("compare a password: %w", err)
	}
	return ok && known, nil
}

// throttled is the refusal of a try that comes too early.
func throttled(wait time.Duration) error {
	return errs.New(errs.Throttled, "too much at once: try again in %d seconds", max(1, int(math.Ceil(wait.Seconds()))))
}

// HashPassword checks a new password and returns its hash, for accounts that
// another domain keeps. path names the argument in errors: INVALID for a short or a
// common one, TOO_LONG, THROTTLED.
func (s *Service) HashPassword(ctx context.Context, password, path string) (string, error) {
	if err := checkPassword(password, path); err != nil {
		return "", err
	}
	return s.hasher.hash(ctx, password)
}

// GoodPassword refuses what HashPassword would, without the work: INVALID and TOO_LONG at
// path.
func GoodPassword(password, path string) error { return checkPassword(password, path) }
