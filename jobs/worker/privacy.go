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

// discreet is what the workers need of privacy.Service.
type discreet interface {
	Make(ctx context.Context, request uuid.UUID) error
	GiveUp(ctx context.Context, request uuid.UUID) error
	Sweep(ctx context.Context) error
}

type privacyExport struct {
	river.WorkerDefaults[jobs.PrivacyExport]
	privacy discreet
}

// Timeout implements river.Worker. Thousands of orders take seconds.
func (*privacyExport) Timeout(*river.Job[jobs.PrivacyExport]) time.Duration { return 5 * time.Minute }

// Work implements river.Worker. It is safe to run twice. When the tries are used up the
// request is ended, so that the customer can ask again.
func (w *privacyExport) Work(ctx context.Context, job *river.Job[jobs.PrivacyExport]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.privacy.Make(ctx, job.Args.RequestID)
	if err == nil || !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	ctx = context.WithoutCancel(ctx) // the last try may have been broken off
	return river.JobCancel(errors.Join(err, w.privacy.GiveUp(ctx, job.Args.RequestID)))
}

type privacySweep struct {
	river.WorkerDefaults[jobs.PrivacySweep]
	privacy discreet
}

// Work implements river.Worker. It is safe to run twice.
func (w *privacySweep) Work(ctx context.Context, _ *river.Job[jobs.PrivacySweep]) error {
	return w.privacy.Sweep(store.AcrossVendors(ctx, store.ReasonSchedule))
}
