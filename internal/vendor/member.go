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
	"orion/internal/kit/publicid"
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

// SetRole gives a member of the viewer's team, a vendor's or the staff, another role.
// NOT_FOUND where there is no such member, or at roleId no such role; FORBIDDEN where the
// old one or the new one allows what the viewer lacks; CONFLICT for the last one who may
// everything. The viewer needs team.write or staff.write and must be somebody.
func (s *Service) SetRole(ctx context.Context, id, roleID uuid.UUID) (*ent.Membership, error) {
	var out *ent.Membership
	err := s.onMember(ctx, id, func(tx *store.Tx, t *team, m *ent.Membership) error {
		r, err := t.role(ctx, tx, roleID, "roleId")
		if err != nil {
			return err
		}
		if tops(m.Edges.Role) && !tops(r) {
			if err := othersOnTop(ctx, tx, t.id(), m.UserID); err != nil {
				return err
			}
		}
		if out, err = tx.Membership.UpdateOneID(id).SetRoleID(roleID).Save(t.program); err != nil {
			return fmt.Errorf("give a role: %w", err)
		}
		if err := s.auth.GrantsChanged(ctx, tx); err != nil {
			return err
		}
		return recordMember(ctx, tx, t.noun()+".role", m, out)
	})
	return out, err
}

// Remove takes a member out of the viewer's team and ends their sessions in it at once.
// Errors are those of SetRole.
func (s *Service) Remove(ctx context.Context, id uuid.UUID) error {
	return s.onMember(ctx, id, func(tx *store.Tx, t *team, m *ent.Membership) error {
		return s.part(ctx, tx, t, m, ".remove")
	})
}

// Leave takes the viewer out of their own vendor's team and returns what they were in it.
// CONFLICT for the last owner.
func (s *Service) Leave(ctx context.Context) (*ent.Membership, error) {
	v := viewer.From(ctx)
	if v == nil || v.Audience != viewer.Vendor || v.UserID == uuid.Nil {
		return nil, forbidden()
	}
	var m *ent.Membership
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTeam(ctx, tx)
		if err != nil {
			return err
		}
		m, err = tx.Membership.Query().Where(membership.UserID(v.UserID), t.members()).WithRole().Only(ctx)
		if err != nil {
			return err
		}
		return s.part(ctx, tx, t, m, ".leave")
	})
	if err != nil {
		return nil, fmt.Errorf("leave a team: %w", err)
	}
	return m, nil
}

// part ends a membership.
func (s *Service) part(ctx context.Context, tx *store.Tx, t *team, m *ent.Membership, verb string) error {
	if tops(m.Edges.Role) {
		if err := othersOnTop(ctx, tx, t.id(), m.UserID); err != nil {
			return err
		}
	}
	if err := tx.Membership.DeleteOneID(m.ID).Exec(t.program); err != nil {
		return fmt.Errorf("end a membership: %w", err)
	}
	if err := s.auth.RevokeMember(ctx, tx, t.vendorID(), m.UserID); err != nil {
		return err
	}
	return recordMember(ctx, tx, t.noun()+verb, m, nil)
}

// onMember does something to a member whom the viewer may do it to, in a locked team.
func (s *Service) onMember(ctx context.Context, id uuid.UUID, do func(*store.Tx, *team, *ent.Membership) error) error {
	if _, err := personOfTeam(ctx); err != nil {
		return err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTeam(ctx, tx)
		if err != nil {
			return err
		}
		m, err := t.member(ctx, tx, id)
		if err != nil {
			return err
		}
		return do(tx, t, m)
	})
	if err != nil {
		return fmt.Errorf("change a team: %w", err)
	}
	return nil
}

func recordMember(ctx context.Context, tx *store.Tx, action string, before, after *ent.Membership) error {
	user := string(publicid.New("User", before.UserID))
	return audit.Record(ctx, tx, audit.Event{Action: action, TargetType: "User", Target: user, Changes: audit.Diff(before, after)})
}
