package auth

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/user"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// CreateAdmin makes somebody a member of the platform's staff who may everything, with
// an account where the address has none. It can be called again: with the same password
// it changes nothing but that the role gets what permissions are new; with another one
// that is set and the user's sessions end, which is the way back in after a lost one.
func (s *Service) CreateAdmin(ctx context.Context, email, password string) (*ent.User, error) {
	address, ok := NormalEmail(email)
	if !ok {
		return nil, errs.Field("email", "is no e-mail address")
	}
	if err := checkPassword(password, "password"); err != nil {
		return nil, err
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSetUp)
	var u *ent.User
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if err = lockStaff(ctx, tx.Pgx); err != nil {
			return err
		}
		if u, err = EnsureUser(ctx, tx, address, ""); err != nil {
			return err
		}
		return s.appoint(ctx, tx, u)
	})
	if err != nil {
		return nil, fmt.Errorf("create an admin: %w", err)
	}
	return u, s.SetPassword(ctx, u.ID, password)
}

// appoint gives the user the role of a super-admin. The caller holds lockStaff.
func (s *Service) appoint(ctx context.Context, tx *store.Tx, u *ent.User) error {
	r, err := ensureStaffRoles(ctx, tx)
	if err != nil {
		return err
	}
	m, err := tx.Membership.Query().Where(membership.UserID(u.ID), membership.VendorIDIsNil()).Only(ctx)
	switch {
	case err == nil && m.RoleID == r.ID:
		return nil
	case err == nil:
		err = m.Update().SetRoleID(r.ID).Exec(ctx)
	case ent.IsNotFound(err):
		err = tx.Membership.Create().SetUserID(u.ID).SetRoleID(r.ID).Exec(ctx)
	}
	if err != nil {
		return fmt.Errorf("appoint: %w", err)
	}
	if err := s.GrantsChanged(ctx, tx); err != nil {
		return err
	}
	return audit.Record(ctx, tx, audit.Event{Action: "staff.appoint", TargetType: "User", Target: string(u.PublicID())})
}

// EnsureUser returns the user with an address in its normal writing, and makes one,
// without a password, where there is none. language is the new user's, English where
// it is "". The viewer must be of the platform. Somebody who makes the same user at
// the same moment is a CONFLICT.
func EnsureUser(ctx context.Context, tx *store.Tx, email, language string) (*ent.User, error) {
	u, err := tx.User.Query().Where(user.Email(email)).Only(ctx)
	if !ent.IsNotFound(err) {
		return u, err
	}
	c := tx.User.Create().SetEmail(email)
	if language != "" {
		c.SetLanguage(language)
	}
	u, err = c.Save(ctx)
	if store.Violates(err, "user_email") {
		return nil, errs.New(errs.Conflict, "the same was done at the same time: try again")
	}
	return u, err
}
