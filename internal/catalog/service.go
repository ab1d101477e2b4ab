// Package catalog owns what a vendor sells: products with their variants, the
// collections they stand in, and what shoppers may see of them.
package catalog

import (
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/media"
	"orion/internal/store"
)

// Service is the catalogue of every vendor; the viewer of the context says whose.
type Service struct {
	db     *store.DB
	signer *page.Signer
	clock  clock.Clock
	media  *media.Service
}

// New returns the Service.
func New(db *store.DB, signer *page.Signer, c clock.Clock, m *media.Service) *Service {
	return &Service{db: db, signer: signer, clock: c, media: m}
}
