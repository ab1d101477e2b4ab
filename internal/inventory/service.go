// Package inventory owns the stock of variants: a ledger of movements, which is the
// truth, and the level of each variant, which is their sum kept under a row lock.
//
// Whoever changes stock locks in this order, so that nobody waits in a circle: cart,
// order, levels by variant, products by id, variants.
package inventory

import (
	"orion/internal/kit/page"
	"orion/internal/store"
	"orion/internal/webhook"
)

// Service keeps the stock of every vendor; the viewer of the context says whose. It
// is safe for concurrent use.
type Service struct {
	db     *store.DB
	pages  *page.Signer
	events *webhook.Service
}

// New returns the Service. It tells nobody of what changes: see Telling.
func New(db *store.DB, pages *page.Signer) *Service { return &Service{db: db, pages: pages} }

// Telling returns a Service that tells integrators of changes, too.
func (s *Service) Telling(events *webhook.Service) *Service {
	told := *s
	told.events = events
	return &told
}
