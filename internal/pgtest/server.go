package pgtest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"orion/internal/kit/pgdev"
)

// URLVariable names the server to use; without it a test binary starts its own.
const URLVariable = "ORION_TEST_DATABASE_URL"

// serverURL is the address of the tests' Postgres, as a superuser.
var serverURL = sync.OnceValues(func() (string, error) {
	if url := os.Getenv(URLVariable); url != "" {
		return url, nil
	}
	return startOwn()
})

// startOwn runs a server for this test program alone, in a folder that the next
// run of the same package finds again: a warm start takes a tenth of a cold one.
// Nobody stops it; it ends with the program (see pgdev.Start).
func startOwn() (string, error) {
	home, err := ownFolder()
	if err != nil {
		return "", fmt.Errorf("find a folder for the tests' database: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	for n := 1; ; n++ {
		s, err := pgdev.Start(ctx, pgdev.Options{Dir: filepath.Join(home, strconv.Itoa(n)), Throwaway: true})
		if _, used := errors.AsType[*pgdev.InUseError](err); used && n < 9 {
			continue // somebody tests the same package at the same time
		}
		if err != nil {
			return "", fmt.Errorf("start the tests' database (or name one in %s): %w", URLVariable, err)
		}
		return s.URL(), sweep(ctx, s.URL())
	}
}

// ownFolder differs for each package: go test runs in the package's folder.
func ownFolder() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	at, err := os.Getwd()
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(at))
	return filepath.Join(cache, "orion", "test", fmt.Sprintf("%s-%x", filepath.Base(at), sum[:4])), nil
}

// sweep drops what killed runs left, and the templates of other migrations.
func sweep(ctx context.Context, url string) error {
	keep, err := templateOf()
	if err != nil {
		return err
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("sign in to the tests' database: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx,
		"select datname from pg_database where not datistemplate and datname <> all($1)", []string{"postgres", keep})
	if err != nil {
		return fmt.Errorf("list what earlier tests left: %w", err)
	}
	left, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return fmt.Errorf("list what earlier tests left: %w", err)
	}
	for _, name := range left {
		if _, err := conn.Exec(ctx, "drop database "+pgx.Identifier{name}.Sanitize()+" with (force)"); err != nil {
			return fmt.Errorf("drop what an earlier test left: %w", err)
		}
	}
	return nil
}
