package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// A stage is a filled database and the servers that run on it.
type stage struct {
	url, name string
	owner     *pgx.Conn
	admin     *pgx.Conn
	postgres  int
	vendor    uuid.UUID
	dir       string
	children  []*exec.Cmd
	of        servers // before they are aimed at a scenario
}

// newStage fills a database that goes away with close.
func newStage(ctx context.Context) (*stage, error) {
	s, err := newBareStage(ctx)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx); err != nil {
		s.close()
		return nil, fmt.Errorf("fill the database: %w", err)
	}
	return s, nil
}

// newBareStage makes a database with nothing in it, which goes away with close.
func newBareStage(ctx context.Context) (*stage, error) {
	server := os.Getenv("ORION_TEST_DATABASE_URL")
	if server == "" {
		return nil, errors.New("ORION_TEST_DATABASE_URL is empty: run make bench")
	}
	dir, err := os.MkdirTemp("", "orion-bench-")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	s := &stage{name: "bench_" + strconv.Itoa(os.Getpid()), dir: dir}
	if err := s.make(ctx, server); err != nil {
		s.close()
		return nil, fmt.Errorf("make the database: %w", err)
	}
	return s, nil
}

func (s *stage) make(ctx context.Context, server string) (err error) {
	if s.admin, err = pgx.Connect(ctx, server); err != nil {
		return err
	}
	if _, err = s.admin.Exec(ctx, createDatabase+s.name); err != nil {
		return err
	}
	u, err := url.Parse(server)
	if err != nil {
		return err
	}
	u.Path = "/" + s.name
	s.url = u.String()
	if _, err = store.Migrate(ctx, s.url); err != nil {
		return err
	}
	if s.owner, err = pgx.Connect(ctx, s.url); err != nil {
		return err
	}
	s.postgres, err = postmaster(ctx, s.owner)
	return err
}

func (s *stage) fill(ctx context.Context) (err error) {
	for _, statement := range strings.Split(fill, ";\n") {
		statement = strings.NewReplacer("$1", strconv.Itoa(vendors), "$2", strconv.Itoa(productsPerVendor), "$3", strconv.Itoa(variantsPer), "$4", strconv.Itoa(shelvesPer)).Replace(statement)
		if _, err = s.owner.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return s.owner.QueryRow(ctx, benchVendor).Scan(&s.vendor)
}

// postmaster returns the process that all processes of the server are children of.
func postmaster(ctx context.Context, c *pgx.Conn) (int, error) {
	var backend int
	if err := c.QueryRow(ctx, backendPID).Scan(&backend); err != nil {
		return 0, err
	}
	f, err := stat(backend)
	if err != nil {
		return 0, fmt.Errorf("the server must run on this machine: %w", err)
	}
	return strconv.Atoi(f[1])
}

// close ends what newStage and servers began.
func (s *stage) close() {
	for _, c := range s.children {
		_ = c.Process.Signal(syscall.SIGTERM) // gone already is as well
		_ = c.Wait()
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if s.owner != nil {
		_ = s.owner.Close(ctx)
	}
	if s.admin != nil {
		if _, err := s.admin.Exec(ctx, dropDatabase+s.name+force); err != nil {
			fmt.Fprintln(os.Stderr, "bench: drop the database:", err)
		}
		_ = s.admin.Close(ctx)
	}
	_ = os.RemoveAll(s.dir)
}
