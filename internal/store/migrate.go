package store

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"

	"orion/ent/migrations"
)

// QueueSchema is where the queue keeps its tables.
const QueueSchema = "river"

// A Migration is one step of the schema's history.
type Migration struct {
	Name    string
	Applied bool
}

// Migrate brings the database to the newest schema and returns the names of the
// steps it took. Processes that start together wait for each other. url logs in as
// the owner, who may create roles.
func Migrate(ctx context.Context, url string) ([]string, error) {
	p, closeDB, err := provider(url)
	if err != nil {
		return nil, err
	}
	defer closeDB()
	done, err := p.Up(ctx)
	if err != nil {
		return nil, fmt.Errorf("migrate: %w", err)
	}
	names := make([]string, len(done))
	for i, r := range done {
		names[i] = r.Source.Path
	}
	if err := migrateQueue(ctx, url); err != nil {
		return nil, fmt.Errorf("migrate the queue: %w", err)
	}
	return names, nil
}

// Migrations lists all steps and whether the database has taken them.
func Migrations(ctx context.Context, url string) ([]Migration, error) {
	p, closeDB, err := provider(url)
	if err != nil {
		return nil, err
	}
	defer closeDB()
	status, err := p.Status(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the state of migrations: %w", err)
	}
	out := make([]Migration, len(status))
	for i, s := range status {
		out[i] = Migration{Name: s.Source.Path, Applied: s.State == goose.StateApplied}
	}
	return out, nil
}

// LastMigration is the version of the newest step that the program knows.
func LastMigration() (string, error) {
	all, err := fs.Glob(migrations.FS, "*.sql") // in the order of their names
	if err != nil || len(all) == 0 {
		return "", fmt.Errorf("find the migrations: %w", err)
	}
	version, _, _ := strings.Cut(all[len(all)-1], "_")
	return version, nil
}

func provider(url string) (*goose.Provider, func(), error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, nil, fmt.Errorf("read the database URL: %w", err)
	}
	db := stdlib.OpenDB(*cfg)
	closeDB := func() { _ = db.Close() }
	p, err := newProvider(db)
	if err != nil {
		closeDB()
		return nil, nil, err
	}
	return p, closeDB, nil
}

func newProvider(db *sql.DB) (*goose.Provider, error) {
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("prepare the lock: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations.FS, goose.WithSessionLocker(locker))
	if err != nil {
		return nil, fmt.Errorf("read the migrations: %w", err)
	}
	return p, nil
}

// grantQueue lets vendors' statements put jobs into the queue and the platform work
// them. Jobs name vendors and rows by id and hold nothing else.
const grantQueue = `
GRANT USAGE ON SCHEMA river TO orion_app, orion_platform, orion_backup;
GRANT SELECT, INSERT, UPDATE ON river.river_job TO orion_app;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA river TO orion_app, orion_platform;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA river TO orion_platform;
GRANT SELECT ON ALL TABLES IN SCHEMA river TO orion_backup;
GRANT SELECT ON ALL SEQUENCES IN SCHEMA river TO orion_backup;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA river TO orion_app, orion_platform;`

// queueLock is held while the queue's own migrator runs, which knows no lock.
const queueLock = 7_046_021_377

func migrateQueue(ctx context.Context, url string) error {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer pool.Close()
	conn, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock($1)", queueLock); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer func() { _, _ = conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", queueLock) }()
	if _, err := conn.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+QueueSchema); err != nil {
		return fmt.Errorf("create the schema: %w", err)
	}
	m, err := rivermigrate.New(riverpgxv5.New(pool), &rivermigrate.Config{Schema: QueueSchema})
	if err != nil {
		return fmt.Errorf("prepare: %w", err)
	}
	if _, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return fmt.Errorf("apply: %w", err)
	}
	if _, err := conn.Exec(ctx, grantQueue); err != nil {
		return fmt.Errorf("grant: %w", err)
	}
	return nil
}
