// Package order owns what buyers bought: how an order comes to be, what becomes of
// it, and who may look at it.
package order

import (
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/store"
)

// Service keeps the orders of every vendor; the viewer of the context says whose. It
// is safe for concurrent use.
type Service struct {
	db    *store.DB
	pages *page.Signer
	clock clock.Clock
	stock *inventory.Service
}

// New returns the Service.
func New(db *store.DB, pages *page.Signer, c clock.Clock, stock *inventory.Service) *Service {
	return &Service{db: db, pages: pages, clock: c, stock: stock}
}
