package vendor

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/membership"
	"orion/ent/gen/ent/role"
	"orion/ent/gen/ent/user"
	"orion/ent/gen/ent/vendor"
	"orion/internal/auth"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

func forbidden() error { return errs.New(errs.Forbidden, "you may not do that") }

// need refuses a viewer without a permission.
func need(ctx context.Context, p enum.Permission) error {
	if !viewer.From(ctx).May(string(p)) {
		return forbidden()
	}
	return nil
}

// person refuses a viewer without a permission, and everybody who is not somebody: an
// API key, and staff who act for a vendor, change no teams.
func person(ctx context.Context, p enum.Permission) (*viewer.Viewer, error) {
	v := viewer.From(ctx)
	if v == nil || v.UserID == uuid.Nil || !v.May(string(p)) {
		return nil, forbidden()
	}
	return v, nil
}

// A team is where members are: a vendor's, or the platform's staff where vendor is nil.
// Its changes come one after the other.
type team struct {
	vendor *ent.Vendor
	// program is the context of the team's rows once it is decided that they change; what
	// a vendor's transaction reaches are its own rows all the same.
	program context.Context
}

// lockTeam locks the viewer's team until tx ends: the vendor's row, for the staff the
// lock of auth.LockStaff. It does not hinder those who place orders.
func lockTeam(ctx context.Context, tx *store.Tx) (*team, error) {
	v := viewer.From(ctx)
	if v.VendorID == uuid.Nil {
		return &team{program: viewer.NewContext(ctx, viewer.ForPlatform())}, auth.LockStaff(ctx, tx)
	}
	row, err := lockVendor(ctx, tx, v.VendorID)
	if err != nil {
		return nil, err
	}
	return &team{vendor: row, program: viewer.Elevate(ctx)}, nil
}

func lockVendor(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Vendor, error) {
	v, err := tx.Vendor.Query().Where(vendor.ID(id)).ForUpdate(sql.WithLockClause("FOR NO KEY UPDATE")).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock a vendor: %w", err)
	}
	return v, nil
}

// id is the team's vendor, nil for the staff.
func (t *team) id() *uuid.UUID {
	if t.vendor == nil {
		return nil
	}
	return &t.vendor.ID
}

// vendorID is the team's vendor, the zero uuid for the staff.
func (t *team) vendorID() uuid.UUID {
	if t.vendor == nil {
		return uuid.Nil
	}
	return t.vendor.ID
}

// noun tells teams from the staff in the record.
func (t *team) noun() string {
	if t.vendor == nil {
		return "staff"
	}
	return "member"
}

func (t *team) members() func(*sql.Selector) { return ofVendor(t.id()) }

func (t *team) roles() func(*sql.Selector) { return ofVendor(t.id()) }

// ofVendor matches the rows of a vendor, nil for those of the platform, in any table that
// has vendors.
func ofVendor(id *uuid.UUID) func(*sql.Selector) {
	return func(s *sql.Selector) {
		if id == nil {
			s.Where(sql.IsNull(s.C(membership.FieldVendorID)))
			return
		}
		s.Where(sql.EQ(s.C(membership.FieldVendorID), *id))
	}
}

// role returns a role of the team that the viewer may give: NOT_FOUND at path where there
// is none, FORBIDDEN where it allows what the viewer lacks.
func (t *team) role(ctx context.Context, tx *store.Tx, id uuid.UUID, path string) (*ent.Role, error) {
	r, err := tx.Role.Query().Where(role.ID(id), t.roles()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "there is no such role").At(path)
	}
	if err != nil {
		return nil, fmt.Errorf("find a role: %w", err)
	}
	return r, within(ctx, r)
}

// member returns somebody of the team whom the viewer may do something to: NOT_FOUND
// where there is none, FORBIDDEN where they may what the viewer may not.
func (t *team) member(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.Membership, error) {
	m, err := tx.Membership.Query().Where(membership.ID(id), t.members()).WithRole().Only(ctx)
	if err != nil {
		return nil, err
	}
	return m, within(ctx, m.Edges.Role)
}

// within refuses a role that allows what the viewer lacks: nobody grants it, takes it
// away or changes who has it.
func within(ctx context.Context, r *ent.Role) error {
	v := viewer.From(ctx)
	for _, p := range r.Permissions {
		if !v.May(p) {
			return forbidden()
		}
	}
	return nil
}

// tops reports whether a role is one that may everything: of such there is always
// somebody left.
func tops(r *ent.Role) bool {
	if r.Template == nil {
		return false
	}
	if r.VendorID == nil {
		return *r.Template == auth.SuperAdmin
	}
	return *r.Template == Owner
}

// topOf is the role of those who may everything in a team.
func topOf(vendorID *uuid.UUID) func(*sql.Selector) {
	name := Owner
	if vendorID == nil {
		name = auth.SuperAdmin
	}
	return func(s *sql.Selector) {
		r := sql.Table(role.Table)
		s.Where(sql.In(s.C(membership.FieldRoleID), sql.Select(r.C(role.FieldID)).From(r).Where(sql.And(
			sql.EQ(r.C(role.FieldTemplate), name), sameVendor(r, s)))))
	}
}

// sameVendor matches a role to its member's team; the staff's have none.
func sameVendor(r *sql.SelectTable, s *sql.Selector) *sql.Predicate {
	return sql.P(func(b *sql.Builder) {
		b.WriteString(r.C(role.FieldVendorID)).WriteString(" IS NOT DISTINCT FROM ").WriteString(s.C(membership.FieldVendorID))
	})
}

// othersOnTop refuses to take the last one who may everything and can sign in out of a
// team. The caller has locked the team.
func othersOnTop(ctx context.Context, tx *store.Tx, vendorID *uuid.UUID, except uuid.UUID) error {
	left, err := tx.Membership.Query().Where(
		ofVendor(vendorID), topOf(vendorID), membership.UserIDNEQ(except),
		membership.HasUserWith(user.DisabledAtIsNil()),
	).Exist(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("look for another owner: %w", err)
	case left:
		return nil
	case vendorID == nil:
		return errs.New(errs.Conflict, "that is the last super-admin")
	}
	return errs.New(errs.Conflict, "the team needs an owner: give that role to somebody else first")
}

// ownersOf returns the owners of a vendor who can sign in.
func ownersOf(ctx context.Context, tx *store.Tx, vendorID uuid.UUID) ([]*ent.User, error) {
	members, err := tx.Membership.Query().Where(membership.VendorID(vendorID), topOf(&vendorID)).WithUser().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find the owners: %w", err)
	}
	out := make([]*ent.User, 0, len(members))
	for _, m := range members {
		if u := m.Edges.User; u != nil && u.DisabledAt == nil {
			out = append(out, u)
		}
	}
	return out, nil
}
