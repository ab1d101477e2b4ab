package jobs

import (
	"context"
	"errors"
	"fmt"

	"github.com/riverqueue/river/rivertype"

	"orion/internal/kit/errs"
	"orion/internal/store"
)

// Retry has a job run as soon as a worker is free, once tx commits, also one that is done with. One
// that runs goes on. NOT_FOUND where there is none.
func (q *Queue) Retry(ctx context.Context, tx *store.Tx, job int64) error {
	_, err := q.client.JobRetryTx(ctx, tx.Pgx, job)
	return managed("retry", err)
}

// Cancel ends a job for good, once tx commits: one that runs is told to stop. One that is done with
// stays as it is. NOT_FOUND where there is none.
func (q *Queue) Cancel(ctx context.Context, tx *store.Tx, job int64) error {
	_, err := q.client.JobCancelTx(ctx, tx.Pgx, job)
	return managed("cancel", err)
}

// Discard removes a job from the queue, once tx commits. INVALID_STATE while it runs, NOT_FOUND
// where there is none.
func (q *Queue) Discard(ctx context.Context, tx *store.Tx, job int64) error {
	_, err := q.client.JobDeleteTx(ctx, tx.Pgx, job)
	return managed("discard", err)
}

func managed(what string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, rivertype.ErrNotFound):
		return errs.New(errs.NotFound, "not found")
	case errors.Is(err, rivertype.ErrJobRunning):
		return errs.New(errs.InvalidState, "the job runs")
	}
	return fmt.Errorf("%s a job: %w", what, err)
}
