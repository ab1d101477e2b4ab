// Package pgtest gives every test a migrated Postgres database of its own.
package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"orion/ent/migrations"
	"orion/internal/store"
)

// New returns an empty, migrated database that goes away with the test.
func New(t testing.TB, opts ...store.Option) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), NewURL(t), append([]store.Option{store.WithMaxConns(12)}, opts...)...)
	require.NoError(t, err)
	t.Cleanup(db.Close)
	return db
}

// NewURL is New for those who open the database themselves: the owner's URL.
func NewURL(t testing.TB) string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	server, err := serverURL()
	require.NoError(t, err)
	tpl, err := template(server)
	require.NoError(t, err)
	name := "t_" + hex.EncodeToString(random(6))
	require.NoError(t, run(ctx, server, fmt.Sprintf("CREATE DATABASE %s TEMPLATE %s", name, tpl)))
	t.Cleanup(func() {
		if err := run(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error("drop the database of the test:", err)
		}
	})
	return withDatabase(server, name)
}

// Empty returns the owner's URL of a database without any schema.
func Empty(t testing.TB) string {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	server, err := serverURL()
	require.NoError(t, err)
	name := "e_" + hex.EncodeToString(random(6))
	require.NoError(t, run(ctx, server, "CREATE DATABASE "+name))
	t.Cleanup(func() {
		if err := run(ctx, server, "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			t.Error("drop the database of the test:", err)
		}
	})
	return withDatabase(server, name)
}

var (
	templateMu   sync.Mutex
	templateName = map[string]string{}
)

// template returns the name of a migrated database to copy. It is named after the
// migrations, so all test binaries on one server share it.
func template(server string) (string, error) {
	templateMu.Lock()
	defer templateMu.Unlock()
	if name := templateName[server]; name != "" {
		return name, nil
	}
	name, err := templateOf()
	if err != nil {
		return "", err
	}
	if err := makeTemplate(context.Background(), server, name); err != nil {
		return "", fmt.Errorf("make the template database: %w", err)
	}
	templateName[server] = name
	return name, nil
}

// makeTemplate makes the database under a lock that all test binaries share.
func makeTemplate(ctx context.Context, server, name string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect to %s: %w", URLVariable, err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, "SELECT pg_advisory_lock(7046)"); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	var there bool
	if err := conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", name).Scan(&there); err != nil {
		return fmt.Errorf("look for it: %w", err)
	}
	if there {
		return nil
	}
	building := name + "_new"
	if _, err := conn.Exec(ctx, "DROP DATABASE IF EXISTS "+building+" WITH (FORCE)"); err != nil {
		return fmt.Errorf("drop a half-made one: %w", err)
	}
	if _, err := conn.Exec(ctx, "CREATE DATABASE "+building); err != nil {
		return fmt.Errorf("create: %w", err)
	}
	if _, err := store.Migrate(ctx, withDatabase(server, building)); err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "ALTER DATABASE "+building+" RENAME TO "+name)
	return err
}

// templateOf names the template of the migrations that are in this program.
func templateOf() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(migrations.FS, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(migrations.FS, path)
		h.Write(b)
		return err
	})
	return "orion_template_" + hex.EncodeToString(h.Sum(nil)[:6]), err
}

// run executes one statement on a connection of its own. Copying a template fails
// while somebody else is copying it, so that is tried again.
func run(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return fmt.Errorf("connect to the test server: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	for range 50 {
		_, err = conn.Exec(ctx, statement)
		pg, ok := errors.AsType[*pgconn.PgError](err)
		if !ok || pg.Code != "55006" { // object_in_use
			return err
		}
		if _, err := conn.Exec(ctx, "SELECT pg_sleep(0.1)"); err != nil {
			return err
		}
	}
	return err
}

func withDatabase(server, name string) string {
	u, err := url.Parse(server)
	if err != nil {
		panic("pgtest: " + err.Error()) // the connection before would have failed
	}
	u.Path = "/" + name
	return u.String()
}

func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: see crypto/rand
	return b
}
