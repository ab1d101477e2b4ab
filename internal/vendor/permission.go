package vendor

import (
	"strings"

	"orion/internal/enum"
	"orion/internal/viewer"
)

// descriptions say what each permission allows, in English, which is the key of the
// translations. The SDL repeats them word for word; a test of the graph sees to it.
var descriptions = map[enum.Permission]string{
	enum.PermissionCatalogRead:    "See products, collections and pictures.",
	enum.PermissionCatalogWrite:   "Change products, collections and pictures, and publish them.",
	enum.PermissionInventoryRead:  "See stock and its movements.",
	enum.PermissionInventoryWrite: "Change stock.",
	enum.PermissionImportRead:     "See imports and the products that wait to be published.",
	enum.PermissionImportRun:      "Run imports and choose what of them is published.",
	enum.PermissionOrderRead:      "See orders and what they hold.",
	enum.PermissionOrderWrite:     "Change, cancel and fulfil orders.",
	enum.PermissionOrderRefund:    "Give money back for orders.",
	enum.PermissionCustomerRead:   "See customers and their addresses.",
	enum.PermissionCustomerWrite:  "Keep notes on customers, and block them.",
	enum.PermissionPromotionRead:  "See promotions and their codes.",
	enum.PermissionPromotionWrite: "Make, change and end promotions.",
	enum.PermissionPaymentRead:    "See payments, fees and the ledger.",
	enum.PermissionPaymentWrite:   "Choose the ways of paying and the account that is paid out to.",
	enum.PermissionTeamRead:       "See the team, its roles and invitations.",
	enum.PermissionTeamWrite:      "Invite, change and remove members, and make roles.",
	enum.PermissionKeyRead:        "See which API keys there are.",
	enum.PermissionKeyWrite:       "Make, replace and revoke API keys.",
	enum.PermissionSettingsRead:   "See the profile of the shop and its domains.",
	enum.PermissionSettingsWrite:  "Change the profile of the shop, its legal identity and its domains.",
	enum.PermissionStatsRead:      "See figures of sales.",
	enum.PermissionAuditRead:      "Read the record of who did what.",
	enum.PermissionAuditExport:    "Export the record of who did what.",

	enum.PermissionVendorRead:        "See all vendors.",
	enum.PermissionVendorWrite:       "Make, approve, suspend and close vendors.",
	enum.PermissionVendorImpersonate: "Act for a vendor, for a reason and a while.",
	enum.PermissionUserRead:          "See the accounts of all teams.",
	enum.PermissionUserWrite:         "Deactivate accounts, reset their second factor and end their sessions.",
	enum.PermissionStaffRead:         "See the platform's staff, their roles and invitations.",
	enum.PermissionStaffWrite:        "Invite, change and remove the platform's staff.",
	enum.PermissionSessionRead:       "See who is signed in, and from where.",
	enum.PermissionSessionWrite:      "End anybody's session.",
	enum.PermissionPlatformRead:      "See imports, health and settings of the whole platform.",
	enum.PermissionPlatformWrite:     "Change settings and flags of the platform, deal with alerts, errors and jobs.",
	enum.PermissionBackupWrite:       "Make, verify and see backups.",
}

// Permissions returns the catalogue of all that a role can allow: to the staff for ADMIN,
// to a vendor's team for every other audience.
func Permissions(audience viewer.Audience) []*PermissionInfo {
	all := enum.VendorPermissions()
	if audience == viewer.Admin {
		all = enum.PlatformPermissions()
	}
	out := make([]*PermissionInfo, len(all))
	for i, p := range all {
		group, _, _ := strings.Cut(string(p), ".")
		out[i] = &PermissionInfo{Permission: p, Group: group, Description: descriptions[p]}
	}
	return out
}
