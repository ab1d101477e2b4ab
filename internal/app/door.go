package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"orion/graph"
	"orion/graph/fast"
	"orion/graph/gate"
	"orion/graph/gen"
	"orion/graph/loader"
	"orion/internal/auth"
	"orion/internal/viewer"
	"orion/server"
)

// front is what answers requests, for those whom known knows.
func (p *Platform) front(known server.Authenticator) (*server.Server, error) {
	reports, err := p.mailReports()
	if err != nil {
		return nil, err
	}
	root := p.resolver()
	schema := gen.NewExecutableSchema(gen.Config{Directives: graph.Directives(), Resolvers: root})
	return server.New(server.Deps{
		Log: p.log, Graph: p.graph(schema, root.Loaders, known), Schema: schema.Schema(), Vendors: p.services.vendors, Auth: known,
		Uploads: p.services.media, Pictures: p.services.media, Exports: p.services.privacy, Imports: p.services.marketplace, Catalogue: p.services.catalog, Policies: p.services.vendors, Traces: p.world.traces, Bucket: p.world.bucket, Mailbox: p.shown(),
		Trial: p.trial(), Cards: p.cards(), CardDouble: p.cardDouble(), Messages: p.messages(), Reports: reports, Visits: p.services.visits,
		BaseDomain: p.cfg.BaseDomain, MediaURL: p.cfg.MediaURL, Production: p.cfg.Production(), ByPath: !p.cfg.Production(), TrustedProxies: p.cfg.TrustedProxies,
		Playground: !p.cfg.Production(), Disk: p.cfg.PagesDir, Checks: p.checks(), Metrics: p.metrics, Settings: p.services.settings,
	})
}

// serve begins to answer what comes through the door.
func (p *Platform) serve(door net.Listener) error {
	srv, err := p.front(p.services.auth)
	if err != nil {
		return err
	}
	p.countVisits()
	p.operators.HandleFunc("GET /certificate", srv.Certificate)
	front := server.HTTP(srv, p.log)
	go p.run(front, door)
	p.onStop(func(ctx context.Context) error { return srv.Drain(ctx, front, p.cfg.DrainNotice) })
	p.URL = "http://" + door.Addr().String()
	return nil
}

// countVisits writes down each minute who came to the shops, and a last time when nobody is
// answered any more.
func (p *Platform) countVisits() {
	p.beside(func(ctx context.Context) { p.services.visits.Run(ctx, p.log) })
}

// serveOperators opens the operators' own listener, if there is to be one.
func (p *Platform) serveOperators(ctx context.Context) error {
	if p.cfg.MetricsAddr == "" {
		return nil
	}
	l, err := p.open(ctx, p.cfg.MetricsAddr)
	if err != nil {
		return err
	}
	p.operators.Handle("GET /metrics", promhttp.HandlerFor(p.metrics, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	srv := server.HTTP(p.operators, p.log)
	go p.run(srv, l)
	p.onStop(func(context.Context) error { return srv.Close() })
	return nil
}

func (p *Platform) run(srv *http.Server, l net.Listener) {
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		p.failed <- fmt.Errorf("answer requests: %w", err)
	}
}

// checks are the parts that must work for requests to be welcome.
func (p *Platform) checks() []server.Check {
	return []server.Check{
		{Name: "database", Run: p.world.db.Ping},
		{Name: "storage", Run: p.world.bucketThere, Optional: true},
		// Postgres stands in for an engine that is down, so no shop has to be turned away.
		{Name: "search", Run: p.world.db.Ping, Detail: p.services.search.Health},
	}
}

func (p *Platform) resolver() *graph.Resolver {
	s := p.services
	return &graph.Resolver{
		DB:          p.world.db,
		Audit:       s.audit,
		Auth:        s.auth,
		Backups:     s.backups,
		Catalog:     s.catalog,
		Checkout:    s.checkout,
		Cleanup:     s.cleanup,
		Customers:   s.customers,
		Delivery:    s.delivery,
		Inventory:   s.inventory,
		Ledger:      s.ledger,
		Marketplace: s.marketplace,
		Media:       s.media,
		Notify:      s.notify,
		Orders:      s.orders,
		Payments:    s.payments,
		Privacy:     s.privacy,
		Promotions:  s.promotions,
		Search:      s.search,
		Settings:    s.settings,
		Stats:       s.stats,
		Tax:         s.tax,
		Vendors:     s.vendors,
		Webhooks:    s.webhooks,
		Inbox:       s.inbox,
		Monitor:     s.monitor,
		Tripwire:    loader.NewTripwire(p.log, p.metrics),
	}
}

// fast answers what shops are asked most.
func (p *Platform) fast() *fast.Fast {
	s := p.services
	return fast.New(fast.Deps{
		DB: p.world.db, Catalog: s.catalog, Search: s.search, Media: s.media, Vendor: s.vendors.Current, Plans: &gate.Memo[*fast.Plan]{}, Log: p.log,
	})
}

func (p *Platform) graph(schema graphql.ExecutableSchema, loaders func(context.Context) context.Context, known server.Authenticator) http.Handler {
	c, quick := p.cfg, p.fast()
	return graph.NewHandler(graph.Config{
		Schema: schema, Log: p.log, Production: c.Production(),
		Limits:    gate.Limits{Cost: c.CostLimit},
		Buckets:   gate.NewBuckets(p.world.limiter, gate.Rate(c.CostSignedIn), gate.Rate(c.CostAnonymous)),
		Address:   func(ctx context.Context) string { return viewer.RequestFrom(ctx).Address },
		RequestID: func(ctx context.Context) string { return viewer.RequestFrom(ctx).ID },
		Loaders:   loaders,
		Traces:    p.world.traces,
		Kept:      p.world.answers,
		Again:     p.services.search.Again,
		Fast:      quick.RootField, FastAnswer: quick.Answer,
		Socket: graph.SocketConfig{
			Origin: server.OriginAllowed, Authenticate: server.SocketAuthenticate(known), Alive: server.SocketAlive(known),
			Changed: func(ctx context.Context) (<-chan struct{}, func()) {
				return auth.Changes(&p.world.notices, viewer.From(ctx))
			},
		},
	})
}
