// Package jobs names the background work of the program and puts it in the queue.
// It says what may be asked; package worker says how it is done. A service may
// import jobs, never worker.
package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"orion/internal/store"
)

// The queues. Long work has a queue of its own so that short work never waits for it.
const (
	QueueDefault = river.QueueDefault
	QueueImport  = "import"
	QueueMedia   = "media"
	QueueMail    = "mail"
	QueueEvents  = "events"
	QueueWebhook = "webhook"
)

// onceAtATime keeps work that is asked for by the clock from piling up. Unlike River's own
// states it lets one that is done not stand in for the next.
var onceAtATime = river.UniqueOpts{ByState: []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}}

// A Queue takes jobs. It does none.
type Queue struct {
	client *river.Client[pgx.Tx]
	pool   *pgxpool.Pool
}

// NewQueue returns a Queue on the database.
func NewQueue(db *store.DB) (*Queue, error) {
	client, err := river.NewClient(riverpgxv5.New(db.Platform), &river.Config{Schema: store.QueueSchema, Middleware: []rivertype.Middleware{carrier{}}})
	if err != nil {
		return nil, fmt.Errorf("open the queue: %w", err)
	}
	return &Queue{client: client, pool: db.Platform}, nil
}

// Insert queues a job that runs only if tx commits.
func (q *Queue) Insert(ctx context.Context, tx *store.Tx, args river.JobArgs) error {
	return q.insert(ctx, tx, args, nil)
}

// InsertAt queues a job that runs at a moment (UTC), only if tx commits.
func (q *Queue) InsertAt(ctx context.Context, tx *store.Tx, at time.Time, args river.JobArgs) error {
	return q.insert(ctx, tx, args, &river.InsertOpts{ScheduledAt: at})
}

func (q *Queue) insert(ctx context.Context, tx *store.Tx, args river.JobArgs, opts *river.InsertOpts) error {
	if _, err := q.client.InsertTx(ctx, tx.Pgx, args, opts); err != nil {
		return fmt.Errorf("queue %s: %w", args.Kind(), err)
	}
	return nil
}

// Args is what a job is asked with.
type Args = river.JobArgs

// InsertMany queues jobs that run only if tx commits, in one statement.
func (q *Queue) InsertMany(ctx context.Context, tx *store.Tx, args []Args) error {
	if len(args) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(args))
	for i, a := range args {
		params[i] = river.InsertManyParams{Args: a}
	}
	if _, err := q.client.InsertManyTx(ctx, tx.Pgx, params); err != nil {
		return fmt.Errorf("queue %d jobs: %w", len(args), err)
	}
	return nil
}
