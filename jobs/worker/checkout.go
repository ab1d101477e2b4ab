package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"orion/jobs"
)

// A settler is what the worker needs of checkout.Service.
type settler interface {
	Sweep(ctx context.Context) (int, error)
}

type checkoutSweep struct {
	river.WorkerDefaults[jobs.CheckoutSweep]
	checkout settler
}

// NewCheckoutSweep returns the worker that brings orders to their end that nobody else
// does.
func NewCheckoutSweep(s settler) river.Worker[jobs.CheckoutSweep] {
	return &checkoutSweep{checkout: s}
}

// Timeout implements river.Worker.
func (*checkoutSweep) Timeout(*river.Job[jobs.CheckoutSweep]) time.Duration { return 5 * time.Minute }

// Work implements river.Worker. It is safe to run twice.
func (w *checkoutSweep) Work(ctx context.Context, _ *river.Job[jobs.CheckoutSweep]) error {
	_, err := w.checkout.Sweep(ctx)
	return err
}
