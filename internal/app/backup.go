package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"time"

	"orion/internal/backup"
	"orion/internal/config"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/jobs"
)

func newBackups(w *world, queue *jobs.Queue, pages *page.Signer) (*backup.Service, error) {
	o := backupOptions(w)
	o.Queue, o.Pages = queue, pages
	return backup.New(w.db, o)
}

func backupOptions(w *world) backup.Options {
	return backup.Options{
		DatabaseURL: w.databaseURL, Files: w.bucket, Store: w.backups, Location: location(w.cfg), Root: w.root,
		Recipients: w.cfg.BackupRecipients, PgBin: w.cfg.PgBin, Scratch: filepath.Join(w.cfg.DataDir, "scratch"),
		Keep: w.cfg.BackupKeep, Every: w.cfg.BackupInterval(), Clock: clock.System{}, Log: w.log,
	}
}

// location names where backups go; the parameters of an address may hold keys.
func location(cfg *config.Config) string {
	at := cmp.Or(cfg.BackupURL, "file://"+filepath.ToSlash(filepath.Join(cfg.DataDir, "backups")))
	u, err := url.Parse(at)
	if err != nil {
		return "***"
	}
	u.RawQuery, u.User = "", nil
	return u.String()
}

type backupCmd struct {
	Create  backupCreateCmd  `cmd:"" help:"Make a backup of database and files."`
	List    backupListCmd    `cmd:"" help:"List the backups there are, the newest first."`
	Verify  backupVerifyCmd  `cmd:"" help:"Restore a backup into a database that is thrown away, and compare."`
	Restore backupRestoreCmd `cmd:"" help:"Put a backup in the place of database and files."`
}

type backupCreateCmd struct{}

// Run implements kong's command.
func (*backupCreateCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) error {
		began := time.Now()
		m, err := s.backups.Create(ctx, false)
		if err != nil {
			return plain(err)
		}
		tellBackup(p, m)
		fmt.Fprintf(p.stdout, "made in %s\n", time.Since(began).Round(time.Millisecond))
		return nil
	})
}

type backupListCmd struct{}

// Run implements kong's command. It asks the store, not the database, which may be gone.
func (*backupListCmd) Run(ctx context.Context, p *process) error {
	return p.withoutDatabase(ctx, func(s *backup.Service) error {
		all, err := s.List(ctx)
		if err != nil {
			return err
		}
		for _, m := range all {
			tellBackup(p, m)
		}
		if len(all) == 0 {
			fmt.Fprintln(p.stdout, "there are no backups at", location(&p.cfg))
		}
		return nil
	})
}

func tellBackup(p *process, m *backup.Manifest) {
	fmt.Fprintf(p.stdout, "%s  %10d rows of %d vendors  %8d files  %12d bytes  schema %s  program %s\n",
		m.Name, m.Rows(), len(m.Vendors), m.Files.Count, m.ByteSize(), m.Schema, m.Program)
}

type backupVerifyCmd struct {
	Name string `arg:"" help:"As orion backup list names it."`
}

// Run implements kong's command.
func (c *backupVerifyCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) error {
		m, err := s.backups.Verify(ctx, c.Name)
		if err != nil {
			return plain(err)
		}
		tellBackup(p, m)
		fmt.Fprintln(p.stdout, "it can be restored: every table, every vendor and every file is as it was written")
		return nil
	})
}

type backupRestoreCmd struct {
	Name  string `arg:"" help:"As orion backup list names it."`
	Force bool   `help:"Also where the database holds vendors or is in use; whoever uses it is cut off."`
}

// Run implements kong's command.
func (c *backupRestoreCmd) Run(ctx context.Context, p *process) error {
	return p.withoutDatabase(ctx, func(s *backup.Service) error {
		m, err := s.Restore(ctx, c.Name, c.Force)
		if err != nil {
			return plain(err)
		}
		tellBackup(p, m)
		fmt.Fprintln(p.stdout, "restored: every table and every vendor is as it was written; build the search indexes anew with orion search reindex")
		return nil
	})
}

// withoutDatabase runs f with nothing opened in the database: it may be empty or broken, or
// about to be replaced.
func (p *process) withoutDatabase(ctx context.Context, f func(*backup.Service) error) (err error) {
	w := &world{cfg: &p.cfg, log: p.log}
	if w.root, err = rootSecret(&p.cfg); err != nil {
		return err
	}
	d, err := openDatabase(ctx, &p.cfg, p.log, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.stop()) }()
	w.databaseURL = d.url
	if w.bucket, err = openBucket(ctx, &p.cfg); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.bucket.Close()) }()
	if w.backups, err = openBackups(ctx, &p.cfg); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.backups.Close()) }()
	s, err := backup.New(nil, backupOptions(w))
	if err != nil {
		return err
	}
	return f(s)
}
