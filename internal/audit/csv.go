package audit

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/apikey"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/user"
	"orion/ent/gen/ent/vendor"
	"orion/internal/enum"
	"orion/internal/kit/cell"
	"orion/internal/kit/optional"
	"orion/internal/viewer"
)

// exportColumns is the first line of an export. It is a promise to who reads them by
// program: columns are added at the end and never changed. docs/operations.md says what
// they hold.
var exportColumns = []string{
	"id", "occurred_at", "vendor", "action", "target_type", "target", "audience", "actor", "api_key",
	"impersonated", "impersonator", "reason", "changes", "request_id", "address", "user_agent",
}

// exportPage is how many entries are read at once.
const exportPage = 1000

// CSV is what most files of exports are.
const CSV = "text/csv; charset=utf-8"

// A fileType is what the file of an export is.
type fileType struct{ contentType, ending string }

// typeOf returns what the file of an export of the kind is.
func typeOf(kind enum.ExportKind) fileType {
	if kind == enum.ExportKindVendorArchive {
		return fileType{"application/zip", ".zip"}
	}
	return fileType{CSV, ".csv"}
}

// A Writer writes all that the viewer may see of one kind, such as a line each beneath a
// header, and returns how many rows that are.
type Writer func(ctx context.Context, w io.Writer) (rows int64, err error)

// write streams lines to a file. All of it is there in the end, or nothing.
func (l *Log) write(ctx context.Context, key, contentType string, lines Writer) (rows, size int64, err error) {
	ctx, giveUp := context.WithCancel(ctx)
	defer giveUp() // closing a writer whose context has ended stores nothing
	w, err := l.blobs.NewWriter(ctx, key, &blob.WriterOptions{ContentType: contentType, DisableContentTypeDetection: true})
	if err != nil {
		return 0, 0, fmt.Errorf("open the file: %w", err)
	}
	count := &counting{to: w}
	if rows, err = lines(ctx, count); err != nil {
		giveUp()
		_ = w.Close()
		return 0, 0, err
	}
	if err := w.Close(); err != nil {
		return 0, 0, fmt.Errorf("close the file: %w", err)
	}
	return rows, count.n, nil
}

// lines writes the record, newest first, as far as the viewer may see it.
func (l *Log) lines(ctx context.Context, w *csv.Writer, where *Where) (rows int64, err error) {
	narrowed, err := l.narrow(ctx, where)
	if err != nil {
		return 0, err
	}
	if err := w.Write(exportColumns); err != nil {
		return 0, fmt.Errorf("write: %w", err)
	}
	for last := uuid.Max; ; {
		page, err := l.db.AuditEntry.Query().Where(narrowed...).Where(auditentry.IDLT(last)).
			Order(auditentry.ByID(sql.OrderDesc())).Limit(exportPage).All(ctx)
		if err != nil {
			return 0, fmt.Errorf("read the record: %w", err)
		}
		if err := l.page(ctx, w, page); err != nil {
			return 0, err
		}
		rows += int64(len(page))
		if len(page) < exportPage {
			return rows, nil
		}
		last = page[len(page)-1].ID
	}
}

func (l *Log) page(ctx context.Context, w *csv.Writer, entries []*ent.AuditEntry) error {
	of, err := l.named(ctx, entries)
	if err != nil {
		return err
	}
	for _, e := range entries {
		line, err := of.line(e)
		if err != nil {
			return err
		}
		if err := w.Write(line); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	w.Flush()
	return w.Error()
}

// names are what the ids of a page stand for, as far as the reader may know.
type names struct {
	platform              bool
	users, keys, vendorOf map[uuid.UUID]string
}

func (l *Log) named(ctx context.Context, entries []*ent.AuditEntry) (*names, error) {
	n := &names{
		platform: viewer.From(ctx).Platform(),
		users:    map[uuid.UUID]string{}, keys: map[uuid.UUID]string{}, vendorOf: map[uuid.UUID]string{},
	}
	var users, keys, vendors []uuid.UUID
	for _, e := range entries {
		users = appendGiven(users, e.ActorID, e.ImpersonatorID)
		keys = appendGiven(keys, e.APIKeyID)
		vendors = appendGiven(vendors, e.VendorID)
	}
	us, err := l.db.User.Query().Where(user.IDIn(users...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("name the actors: %w", err)
	}
	for _, u := range us {
		n.users[u.ID] = u.Email
	}
	ks, err := l.db.ApiKey.Query().Where(apikey.IDIn(keys...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("name the keys: %w", err)
	}
	for _, k := range ks {
		n.keys[k.ID] = k.Name
	}
	vs, err := l.db.Vendor.Query().Where(vendor.IDIn(vendors...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("name the vendors: %w", err)
	}
	for _, v := range vs {
		n.vendorOf[v.ID] = v.Slug
	}
	return n, nil
}

func appendGiven(to []uuid.UUID, ids ...*uuid.UUID) []uuid.UUID {
	for _, id := range ids {
		if id != nil {
			to = append(to, *id)
		}
	}
	return to
}

// line writes an entry in the order of exportColumns.
func (n *names) line(e *ent.AuditEntry) ([]string, error) {
	changes := ""
	if len(e.Changes) > 0 {
		raw, err := json.Marshal(e.Changes)
		if err != nil {
			return nil, fmt.Errorf("write the changes of %s: %w", e.ID, err)
		}
		changes = string(raw)
	}
	out := []string{
		string(e.PublicID()), e.CreatedAt.UTC().Format(time.RFC3339Nano), of(n.vendorOf, e.VendorID), e.Action, e.TargetType, e.Target,
		e.Audience, of(n.users, e.ActorID), of(n.keys, e.APIKeyID), strconv.FormatBool(e.ImpersonatorID != nil),
		of(n.users, e.ImpersonatorID), optional.Value(e.Reason), changes, optional.Value(e.RequestID), optional.Value(e.Address), optional.Value(e.UserAgent),
	}
	if !n.platform && ByStaff(e) {
		out[7], out[10], out[14], out[15] = "", "", "", ""
	}
	for i := range out {
		out[i] = cell.Guard(out[i])
	}
	return out, nil
}

func of(names map[uuid.UUID]string, id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return names[*id]
}

// counting counts the bytes that pass.
type counting struct {
	to io.Writer
	n  int64
}

// Write implements io.Writer.
func (c *counting) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}
