package auth

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"time"

	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A challenge is what sign-in has seen by the time that it asks for a code. It is sealed,
// so that it says nothing and cannot be changed; it is no token and opens no session.
type challenge struct {
	Audience viewer.Audience `json:"a"`
	Slug     string          `json:"s"`
	Email    string          `json:"e"`
	// Proof is of password and second factor as they were: others make the challenge
	// worthless.
	Proof []byte    `json:"p"`
	Ends  time.Time `json:"x"`
}

// sealedFor is whose seals challenges are.
const sealedFor = "sign-in challenge"

func (s *Service) challenge(audience viewer.Audience, a *account) (string, error) {
	plain, err := json.Marshal(challenge{
		Audience: audience, Slug: a.slug, Email: a.email, Proof: a.proof(), Ends: s.clock.Now().Add(ChallengeLife),
	})
	if err != nil {
		return "", fmt.Errorf("write a challenge: %w", err)
	}
	sealed, err := s.seal.Seal(plain, sealedFor)
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(sealed), nil
}

func (s *Service) readChallenge(text string) (*challenge, bool) {
	c := &challenge{}
	if len(text) > maxToken {
		return nil, false
	}
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	if err != nil {
		return nil, false
	}
	plain, err := s.seal.Open(sealed, sealedFor)
	if err != nil || json.Unmarshal(plain, c) != nil || !c.Ends.After(s.clock.Now()) {
		return nil, false
	}
	return c, true
}

// proof stands for the password and the second factor of an account without saying
// them. Both are there, or there is no challenge.
func (a *account) proof() []byte {
	sum := sha256.Sum256([]byte(*a.hash + "/" + a.factorSince.UTC().Format(time.RFC3339Nano)))
	return sum[:]
}

// ConfirmSignIn begins the session that SignIn asked a code for. A code works once: of
// the authenticator app in its half minute and the ones beside it, or of recovery.
// INVALID_CREDENTIALS at input.code where it is wrong or used, and at input.challenge
// where that is over; THROTTLED as SignIn.
func (s *Service) ConfirmSignIn(ctx context.Context, in SignInConfirmInput) (*Tokens, error) {
	over := errs.New(errs.InvalidCredentials, "sign in again").At("input.challenge")
	c, ok := s.readChallenge(in.Challenge)
	if !ok {
		return nil, over
	}
	if named := viewer.RequestFrom(ctx).Vendor; named != "" && c.Slug != "" && named != c.Slug {
		return nil, over
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	a, err := s.account(ctx, c.Audience, c.Slug, c.Email)
	if err != nil {
		return nil, err
	}
	if a == nil || a.hash == nil || a.factorSince == nil || string(a.proof()) != string(c.Proof) {
		return nil, over
	}
	if err := s.mayTryCode(ctx, a.name()); err != nil {
		return nil, err
	}
	var t *Tokens
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.spendCode(ctx, tx, *a.userID, in.Code, "input.code"); err != nil {
			return err
		}
		t, err = s.open(ctx, tx, c.Audience, a)
		return err
	})
	if err != nil {
		s.wrongCode(ctx, a.name(), err)
		return nil, fmt.Errorf("confirm a sign-in: %w", err)
	}
	return t, nil
}
