// Package pgdev runs a PostgreSQL server of one's own from the binaries of the
// machine, for development and for tests: no configuration, no Docker, no root
// password. It is not meant for production.
package pgdev

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options say where the server lives and what it may give up. Only Dir is required.
type Options struct {
	// Dir keeps the cluster, its password and its log; it is made where it is missing.
	Dir string

	// Database is made if it is missing and named by the URL. Empty: postgres.
	Database string

	// BinDir holds initdb and postgres. Empty: they are looked for, see FindBinaries.
	BinDir string

	// CacheDir keeps binaries that come from npm. Empty: the cache folder of the
	// user, or /var/cache for root, whose own folders a server cannot read.
	CacheDir string

	// Throwaway trades the safety of the data for speed: nothing survives a
	// crash of the machine. For tests.
	Throwaway bool

	// Settings go to the server's command line and win over ours.
	Settings map[string]string

	// Log hears of what takes its time. Nil: nobody does.
	Log *slog.Logger
}

// A Server is a running PostgreSQL that ends with Stop, and in any case with
// this process where the system can see to that (Linux).
type Server struct {
	dir, url, bin string
	proc          *process
	lock          *os.File
	stop          func() error
}

// Start starts the server of o.Dir and waits until it takes connections; ctx
// bounds that wait and no more. A cluster is made on first use. A server that a
// killed program left behind in the same folder is stopped first, so there are
// never two. If a live program runs it already, the error is an *InUseError.
//
// Root cannot run PostgreSQL, so under root the server runs as the owner of the
// cluster, at first postgres or else nobody.
func Start(ctx context.Context, o Options) (*Server, error) {
	o.Log = cmp.Or(o.Log, slog.New(slog.DiscardHandler))
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, fmt.Errorf("find the folder of the database: %w", err)
	}
	if err := os.MkdirAll(dir, 0o711); err != nil {
		return nil, fmt.Errorf("make the folder of the database: %w", err)
	}
	lock, err := acquire(dir)
	if err != nil {
		return nil, err
	}
	s := &Server{dir: dir, lock: lock}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(fmt.Errorf("start the database in %s: %w", dir, err), s.end())
	}
	s.stop = sync.OnceValue(s.end)
	return s, nil
}

// URL is the address of the server, with the superuser's name and password.
func (s *Server) URL() string { return s.url }

// BinDir holds the server's programs. What comes from npm has no pg_dump.
func (s *Server) BinDir() string { return s.bin }

// Done is closed when the server has ended, by Stop or by itself.
func (s *Server) Done() <-chan struct{} { return s.proc.done }

// Stop ends all sessions and the server, and waits for both. Further calls
// return what the first one did.
func (s *Server) Stop() error { return s.stop() }

func (s *Server) start(ctx context.Context, o Options) error {
	cluster := filepath.Join(s.dir, "cluster")
	if err := evict(ctx, cluster, o.Log); err != nil {
		return err
	}
	who, err := owner(cluster)
	if err != nil {
		return err
	}
	if s.bin, err = findBinaries(ctx, o, majorOf(cluster), who); err != nil {
		return err
	}
	if err := initialise(ctx, s.dir, s.bin, who, o.Log); err != nil {
		return err
	}
	password, err := os.ReadFile(filepath.Join(s.dir, "password"))
	if err != nil {
		return fmt.Errorf("read the database's password: %w", err)
	}
	var port int
	if s.proc, port, err = s.launch(ctx, o, who); err != nil {
		return err
	}
	s.url, err = ensureDatabase(ctx, string(password), port, o.Database)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.dir, "url"), []byte(s.url), 0o600)
}

// end undoes start as far as it came. The lock goes last: whoever gets it next
// finds no server.
func (s *Server) end() error {
	var err error
	if s.proc != nil {
		err = s.proc.end()
	}
	if rm := os.Remove(filepath.Join(s.dir, "url")); rm != nil && !errors.Is(rm, os.ErrNotExist) {
		err = errors.Join(err, rm)
	}
	return errors.Join(err, release(s.lock))
}

// every calls f at once and then in short intervals until it says that it is
// done, fails, or ctx ends.
func every(ctx context.Context, pause time.Duration, f func() (done bool, err error)) error {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		if done, err := f(); done || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
}
