package audit

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/dataexport"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// Deps is what a Log needs. All fields are required.
type Deps struct {
	DB    *store.DB
	Pages *page.Signer
	Queue *jobs.Queue
	Blobs *blob.Bucket // keeps the files of exports
	Clock clock.Clock

	// Key signs the addresses that exports are fetched at, which begin with BaseURL.
	Key     []byte
	BaseURL string

	// Writers make the exports of other kinds than the record, as the program acting for
	// one vendor. A kind without one cannot be asked for.
	Writers map[enum.ExportKind]Writer
}

// Log is the record as the viewer may read it: a vendor its own, the platform all. It is
// safe for concurrent use.
type Log struct {
	db      *store.DB
	pages   *page.Signer
	queue   *jobs.Queue
	blobs   *blob.Bucket
	clock   clock.Clock
	tickets ticketer
	writers map[enum.ExportKind]Writer
}

// New returns a Log.
func New(d Deps) *Log {
	return &Log{
		db: d.DB, pages: d.Pages, queue: d.Queue, blobs: d.Blobs, clock: d.Clock,
		tickets: ticketer{key: d.Key, base: d.BaseURL}, writers: d.Writers,
	}
}

// Entries lists what the viewer may see of the record, narrowed, newest first. A filter
// that makes no sense is INVALID by its place in where.
func (l *Log) Entries(ctx context.Context, arg page.Arg, where *Where) (*AuditEntryConnection, error) {
	plan, err := l.pages.Plan(arg, nil, "audit", viewer.From(ctx).VendorID, where)
	if err != nil {
		return nil, err
	}
	narrowed, err := l.narrow(ctx, where)
	if err != nil {
		return nil, err
	}
	rows, err := l.db.AuditEntry.Query().Where(narrowed...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the audit record: %w", err)
	}
	return page.Cut(plan, rows, func(e *ent.AuditEntry) ([]any, uuid.UUID) { return nil, e.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := l.db.AuditEntry.Query().Where(narrowed...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Exports lists the exports that were asked for, newest first: of the kinds that the viewer
// may read.
func (l *Log) Exports(ctx context.Context, arg page.Arg) (*DataExportConnection, error) {
	plan, err := l.pages.Plan(arg, nil, "exports", viewer.From(ctx).VendorID)
	if err != nil {
		return nil, err
	}
	listed := dataexport.KindIn(readable(ctx)...)
	rows, err := l.db.DataExport.Query().Where(listed, plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list exports: %w", err)
	}
	return page.Cut(plan, rows, func(e *ent.DataExport) ([]any, uuid.UUID) { return nil, e.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := l.db.DataExport.Query().Where(listed).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// readable are the kinds whose exports the viewer may see in a list: of the record also who
// may read and not export it.
func readable(ctx context.Context) (kinds []enum.ExportKind) {
	for kind := range exporters {
		if may(ctx, kind) || kind == enum.ExportKindAuditLog && viewer.From(ctx).May(string(enum.PermissionAuditRead)) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}
