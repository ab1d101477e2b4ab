package worker

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/internal/media"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// mediaTime bounds the making of a picture, with the wait for others: one at a time is
// decoded, and WebP copies may take 20 seconds each.
const mediaTime = 4 * time.Minute

type mediaFetch struct {
	river.WorkerDefaults[jobs.MediaFetch]
	media *media.Service
}

// Timeout implements river.Worker.
func (*mediaFetch) Timeout(*river.Job[jobs.MediaFetch]) time.Duration { return mediaTime }

// Work implements river.Worker. It is safe to run twice: a picture that is there is
// left as it is.
func (w *mediaFetch) Work(ctx context.Context, job *river.Job[jobs.MediaFetch]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	why := "the address could not be reached"
	err := w.media.Fetch(ctx, job.Args.MediaID)
	return giveUp(ctx, w.media, job.Args.MediaID, err, job.Attempt >= job.MaxAttempts, why)
}

type mediaProcess struct {
	river.WorkerDefaults[jobs.MediaProcess]
	media *media.Service
}

// Timeout implements river.Worker.
func (*mediaProcess) Timeout(*river.Job[jobs.MediaProcess]) time.Duration { return mediaTime }

// Work implements river.Worker. It is safe to run twice: a picture that has been made is
// left as it is.
func (w *mediaProcess) Work(ctx context.Context, job *river.Job[jobs.MediaProcess]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	why := "the picture could not be stored; try again"
	err := w.media.Process(ctx, job.Args.MediaID, job.Args.Key)
	return giveUp(ctx, w.media, job.Args.MediaID, err, job.Attempt >= job.MaxAttempts, why)
}

// giveUp ends the making of a picture where trying again cannot help, or has not; why is
// what the vendor is told of what is not their fault.
func giveUp(ctx context.Context, m *media.Service, id uuid.UUID, err error, last bool, why string) error {
	if err == nil || ctx.Err() != nil || !final(err) && !last {
		return err
	}
	if final(err) {
		why = store.Public(err).Message()
	}
	return river.JobCancel(errors.Join(err, m.GiveUp(ctx, id, why)))
}

type mediaClean struct {
	river.WorkerDefaults[jobs.MediaClean]
	media *media.Service
}

// Work implements river.Worker. It is safe to run twice.
func (w *mediaClean) Work(ctx context.Context, job *river.Job[jobs.MediaClean]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	return w.media.Clean(ctx, job.Args.VendorID, job.Args.Sets)
}
