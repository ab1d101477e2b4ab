package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"orion/internal/config"
	"orion/internal/kit/pgdev"
	"orion/internal/store"
)

// A database is the server that the program uses and, if it started that itself,
// what ends it.
type database struct {
	url  string
	stop func() error

	// ended is closed if a server that we started ends by itself; nil without one.
	ended <-chan struct{}
}

// openDatabase returns the configured server, or starts the embedded one. Commands
// that run beside the program (shared) use the server that it has started.
func openDatabase(ctx context.Context, cfg *config.Config, log *slog.Logger, shared bool) (*database, error) {
	none := func() error { return nil }
	if cfg.DatabaseURL != "" {
		return &database{url: string(cfg.DatabaseURL), stop: none}, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Minute) // npm may have to fetch it
	defer cancel()
	s, err := pgdev.Start(ctx, pgdev.Options{
		Dir: filepath.Join(cfg.DataDir, "postgres"), Database: "orion", BinDir: cfg.PgBin, Log: log,
	})
	if used, ok := errors.AsType[*pgdev.InUseError](err); ok && shared && used.URL != "" {
		return &database{url: used.URL, stop: none}, nil
	}
	if err != nil {
		return nil, err
	}
	return &database{url: s.URL(), stop: s.Stop, ended: s.Done()}, nil
}

// migrate brings the database up to date; other processes that start at the same
// moment wait for it.
func migrate(ctx context.Context, d *database, log *slog.Logger) error {
	done, err := store.Migrate(ctx, d.url)
	if err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	for _, name := range done {
		log.InfoContext(ctx, "migrated", "step", name)
	}
	return nil
}

type migrateCmd struct {
	Up     migrateUpCmd     `cmd:"" help:"Take the steps that are missing."`
	Status migrateStatusCmd `cmd:"" help:"List the steps; fails if one is missing."`
}

type migrateUpCmd struct{}

// Run implements kong's command.
func (*migrateUpCmd) Run(ctx context.Context, p *process) (err error) {
	d, err := openDatabase(ctx, &p.cfg, p.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	done, err := store.Migrate(ctx, d.url)
	if err != nil {
		return err
	}
	for _, name := range done {
		fmt.Fprintln(p.stdout, "done   ", name)
	}
	fmt.Fprintln(p.stdout, "the database is up to date")
	return nil
}

type migrateStatusCmd struct{}

// Run implements kong's command.
func (*migrateStatusCmd) Run(ctx context.Context, p *process) (err error) {
	d, err := openDatabase(ctx, &p.cfg, p.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	steps, err := store.Migrations(ctx, d.url)
	if err != nil {
		return err
	}
	missing := 0
	for _, s := range steps {
		state := "done   "
		if !s.Applied {
			state = "missing"
			missing++
		}
		fmt.Fprintln(p.stdout, state, s.Name)
	}
	if missing > 0 {
		return fmt.Errorf("%d steps are missing: run `orion migrate up`", missing)
	}
	return nil
}
