package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/kit/errs"
	"orion/internal/store"
)

// Restore puts a backup in the place of the database and of the stored files. The database
// changes in one transaction: what fails leaves it as it was. CONFLICT without force where
// the database holds anything or is in use; with force, whoever uses it is cut off.
func (s *Service) Restore(ctx context.Context, name string, force bool) (*Manifest, error) {
	m, err := s.Manifest(ctx, name)
	if err != nil {
		return nil, err
	}
	if err := s.clear(ctx, force); err != nil {
		return nil, err
	}
	if err := s.restoreInto(ctx, s.DatabaseURL, m); err != nil {
		return nil, fmt.Errorf("restore %s: %w", name, err)
	}
	files := unpackFiles(m.Files.Count, s.bring(ctx))
	if err := s.get(ctx, path.Join(name, filesFile), m.Files, files); err != nil {
		return nil, fmt.Errorf("restore %s: the database is back, the files are not: %w", name, err)
	}
	if _, err := store.Migrate(ctx, s.DatabaseURL); err != nil {
		return nil, fmt.Errorf("restore %s: %w", name, err)
	}
	return m, s.restored(ctx, m, force)
}

// clear makes sure that nobody minds.
func (s *Service) clear(ctx context.Context, force bool) error {
	conn, err := pgx.Connect(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	if force {
		return disconnect(ctx, conn)
	}
	live, err := inUse(ctx, conn)
	if err == nil && live {
		err = errs.New(errs.Conflict, "the database is live: it holds vendors, or the program is running on it; --force replaces it")
	}
	return err
}

// restoreInto replaces the contents of a database with those of a backup, and compares them.
func (s *Service) restoreInto(ctx context.Context, url string, m *Manifest) error {
	dir, err := s.scratch()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	if err := s.get(ctx, path.Join(m.Name, databaseFile), m.Database, unpack(dir)); err != nil {
		return err
	}
	if err := store.MakeRoles(ctx, url); err != nil {
		return err
	}
	if err := s.load(ctx, url, dir); err != nil {
		return err
	}
	return compare(ctx, url, m)
}

// emptied clears a database within the transaction that fills it.
const emptied = `DROP SCHEMA IF EXISTS river CASCADE;
DROP SCHEMA IF EXISTS public CASCADE;
DROP SCHEMA IF EXISTS extensions CASCADE;
`

// load turns a dump into statements and runs them in one transaction.
func (s *Service) load(ctx context.Context, url, dir string) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, w := io.Pipe()
	made := make(chan error, 1)
	go func() {
		err := s.run(ctx, nil, w, "", "pg_restore", "--no-owner", "--file=-", dir)
		made <- err
		w.CloseWithError(err)
	}()
	err := s.run(ctx, io.MultiReader(strings.NewReader(emptied), r), io.Discard, url, "psql",
		"--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--file=-")
	_ = r.CloseWithError(errors.New("psql has ended"))
	if err != nil {
		return err
	}
	return <-made
}

// compare fails where a database is not what a manifest says, table by table and vendor by
// vendor.
func compare(ctx context.Context, url string, m *Manifest) error {
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	tx, err := begin(ctx, conn)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it has read only
	tables, vendors, err := count(ctx, tx)
	if err != nil {
		return err
	}
	return errors.Join(differ("table", m.Tables, tables), differ("vendor", m.Vendors, vendors))
}

func differ(what string, want, got []Table) error {
	have := map[string]Table{}
	for _, t := range got {
		have[t.Name] = t
	}
	for _, w := range want {
		if have[w.Name] != w {
			return fmt.Errorf("%s %s: %d rows with checksum %s, %d with %s were written", what, w.Name, have[w.Name].Rows, have[w.Name].Checksum, w.Rows, w.Checksum)
		}
	}
	if len(got) != len(want) {
		return fmt.Errorf("there are %d %ss, %d were written", len(got), what, len(want))
	}
	return nil
}

// Verify brings a backup back into a database that is thrown away, reads all its files, and
// compares what comes of it with what was written.
func (s *Service) Verify(ctx context.Context, name string) (*Manifest, error) {
	ctx = store.AcrossVendors(ctx, store.ReasonBackup)
	m, err := s.Manifest(ctx, name)
	if err != nil {
		return nil, err
	}
	err = s.verify(ctx, m)
	if ctx.Err() != nil {
		return nil, ctx.Err() // it says nothing of the backup
	}
	if err := errors.Join(err, s.verified(ctx, name, err)); err != nil {
		return nil, fmt.Errorf("verify %s: %w", name, err)
	}
	return m, nil
}

func (s *Service) verify(ctx context.Context, m *Manifest) (err error) {
	conn, err := pgx.Connect(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	scratch := "orion_verify_" + strings.ReplaceAll(uuid.NewString(), "-", "")[:16]
	url, err := onDatabase(s.DatabaseURL, scratch)
	if err != nil {
		return fmt.Errorf("read the database URL: %w", err)
	}
	if err := createDatabase(ctx, conn, scratch); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dropDatabase(context.WithoutCancel(ctx), conn, scratch)) }()
	if err := s.restoreInto(ctx, url, m); err != nil {
		return err
	}
	return s.get(ctx, path.Join(m.Name, filesFile), m.Files, unpackFiles(m.Files.Count, skim))
}
