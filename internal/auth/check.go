package auth

import (
	"context"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// CheckPassword has somebody show that an account is theirs without signing in. A wrong
// password is INVALID_CREDENTIALS at path, and so is any for an account that is disabled
// or has none. Tries count as those of signing in do, by account and by address: one too
// many is THROTTLED.
func (s *Service) CheckPassword(ctx context.Context, u *ent.User, password, path string) error {
	account := accountKey(viewer.System, "", u.Email)
	if err := s.throttle(ctx, account); err != nil {
		return err
	}
	if err := s.lockedOut(ctx, account); err != nil {
		return err
	}
	hash := u.PasswordHash
	if u.DisabledAt != nil {
		hash = nil
	}
	ok, err := s.hasher.matches(ctx, password, hash)
	if err != nil {
		return err
	}
	if !ok {
		s.wrong(ctx, account)
		return errs.New(errs.InvalidCredentials, "the password is wrong").At(path)
	}
	return nil
}

// StorePassword gives a user a password that HashPassword has hashed, and ends the
// sessions and links that stood on what was before. The viewer must be of the platform.
func (s *Service) StorePassword(ctx context.Context, tx *store.Tx, userID uuid.UUID, hash string) error {
	return s.keep(ctx, tx, userID, hash)
}

// Prove has the viewer show their password again before something that cannot be undone.
// A wrong one is INVALID_CREDENTIALS at path; tries count as those of signing in do, one too
// many is THROTTLED. API keys and impersonators are FORBIDDEN.
func (s *Service) Prove(ctx context.Context, password, path string) error {
	me, err := s.self(ctx)
	if err != nil {
		return err
	}
	return s.prove(ctx, me, password, path)
}
