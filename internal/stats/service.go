package stats

import (
	"orion/internal/kit/clock"
	"orion/internal/settings"
	"orion/internal/store"
)

// Service makes and reads figures: of the viewer's vendor, for staff of all.
type Service struct {
	db    *store.DB
	clock clock.Clock
	// settings say what counts as little stock; nil says the default.
	settings *settings.Service
}

// Configured has settings say what counts as little stock, and returns the same Service.
func (s *Service) Configured(by *settings.Service) *Service {
	s.settings = by
	return s
}

// New returns the Service.
func New(db *store.DB, c clock.Clock) *Service { return &Service{db: db, clock: c} }
