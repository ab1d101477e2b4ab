package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/kit/rendition"
	"orion/internal/store"
	"orion/internal/viewer"
)

// WriteArchive writes all that is the viewer's vendor's and can be taken along, and returns
// how many rows that is. Passwords, keys, secrets and the team stay behind.
func (s *Service) WriteArchive(ctx context.Context, w io.Writer) (rows int64, err error) {
	vendor := viewer.From(ctx).VendorID
	tx, err := s.beginFor(ctx, vendor)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // it has read only
	a := &archiver{s: s, zip: zip.NewWriter(w), aliases: newAliases(), head: head{Rows: map[string]int64{}}}
	a.head.Format = archiveFormat
	a.aliases.name("vendor", 0, vendor, "Vendor")
	for _, p := range parts {
		if err := p.eachID(ctx, tx, a.aliases); err != nil {
			return 0, err
		}
	}
	if err := a.write(ctx, tx); err != nil {
		return 0, fmt.Errorf("write the archive: %w", err)
	}
	for _, n := range a.head.Rows {
		rows += n
	}
	return rows, nil
}

// An archiver writes one archive.
type archiver struct {
	s       *Service
	zip     *zip.Writer
	aliases *aliases
	head    head
	files   []string // keys of pictures
}

func (a *archiver) write(ctx context.Context, tx pgx.Tx) error {
	for _, p := range parts {
		if err := a.rows(ctx, tx, p); err != nil {
			return err
		}
	}
	if err := a.pictures(ctx); err != nil {
		return err
	}
	raw, err := profileOf(ctx, tx)
	if err != nil {
		return err
	}
	if a.head.Schema, err = store.LastMigration(); err != nil {
		return err
	}
	a.head.Vendor = json.RawMessage(a.aliases.hide(string(raw)))
	body, err := json.MarshalIndent(a.head, "", "  ")
	if err != nil {
		return err
	}
	if err := a.add(archiveFile, bytes.NewReader(body)); err != nil {
		return err
	}
	return a.zip.Close()
}

// rows writes a table, a row a line.
func (a *archiver) rows(ctx context.Context, tx pgx.Tx, p part) error {
	to, err := a.create(rowsFolder + p.table + ".ndjson")
	if err != nil {
		return err
	}
	return p.eachRow(ctx, tx, func(raw json.RawMessage) error {
		if p.table == "media_files" {
			if err := a.note(raw); err != nil {
				return err
			}
		}
		a.head.Rows[p.table]++
		_, err := io.WriteString(to, a.aliases.hide(string(raw))+"\n")
		return err
	})
}

// note remembers where the picture of a row and its copies are.
func (a *archiver) note(raw json.RawMessage) error {
	var m struct {
		Key        *string               `json:"key"`
		Renditions []rendition.Rendition `json:"renditions"`
	}
	if err := json.Unmarshal(raw, &m); err != nil {
		return fmt.Errorf("read a picture's row: %w", err)
	}
	if m.Key != nil {
		a.files = append(a.files, *m.Key)
	}
	for _, r := range m.Renditions {
		a.files = append(a.files, r.Key)
	}
	return nil
}

// pictures writes the files, each once: several rows can show the same.
func (a *archiver) pictures(ctx context.Context) error {
	slices.SortFunc(a.files, func(x, y string) int { return strings.Compare(a.aliases.hide(x), a.aliases.hide(y)) })
	for _, key := range slices.Compact(a.files) {
		r, err := a.s.Files.NewReader(ctx, key, nil)
		if gcerrors.Code(err) == gcerrors.NotFound {
			continue // it is being replaced
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", key, err)
		}
		err = a.add(filesFolder+a.aliases.hide(key), r)
		if err := errors.Join(err, r.Close()); err != nil {
			return fmt.Errorf("copy %s: %w", key, err)
		}
		a.head.Files++
	}
	return nil
}

func (a *archiver) create(name string) (io.Writer, error) {
	return a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
}

func (a *archiver) add(name string, from io.Reader) error {
	w, err := a.create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, from)
	return err
}

// TakeOut is WriteArchive for whoever runs the platform; the vendor's record tells of it.
func (s *Service) TakeOut(ctx context.Context, v *ent.Vendor, w io.Writer) (rows int64, err error) {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(v.ID))
	if rows, err = s.WriteArchive(ctx, w); err != nil {
		return 0, err
	}
	return rows, s.db.Tx(ctx, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Event{Action: "vendor.export", TargetType: "Vendor", Target: string(v.PublicID())})
	})
}
