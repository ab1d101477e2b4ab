package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/cleanup"
	"orion/jobs"
)

type cleanupSweep struct {
	river.WorkerDefaults[jobs.CleanupSweep]
	cleanup *cleanup.Service
}

// Timeout implements river.Worker. The first time there may be years to remove.
func (*cleanupSweep) Timeout(*river.Job[jobs.CleanupSweep]) time.Duration { return time.Hour }

// Work implements river.Worker. It is safe to run twice; what was left goes with the next.
func (w *cleanupSweep) Work(ctx context.Context, _ *river.Job[jobs.CleanupSweep]) error {
	return w.cleanup.Sweep(ctx)
}
