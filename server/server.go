// Package server is the door: HTTP and no business. It says which vendor a request is
// for and who sends it, bounds what a request may take, and hands it to the graph, to
// an upload, or to the pages of the shops and consoles.
package server

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"
	"gocloud.dev/blob"
	"golang.org/x/time/rate"

	"orion/docs"
	"orion/internal/kit/tracing"
	"orion/internal/notify"
	"orion/internal/settings"
	"orion/storefront"
)

// Deps is what the server needs. Fields are required unless they say otherwise.
type Deps struct {
	Log     *slog.Logger
	Graph   http.Handler
	Schema  *ast.Schema // of Graph, for /schema.graphqls
	Vendors Vendors
	Auth    Authenticator
	Uploads Uploads
	Exports Exports
	Imports Imports
	// Pictures knows the addresses of private pictures and permalinks.
	Pictures Pictures
	// Catalogue is what pages and feeds say of goods.
	Catalogue Catalogue
	// Policies are the texts of the law in shops; nil knows none.
	Policies Policies

	Bucket *blob.Bucket // holds the pictures, under media/

	// Traces has a span made of each request; nil makes none.
	Traces tracing.Provider

	// BaseDomain is the host of the platform; shops are at <slug>.BaseDomain.
	BaseDomain string

	// MediaURL stands before the addresses of pictures where a CDN serves them: pages may load pictures from its host as
	// well. Empty: pictures are on the page's own host.
	MediaURL string

	// Production sends cookies over TLS alone and tells browsers to come back by TLS.
	Production bool

	// ByPath also serves shops and consoles by path: /shop/<slug>/, /vendor/<slug>/ and
	// /admin/, on the base domain and, since nobody has names in development, on
	// addresses and names without a dot.
	ByPath bool

	// TrustedProxies are the networks whose X-Forwarded-* and X-Request-Id are believed.
	TrustedProxies []netip.Prefix

	// Playground serves an editor for the graph at /playground.
	Playground bool

	// Mailbox is shown at /mailbox, but not in production: its links are as good as
	// passwords. Nil shows none.
	Mailbox *notify.Mailbox

	// Messages takes what the payment provider tells; nil where there is none.
	Messages Messages

	// Reports takes what the provider of mails tells; nil where there is none.
	Reports MailReports

	// Cards is the form for cards that checkouts have; nil where there is none.
	Cards *storefront.Cards

	// CardDouble is what stands for the payment provider behind that form; nil where
	// nothing does, and never asked in production.
	CardDouble CardDouble

	// Trial settles test payments; nil where there are none, and never asked in production.
	Trial Trial

	// Visits counts who comes to shops; nil counts nobody.
	Visits Visits

	// Disk is the folder that holds storefront/ and admin-ui/, from which pages are read
	// anew for each request, so that edits show at once. Empty: they are those built in.
	Disk string

	// Checks are the parts that must work for the process to be ready.
	Checks []Check

	// Metrics collects the figures of the whole program; nil makes one. MetricsToken
	// shows them at /metrics to who bears it; empty, only Server.Metrics does.
	Metrics      *prometheus.Registry
	MetricsToken string

	// Settings say what shops show to robots and feeds to whom, and the token of /metrics in
	// place of MetricsToken; nil says the defaults.
	Settings *settings.Service

	// Requests and Streams bound how many are answered at once: 512 requests, and 4096
	// sockets and streams of events unless said. Uploads: 32.
	Requests, Streams, Uploading int
}

func (d *Deps) complete() error {
	if d.Log == nil || d.Graph == nil || d.Schema == nil || d.Vendors == nil || d.Auth == nil || d.Uploads == nil || d.Exports == nil || d.Imports == nil || d.Pictures == nil || d.Catalogue == nil || d.Bucket == nil || d.BaseDomain == "" {
		return errors.New("server: a required dependency is missing")
	}
	if d.Metrics == nil {
		d.Metrics = prometheus.NewRegistry()
	}
	for n, usual := range map[*int]int{&d.Requests: 512, &d.Streams: 4096, &d.Uploading: 32} {
		if *n <= 0 {
			*n = usual
		}
	}
	return nil
}

// Server answers the requests of all hosts.
type Server struct {
	Deps
	handler http.Handler
	meters  *meters
	pages   *pages
	ready   *readiness
	reports *rate.Limiter

	// streams ends when the process drains, and with it all that has no end of its own.
	streams  context.Context
	end      context.CancelFunc
	draining atomic.Bool
}

// New returns a Server. It fails where a page or a third-party file is missing or is
// not the one that was listed.
func New(d Deps) (*Server, error) {
	if err := d.complete(); err != nil {
		return nil, err
	}
	s := &Server{Deps: d, meters: newMeters(d.Metrics), reports: newReportPace()}
	s.ready = newReadiness(d.Log, d.Checks, &s.draining)
	s.streams, s.end = context.WithCancel(context.Background()) //nolint:forbidigo // ends with the process, not with a request
	var err error
	if s.pages, err = newPages(s); err != nil {
		return nil, err
	}
	s.handler = s.routes()
	return s, nil
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// routes is the table of all addresses.
func (s *Server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(s.proxy, s.trace, s.observe, s.recover, s.headers, straight)

	get(r, "/healthz", s.alive)
	get(r, "/readyz", s.ready.ServeHTTP)
	get(r, "/metrics", s.metricsByToken)
	r.Post("/csp-report", s.cspReport)

	requests, streams, uploading := newLimit(s.Requests), newLimit(s.Streams), newLimit(s.Uploading)
	graph := chain(s.Graph, s.cors(), s.split(requests, streams), small, speak, s.tenant, s.session)
	r.Handle("/graphql", graph)
	r.With(s.cors(), uploading.hold, speak).Put("/uploads/{id}", s.upload)
	r.With(s.cors()).Options("/uploads/{id}", nothing)

	r.With(requests.hold, within(pageTime)).Post("/webhooks/stripe", s.stripeWebhook)
	r.With(requests.hold, within(pageTime)).Post("/webhooks/sendgrid", s.sendgridWebhook)
	r.With(requests.hold, speak).Get("/exports/{id}", s.export)
	r.With(requests.hold, speak).Get("/imports/{id}/errors.csv", s.errorFile)
	get(r.With(requests.hold), "/media/{vendor}/files/{id}", s.permalink)
	get(r.With(requests.hold), "/media/{vendor}/private/{file}", s.privateMedia)
	get(r.With(requests.hold), "/media/*", s.media)
	get(r, "/assets/*", s.pages.asset)
	get(r.With(requests.hold), "/robots.txt", s.robots)
	get(r.With(compressed), "/schema.graphqls", schemaText(s.Schema))
	get(r.With(compressed), "/docs/webhooks.md", plainText(docs.Webhooks))
	if s.Playground {
		get(r.With(compressed), "/playground", s.pages.playground)
	}
	if s.Mailbox != nil && !s.Production {
		(&mailbox{server: s, box: s.Mailbox}).mount(r.With(requests.hold, compressed))
	}
	s.mountCardDouble(r)
	site := chain(s.pages, compressed, requests.hold, inTime, small, speak, s.locate)
	r.NotFound(site.ServeHTTP)
	return r
}

// pageTime bounds how long a page may take, which waits for no more than a few look-ups.
const pageTime = 5 * time.Second

// inTime bounds how long what is no part of the graph may take.
func inTime(next http.Handler) http.Handler {
	page, file := within(pageTime)(next), within(feedTime)(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "/feeds/") {
			file.ServeHTTP(w, r)
			return
		}
		page.ServeHTTP(w, r)
	})
}

// get serves GET and HEAD.
func get(r chi.Router, pattern string, h http.HandlerFunc) {
	r.Get(pattern, h)
	r.Head(pattern, h)
}

// chain wraps h, the first of the middlewares being the outermost.
func chain(h http.Handler, with ...func(http.Handler) http.Handler) http.Handler {
	return chi.Chain(with...).Handler(h)
}

func nothing(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
