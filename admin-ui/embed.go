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

// AdminPages are the addresses under the platform's console. Vendors are what it opens with.
var AdminPages = []storefront.Page{
	{Pattern: "", File: "admin/vendors.html"},
	{Pattern: "login", File: "admin/login.html"},
	{Pattern: "vendors", File: "admin/vendors.html"},
	{Pattern: "users", File: "admin/users.html"},
	{Pattern: "marketplace", File: "admin/marketplace.html"},
	{Pattern: "audit-logs", File: "admin/audit-logs.html"},
}

// VendorPages are the addresses under a vendor's console.
var VendorPages = []storefront.Page{
	{Pattern: "", File: "vendor/index.html"},
	{Pattern: "login", File: "vendor/login.html"},
	{Pattern: "set-password", File: "vendor/set-password.html"},
	{Pattern: "orders", File: "vendor/orders.html"},
	{Pattern: "orders/{number}", File: "vendor/order.html"},
	{Pattern: "products", File: "vendor/products.html"},
	{Pattern: "inventory", File: "vendor/inventory.html"},
	{Pattern: "marketplace/imports", File: "vendor/marketplace/imports.html"},
	{Pattern: "marketplace/imports/{id}", File: "vendor/marketplace/import.html"},
	{Pattern: "marketplace/browse", File: "vendor/marketplace/browse.html"},
	{Pattern: "marketplace/selected", File: "vendor/marketplace/selected.html"},
}
