package auth

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/onetimetoken"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// IssueSetPassword returns a token that lets whoever has it set the user's password,
// once and within LinkLife. It is stored as a hash: this is the only time it is seen.
// The viewer must be of the platform.
func (s *Service) IssueSetPassword(ctx context.Context, tx *store.Tx, userID uuid.UUID) (string, error) {
	token := newLinkToken()
	err := tx.OneTimeToken.Create().SetUserID(userID).SetPurpose(onetimetoken.PurposeSET_PASSWORD).
		SetHash(hashOf(token)).SetExpiresAt(s.clock.Now().Add(LinkLife)).Exec(ctx)
	if err != nil {
		return "", fmt.Errorf("issue a link: %w", err)
	}
	return token, nil
}

// ResetPassword sets the password that a link is for, and returns the address that can
// now sign in. The user's sessions and other links end with it. A link that is unknown,
// used or over is NOT_FOUND at input.token; a password that is no good is refused at
// input.password and leaves the link as it was.
func (s *Service) ResetPassword(ctx context.Context, in PasswordResetInput) (string, error) {
	if err := s.throttle(ctx, ""); err != nil {
		return "", err
	}
	if err := checkPassword(in.Password, "input.password"); err != nil {
		return "", err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSignIn)
	u, err := s.userOf(ctx, in.Token)
	if err != nil {
		return "", err
	}
	hash, err := s.hasher.hash(ctx, in.Password) // outside the transaction: it takes its time
	if err != nil {
		return "", err
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.use(ctx, tx, in.Token); err != nil {
			return err
		}
		if err := s.keep(ctx, tx, u.ID, hash); err != nil {
			return err
		}
		self := viewer.NewContext(ctx, &viewer.Viewer{Audience: viewer.System, UserID: u.ID})
		return audit.Record(self, tx, audit.Event{Action: "user.password", TargetType: "User", Target: string(u.PublicID())})
	})
	if err != nil {
		return "", fmt.Errorf("reset a password: %w", err)
	}
	return u.Email, nil
}

func badLink() error {
	return errs.New(errs.NotFound, "the link is not good any more").At("input.token")
}

// userOf returns whose link a token is.
func (s *Service) userOf(ctx context.Context, token string) (*ent.User, error) {
	t, err := s.db.OneTimeToken.Query().Where(
		onetimetoken.Hash(hashOf(token)), onetimetoken.PurposeEQ(onetimetoken.PurposeSET_PASSWORD),
		onetimetoken.UsedAtIsNil(), onetimetoken.ExpiresAtGT(s.clock.Now()),
	).WithUser().Only(ctx)
	switch {
	case ent.IsNotFound(err), err == nil && t.Edges.User.DisabledAt != nil:
		return nil, badLink()
	case err != nil:
		return nil, fmt.Errorf("look up a link: %w", err)
	}
	return t.Edges.User, nil
}

// use spends a link. Of several who do so at once, one succeeds.
func (s *Service) use(ctx context.Context, tx *store.Tx, token string) error {
	n, err := tx.OneTimeToken.Update().
		Where(onetimetoken.Hash(hashOf(token)), onetimetoken.UsedAtIsNil(), onetimetoken.ExpiresAtGT(s.clock.Now())).
		SetUsedAt(s.clock.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("use a link: %w", err)
	}
	if n == 0 {
		return badLink()
	}
	return nil
}

// keep gives a user a password, and ends sessions and links that stood on the old one.
func (s *Service) keep(ctx context.Context, tx *store.Tx, userID uuid.UUID, hash string) error {
	if err := tx.User.UpdateOneID(userID).SetPasswordHash(hash).Exec(ctx); err != nil {
		return fmt.Errorf("store a password: %w", err)
	}
	err := tx.OneTimeToken.Update().Where(onetimetoken.UserID(userID), onetimetoken.UsedAtIsNil()).
		SetUsedAt(s.clock.Now()).Exec(ctx)
	if err != nil {
		return fmt.Errorf("end links: %w", err)
	}
	return s.RevokeUser(ctx, tx, userID, "password")
}

// SetPassword gives a user a password without a link, for commands and the demo. A user
// who has it already stays as they are, signed in too. Errors are those of HashPassword,
// at password, and NOT_FOUND.
func (s *Service) SetPassword(ctx context.Context, userID uuid.UUID, password string) error {
	ctx = store.AcrossVendors(ctx, store.ReasonSetUp)
	u, err := s.db.User.Get(ctx, userID)
	if err != nil {
		return fmt.Errorf("set a password: %w", err)
	}
	same, err := s.hasher.matches(ctx, password, u.PasswordHash)
	if same || err != nil {
		return err
	}
	hash, err := s.HashPassword(ctx, password, "password")
	if err != nil {
		return err
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error { return s.keep(ctx, tx, userID, hash) })
}
