package auth

import (
	"context"
	"fmt"
	"slices"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/role"
	"orion/internal/enum"
	"orion/internal/store"
)

// SuperAdmin is the template of the platform's role that may everything.
const SuperAdmin = "super-admin"

// A staffRole is a role of the platform's staff.
type staffRole struct {
	template, name, description string
	may                         []enum.Permission
}

// staffRoles are all that there are, the one that may everything first.
func staffRoles() []staffRole {
	return []staffRole{
		{SuperAdmin, "Super-admin", "May everything, and appoints the others.", enum.PlatformPermissions()},
		{"support", "Support", "Looks into vendors, accounts and sessions, and acts for a vendor where that helps.", []enum.Permission{
			enum.PermissionVendorRead, enum.PermissionUserRead, enum.PermissionSessionRead,
			enum.PermissionVendorImpersonate, enum.PermissionPlatformRead, enum.PermissionAuditRead,
		}},
		{"auditor", "Auditor", "Reads everything and the record of who did what, and changes nothing.", []enum.Permission{
			enum.PermissionAuditRead, enum.PermissionAuditExport, enum.PermissionVendorRead, enum.PermissionUserRead,
			enum.PermissionStaffRead, enum.PermissionSessionRead, enum.PermissionPlatformRead,
		}},
	}
}

// LockStaff lets one change of the staff after the other until tx ends. Whoever changes
// the staff takes it before any other lock.
func LockStaff(ctx context.Context, tx *store.Tx) error { return lockStaff(ctx, tx.Pgx) }

// ensureStaffRoles makes the staff's roles where they are missing, brings what they may
// up to date, and returns the one that may everything. The caller holds LockStaff.
func ensureStaffRoles(ctx context.Context, tx *store.Tx) (*ent.Role, error) {
	var super *ent.Role
	for _, want := range staffRoles() {
		r, err := want.ensure(ctx, tx)
		if err != nil {
			return nil, fmt.Errorf("find the role %s: %w", want.template, err)
		}
		if want.template == SuperAdmin {
			super = r
		}
	}
	return super, nil
}

func (w staffRole) ensure(ctx context.Context, tx *store.Tx) (*ent.Role, error) {
	may := make([]string, len(w.may))
	for i, p := range w.may {
		may[i] = string(p)
	}
	r, err := tx.Role.Query().Where(role.VendorIDIsNil(), role.Template(w.template)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return tx.Role.Create().SetName(w.name).SetDescription(w.description).SetTemplate(w.template).SetPermissions(may).Save(ctx)
	case err != nil:
		return nil, err
	case slices.Equal(r.Permissions, may):
		return r, nil
	}
	return r.Update().SetPermissions(may).Save(ctx)
}
