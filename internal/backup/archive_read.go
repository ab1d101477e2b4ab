package backup

import (
	"archive/zip"
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"path"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/product"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/tenant"
	"orion/internal/store"
)

// A Newcomer is the vendor that an archive is restored into: it has been made, and nobody
// has worked in it.
type Newcomer struct {
	ID uuid.UUID
	// Source names the archive in the log.
	Source string
}

// ReadArchive makes a new vendor what the vendor of an archive was, and returns how many
// rows it has. Either all of it comes or nothing. INVALID for a file that is no archive, or
// one of a later version; CONFLICT where the vendor has orders or products already.
func (s *Service) ReadArchive(ctx context.Context, from io.ReaderAt, size int64, to Newcomer) (rows int64, err error) {
	ctx = store.AcrossVendors(ctx, store.ReasonBackup)
	z, err := zip.NewReader(from, size)
	if err != nil {
		return 0, errs.New(errs.Invalid, "this is no archive of a vendor")
	}
	r := &reader{s: s, zip: z, aliases: newAliases(), to: to}
	if err := r.open(); err != nil {
		return 0, err
	}
	if err := r.files(ctx); err != nil {
		return 0, fmt.Errorf("restore the archive: %w", err)
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := r.write(ctx, tx); err != nil {
			return fmt.Errorf("restore the archive: %w", err)
		}
		return r.log(ctx, tx)
	})
	return r.rows, err
}

// A reader restores one archive.
type reader struct {
	s       *Service
	zip     *zip.Reader
	head    head
	aliases *aliases
	to      Newcomer
	rows    int64
}

// open reads what the archive says of itself and gives every row an id.
func (r *reader) open() error {
	f, err := r.zip.Open(archiveFile)
	if err != nil {
		return errs.New(errs.Invalid, "this is no archive of a vendor")
	}
	defer func() { _ = f.Close() }()
	if err := json.NewDecoder(f).Decode(&r.head); err != nil {
		return errs.New(errs.Invalid, "this is no archive of a vendor")
	}
	schema, err := store.LastMigration()
	if err != nil {
		return err
	}
	if r.head.Format > archiveFormat || r.head.Schema > schema {
		return errs.New(errs.Invalid, "the archive is of a later version of the program")
	}
	r.aliases.name("vendor", 0, r.to.ID, "Vendor")
	for _, p := range parts {
		for n := range int(r.head.Rows[p.table]) {
			id, err := uuid.NewV7() // each sorts after the one before, as the rows did
			if err != nil {
				return fmt.Errorf("name a row: %w", err)
			}
			r.aliases.name(p.table, n, id, p.called("id"))
			for _, column := range p.random {
				r.aliases.name(p.kind(column), n, uuid.New(), p.called(column))
			}
		}
	}
	return nil
}

// files come first: a picture that nothing shows does less harm than one that is missing.
func (r *reader) files(ctx context.Context) error {
	var n int64
	for _, f := range r.zip.File {
		alias, ok := strings.CutPrefix(f.Name, filesFolder)
		if !ok {
			continue
		}
		key, err := r.aliases.show(alias)
		if err != nil {
			return err
		}
		if owner, ok := tenant.Of(key); !ok || owner != r.to.ID || path.Clean(key) != key {
			return fmt.Errorf("%s is not the vendor's", f.Name)
		}
		if err := r.file(ctx, f, key); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		n++
	}
	if n != r.head.Files {
		return fmt.Errorf("there are %d files, %d were written", n, r.head.Files)
	}
	return nil
}

func (r *reader) file(ctx context.Context, f *zip.File, key string) error {
	from, err := f.Open()
	if err != nil {
		return err
	}
	defer func() { _ = from.Close() }()
	return r.s.bring(ctx)(key, mime.TypeByExtension(path.Ext(key)), from)
}

func (r *reader) write(ctx context.Context, tx *store.Tx) error {
	if err := untouched(ctx, tx, r.to.ID); err != nil {
		return err
	}
	if err := clearBorn(ctx, tx.Pgx, r.to.ID); err != nil {
		return err
	}
	for _, p := range parts {
		if err := r.table(ctx, tx.Pgx, p); err != nil {
			return err
		}
	}
	vendor, err := r.aliases.show(string(r.head.Vendor))
	if err != nil {
		return err
	}
	return updateProfile(ctx, tx.Pgx, r.to.ID, json.RawMessage(vendor))
}

// batch is how many rows are written with one statement.
const batch = 500

func (r *reader) table(ctx context.Context, tx pgx.Tx, p part) error {
	f, err := r.zip.Open(rowsFolder + p.table + ".ndjson")
	if err != nil {
		return fmt.Errorf("%s is missing", p.table)
	}
	defer func() { _ = f.Close() }()
	lines, waiting, n := bufio.NewReaderSize(f, 1<<20), []json.RawMessage{}, int64(0)
	flush := func() error {
		err := r.insert(ctx, tx, p, waiting)
		waiting = waiting[:0]
		return err
	}
	for {
		line, err := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			row, err := r.aliases.show(string(line))
			if err != nil {
				return err
			}
			waiting = append(waiting, json.RawMessage(row))
			n++
		}
		if len(waiting) == batch && !p.whole || errors.Is(err, io.EOF) {
			if err := flush(); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", p.table, err)
		}
	}
	if n != r.head.Rows[p.table] {
		return fmt.Errorf("%s has %d rows, %d were written", p.table, n, r.head.Rows[p.table])
	}
	r.rows += n
	return nil
}

func (r *reader) insert(ctx context.Context, tx pgx.Tx, p part, rows []json.RawMessage) error {
	if len(rows) == 0 {
		return nil
	}
	all, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("read %s: %w", p.table, err)
	}
	return p.insert(ctx, tx, r.to.ID, all)
}

// untouched refuses a vendor in whom somebody has worked.
func untouched(ctx context.Context, tx *store.Tx, id uuid.UUID) error {
	for what, count := range map[string]func(context.Context) (int, error){
		"products": tx.Product.Query().Where(product.VendorID(id)).Limit(1).Count, "orders": tx.Order.Query().Where(order.VendorID(id)).Limit(1).Count,
	} {
		n, err := count(ctx)
		if err != nil {
			return fmt.Errorf("count %s: %w", what, err)
		}
		if n > 0 {
			return errs.New(errs.Conflict, "the vendor has %s already", what)
		}
	}
	return nil
}

func (r *reader) log(ctx context.Context, tx *store.Tx) error {
	entry, err := tx.RestoreLog.Create().SetSource(r.to.Source).SetConcernsID(r.to.ID).SetStatus(enum.BackupStatusSucceeded).
		SetRowCount(r.rows).SetEndedAt(r.s.Clock.Now()).Save(ctx)
	if err != nil {
		return fmt.Errorf("log the restore: %w", err)
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: "vendor.restore", VendorID: r.to.ID, TargetType: "RestoreLog", Target: string(entry.PublicID()),
	})
}
