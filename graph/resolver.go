// Package graph is the API: it translates between the graph and the services. A
// resolver builds an argument, calls one service and returns.
package graph

import (
	"orion/graph/loader"
	"orion/internal/audit"
	"orion/internal/auth"
	"orion/internal/backup"
	"orion/internal/catalog"
	"orion/internal/checkout"
	"orion/internal/cleanup"
	"orion/internal/customer"
	"orion/internal/delivery"
	"orion/internal/inventory"
	"orion/internal/kit/page"
	"orion/internal/ledger"
	"orion/internal/marketplace"
	"orion/internal/media"
	"orion/internal/monitor"
	"orion/internal/notify"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/privacy"
	"orion/internal/promotion"
	"orion/internal/search"
	"orion/internal/settings"
	"orion/internal/stats"
	"orion/internal/store"
	"orion/internal/tax"
	"orion/internal/vendor"
	"orion/internal/webhook"
)

// Resolver is the services that resolvers call. All are required.
type Resolver struct {
	DB          *store.DB
	Audit       *audit.Log
	Auth        *auth.Service
	Backups     *backup.Service
	Catalog     *catalog.Service
	Checkout    *checkout.Service
	Cleanup     *cleanup.Service
	Customers   *customer.Service
	Delivery    *delivery.Service
	Inbox       *notify.Inbox
	Inventory   *inventory.Service
	Ledger      *ledger.Service
	Marketplace *marketplace.Service
	Media       *media.Service
	Monitor     *monitor.Service
	Notify      *notify.Service
	Orders      *order.Service
	Privacy     *privacy.Service
	Promotions  *promotion.Service
	Payments    *payment.Service
	Search      *search.Service
	Settings    *settings.Service
	Stats       *stats.Service
	Tax         *tax.Service
	Tripwire    *loader.Tripwire
	Vendors     *vendor.Service
	Webhooks    *webhook.Service
}

// pageArg gathers the arguments of a page.
func pageArg(first *int, after *string, last *int, before *string) page.Arg {
	// first has a default in the SDL, which must not stand beside last.
	if last != nil || before != nil {
		first = nil
	}
	return page.Arg{First: first, After: after, Last: last, Before: before}
}
