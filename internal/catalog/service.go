// Package catalog owns what a vendor sells: products with their variants, the
// collections they stand in, and what shoppers may see of them.
package catalog

import (
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/media"
	"orion/internal/store"
	"orion/internal/webhook"
	"orion/jobs"
)

// Deps is what the service needs. All fields down to Media must be set.
type Deps struct {
	DB    *store.DB
	Queue *jobs.Queue
	Pages *page.Signer
	Clock clock.Clock
	Media *media.Service
	// Notices brings the steps of tasks to those who watch them; without it nobody can.
	Notices *store.Listener
	// Events tells integrators of products; nil tells nobody.
	Events *webhook.Service
}

// Service is the catalogue of every vendor; the viewer of the context says whose.
type Service struct {
	db      *store.DB
	queue   *jobs.Queue
	signer  *page.Signer
	clock   clock.Clock
	media   *media.Service
	notices *store.Listener
	events  *webhook.Service
}

// New returns the Service.
func New(d Deps) *Service {
	return &Service{db: d.DB, queue: d.Queue, signer: d.Pages, clock: d.Clock, media: d.Media, notices: d.Notices, events: d.Events}
}
