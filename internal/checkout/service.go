// Package checkout owns carts and how a cart becomes an order.
package checkout

import (
	"time"

	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/settings"
	"orion/internal/store"
)

// The limits of a cart.
const (
	// MaxLines is how many lines a cart may have, and one call may name.
	MaxLines = 200
	// MaxQuantity is how many pieces a line may have.
	MaxQuantity = 999
)

// How long things are kept.
const (
	// claimFor is how long a call that places an order keeps all others off the cart. A
	// call that takes longer has died.
	claimFor = 5 * time.Minute

	// holdFor is how long stock is held for an order that is not placed, and patience how
	// much longer where the provider does not say whether it is paid.
	holdFor  = 10 * time.Minute
	patience = 5 * time.Minute
)

// Deps is what the service needs. All fields but Settings must be set.
type Deps struct {
	DB       *store.DB
	Pages    *page.Signer
	Clock    clock.Clock
	Stock    *inventory.Service
	Orders   *order.Service
	Payments *payment.Service
	// Settings say how long carts are kept; nil says the defaults.
	Settings *settings.Service
}

// Service keeps the carts of every vendor's shop; the viewer of the context says
// whose. It is safe for concurrent use.
type Service struct {
	db       *store.DB
	pages    *page.Signer
	clock    clock.Clock
	stock    *inventory.Service
	orders   *order.Service
	payments *payment.Service
	settings *settings.Service
}

// New returns a Service.
func New(d Deps) *Service {
	return &Service{db: d.DB, pages: d.Pages, clock: d.Clock, stock: d.Stock, orders: d.Orders, payments: d.Payments, settings: d.Settings}
}
