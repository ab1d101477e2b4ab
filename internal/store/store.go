// Package store opens the database and confines every statement to the viewer's
// vendor. Statements of shops and teams run as the role orion_app under row-level
// security; those of the platform as orion_platform. Neither owns a table.
package store

import (
	"context"
	"fmt"
	"runtime"
	"time"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"orion/ent/gen/ent"
	_ "orion/ent/gen/ent/runtime" // policies and hooks; without it every query is denied
)

// The roles that statements run as.
const (
	RoleApp      = "orion_app"
	RolePlatform = "orion_platform"
)

// DB is the database as services see it: ent's client, which obeys the viewer of
// the context, and transactions.
type DB struct {
	*ent.Client

	// Platform is the pool that sees every vendor. The queue and the sign-in use
	// it; no other code may.
	Platform *pgxpool.Pool

	// App is the pool under row-level security, for the few statements in *_sql.go
	// files that ent cannot make.
	App *pgxpool.Pool

	driver *driver
	url    string
}

// Option changes how Open opens the database.
type Option func(*options)

type options struct {
	tracer   pgx.QueryTracer
	maxConns int32
}

// WithTracer has every statement seen by a tracer.
func WithTracer(t pgx.QueryTracer) Option { return func(o *options) { o.tracer = t } }

// WithMaxConns limits each pool; the default is 8 connections and 2 for each core.
func WithMaxConns(n int32) Option { return func(o *options) { o.maxConns = n } }

// Open connects to a migrated database. url logs in as the owner.
func Open(ctx context.Context, url string, opts ...Option) (*DB, error) {
	o := options{maxConns: int32(8 + 2*runtime.NumCPU())}
	for _, opt := range opts {
		opt(&o)
	}
	app, err := pool(ctx, url, RoleApp, o)
	if err != nil {
		return nil, err
	}
	platform, err := pool(ctx, url, RolePlatform, o)
	if err != nil {
		app.Close()
		return nil, err
	}
	d := &driver{app: app, platform: platform}
	return &DB{Client: ent.NewClient(ent.Driver(d)), Platform: platform, App: app, driver: d, url: url}, nil
}

// Close closes the pools after their last statement.
func (db *DB) Close() {
	db.App.Close()
	db.Platform.Close()
}

// Ping reports whether the database answers on both roles.
func (db *DB) Ping(ctx context.Context) error {
	for _, p := range []*pgxpool.Pool{db.App, db.Platform} {
		if err := p.Ping(ctx); err != nil {
			return fmt.Errorf("ping: %w", err)
		}
	}
	return nil
}

func pool(ctx context.Context, url, role string, o options) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("read the database URL: %w", err)
	}
	cfg.MaxConns = o.maxConns
	cfg.MaxConnIdleTime = 5 * time.Minute
	cfg.ConnConfig.Tracer = o.tracer
	cfg.ConnConfig.ConnectTimeout = 5 * time.Second
	params := cfg.ConnConfig.RuntimeParams
	params["application_name"] = role
	params["statement_timeout"] = "60000"
	params["idle_in_transaction_session_timeout"] = "60000"
	params["temp_buffers"] = "64MB" // of use to imports alone, and taken only when used
	cfg.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, "SET ROLE "+role)
		return err
	}
	p, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the pool of %s: %w", role, err)
	}
	if err := p.Ping(ctx); err != nil {
		p.Close()
		return nil, fmt.Errorf("connect as %s: %w", role, err)
	}
	return p, nil
}

var _ dialect.Driver = (*driver)(nil)
