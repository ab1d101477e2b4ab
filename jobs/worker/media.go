package worker

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/media"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

type mediaFetch struct {
	river.WorkerDefaults[jobs.MediaFetch]
	media *media.Service
}

// Timeout implements river.Worker.
func (*mediaFetch) Timeout(*river.Job[jobs.MediaFetch]) time.Duration { return time.Minute }

// Work implements river.Worker. It is safe to run twice: a picture that is there is
// left as it is.
func (w *mediaFetch) Work(ctx context.Context, job *river.Job[jobs.MediaFetch]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.media.Fetch(ctx, job.Args.MediaID)
	if err == nil || ctx.Err() != nil {
		return err
	}
	if !final(err) && job.Attempt < job.MaxAttempts {
		return err
	}
	why := "the address could not be reached"
	if final(err) {
		why = store.Public(err).Message()
	}
	return river.JobCancel(errors.Join(err, w.media.GiveUp(ctx, job.Args.MediaID, why)))
}
