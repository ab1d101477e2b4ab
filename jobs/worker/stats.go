package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/stats"
	"orion/jobs"
)

type statsRoll struct {
	river.WorkerDefaults[jobs.StatsRoll]
	stats *stats.Service
}

// Timeout implements river.Worker. The first time it makes the figures of all orders there are.
func (*statsRoll) Timeout(*river.Job[jobs.StatsRoll]) time.Duration { return 10 * time.Minute }

// Work implements river.Worker. Days are made anew, so it is safe to run twice.
func (w *statsRoll) Work(ctx context.Context, _ *river.Job[jobs.StatsRoll]) error {
	return w.stats.Roll(ctx)
}
