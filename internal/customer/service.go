// Package customer owns the people with an account in a shop, and their addresses.
package customer

import (
	"context"
	"errors"

	"orion/internal/auth"
	"orion/internal/kit/clock"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/ratelimit"
	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/webhook"
)

// Options are what a Service needs beside the database. Those without a default are
// required.
type Options struct {
	Auth  *auth.Service
	Pages *page.Signer
	// Links makes the addresses in mails.
	Links link.Builder
	// Mail sends what strangers ask for. Without it registration fails.
	Mail Mailer
	// Limiter counts what strangers ask for; nil counts in this process alone.
	Limiter ratelimit.Limiter
	// PerMinute is how often one network, and how often one e-mail address of a shop, may
	// ask for a mail each minute: 3 by default.
	PerMinute int
	// Events tells integrators of new customers; nil tells nobody.
	Events *webhook.Service
}

// A Mailer queues a mail that goes out if the transaction commits: notify.Service.
type Mailer interface {
	Send(ctx context.Context, tx *store.Tx, m notify.Mail) error
}

// A Service keeps customers. It is safe for concurrent use.
type Service struct {
	db        *store.DB
	auth      *auth.Service
	signer    *page.Signer
	links     link.Builder
	mail      Mailer
	limiter   ratelimit.Limiter
	perMinute int
	events    *webhook.Service
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	if db == nil || o.Auth == nil || o.Pages == nil {
		return nil, errors.New("customer: a required dependency is missing")
	}
	s := &Service{
		db: db, auth: o.Auth, signer: o.Pages, links: o.Links, mail: o.Mail, limiter: o.Limiter, perMinute: o.PerMinute, events: o.Events,
	}
	if s.limiter == nil {
		s.limiter = ratelimit.NewLocal(clock.System{})
	}
	if s.perMinute <= 0 {
		s.perMinute = 3
	}
	return s, nil
}
