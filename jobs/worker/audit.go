package worker

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// An exporter is what the workers need of audit.Log.
type exporter interface {
	Make(ctx context.Context, export uuid.UUID) error
	GiveUp(ctx context.Context, export uuid.UUID, problem string) error
	Expire(ctx context.Context) error
}

type auditExport struct {
	river.WorkerDefaults[jobs.AuditExport]
	audit exporter
}

// NewAuditExport returns the worker that writes the files of exports.
func NewAuditExport(e exporter) river.Worker[jobs.AuditExport] { return &auditExport{audit: e} }

// Timeout implements river.Worker. A million entries take less than two minutes.
func (*auditExport) Timeout(*river.Job[jobs.AuditExport]) time.Duration { return 10 * time.Minute }

// Work implements river.Worker. It is safe to run twice. When the tries are used up the
// export is marked failed.
func (w *auditExport) Work(ctx context.Context, job *river.Job[jobs.AuditExport]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.audit.Make(ctx, job.Args.ExportID)
	if err == nil || !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	ctx = context.WithoutCancel(ctx) // the last try may have been broken off
	return river.JobCancel(errors.Join(err, w.audit.GiveUp(ctx, job.Args.ExportID, "the file could not be written")))
}

type auditExpire struct {
	river.WorkerDefaults[jobs.AuditExpire]
	audit exporter
}

// Work implements river.Worker. It is safe to run twice.
func (w *auditExpire) Work(ctx context.Context, _ *river.Job[jobs.AuditExpire]) error {
	return w.audit.Expire(store.AcrossVendors(ctx, store.ReasonSchedule))
}
