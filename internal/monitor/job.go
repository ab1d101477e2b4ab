package monitor

import (
	"context"
	"encoding/binary"
	"fmt"
	"strconv"
	"time"

	"github.com/google/uuid"

	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// QueueJob is the graph's type of the same name: a piece of background work.
type QueueJob struct {
	Number      int64
	State       enum.QueueJobState
	Kind        string
	Queue       string
	Attempt     int
	MaxAttempts int
	// VendorID is the vendor that it is for, nil for the platform.
	VendorID    *uuid.UUID
	Error       *string
	CreatedAt   time.Time
	ScheduledAt time.Time
	AttemptedAt *time.Time
	FinishedAt  *time.Time
}

// QueueJobConnection and QueueJobEdge are pages of jobs.
type (
	QueueJobConnection = page.Connection[*QueueJob]
	QueueJobEdge       = page.Edge[*QueueJob]
)

// JobWhere is the graph's QueueJobWhere. All given conditions must hold.
type JobWhere struct {
	State    []enum.QueueJobState
	Kind     []string
	Queue    []string
	VendorID *publicid.ID
}

// states are those that River keeps, by those of the graph.
var states = map[enum.QueueJobState][]string{
	enum.QueueJobStateWaiting:   {"available", "pending"},
	enum.QueueJobStateScheduled: {"scheduled"},
	enum.QueueJobStateRunning:   {"running"},
	enum.QueueJobStateRetrying:  {"retryable"},
	enum.QueueJobStateDone:      {"completed"},
	enum.QueueJobStateCancelled: {"cancelled"},
	enum.QueueJobStateDiscarded: {"discarded"},
}

func stateOf(river string) enum.QueueJobState {
	for state, names := range states {
		for _, name := range names {
			if name == river {
				return state
			}
		}
	}
	return enum.QueueJobStateWaiting
}

// Jobs lists what is and was in the queue, newest first. What is done goes after a day, what was
// cancelled too, what was discarded after a week.
func (s *Service) Jobs(ctx context.Context, arg page.Arg, where *JobWhere) (*QueueJobConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "jobs", where)
	if err != nil {
		return nil, err
	}
	narrow, err := where.apply()
	if err != nil {
		return nil, err
	}
	if _, from, ok := plan.After(); ok {
		narrow.before = numberOf(from)
	}
	narrow.limit = plan.Limit()
	rows, err := s.listJobs(ctx, narrow)
	if err != nil {
		return nil, err
	}
	return page.Cut(plan, rows, func(j *QueueJob) ([]any, uuid.UUID) { return nil, placeOf(j.Number) },
		func(ctx context.Context, limit int) (int, error) { return s.countJobs(ctx, narrow, limit) }), nil
}

// A jobFilter is a JobWhere in the words of the queue; nil filters nothing.
type jobFilter struct {
	states, kinds, queues []string
	vendor                *string
	before                *int64
	limit                 int
}

func (w *JobWhere) apply() (jobFilter, error) {
	var f jobFilter
	if w == nil {
		return f, nil
	}
	if len(w.Kind) > maxWords || len(w.Queue) > maxWords {
		return f, errs.New(errs.TooMany, "has more than %d values", maxWords).At("where")
	}
	if w.State != nil {
		f.states = []string{}
		for _, state := range w.State {
			f.states = append(f.states, states[state]...)
		}
	}
	f.kinds, f.queues = w.Kind, w.Queue
	if w.VendorID != nil {
		id := w.VendorID.As("Vendor").String()
		f.vendor = &id
	}
	return f, nil
}

// placeOf is the number of a job as lists keep places: they know ids of 16 bytes.
func placeOf(number int64) (id uuid.UUID) {
	binary.BigEndian.PutUint64(id[8:], uint64(number)) //nolint:gosec // the queue counts from one
	return id
}

func numberOf(place uuid.UUID) *int64 {
	n := int64(binary.BigEndian.Uint64(place[8:])) //nolint:gosec // it was made by placeOf
	return &n
}

// RetryJob has a job run again, soon. NOT_FOUND where there is none.
func (s *Service) RetryJob(ctx context.Context, number int64) (*QueueJob, error) {
	return s.manage(ctx, number, "job.retry", s.queue.Retry)
}

// CancelJob ends a job for good. NOT_FOUND where there is none.
func (s *Service) CancelJob(ctx context.Context, number int64) (*QueueJob, error) {
	return s.manage(ctx, number, "job.cancel", s.queue.Cancel)
}

// DiscardJob removes a job that does not run. INVALID_STATE where it does, NOT_FOUND where there is none.
func (s *Service) DiscardJob(ctx context.Context, number int64) (*QueueJob, error) {
	return s.manage(ctx, number, "job.discard", s.queue.Discard)
}

// manage does something to a job and records it. It returns the job as it was after, or as it was
// last where it is gone.
func (s *Service) manage(ctx context.Context, number int64, action string, do func(context.Context, *store.Tx, int64) error) (*QueueJob, error) {
	var job *QueueJob
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		before, err := jobIn(ctx, tx, number)
		if err != nil {
			return err
		}
		if err := do(ctx, tx, number); err != nil {
			return err
		}
		job, err = jobIn(ctx, tx, number)
		if errs.CodeOf(err) == errs.NotFound {
			job, err = before, nil
		}
		if err != nil {
			return err
		}
		e := audit.Event{Action: action, TargetType: "QueueJob", Target: strconv.FormatInt(number, 10), Data: map[string]string{"kind": before.Kind}}
		if before.VendorID != nil {
			e.VendorID = *before.VendorID
		}
		return audit.Record(ctx, tx, e)
	})
	if err != nil {
		return nil, fmt.Errorf("%s %d: %w", action, number, err)
	}
	return job, nil
}

// A Periodic is a kind of work that the clock asks for.
type Periodic struct {
	Kind  string
	Every time.Duration
}

// PeriodicJob is the graph's type of the same name.
type PeriodicJob struct {
	Kind         string
	EverySeconds int
	LastRunAt    *time.Time
	LastState    *enum.QueueJobState
	Running      bool
}

// PeriodicJobs are all kinds of work that the clock asks for, and how each went last, as far as the
// queue remembers.
func (s *Service) PeriodicJobs(ctx context.Context) ([]*PeriodicJob, error) {
	last, err := s.lastRuns(ctx)
	if err != nil {
		return nil, err
	}
	out := make([]*PeriodicJob, len(s.periodic))
	for i, p := range s.periodic {
		out[i] = &PeriodicJob{Kind: p.Kind, EverySeconds: int(p.Every / time.Second)}
		if run, ok := last[p.Kind]; ok {
			out[i].LastRunAt, out[i].LastState, out[i].Running = run.at, run.state, run.running
		}
	}
	return out, nil
}

// QueueStatus is the graph's type of the same name.
type QueueStatus struct {
	Name          string
	Waiting       int
	OldestSeconds int
	Running       int
	Retrying      int
	Discarded     int
}
