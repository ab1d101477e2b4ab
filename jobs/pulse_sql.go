package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// beat says of every job of one worker that it is still alive. ent does not know the tables of
// the queue.
const beat = `UPDATE river.river_job SET metadata = metadata || jsonb_build_object('alive_at', now())
WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`

// rescue puts jobs back whose workers have not said for a while that they are alive. One that
// has no tries left is discarded, as River does it: it may be what kills its workers.
const rescue = `UPDATE river.river_job SET
	state = (CASE WHEN attempt < max_attempts THEN 'available' ELSE 'discarded' END)::river.river_job_state,
	finalized_at = CASE WHEN attempt < max_attempts THEN NULL ELSE now() END,
	scheduled_at = now(),
	errors = array_append(errors, jsonb_build_object('at', now(), 'attempt', attempt, 'error', 'its worker was lost', 'trace', ''))
WHERE state = 'running' AND greatest(attempted_at, (metadata->>'alive_at')::timestamptz) < now() - make_interval(secs => $1)
RETURNING kind`

// Beat says that the worker of a name is alive, and its jobs are.
func (q *Queue) Beat(ctx context.Context, worker string) error {
	if _, err := q.pool.Exec(ctx, beat, worker); err != nil {
		return fmt.Errorf("say that a worker is alive: %w", err)
	}
	return nil
}

// Rescue puts jobs back whose workers have been silent for so long, and returns their kinds.
func (q *Queue) Rescue(ctx context.Context, silent time.Duration) ([]string, error) {
	rows, err := q.pool.Query(ctx, rescue, silent.Seconds())
	if err != nil {
		return nil, fmt.Errorf("put back the jobs of lost workers: %w", err)
	}
	kinds, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("put back the jobs of lost workers: %w", err)
	}
	return kinds, nil
}
