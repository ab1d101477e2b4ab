// Package order owns what buyers bought: how an order comes to be, what becomes of
// it, and who may look at it.
package order

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/ratelimit"
	"orion/internal/notify"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/webhook"
)

// Service keeps the orders of every vendor; the viewer of the context says whose. It
// is safe for concurrent use.
type Service struct {
	db    *store.DB
	pages *page.Signer
	clock clock.Clock
	stock *inventory.Service
	out   Options
}

// Options are what an order's life needs of the world outside. Without a Mail, what tells
// somebody fails.
type Options struct {
	// Mail sends what buyers have to be told.
	Mail Mailer
	// Links makes the addresses in mails.
	Links link.Builder
	// Limiter counts what strangers ask for; nil counts in this process alone.
	Limiter ratelimit.Limiter
	// PerMinute is how often one network, and how often one e-mail address of a shop, may
	// ask for a link each minute: 3 by default.
	PerMinute int
	// Events has people and integrators told of what happens; nil tells nobody.
	Events Announcer
	// HowToPay says in the language of an order what its buyer does to pay it, nil for
	// nothing: payment.Service.
	HowToPay func(ctx context.Context, o *ent.Order) ([]string, error)
	// Settings say which shops send visitors links to their orders; nil says that all do.
	Settings *settings.Service
}

// An Announcer has everybody told of what happened, if the transaction commits:
// webhook.Service.
type Announcer interface {
	Announce(ctx context.Context, tx *store.Tx, all ...webhook.Happening) error
}

// A Mailer queues a mail that goes out if the transaction commits: notify.Service.
type Mailer interface {
	Send(ctx context.Context, tx *store.Tx, m notify.Mail) error
}

// New returns the Service.
func New(db *store.DB, pages *page.Signer, c clock.Clock, stock *inventory.Service) *Service {
	s := &Service{db: db, pages: pages, clock: c, stock: stock}
	return s.Configured(Options{})
}

// Configured sets the options and returns the same Service.
func (s *Service) Configured(o Options) *Service {
	if o.Limiter == nil {
		o.Limiter = ratelimit.NewLocal(clock.System{})
	}
	if o.PerMinute <= 0 {
		o.PerMinute = 3
	}
	s.out = o
	return s
}
