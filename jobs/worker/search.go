package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/search"
	"orion/internal/viewer"
	"orion/jobs"
)

type searchReindex struct {
	river.WorkerDefaults[jobs.SearchReindex]
	search *search.Service
}

// Timeout implements river.Worker: none, for a catalogue may be as large as it is.
func (*searchReindex) Timeout(*river.Job[jobs.SearchReindex]) time.Duration { return -1 }

// heldFor is how long a building rests that another process has to do: the one that has
// the index open looks for it by itself.
const heldFor = 30 * time.Second

// Work implements river.Worker. A run that was broken off begins again. When the tries are
// used up it is marked failed, so that another can be begun.
func (w *searchReindex) Work(ctx context.Context, job *river.Job[jobs.SearchReindex]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.search.RunReindex(ctx, job.Args.ReindexID)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if errors.Is(err, search.ErrHeld) {
		return river.JobSnooze(heldFor)
	}
	if !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	return river.JobCancel(errors.Join(err, w.search.GiveUpReindex(ctx, job.Args.ReindexID)))
}

type searchSweep struct {
	river.WorkerDefaults[jobs.SearchSweep]
	search *search.Service
}

// Timeout implements river.Worker.
func (*searchSweep) Timeout(*river.Job[jobs.SearchSweep]) time.Duration { return 10 * time.Minute }

// Work implements river.Worker. It is safe to run twice; what was left is told by the next.
func (w *searchSweep) Work(ctx context.Context, _ *river.Job[jobs.SearchSweep]) error {
	return w.search.Sweep(ctx)
}
