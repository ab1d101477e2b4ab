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
	name, title, description string
	may                      []enum.Permission
}

// templates are the roles that every vendor is born with. A migration that changes what
// they may goes with a change here.
func templates() []template {
	return []template{
		{Owner, "Owner", "May everything. There is always one.", enum.VendorPermissions()},
		// What outlives a manager is the owner's: who the shop is, where its money goes, its keys, and the record.
		{
			"manager", "Manager", "Runs the shop and its team; who the shop is, its keys and the record are the owner's.",
			except(enum.VendorPermissions(), enum.PermissionSettingsWrite, enum.PermissionPaymentWrite, enum.PermissionKeyWrite,
				enum.PermissionAuditRead, enum.PermissionAuditExport),
		},
		{"catalogue", "Catalogue", "Keeps products, stock and imports.", []enum.Permission{
			enum.PermissionCatalogRead, enum.PermissionCatalogWrite, enum.PermissionInventoryRead,
			enum.PermissionInventoryWrite, enum.PermissionImportRead, enum.PermissionImportRun,
		}},
		{"orders", "Orders", "Looks after orders and those who placed them.", []enum.Permission{
			enum.PermissionOrderRead, enum.PermissionOrderWrite, enum.PermissionOrderRefund, enum.PermissionCustomerRead,
			enum.PermissionCustomerWrite, enum.PermissionPromotionRead, enum.PermissionCatalogRead, enum.PermissionInventoryRead,
		}},
		{"support", "Support", "Answers customers: sees their orders and changes nothing.", []enum.Permission{
			enum.PermissionOrderRead, enum.PermissionCustomerRead, enum.PermissionCatalogRead,
		}},
		{"accountant", "Accountant", "Reads orders, figures and the record of who did what.", []enum.Permission{
			enum.PermissionOrderRead, enum.PermissionPaymentRead, enum.PermissionStatsRead, enum.PermissionAuditRead, enum.PermissionAuditExport,
		}},
	}
}

func except(all []enum.Permission, without ...enum.Permission) []enum.Permission {
	return slices.DeleteFunc(all, func(p enum.Permission) bool { return slices.Contains(without, p) })
}

// makeRoles makes the roles that a vendor is born with and returns its owner's.
func makeRoles(ctx context.Context, tx *store.Tx, vendorID uuid.UUID) (*ent.Role, error) {
	var owner int
	creates := []*ent.RoleCreate{}
	for i, t := range templates() {
		if t.name == Owner {
			owner = i
		}
		creates = append(creates, tx.Role.Create().SetVendorID(vendorID).SetName(t.title).
			SetDescription(t.description).SetTemplate(t.name).SetPermissions(words(t.may)))
	}
	roles, err := tx.Role.CreateBulk(creates...).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("make roles: %w", err)
	}
	return roles[owner], nil
}

// words are permissions as they are stored: each once, in the order of the catalogue.
func words(may []enum.Permission) []string {
	out := make([]string, 0, len(may))
	for _, p := range enum.VendorPermissions() {
		if slices.Contains(may, p) {
			out = append(out, string(p))
		}
	}
	return out
}
