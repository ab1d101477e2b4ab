package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/monitor"
	"orion/internal/store"
	"orion/jobs"
)

// A watcher is what the workers need of monitor.Service.
type watcher interface {
	Evaluate(ctx context.Context) error
}

type monitorEvaluate struct {
	river.WorkerDefaults[jobs.MonitorEvaluate]
	monitor watcher
}

// NewMonitorEvaluate returns the worker that looks at the platform by the rules.
func NewMonitorEvaluate(w watcher) river.Worker[jobs.MonitorEvaluate] {
	return &monitorEvaluate{monitor: w}
}

// Timeout implements river.Worker: the next look is due then.
func (*monitorEvaluate) Timeout(*river.Job[jobs.MonitorEvaluate]) time.Duration { return time.Minute }

// Work implements river.Worker. It is safe to run twice.
func (w *monitorEvaluate) Work(ctx context.Context, _ *river.Job[jobs.MonitorEvaluate]) error {
	return w.monitor.Evaluate(store.AcrossVendors(ctx, store.ReasonSchedule))
}

var _ watcher = (*monitor.Service)(nil)
