package backup

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"time"

	"github.com/jackc/pgx/v5"

	"orion/internal/kit/build"
	"orion/internal/store"
)

// Create makes a backup and returns what is in it. scheduled says that nobody asked for it.
// What fails is written to the log of backups; of its files nothing counts, because the
// manifest comes last.
func (s *Service) Create(ctx context.Context, scheduled bool) (*Manifest, error) {
	ctx = store.AcrossVendors(ctx, store.ReasonBackup)
	name := s.Clock.Now().UTC().Format("20060102-150405")
	entry, err := s.started(ctx, name, scheduled)
	if err != nil {
		return nil, err
	}
	m, checksum, err := s.create(ctx, name)
	if err = errors.Join(err, s.ended(context.WithoutCancel(ctx), entry, m, checksum, err)); err != nil {
		return nil, fmt.Errorf("make the backup %s: %w", name, err)
	}
	s.Log.InfoContext(ctx, "backup: made", "name", name, "rows", m.Rows(), "files", m.Files.Count, "bytes", m.ByteSize())
	return m, s.retain(ctx)
}

func (s *Service) create(ctx context.Context, name string) (*Manifest, string, error) {
	m := &Manifest{
		Format: format, Name: name, CreatedAt: s.Clock.Now().UTC().Truncate(time.Second), Program: build.Current().Version,
		RootKey: s.key.id, Recipients: s.Recipients,
	}
	if err := s.dump(ctx, m); err != nil {
		return nil, "", err
	}
	// Files come after the rows that name them, so that none that was there is missed. One
	// that is removed between is missing, as it is from the platform.
	var err error
	if m.Files, err = s.put(ctx, path.Join(name, filesFile), s.pack(ctx)); err != nil {
		return nil, "", err
	}
	checksum, err := s.writeManifest(ctx, m)
	return m, checksum, err
}

// dump stores the database as of one moment, and counts it as of the same.
func (s *Service) dump(ctx context.Context, m *Manifest) error {
	conn, err := pgx.Connect(ctx, s.DatabaseURL)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	tx, err := begin(ctx, conn)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it has read only
	snapshot, err := export(ctx, tx)
	if err != nil {
		return err
	}
	dir, err := s.scratch()
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	err = s.run(ctx, nil, nil, s.DatabaseURL, "pg_dump", "--format=directory", "--file="+path.Join(dir, "dump"), "--snapshot="+snapshot,
		"--role="+store.RoleBackup, "--enable-row-security", "--no-owner", "--compress=6", "--no-comments",
		"--schema=public", "--schema=extensions", "--schema="+store.QueueSchema, "--extension=*")
	if err != nil {
		return err
	}
	if m.Database, err = s.put(ctx, path.Join(m.Name, databaseFile), folder(path.Join(dir, "dump"))); err != nil {
		return err
	}
	if m.Schema, err = schemaOf(ctx, tx); err != nil {
		return err
	}
	m.Tables, m.Vendors, err = count(ctx, tx)
	return err
}

// scratch makes a folder that only this process reads.
func (s *Service) scratch() (string, error) {
	if err := os.MkdirAll(s.Scratch, 0o700); err != nil {
		return "", fmt.Errorf("make a folder for what is under way: %w", err)
	}
	dir, err := os.MkdirTemp(s.Scratch, "backup-")
	if err != nil {
		return "", fmt.Errorf("make a folder for what is under way: %w", err)
	}
	return dir, nil
}
