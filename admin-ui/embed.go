// Package adminui holds the pages of the consoles: the platform's (admin/) and a vendor's (vendor/). Addresses, slots
// and policy are those of package storefront; /assets/console/<path> is css/, js/ and locales/ of this package.
//
// A console's page asks the graph as its signed-in user; the pages themselves hold nothing secret and are the same for
// everybody. One that finds no session leads to login and back.
package adminui

import (
	"embed"

	"orion/storefront"
)

// Files are the pages and assets as they are served.
//
//go:embed admin vendor css js locales
var Files embed.FS

// AdminPages are the addresses under the platform's console.
var AdminPages = []storefront.Page{
	{Pattern: "", File: "admin/index.html"},
	{Pattern: "login", File: "admin/login.html"},
	{Pattern: "forgot", File: "admin/forgot.html"},
	{Pattern: "reset", File: "admin/reset.html"},
	{Pattern: "set-password", File: "admin/set-password.html"},
	{Pattern: "accept-invitation", File: "admin/accept-invitation.html"},
	{Pattern: "confirm-email", File: "admin/confirm-email.html"},
	{Pattern: "security", File: "admin/security.html"},
	{Pattern: "vendors", File: "admin/vendors.html"},
	{Pattern: "vendors/{slug}", File: "admin/vendor.html"},
	{Pattern: "vendors/{slug}/{tab}", File: "admin/vendor.html"},
	{Pattern: "users", File: "admin/users.html"},
	{Pattern: "staff", File: "admin/staff.html"},
	{Pattern: "sessions", File: "admin/sessions.html"},
	{Pattern: "marketplace", File: "admin/marketplace.html"},
	{Pattern: "marketplace/imports/{id}", File: "admin/import.html"},
	{Pattern: "payments", File: "admin/payments.html"},
	{Pattern: "audit-logs", File: "admin/audit-logs.html"},
	{Pattern: "monitoring", File: "admin/monitoring.html"},
	{Pattern: "notifications", File: "admin/notifications.html"},
	{Pattern: "jobs", File: "admin/jobs.html"},
	{Pattern: "errors", File: "admin/errors.html"},
	{Pattern: "backups", File: "admin/backups.html"},
	{Pattern: "inbox", File: "admin/inbox.html"},
	{Pattern: "settings", File: "admin/settings.html"},
	{Pattern: "retention", File: "admin/retention.html"},
}

// VendorPages are the addresses under a vendor's console.
var VendorPages = []storefront.Page{
	{Pattern: "", File: "vendor/index.html"},
	{Pattern: "login", File: "vendor/login.html"},
	{Pattern: "forgot", File: "vendor/forgot.html"},
	{Pattern: "reset", File: "vendor/reset.html"},
	{Pattern: "set-password", File: "vendor/set-password.html"},
	{Pattern: "accept-invitation", File: "vendor/accept-invitation.html"},
	{Pattern: "impersonate", File: "vendor/impersonate.html"},
	{Pattern: "confirm-email", File: "vendor/confirm-email.html"},
	{Pattern: "stores", File: "vendor/stores.html"},
	{Pattern: "security", File: "vendor/security.html"},
	{Pattern: "team", File: "vendor/team.html"},
	{Pattern: "team/roles", File: "vendor/team/roles.html"},
	{Pattern: "team/roles/{id}", File: "vendor/team/role.html"},
	{Pattern: "team/invitations", File: "vendor/team/invitations.html"},
	{Pattern: "api-keys", File: "vendor/api-keys.html"},
	{Pattern: "settings", File: "vendor/settings.html"},
	{Pattern: "settings/look", File: "vendor/settings/look.html"},
	{Pattern: "settings/holiday", File: "vendor/settings/holiday.html"},
	{Pattern: "settings/delivery", File: "vendor/settings/delivery.html"},
	{Pattern: "settings/tax", File: "vendor/settings/tax.html"},
	{Pattern: "settings/policies", File: "vendor/settings/policies.html"},
	{Pattern: "settings/options", File: "vendor/settings/options.html"},
	{Pattern: "settings/retention", File: "vendor/settings/retention.html"},
	{Pattern: "settings/mails", File: "vendor/settings/mails.html"},
	{Pattern: "settings/mails/texts/{kind}/{language}", File: "vendor/settings/mails/texts.html"},
	{Pattern: "settings/mails/sender", File: "vendor/settings/mails/sender.html"},
	{Pattern: "settings/mails/log", File: "vendor/settings/mails/log.html"},
	{Pattern: "settings/mails/blocked", File: "vendor/settings/mails/blocked.html"},
	{Pattern: "settings/webhooks", File: "vendor/settings/webhooks.html"},
	{Pattern: "domains", File: "vendor/domains.html"},
	{Pattern: "audit-log", File: "vendor/audit-log.html"},
	{Pattern: "inbox", File: "vendor/inbox.html"},
	{Pattern: "customers", File: "vendor/customers.html"},
	{Pattern: "customers/{id}", File: "vendor/customer.html"},
	{Pattern: "privacy", File: "vendor/privacy.html"},
	{Pattern: "promotions", File: "vendor/promotions.html"},
	{Pattern: "promotions/{id}", File: "vendor/promotion.html"},
	{Pattern: "orders", File: "vendor/orders.html"},
	{Pattern: "orders/{number}", File: "vendor/order.html"},
	{Pattern: "payments", File: "vendor/payments.html"},
	{Pattern: "payments/methods", File: "vendor/payments/methods.html"},
	{Pattern: "payments/ledger", File: "vendor/payments/ledger.html"},
	{Pattern: "products", File: "vendor/products.html"},
	{Pattern: "products/{id}", File: "vendor/product.html"},
	{Pattern: "collections", File: "vendor/collections.html"},
	{Pattern: "collections/{id}", File: "vendor/collection.html"},
	{Pattern: "categories", File: "vendor/categories.html"},
	{Pattern: "media", File: "vendor/media.html"},
	{Pattern: "search", File: "vendor/search.html"},
	{Pattern: "inventory", File: "vendor/inventory.html"},
	{Pattern: "marketplace/imports", File: "vendor/marketplace/imports.html"},
	{Pattern: "marketplace/imports/{id}", File: "vendor/marketplace/import.html"},
	{Pattern: "marketplace/browse", File: "vendor/marketplace/browse.html"},
	{Pattern: "marketplace/selected", File: "vendor/marketplace/selected.html"},
	{Pattern: "marketplace/changes", File: "vendor/marketplace/changes.html"},
	{Pattern: "marketplace/config", File: "vendor/marketplace/config.html"},
	{Pattern: "marketplace/config/{handle}", File: "vendor/marketplace/source.html"},
}
