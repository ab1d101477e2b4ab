package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/catalog"
	"orion/internal/viewer"
	"orion/jobs"
)

type catalogTask struct {
	river.WorkerDefaults[jobs.CatalogTask]
	catalog *catalog.Service
}

// Timeout implements river.Worker: none, for there may be as many products as there are.
func (*catalogTask) Timeout(*river.Job[jobs.CatalogTask]) time.Duration { return -1 }

// Work implements river.Worker. A run that was broken off goes on from its cursor. When
// the tries are used up the task is marked failed, so that the vendor can begin another.
func (w *catalogTask) Work(ctx context.Context, job *river.Job[jobs.CatalogTask]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.catalog.RunTask(ctx, job.Args.TaskID)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	return river.JobCancel(errors.Join(err, w.catalog.GiveUpTask(ctx, job.Args.TaskID)))
}
