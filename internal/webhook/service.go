// Package webhook tells integrators what happens to a vendor: which events there are, where
// each wants to hear of them, and what became of every message. A message is signed, goes
// to public addresses only and is tried again for hours.
package webhook

import (
	"context"
	"errors"

	"orion/ent/gen/ent"
	"orion/internal/kit/clock"
	"orion/internal/kit/fetch"
	"orion/internal/kit/page"
	"orion/internal/kit/seal"
	"orion/internal/kit/secret"
	"orion/internal/store"
	"orion/jobs"
)

// Options are what a Service needs beside the database. All but Tell are required.
type Options struct {
	Queue *jobs.Queue
	// Secret is the root of the key under which the endpoints' secrets are kept.
	Secret secret.Root
	Pages  *page.Signer
	Clock  clock.Clock
	// Client sends the messages.
	Client *fetch.Client
	// Tell tells the owners that an endpoint is switched off, and why; nil tells nobody.
	Tell func(ctx context.Context, tx *store.Tx, e *ent.WebhookEndpoint, why string) error
}

// A Service keeps the endpoints of every vendor; the viewer of the context says whose. It is
// safe for concurrent use.
type Service struct {
	db    *store.DB
	queue *jobs.Queue
	seal  *seal.Sealer
	pages *page.Signer
	clock clock.Clock
	out   *fetch.Client
	tell  func(ctx context.Context, tx *store.Tx, e *ent.WebhookEndpoint, why string) error
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	if db == nil || o.Queue == nil || o.Pages == nil || o.Clock == nil || o.Client == nil {
		return nil, errors.New("webhook: a required dependency is missing")
	}
	sealer, err := seal.New(o.Secret)
	if err != nil {
		return nil, err
	}
	return &Service{db: db, queue: o.Queue, seal: sealer, pages: o.Pages, clock: o.Clock, out: o.Client, tell: o.Tell}, nil
}
