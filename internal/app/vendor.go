package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"orion/ent/gen/ent"
	"orion/internal/backup"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/vendor"
)

type vendorCmd struct {
	Export  vendorExportCmd  `cmd:"" help:"Write all that is a vendor's to one file: catalogue, pictures, customers, orders. Passwords, keys and the team stay."`
	Restore vendorRestoreCmd `cmd:"" help:"Make a new vendor of such a file."`
}

type vendorExportCmd struct {
	Slug string `arg:"" help:"Of the vendor."`
	Out  string `type:"path" help:"The file to write. Empty: <slug>.zip here."`
}

// Run implements kong's command. A file that is there already stays as it is.
func (c *vendorExportCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) error {
		v, err := s.vendors.BySlug(ctx, c.Slug)
		if err != nil {
			return plain(err)
		}
		name := cmp.Or(c.Out, c.Slug+".zip")
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600) //nolint:gosec // the file that was asked for
		if err != nil {
			return fmt.Errorf("write the archive: %w", err)
		}
		rows, err := s.backups.TakeOut(ctx, v, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return errors.Join(err, os.Remove(name))
		}
		fmt.Fprintf(p.stdout, "%s: %d rows of %s\n", name, rows, v.Name)
		return nil
	})
}

type vendorRestoreCmd struct {
	File  string `arg:"" type:"existingfile" help:"As orion vendor export wrote it."`
	Slug  string `required:"" help:"Of the vendor that is made; one that exists must be as it was born."`
	Owner string `help:"E-mail address of its owner; needed for a vendor that is made."`
}

// Run implements kong's command.
func (c *vendorRestoreCmd) Run(ctx context.Context, p *process) error {
	return p.withServices(ctx, Options{}, func(s *services) (err error) {
		f, err := os.Open(c.File)
		if err != nil {
			return fmt.Errorf("open the archive: %w", err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		info, err := f.Stat()
		if err != nil {
			return fmt.Errorf("open the archive: %w", err)
		}
		v, err := c.vendor(ctx, p, s)
		if err != nil {
			return plain(err)
		}
		rows, err := s.backups.ReadArchive(ctx, f, info.Size(), backup.Newcomer{ID: v.ID, Source: filepath.Base(c.File)})
		if err != nil {
			return errors.Join(plain(err), fmt.Errorf("the vendor %s is there and empty: run this again when the archive is right", c.Slug))
		}
		fmt.Fprintf(p.stdout, "%s has %d rows; build its search index with orion search reindex --vendor %s\n", c.Slug, rows, c.Slug)
		return nil
	})
}

// vendor returns the one that the archive is restored into, which is made where it is
// missing.
func (c *vendorRestoreCmd) vendor(ctx context.Context, p *process, s *services) (*ent.Vendor, error) {
	v, err := s.vendors.BySlug(ctx, c.Slug)
	if err == nil || store.Public(err).Code != errs.NotFound {
		return v, err
	}
	if c.Owner == "" {
		return nil, errors.New("say who owns the vendor that is made: --owner name@example.com")
	}
	ctx = store.AcrossVendors(ctx, store.ReasonSetUp)
	v, link, err := s.vendors.Create(ctx, vendor.CreateInput{Name: c.Slug, Slug: c.Slug, OwnerEmail: c.Owner})
	if err == nil && link != nil {
		fmt.Fprintln(p.stdout, "its owner sets a password at", *link)
	}
	return v, err
}
