// Package vendor owns the tenants: vendors from their asking for a shop to their closing,
// their teams, roles and domains, and which of them a host or a path names.
package vendor

import (
	"context"
	"errors"
	"net"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/kit/clock"
	"orion/internal/kit/fresh"
	"orion/internal/kit/link"
	"orion/internal/kit/page"
	"orion/internal/kit/ratelimit"
	"orion/internal/notify"
	"orion/internal/settings"
	"orion/internal/store"
)

// Options are what a Service needs beside the database. Those without a default are
// required.
type Options struct {
	Auth   *auth.Service
	Signer *page.Signer
	// Links makes the addresses in mails and answers.
	Links link.Builder
	// BaseDomain is the domain under which shops have their names.
	BaseDomain string
	// Mail sends what people have to be told. Without it calls that tell somebody fail.
	Mail Mailer
	// Clock is the machine's where it is nil.
	Clock clock.Clock
	// Limiter counts what strangers and teams may do; nil counts in this process alone.
	Limiter ratelimit.Limiter
	// Resolver reads the records that prove domains; that of the machine where it is nil.
	Resolver Resolver
	// Settings say whether vendors that ask for a shop are ACTIVE at once; nil says no.
	Settings *settings.Service
	// Listener brings what other processes change. Without one it is known when what
	// is kept of a vendor runs out, after 15 seconds.
	Listener *store.Listener
}

// A Mailer queues a mail that goes out if the transaction commits: notify.Service.
type Mailer interface {
	Send(ctx context.Context, tx *store.Tx, m notify.Mail) error
}

// A Service keeps the vendors. It is safe for concurrent use.
type Service struct {
	db         *store.DB
	auth       *auth.Service
	signer     *page.Signer
	links      link.Builder
	baseDomain string
	mail       Mailer
	clock      clock.Clock
	limiter    ratelimit.Limiter
	resolver   Resolver
	settings   *settings.Service

	// What is kept: vendors by slug and by id, nil for one that there is not, and the
	// slugs of hosts, "" for none.
	bySlug *fresh.Cache[string, *ent.Vendor]
	byID   *fresh.Cache[uuid.UUID, *ent.Vendor]
	byHost *fresh.Cache[string, string]
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	if db == nil || o.Auth == nil || o.Signer == nil || o.BaseDomain == "" || !strings.Contains(o.Links.BaseURL, "://") {
		return nil, errors.New("vendor: a required dependency is missing")
	}
	s := &Service{
		db: db, auth: o.Auth, signer: o.Signer, links: o.Links, baseDomain: strings.ToLower(o.BaseDomain),
		mail: o.Mail, clock: o.Clock, limiter: o.Limiter, resolver: o.Resolver, settings: o.Settings,
		bySlug: fresh.New[string](vendorsKept, vendorLife),
		byID:   fresh.New[uuid.UUID](vendorsKept, vendorLife),
		byHost: fresh.New[string](vendorsKept, func(slug string) time.Duration {
			return life(slug != "")
		}),
	}
	s.orDefault()
	if o.Listener != nil {
		o.Listener.Watch(Topic, s.heard)
	}
	return s, nil
}

func (s *Service) orDefault() {
	if s.clock == nil {
		s.clock = clock.System{}
	}
	if s.limiter == nil {
		s.limiter = ratelimit.NewLocal(s.clock)
	}
	if s.resolver == nil {
		s.resolver = net.DefaultResolver
	}
}

// post queues a mail.
func (s *Service) post(ctx context.Context, tx *store.Tx, m notify.Mail) error {
	if s.mail == nil {
		return errors.New("vendor: there is nothing to send " + string(m.Kind) + " with")
	}
	return s.mail.Send(ctx, tx, m)
}
