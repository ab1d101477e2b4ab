package worker

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"orion/internal/auth"
	"orion/jobs"
)

type passwordReset struct {
	river.WorkerDefaults[jobs.PasswordReset]
	auth *auth.Service
}

// Timeout implements river.Worker.
func (*passwordReset) Timeout(*river.Job[jobs.PasswordReset]) time.Duration { return 10 * time.Second }

// Work implements river.Worker. Run twice it sends two links, of which the second works.
func (w *passwordReset) Work(ctx context.Context, job *river.Job[jobs.PasswordReset]) error {
	return w.auth.SendPasswordReset(ctx, job.Args)
}

// A sweeper is what the worker needs of auth.Service.
type sweeper interface {
	Sweep(ctx context.Context) error
}

type authSweep struct {
	river.WorkerDefaults[jobs.AuthSweep]
	auth sweeper
}

// Timeout implements river.Worker.
func (*authSweep) Timeout(*river.Job[jobs.AuthSweep]) time.Duration { return 10 * time.Minute }

// Work implements river.Worker. It is safe to run twice.
func (w *authSweep) Work(ctx context.Context, _ *river.Job[jobs.AuthSweep]) error {
	return w.auth.Sweep(ctx)
}
