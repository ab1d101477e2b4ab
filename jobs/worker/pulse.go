package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/riverqueue/river/rivertype"

	"orion/internal/kit/failpoint"
	"orion/jobs"
)

const (
	// beatEvery is how often a worker says that it is alive.
	beatEvery = 20 * time.Second
	// silentFor is after how long of silence a worker is taken for lost: three beats, and one
	// that is late. Its jobs go on elsewhere within two minutes.
	silentFor = 75 * time.Second
	// beatTime is how long a beat may take.
	beatTime = 10 * time.Second
)

// A keeper is what a pulse needs of jobs.Queue.
type keeper interface {
	Beat(ctx context.Context, worker string) error
	Rescue(ctx context.Context, silent time.Duration) ([]string, error)
}

// A pulse tells the others that this worker is alive, and takes over what lost ones were at.
// River looks at how long a job has run instead: it would leave one that may take hours, as
// imports and backups may, for hours, and one without a limit for ever.
type pulse struct {
	queue keeper
	name  string
	log   *slog.Logger
	// well is how often in a row a beat went through.
	well int
}

func newPulse(k keeper, name string, log *slog.Logger) *pulse {
	return &pulse{queue: k, name: name, log: log}
}

// run beats until ctx ends.
func (p *pulse) run(ctx context.Context) {
	t := time.NewTicker(beatEvery)
	defer t.Stop()
	for {
		p.beat(ctx)
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// beat says that this worker is alive and looks for those that are not. After an outage of the
// database, in which nobody could say anything, it waits until all have had the time to.
func (p *pulse) beat(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, beatTime)
	defer cancel()
	if err := p.queue.Beat(ctx, p.name); err != nil {
		p.well = 0
		p.complain(ctx, err)
		return
	}
	if p.well++; p.well <= 2 {
		return
	}
	kinds, err := p.queue.Rescue(ctx, silentFor)
	if err != nil {
		p.complain(ctx, err)
		return
	}
	for _, kind := range kinds {
		p.log.WarnContext(ctx, "worker: the worker of a job was lost; another takes it over", "kind", kind)
	}
}

func (p *pulse) complain(ctx context.Context, err error) {
	if ctx.Err() == nil || errors.Is(ctx.Err(), context.DeadlineExceeded) {
		p.log.WarnContext(ctx, "worker: the others do not hear that it is alive", "err", err)
	}
}

// jobDone is where all that a job has to do is done, and the queue does not know it.
var jobDone = failpoint.New("worker: job done, not marked")

// finish is the last that a try of a job passes.
type finish struct{}

// IsMiddleware implements rivertype.Middleware.
func (finish) IsMiddleware() bool { return true }

// Work implements rivertype.WorkerMiddleware.
func (finish) Work(ctx context.Context, _ *rivertype.JobRow, do func(context.Context) error) error {
	err := do(ctx)
	if err == nil {
		jobDone.Pass()
	}
	return err
}

var _ keeper = (*jobs.Queue)(nil)
