package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/kit/fetch"
	"orion/internal/marketplace"
	"orion/internal/viewer"
	"orion/jobs"
)

type marketplaceImport struct {
	river.WorkerDefaults[jobs.MarketplaceImport]
	marketplace *marketplace.Service
}

// Timeout implements river.Worker: none, for a file may take as long as it is.
// Every chunk has a time of its own.
func (*marketplaceImport) Timeout(*river.Job[jobs.MarketplaceImport]) time.Duration { return -1 }

// fetchTries is how often a host is asked for a file: over about two minutes.
const fetchTries = 4

// Work implements river.Worker. A run that was broken off goes on from its cursor.
// When the tries are used up the import is marked failed, so that none is left
// running for ever.
func (w *marketplaceImport) Work(ctx context.Context, job *river.Job[jobs.MarketplaceImport]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.marketplace.Run(ctx, job.Args.ImportID)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if errors.Is(err, marketplace.ErrPaused) {
		return river.JobSnooze(pauseFor)
	}
	if why, ok := errors.AsType[*fetch.Error](err); ok {
		if job.Attempt < fetchTries {
			return err
		}
		return river.JobCancel(errors.Join(err, w.marketplace.GiveUpFetch(ctx, job.Args.ImportID, why)))
	}
	if !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	return river.JobCancel(errors.Join(err, w.marketplace.GiveUp(ctx, job.Args.ImportID)))
}

type stagingTask struct {
	river.WorkerDefaults[jobs.StagingTask]
	marketplace *marketplace.Service
}

// Timeout implements river.Worker: none, for there may be as many products as there are.
func (*stagingTask) Timeout(*river.Job[jobs.StagingTask]) time.Duration { return -1 }

// Work implements river.Worker. A run that was broken off goes on from its cursor. When
// the tries are used up the task is marked failed, so that the vendor can begin another.
func (w *stagingTask) Work(ctx context.Context, job *river.Job[jobs.StagingTask]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.marketplace.RunTask(ctx, job.Args.TaskID)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	return river.JobCancel(errors.Join(err, w.marketplace.GiveUpTask(ctx, job.Args.TaskID)))
}

type marketplaceSchedule struct {
	river.WorkerDefaults[jobs.MarketplaceSchedule]
	marketplace *marketplace.Service
}

// Timeout implements river.Worker.
func (*marketplaceSchedule) Timeout(*river.Job[jobs.MarketplaceSchedule]) time.Duration {
	return 5 * time.Minute
}

// Work implements river.Worker. It is safe to run twice; what was left is begun by the
// next.
func (w *marketplaceSchedule) Work(ctx context.Context, _ *river.Job[jobs.MarketplaceSchedule]) error {
	_, err := w.marketplace.StartDue(ctx)
	return err
}
