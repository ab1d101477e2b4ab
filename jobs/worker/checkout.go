package worker

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// An expirer is what the worker needs of checkout.Service.
type expirer interface {
	Expire(ctx context.Context, order uuid.UUID) error
}

type reservationExpire struct {
	river.WorkerDefaults[jobs.ReservationExpire]
	checkout expirer
}

// NewReservationExpire returns the worker that gives up orders that were not placed in
// time.
func NewReservationExpire(e expirer) river.Worker[jobs.ReservationExpire] {
	return &reservationExpire{checkout: e}
}

// Timeout implements river.Worker.
func (*reservationExpire) Timeout(*river.Job[jobs.ReservationExpire]) time.Duration {
	return 10 * time.Second
}

// Work implements river.Worker. It is safe to run twice.
func (w *reservationExpire) Work(ctx context.Context, job *river.Job[jobs.ReservationExpire]) error {
	ctx = viewer.NewContext(ctx, viewer.ForVendor(job.Args.VendorID))
	err := w.checkout.Expire(ctx, job.Args.OrderID)
	if err != nil && store.Public(err).Code == errs.NotFound {
		return river.JobCancel(err) // deleted since; trying again cannot help
	}
	return err
}
