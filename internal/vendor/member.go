package vendor

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/role"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// MemberInput is somebody to be in a vendor's team.
type MemberInput struct {
	Email string
	// Template is a role that every vendor has: owner, manager, catalogue, orders,
	// support or accountant.
	Template string
}

// AddMember puts somebody into a vendor's team, with an account where the address has
// none; it has no password until one is set. Somebody who is in the team gets the role
// instead of theirs. A template that the vendor has no role of is NOT_FOUND at
// input.template. The viewer must be the program, acting for the platform.
func (s *Service) AddMember(ctx context.Context, v *ent.Vendor, in MemberInput) (*ent.Membership, error) {
	email, ok := auth.NormalEmail(in.Email)
	if !ok {
		return nil, errs.Field("input.email", "is no e-mail address")
	}
	var m *ent.Membership
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		r, err := tx.Role.Query().Where(role.VendorID(v.ID), role.Template(in.Template)).Only(ctx)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "there is no such role").At("input.template")
		}
		if err != nil {
			return err
		}
		var u *ent.User
		if u, m, err = s.seat(ctx, tx, v, email, r.ID); err != nil {
			return err
		}
		if err := s.auth.GrantsChanged(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "member.add", TargetType: "User", Target: string(u.PublicID()), VendorID: v.ID,
		})
	})
	if err != nil {
		return nil, fmt.Errorf("add a member: %w", err)
	}
	return m, nil
}

// seat gives the user with an address, who is made where there is none, a role in a
// vendor's team.
func (s *Service) seat(ctx context.Context, tx *store.Tx, v *ent.Vendor, email string, roleID uuid.UUID) (*ent.User, *ent.Membership, error) {
	u, err := auth.EnsureUser(ctx, tx, email, v.Language)
	if err != nil {
		return nil, nil, err
	}
	own := viewer.NewContext(ctx, viewer.ForVendor(v.ID))
	m, err := tx.Membership.Query().Where(membership.UserID(u.ID), membership.VendorID(v.ID)).Only(own)
	switch {
	case err == nil:
		m, err = m.Update().SetRoleID(roleID).Save(own)
	case ent.IsNotFound(err):
		m, err = tx.Membership.Create().SetVendorID(v.ID).SetUserID(u.ID).SetRoleID(roleID).Save(own)
	}
	if err != nil {
		return nil, nil, fmt.Errorf("make a member: %w", err)
	}
	return u, m, nil
}
