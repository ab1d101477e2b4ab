package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"orion/internal/config"
	"orion/internal/kit/ratelimit"
	"orion/internal/monitor"
	"orion/internal/store"
	"orion/jobs/worker"
	"orion/server"
)

// Options say what of the platform a process runs.
type Options struct {
	// HTTP answers requests, Workers does what the queue holds.
	HTTP, Workers bool
	// Demo fills an empty database first.
	Demo bool
	// Search has the search indexes open, as HTTP has.
	Search bool
	// Limiter counts tries and costs; nil: in Redis where there is one, else in this process.
	Limiter ratelimit.Limiter
}

// A Platform is the running program.
type Platform struct {
	cfg      *config.Config
	log      *slog.Logger
	services *services
	world    *world
	metrics  *prometheus.Registry
	faults   *monitor.Faults
	// operators is what is answered on their own listener.
	operators *http.ServeMux

	// URL is how to reach the platform on this machine; empty without HTTP.
	URL string
	// Seeded reports whether this start has made the demo.
	Seeded bool

	// failed gets the error of a part that ended by itself.
	failed chan error
	// closers undo Start, the last one first.
	closers []func(context.Context) error
}

// Start starts the platform and returns when it answers. ctx bounds the start; Stop
// ends what was started.
func Start(ctx context.Context, cfg *config.Config, log *slog.Logger, o Options) (*Platform, error) {
	faults := monitor.NewFaults()
	p := &Platform{cfg: cfg, log: slog.New(faults.Handler(log.Handler())), faults: faults, operators: http.NewServeMux(), failed: make(chan error, 8)}
	if err := p.start(ctx, o); err != nil {
		return nil, errors.Join(err, p.Stop(context.WithoutCancel(ctx)))
	}
	return p, nil
}

// Wait returns nil when ctx ends, or the error of a part that ended before.
func (p *Platform) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-p.failed:
		return err
	}
}

// Stop ends everything in order: requests under way, jobs, connections, and the
// database if it is ours. Each has the time of ORION_SHUTDOWN_TIMEOUT, or until ctx
// ends; then it is broken off.
func (p *Platform) Stop(ctx context.Context) error {
	var all error
	for _, f := range slices.Backward(p.closers) {
		ctx, cancel := context.WithTimeout(ctx, p.cfg.ShutdownTimeout)
		all = errors.Join(all, f(ctx))
		cancel()
	}
	p.closers = nil
	return all
}

func (p *Platform) onStop(f func(context.Context) error) { p.closers = append(p.closers, f) }

func (p *Platform) start(ctx context.Context, o Options) error {
	p.world = &world{cfg: p.cfg, log: p.log, limiter: o.Limiter, searches: o.HTTP || o.Search}
	var door net.Listener
	if o.HTTP {
		var err error
		if door, err = p.open(ctx, p.cfg.Addr); err != nil {
			return err
		}
	}
	if err := p.foundations(ctx, door); err != nil {
		return err
	}
	var err error
	if p.services, err = newServices(p.world); err != nil {
		return err
	}
	p.onStop(func(context.Context) error { p.services.auth.Close(); return nil })
	p.listen()
	p.searching(o)
	if o.Demo {
		if p.Seeded, err = p.seed(ctx); err != nil {
			return err
		}
	}
	p.sample()
	if err := p.serveOperators(ctx); err != nil {
		return err
	}
	if o.Workers {
		if err := p.work(ctx); err != nil {
			return err
		}
	}
	if o.HTTP {
		return p.serve(door)
	}
	return nil
}

// open opens a listener, which Stop closes.
func (p *Platform) open(ctx context.Context, addr string) (net.Listener, error) {
	l, err := server.Listen(ctx, addr)
	if err != nil {
		return nil, err
	}
	p.onStop(func(context.Context) error {
		if err := l.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	})
	return l, nil
}

// foundations opens what services stand on: secret, database, files.
func (p *Platform) foundations(ctx context.Context, door net.Listener) error {
	w := p.world
	port := 0
	if door != nil {
		port = door.Addr().(*net.TCPAddr).Port
	}
	w.baseURL = p.cfg.BaseURL(port)
	var err error
	if w.root, err = rootSecret(p.cfg); err != nil {
		return err
	}
	d, err := openDatabase(ctx, p.cfg, p.log, door == nil)
	if err != nil {
		return err
	}
	p.onStop(func(context.Context) error { return d.stop() })
	go p.watch(d)
	w.databaseURL = d.url
	if err := migrate(ctx, d, p.log); err != nil {
		return err
	}
	p.metrics = prometheus.NewRegistry()
	p.metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if err := p.openTraces(ctx); err != nil {
		return err
	}
	opts := []store.Option{store.WithTracer(p.statements())}
	if p.cfg.DatabaseMaxConns > 0 {
		opts = append(opts, store.WithMaxConns(p.cfg.DatabaseMaxConns))
	}
	if w.db, err = store.Open(ctx, d.url, opts...); err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	p.onStop(func(context.Context) error { w.db.Close(); return nil })
	if w.bucket, err = openBucket(ctx, p.cfg); err != nil {
		return err
	}
	p.onStop(func(context.Context) error { return w.bucket.Close() })
	if w.backups, err = openBackups(ctx, p.cfg); err != nil {
		return err
	}
	p.onStop(func(context.Context) error { return w.backups.Close() })
	return p.openRedis()
}

// watch reports an embedded server that ends before it is told to.
func (p *Platform) watch(d *database) {
	if d.ended != nil {
		<-d.ended
		p.failed <- errors.New("the embedded database has ended by itself: see postgres.log in the data dir")
	}
}

// listen hears what other processes change.
func (p *Platform) listen() {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.world.notices.Run(ctx, p.world.db, p.log)
	}()
	p.onStop(func(context.Context) error {
		cancel()
		<-done
		return nil
	})
}

func (p *Platform) work(ctx context.Context) error {
	pool, err := worker.New(p.world.db, worker.Services{
		Traces:      p.world.traces,
		Audit:       p.services.audit,
		Auth:        p.services.auth,
		Backups:     p.services.backups,
		Catalog:     p.services.catalog,
		Checkout:    p.services.checkout,
		Cleanup:     p.services.cleanup,
		Inventory:   p.services.inventory,
		Ledger:      p.services.ledger,
		Marketplace: p.services.marketplace,
		Media:       p.services.media,
		Notify:      p.services.notify,
		Payments:    p.services.payments,
		Privacy:     p.services.privacy,
		Orders:      p.services.orders,
		Owners:      p.services.vendors,
		Queue:       p.services.queue,
		Search:      p.services.search,
		Stats:       p.services.stats,
		Monitor:     p.services.monitor,
		Vendors:     p.services.vendors,
		Webhooks:    p.services.webhooks,
		Notices:     &p.world.notices,
	}, p.log)
	if err != nil {
		return err
	}
	// The queue's own context outlives the start; Stop ends it.
	if err := pool.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	p.onStop(pool.Stop)
	return nil
}
