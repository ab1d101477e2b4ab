package monitor

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// River's tables are none of ent's, and its own list knows neither vendors nor counts. Statements
// run as the platform; what a job was asked with is not read but for the vendor: it may be secret.
const (
	jobColumns = `SELECT id, state::text, kind, queue, attempt, max_attempts, args->>'vendor_id',
  left(errors[array_upper(errors, 1)]->>'error', 1000), created_at, scheduled_at, attempted_at, finalized_at FROM river.river_job`

	jobNarrow = ` WHERE ($1::text[] IS NULL OR state::text = ANY($1)) AND ($2::text[] IS NULL OR kind = ANY($2))
  AND ($3::text[] IS NULL OR queue = ANY($3)) AND ($4::text IS NULL OR args->>'vendor_id' = $4)`

	jobPage = jobColumns + jobNarrow + ` AND ($5::bigint IS NULL OR id < $5) ORDER BY id DESC LIMIT $6`

	jobCount = `SELECT count(*) FROM (SELECT FROM river.river_job` + jobNarrow + ` LIMIT $5) j`

	jobByNumber = jobColumns + ` WHERE id = $1`

	lastRuns = `SELECT DISTINCT ON (kind) kind, state::text, coalesce(finalized_at, attempted_at),
  EXISTS (SELECT FROM river.river_job r WHERE r.kind = j.kind AND r.state = 'running')
FROM river.river_job j WHERE kind = ANY($1) AND attempted_at IS NOT NULL ORDER BY kind, id DESC`

	queueStatus = `SELECT queue,
  count(*) FILTER (WHERE state IN ('available', 'retryable') AND scheduled_at <= now()),
  coalesce(extract(epoch FROM now() - min(scheduled_at) FILTER (WHERE state IN ('available', 'retryable') AND scheduled_at <= now())), 0)::bigint,
  count(*) FILTER (WHERE state = 'running'), count(*) FILTER (WHERE state = 'retryable'), count(*) FILTER (WHERE state = 'discarded')
FROM river.river_job WHERE state NOT IN ('completed', 'cancelled') GROUP BY queue`
)

func (s *Service) listJobs(ctx context.Context, f jobFilter) ([]*QueueJob, error) {
	rows, err := s.db.Platform.Query(ctx, jobPage, f.states, f.kinds, f.queues, f.vendor, f.before, f.limit)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	out, err := pgx.CollectRows(rows, scanJob)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	return out, nil
}

func (s *Service) countJobs(ctx context.Context, f jobFilter, limit int) (n int, err error) {
	return n, s.db.Platform.QueryRow(ctx, jobCount, f.states, f.kinds, f.queues, f.vendor, limit).Scan(&n)
}

func scanJob(row pgx.CollectableRow) (*QueueJob, error) {
	j, state := &QueueJob{}, ""
	var vendor *string
	err := row.Scan(&j.Number, &state, &j.Kind, &j.Queue, &j.Attempt, &j.MaxAttempts, &vendor, &j.Error, &j.CreatedAt, &j.ScheduledAt, &j.AttemptedAt, &j.FinishedAt)
	if err != nil {
		return nil, err
	}
	j.State = stateOf(state)
	if vendor != nil {
		if id, err := uuid.Parse(*vendor); err == nil && id != uuid.Nil { // the platform's own have the zero id
			j.VendorID = &id
		}
	}
	return j, nil
}

func jobIn(ctx context.Context, tx *store.Tx, number int64) (*QueueJob, error) {
	rows, err := tx.Pgx.Query(ctx, jobByNumber, number)
	if err != nil {
		return nil, fmt.Errorf("read a job: %w", err)
	}
	j, err := pgx.CollectExactlyOneRow(rows, scanJob)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, errs.New(errs.NotFound, "not found")
	}
	return j, err
}

type lastRun struct {
	at      *time.Time
	state   *enum.QueueJobState
	running bool
}

func (s *Service) lastRuns(ctx context.Context) (map[string]lastRun, error) {
	kinds := make([]string, len(s.periodic))
	for i, p := range s.periodic {
		kinds[i] = p.Kind
	}
	rows, err := s.db.Platform.Query(ctx, lastRuns, kinds)
	if err != nil {
		return nil, fmt.Errorf("look for last runs: %w", err)
	}
	out := map[string]lastRun{}
	var kind, river string
	var at time.Time
	var running bool
	_, err = pgx.ForEachRow(rows, []any{&kind, &river, &at, &running}, func() error {
		when, state := at, stateOf(river)
		out[kind] = lastRun{at: &when, state: &state, running: running}
		return nil
	})
	return out, err
}

// Queues are all queues that hold anything but what is done with, with what waits in each.
func (s *Service) Queues(ctx context.Context) ([]*QueueStatus, error) {
	rows, err := s.db.Platform.Query(ctx, queueStatus+" ORDER BY queue")
	if err != nil {
		return nil, fmt.Errorf("look into the queues: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (*QueueStatus, error) {
		q := &QueueStatus{}
		return q, row.Scan(&q.Name, &q.Waiting, &q.OldestSeconds, &q.Running, &q.Retrying, &q.Discarded)
	})
	if err != nil {
		return nil, fmt.Errorf("look into the queues: %w", err)
	}
	return out, nil
}
