// Package vendor owns the tenants: vendors from their making to their suspension,
// their teams, and which of them a host or a path names.
package vendor

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/auth"
	"orion/internal/kit/fresh"
	"orion/internal/kit/page"
	"orion/internal/store"
)

// Options are what a Service needs beside the database. All but Listener are required.
type Options struct {
	Auth   *auth.Service
	Signer *page.Signer
	// BaseURL is how browsers reach the platform; links in answers begin with it,
	// whatever host a request names.
	BaseURL string
	// BaseDomain is the domain under which shops have their names.
	BaseDomain string
	// Listener brings what other processes change. Without one it is known when what
	// is kept of a vendor runs out, after 15 seconds.
	Listener *store.Listener
}

// A Service keeps the vendors. It is safe for concurrent use.
type Service struct {
	db         *store.DB
	auth       *auth.Service
	signer     *page.Signer
	baseURL    string
	baseDomain string

	// What is kept: vendors by slug and by id, nil for one that there is not, and the
	// slugs of hosts, "" for none.
	bySlug *fresh.Cache[string, *ent.Vendor]
	byID   *fresh.Cache[uuid.UUID, *ent.Vendor]
	byHost *fresh.Cache[string, string]
}

// New returns a Service.
func New(db *store.DB, o Options) (*Service, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil || base.Host == "" {
		return nil, errors.New("vendor: the base URL is no address")
	}
	if db == nil || o.Auth == nil || o.Signer == nil || o.BaseDomain == "" {
		return nil, errors.New("vendor: a required dependency is missing")
	}
	s := &Service{
		db: db, auth: o.Auth, signer: o.Signer, baseURL: strings.TrimRight(o.BaseURL, "/"),
		baseDomain: strings.ToLower(o.BaseDomain),
		bySlug:     fresh.New[string](vendorsKept, vendorLife),
		byID:       fresh.New[uuid.UUID](vendorsKept, vendorLife),
		byHost: fresh.New[string](vendorsKept, func(slug string) time.Duration {
			return life(slug != "")
		}),
	}
	if o.Listener != nil {
		o.Listener.Watch(topic, s.heard)
	}
	return s, nil
}
