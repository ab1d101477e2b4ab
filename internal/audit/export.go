package audit

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/dataexport"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

const (
	// exportTTL is how long the file of an export is kept.
	exportTTL = 7 * 24 * time.Hour
	// exportsAtOnce is how many exports of one vendor, or of the platform, may wait.
	exportsAtOnce = 5
)

// Export asks for a CSV of the record as Entries shows it to the viewer, narrowed. It is
// made in the background. QUOTA_EXCEEDED where five are being made already.
func (l *Log) Export(ctx context.Context, where *Where) (*ent.DataExport, error) {
	if where != nil {
		if err := where.validate(ctx); err != nil {
			return nil, err
		}
	}
	criteria, err := criteriaOf(where)
	if err != nil {
		return nil, err
	}
	return l.request(ctx, enum.ExportKindAuditLog, criteria)
}

// ExportData asks for a CSV of what the viewer's vendor has of a kind, in the background.
// FORBIDDEN for who may not read that kind, INVALID for one that is not made this way,
// QUOTA_EXCEEDED where five exports are being made already.
func (l *Log) ExportData(ctx context.Context, in ExportInput) (*ent.DataExport, error) {
	if l.writers[in.Kind] == nil {
		return nil, errs.Field("input.kind", "is made in another way")
	}
	if !may(ctx, in.Kind) {
		return nil, errs.New(errs.Forbidden, "you may not export this")
	}
	return l.request(ctx, in.Kind, nil)
}

// exporters are the permissions that the kinds of exports ask for.
var exporters = map[enum.ExportKind]enum.Permission{
	enum.ExportKindAuditLog: enum.PermissionAuditExport,
	enum.ExportKindCatalog:  enum.PermissionCatalogRead,
	enum.ExportKindStaging:  enum.PermissionImportRead,
	enum.ExportKindOrders:   enum.PermissionOrderRead,
	// It has all that the others have, and customers.
	enum.ExportKindVendorArchive: enum.PermissionSettingsWrite,
}

// may reports whether the viewer may have the file of an export of the kind.
func may(ctx context.Context, kind enum.ExportKind) bool {
	p, ok := exporters[kind]
	return ok && viewer.From(ctx).May(string(p))
}

// request queues the making of an export.
func (l *Log) request(ctx context.Context, kind enum.ExportKind, criteria map[string]any) (*ent.DataExport, error) {
	v := viewer.From(ctx)
	var e *ent.DataExport
	err := l.db.Tx(ctx, func(tx *store.Tx) error {
		waiting, err := tx.DataExport.Query().Where(ownedBy(v.VendorID),
			dataexport.StatusIn(enum.ExportStatusQueued, enum.ExportStatusRunning)).Count(ctx)
		if err != nil {
			return fmt.Errorf("count exports: %w", err)
		}
		if waiting >= exportsAtOnce {
			return errs.New(errs.QuotaExceeded, "%d exports are being made; wait for one of them", exportsAtOnce)
		}
		e, err = tx.DataExport.Create().SetKind(kind).SetNillableVendorID(given(v.VendorID)).
			SetNillableRequestedByID(given(v.UserID)).SetCriteria(criteria).Save(program(ctx))
		if err != nil {
			return fmt.Errorf("make the export: %w", err)
		}
		err = Record(ctx, tx, Event{
			Action: "export.create", TargetType: "DataExport", Target: string(e.PublicID()), Data: map[string]string{"kind": string(kind)},
		})
		if err != nil {
			return err
		}
		return l.queue.Insert(ctx, tx, jobs.AuditExport{VendorID: v.VendorID, ExportID: e.ID})
	})
	return e, err
}

// program lets the program act where the viewer may: the decision is made by then.
func program(ctx context.Context) context.Context {
	return viewer.NewContext(ctx, viewer.ForVendor(viewer.From(ctx).VendorID))
}

// criteriaOf keeps a filter as it was asked.
func criteriaOf(where *Where) (map[string]any, error) {
	if where == nil {
		return nil, nil
	}
	var out map[string]any
	raw, err := json.Marshal(where)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		return nil, fmt.Errorf("keep the filter: %w", err)
	}
	return out, nil
}

func whereOf(criteria map[string]any) (*Where, error) {
	if criteria == nil {
		return nil, nil
	}
	out := &Where{}
	raw, err := json.Marshal(criteria)
	if err == nil {
		err = json.Unmarshal(raw, out)
	}
	if err != nil {
		return nil, fmt.Errorf("read the filter: %w", err)
	}
	return out, nil
}

// Make writes the file of an export. It begins anew when it was broken off, and leaves
// what is ready as it is; so it may run twice. NOT_FOUND where there is no such export.
// The viewer is the program, for the vendor or for the platform.
func (l *Log) Make(ctx context.Context, id uuid.UUID) error {
	e, err := l.db.DataExport.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("make export %s: %w", id, err)
	}
	if e.OwnedBy() != viewer.From(ctx).VendorID { // the platform would write of everybody
		return errs.New(errs.NotFound, "not found")
	}
	if e.Status != enum.ExportStatusQueued && e.Status != enum.ExportStatusRunning {
		return nil
	}
	if err := l.db.DataExport.UpdateOneID(id).SetStatus(enum.ExportStatusRunning).Exec(ctx); err != nil {
		return fmt.Errorf("begin export %s: %w", id, err)
	}
	as := typeOf(e.Kind)
	key := tenant.Key(e.OwnedBy(), "exports", id.String()+as.ending)
	rows, size, err := l.write(ctx, key, as.contentType, l.writer(e))
	if err != nil {
		return fmt.Errorf("write export %s: %w", id, err)
	}
	err = l.db.DataExport.Update().Where(dataexport.ID(id), dataexport.StatusEQ(enum.ExportStatusRunning)).
		SetStatus(enum.ExportStatusReady).SetBlobKey(key).SetRowCount(rows).SetByteSize(size).
		SetExpiresAt(l.clock.Now().Add(exportTTL)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("finish export %s: %w", id, err)
	}
	return nil
}

// writer returns what writes the lines of an export.
func (l *Log) writer(e *ent.DataExport) Writer {
	if e.Kind != enum.ExportKindAuditLog {
		return l.writers[e.Kind]
	}
	return func(ctx context.Context, w io.Writer) (int64, error) {
		where, err := whereOf(e.Criteria)
		if err != nil {
			return 0, err
		}
		return l.lines(ctx, csv.NewWriter(w), where)
	}
}

// GiveUp marks an export that could not be made; problem is shown to who asked for it.
func (l *Log) GiveUp(ctx context.Context, id uuid.UUID, problem string) error {
	err := l.db.DataExport.Update().
		Where(dataexport.ID(id), dataexport.StatusIn(enum.ExportStatusQueued, enum.ExportStatusRunning)).
		SetStatus(enum.ExportStatusFailed).SetProblem(cut(problem, maxTarget)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give up export %s: %w", id, err)
	}
	return nil
}
