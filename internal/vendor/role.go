package vendor

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
)

// Owner is the template of the role that may everything.
const Owner = "owner"

// A template is a role that every vendor is born with.
type template struct {
	name, title string
	may         []enum.Permission
}

// templates are the roles that every vendor is born with.
func templates() []template {
	return []template{
		{Owner, "Owner", enum.VendorPermissions()},
		{"manager", "Manager", except(enum.VendorPermissions(), enum.PermissionAuditRead)},
		{"catalogue", "Catalogue", []enum.Permission{
			enum.PermissionCatalogRead, enum.PermissionCatalogWrite, enum.PermissionInventoryRead,
			enum.PermissionInventoryWrite, enum.PermissionImportRead, enum.PermissionImportRun,
		}},
		{"orders", "Orders", []enum.Permission{
			enum.PermissionOrderRead, enum.PermissionOrderWrite, enum.PermissionCustomerRead,
			enum.PermissionCatalogRead, enum.PermissionInventoryRead,
		}},
		{"support", "Support", []enum.Permission{
			enum.PermissionOrderRead, enum.PermissionCustomerRead, enum.PermissionCatalogRead,
		}},
		{"accountant", "Accountant", []enum.Permission{
			enum.PermissionOrderRead, enum.PermissionStatsRead, enum.PermissionAuditRead,
		}},
	}
}

func except(all []enum.Permission, without enum.Permission) []enum.Permission {
	return slices.DeleteFunc(all, func(p enum.Permission) bool { return p == without })
}

// makeRoles makes the roles that a vendor is born with and returns its owner's.
func makeRoles(ctx context.Context, tx *store.Tx, vendorID uuid.UUID) (*ent.Role, error) {
	var owner int
	creates := []*ent.RoleCreate{}
	for i, t := range templates() {
		may := make([]string, len(t.may))
		for i, p := range t.may {
			may[i] = string(p)
		}
		if t.name == Owner {
			owner = i
		}
		creates = append(creates, tx.Role.Create().SetVendorID(vendorID).SetName(t.title).SetTemplate(t.name).SetPermissions(may))
	}
	roles, err := tx.Role.CreateBulk(creates...).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("make roles: %w", err)
	}
	return roles[owner], nil
}
