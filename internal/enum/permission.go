package enum

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Permission is what a role can allow, noun.verb; the graph writes it NOUN_VERB.
type Permission string

// The permissions. Those of a vendor's team come first, those of the platform's staff last.
const (
	PermissionCatalogRead    Permission = "catalog.read"
	PermissionCatalogWrite   Permission = "catalog.write"
	PermissionInventoryRead  Permission = "inventory.read"
	PermissionInventoryWrite Permission = "inventory.write"
	PermissionImportRead     Permission = "import.read"
	PermissionImportRun      Permission = "import.run"
	PermissionOrderRead      Permission = "order.read"
	PermissionOrderWrite     Permission = "order.write"
	PermissionOrderRefund    Permission = "order.refund"
	PermissionCustomerRead   Permission = "customer.read"
	PermissionCustomerWrite  Permission = "customer.write"
	PermissionPromotionRead  Permission = "promotion.read"
	PermissionPromotionWrite Permission = "promotion.write"
	PermissionPaymentRead    Permission = "payment.read"
	PermissionPaymentWrite   Permission = "payment.write"
	PermissionTeamRead       Permission = "team.read"
	PermissionTeamWrite      Permission = "team.write"
	PermissionKeyRead        Permission = "key.read"
	PermissionKeyWrite       Permission = "key.write"
	PermissionSettingsRead   Permission = "settings.read"
	PermissionSettingsWrite  Permission = "settings.write"
	PermissionStatsRead      Permission = "stats.read"
	PermissionAuditRead      Permission = "audit.read"
	PermissionAuditExport    Permission = "audit.export"

	PermissionVendorRead        Permission = "vendor.read"
	PermissionVendorWrite       Permission = "vendor.write"
	PermissionVendorImpersonate Permission = "vendor.impersonate"
	PermissionUserRead          Permission = "user.read"
	PermissionUserWrite         Permission = "user.write"
	PermissionStaffRead         Permission = "staff.read"
	PermissionStaffWrite        Permission = "staff.write"
	PermissionSessionRead       Permission = "session.read"
	PermissionSessionWrite      Permission = "session.write"
	PermissionPlatformRead      Permission = "platform.read"
	PermissionPlatformWrite     Permission = "platform.write"
	PermissionBackupWrite       Permission = "backup.write"
)

var (
	vendorPermissions = []Permission{
		PermissionCatalogRead,
		PermissionCatalogWrite,
		PermissionInventoryRead,
		PermissionInventoryWrite,
		PermissionImportRead,
		PermissionImportRun,
		PermissionOrderRead,
		PermissionOrderWrite,
		PermissionOrderRefund,
		PermissionCustomerRead,
		PermissionCustomerWrite,
		PermissionPromotionRead,
		PermissionPromotionWrite,
		PermissionPaymentRead,
		PermissionPaymentWrite,
		PermissionTeamRead,
		PermissionTeamWrite,
		PermissionKeyRead,
		PermissionKeyWrite,
		PermissionSettingsRead,
		PermissionSettingsWrite,
		PermissionStatsRead,
		PermissionAuditRead,
		PermissionAuditExport,
	}
	platformPermissions = []Permission{
		PermissionVendorRead,
		PermissionVendorWrite,
		PermissionVendorImpersonate,
		PermissionUserRead,
		PermissionUserWrite,
		PermissionStaffRead,
		PermissionStaffWrite,
		PermissionSessionRead,
		PermissionSessionWrite,
		PermissionAuditRead,
		PermissionAuditExport,
		PermissionPaymentRead,
		PermissionPaymentWrite,
		PermissionPlatformRead,
		PermissionPlatformWrite,
		PermissionBackupWrite,
	}
)

// VendorPermissions returns all that a role in a vendor's team can allow.
func VendorPermissions() []Permission { return slices.Clone(vendorPermissions) }

// PlatformPermissions returns all that a role of the platform's staff can allow.
func PlatformPermissions() []Permission { return slices.Clone(platformPermissions) }

// PermissionsOf returns the permissions that a role lists. A word that is none, such
// as one of a later version, is left out.
func PermissionsOf(stored []string) []Permission {
	out := make([]Permission, 0, len(stored))
	for _, s := range stored {
		if p := Permission(s); p.Known() {
			out = append(out, p)
		}
	}
	return out
}

// Known reports whether there is such a permission.
func (p Permission) Known() bool {
	return slices.Contains(vendorPermissions, p) || slices.Contains(platformPermissions, p)
}

// MarshalGQL implements gqlgen's Marshaler.
func (p Permission) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, strconv.Quote(strings.ToUpper(strings.ReplaceAll(string(p), ".", "_"))))
}

// UnmarshalGQL implements gqlgen's Unmarshaler.
func (p *Permission) UnmarshalGQL(v any) error {
	s, _ := v.(string)
	got := Permission(strings.ToLower(strings.Replace(s, "_", ".", 1)))
	if !got.Known() {
		return fmt.Errorf("%q is no permission", s)
	}
	*p = got
	return nil
}
