package vendor

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/invitation"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/role"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Roles lists the roles of the viewer's vendor, for the staff the staff's own, oldest
// first.
func (s *Service) Roles(ctx context.Context, arg page.Arg) (*RoleConnection, error) {
	own := ofVendor(vendorOf(ctx))
	plan, err := s.signer.Plan(arg, []page.Key{{Column: role.FieldCreatedAt, Time: true}}, "roles", viewer.From(ctx).VendorID)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Role.Query().Where(own, plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list roles: %w", err)
	}
	return page.Cut(plan, rows, func(r *ent.Role) ([]any, uuid.UUID) { return []any{r.CreatedAt}, r.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.Role.Query().Where(own).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// vendorOf is the viewer's vendor, nil for the staff.
func vendorOf(ctx context.Context) *uuid.UUID {
	if v := viewer.From(ctx); v.VendorID != uuid.Nil {
		return &v.VendorID
	}
	return nil
}

// Fixed reports whether a role may everything and cannot be changed.
func Fixed(r *ent.Role) bool { return tops(r) }

// validate checks a role and puts it into its usual writing.
func (in RoleInput) validate(ctx context.Context) (name, description string, may []string, err error) {
	name = strings.TrimSpace(in.Name)
	if err := checkText(name, 60, "input.name"); err != nil {
		return "", "", nil, err
	}
	if in.Description != nil && strings.TrimSpace(*in.Description) != "" {
		description = strings.TrimSpace(*in.Description)
		if err := checkText(description, 200, "input.description"); err != nil {
			return "", "", nil, err
		}
	}
	all := enum.VendorPermissions()
	for i, p := range in.Permissions {
		if !slices.Contains(all, p) {
			return "", "", nil, errs.Field("input.permissions."+strconv.Itoa(i), "is not for teams")
		}
		if err := need(ctx, p); err != nil { // nobody grants what they lack
			return "", "", nil, err
		}
	}
	return name, description, words(in.Permissions), nil
}

func nameTaken(err error) error {
	if store.Violates(err, "role_name_per_vendor") {
		return errs.New(errs.AlreadyExists, "is taken").At("input.name")
	}
	return err
}

// CreateRole makes a role of the viewer's vendor. FORBIDDEN where it allows what the
// viewer lacks; ALREADY_EXISTS by name. The viewer needs team.write and must be somebody.
func (s *Service) CreateRole(ctx context.Context, in RoleInput) (*ent.Role, error) {
	v, err := person(ctx, enum.PermissionTeamWrite)
	if err != nil {
		return nil, err
	}
	name, description, may, err := in.validate(ctx)
	if err != nil {
		return nil, err
	}
	var r *ent.Role
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		r, err = tx.Role.Create().SetVendorID(v.VendorID).SetName(name).SetDescription(description).
			SetPermissions(may).Save(viewer.Elevate(ctx))
		if err != nil {
			return nameTaken(err)
		}
		return recordRole(ctx, tx, "role.create", nil, r)
	})
	if err != nil {
		return nil, fmt.Errorf("create a role: %w", err)
	}
	return r, nil
}

func recordRole(ctx context.Context, tx *store.Tx, action string, before, after *ent.Role) error {
	r := after
	if r == nil {
		r = before
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Role", Target: string(r.PublicID()), Changes: audit.Diff(before, after),
	})
}

// changeable returns a role that the viewer may change or remove: INVALID_STATE for the
// owner's, and the errors of team.role.
func (t *team) changeable(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Role, error) {
	r, err := t.role(ctx, tx, id, "id")
	if err == nil && tops(r) {
		return nil, errs.New(errs.InvalidState, "the owner's role may everything and stays as it is")
	}
	return r, err
}

// UpdateRole changes a role, for its members at once. INVALID_STATE for the owner's;
// FORBIDDEN where it allows, or is to allow, what the viewer lacks; ALREADY_EXISTS by
// name. The viewer needs team.write and must be somebody.
func (s *Service) UpdateRole(ctx context.Context, id uuid.UUID, in RoleInput) (*ent.Role, error) {
	if _, err := person(ctx, enum.PermissionTeamWrite); err != nil {
		return nil, err
	}
	name, description, may, err := in.validate(ctx)
	if err != nil {
		return nil, err
	}
	var r *ent.Role
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTeam(ctx, tx)
		if err != nil {
			return err
		}
		before, err := t.changeable(ctx, tx, id)
		if err != nil {
			return err
		}
		change := tx.Role.UpdateOneID(id).SetName(name).SetPermissions(may)
		if in.Description != nil {
			change.SetDescription(description)
		}
		if r, err = change.Save(t.program); err != nil {
			return nameTaken(err)
		}
		if err := s.auth.GrantsChanged(ctx, tx); err != nil {
			return err
		}
		return recordRole(ctx, tx, "role.update", before, r)
	})
	if err != nil {
		return nil, fmt.Errorf("update a role: %w", err)
	}
	return r, nil
}

// DeleteRole removes a role. CONFLICT while members or invitations that wait have it;
// INVALID_STATE for the owner's; FORBIDDEN where it allows what the viewer lacks. The
// viewer needs team.write and must be somebody.
func (s *Service) DeleteRole(ctx context.Context, id uuid.UUID) error {
	if _, err := person(ctx, enum.PermissionTeamWrite); err != nil {
		return err
	}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		t, err := lockTeam(ctx, tx)
		if err != nil {
			return err
		}
		r, err := t.changeable(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.unused(t.program, tx, id); err != nil {
			return err
		}
		if err := tx.Role.DeleteOneID(id).Exec(t.program); err != nil {
			return err
		}
		return recordRole(ctx, tx, "role.delete", r, nil)
	})
	if err != nil {
		return fmt.Errorf("delete a role: %w", err)
	}
	return nil
}

// unused refuses a role that somebody has or is to have. Invitations that came to an end
// go with it: what they came to is in the record.
func (s *Service) unused(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	had, err := tx.Membership.Query().Where(membership.RoleID(id)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for members: %w", err)
	}
	meant, err := tx.Invitation.Query().Where(invitation.RoleID(id), s.statusIs(enum.InvitationStatusPending)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for invitations: %w", err)
	}
	if had || meant {
		return errs.New(errs.Conflict, "members or invitations have the role")
	}
	if _, err := tx.Invitation.Delete().Where(invitation.RoleID(id)).Exec(ctx); err != nil {
		return fmt.Errorf("remove old invitations: %w", err)
	}
	return nil
}
