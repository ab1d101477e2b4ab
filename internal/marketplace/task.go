package marketplace

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/stagingtask"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	printable "orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// request is the input as it is kept with the task, and its hash, which tells two inputs
// with one key apart.
func (in *TaskInput) request() (criteria json.RawMessage, hash []byte) {
	criteria, err := json.Marshal(in.Where)
	if err != nil {
		panic(fmt.Sprintf("marketplace: filter: %v", err)) // texts, numbers and instants cannot fail
	}
	sum := sha256.Sum256(slices.Concat([]byte(in.Action), []byte{0}, criteria))
	return criteria, sum[:]
}

// StartTask queues one thing to be done to all staged products that match, and returns
// the task at once. The same key with the same input returns the same task, whatever has
// become of it; with another input it is IDEMPOTENCY_KEY_REUSED. It is CONFLICT while the
// vendor has another task running.
func (s *Service) StartTask(ctx context.Context, in TaskInput) (*ent.StagingTask, error) {
	if err := printable.Key(in.IdempotencyKey, "input.idempotencyKey"); err != nil {
		return nil, err
	}
	if _, err := s.conditions(ctx, in.Where); err != nil {
		return nil, under("input", err)
	}
	if task, err := s.earlierTask(ctx, &in); task != nil || err != nil {
		return task, err
	}
	var task *ent.StagingTask
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		task, err = s.queueTask(ctx, tx, &in)
		return err
	})
	switch {
	case store.Violates(err, "staging_task_one_running"):
		// The other may be the same call, made twice at the same time.
		if task, again := s.earlierTask(ctx, &in); task != nil || again != nil {
			return task, again
		}
		return nil, errs.New(errs.Conflict, "another task is running")
	case store.Violates(err, "staging_task_idempotency"):
		return s.earlierTask(ctx, &in)
	case err != nil:
		return nil, fmt.Errorf("start task: %w", err)
	}
	return task, nil
}

// under puts the path of a mistake beneath an argument.
func under(argument string, err error) error {
	e := store.Public(err)
	if !e.Code.User() || len(e.Path) == 0 {
		return err
	}
	return e.At(argument + "." + e.Field())
}

// earlierTask finds the task that an earlier call with the key made, nil if none did.
func (s *Service) earlierTask(ctx context.Context, in *TaskInput) (*ent.StagingTask, error) {
	_, hash := in.request()
	task, err := s.db.StagingTask.Query().Where(stagingtask.IdempotencyKey(in.IdempotencyKey)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, nil //nolint:nilnil // no earlier call is the usual case
	case err != nil:
		return nil, fmt.Errorf("look for an earlier task: %w", err)
	case !bytes.Equal(task.RequestHash, hash):
		return nil, errs.New(errs.IdempotencyKeyReused, "was used for another task").At("input.idempotencyKey")
	}
	return task, nil
}

func (s *Service) queueTask(ctx context.Context, tx *store.Tx, in *TaskInput) (*ent.StagingTask, error) {
	criteria, hash := in.request()
	create := tx.StagingTask.Create().SetAction(in.Action).SetCriteria(criteria).SetIdempotencyKey(in.IdempotencyKey).SetRequestHash(hash)
	if id := viewer.From(ctx).UserID; id != uuid.Nil {
		create.SetRequestedBy(id)
	}
	task, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, audit.Event{
		Action: "import.task-start", TargetType: "StagingTask", Target: string(task.PublicID()),
		Data: map[string]string{"action": string(task.Action), "where": string(criteria)},
	})
	if err != nil {
		return nil, err
	}
	return task, s.queue.Insert(ctx, tx, jobs.StagingTask{VendorID: task.VendorID, TaskID: task.ID})
}

// CancelTask stops a task: at once where it has not begun, else after the chunk in hand;
// what is done stays. Cancelling twice is no change. A task that is over is INVALID_STATE.
func (s *Service) CancelTask(ctx context.Context, id publicid.ID) (*ent.StagingTask, error) {
	var task *ent.StagingTask
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		task, err = tx.StagingTask.Query().Where(stagingtask.ID(id.As("StagingTask"))).ForUpdate().Only(ctx)
		switch {
		case err != nil:
			return err
		case task.CancelRequested:
			return nil
		case taskOver(task.Status):
			return errs.New(errs.InvalidState, "the task is over").At("id")
		}
		change := task.Update().SetCancelRequested(true).AddSequence(1)
		if task.Status == enum.TaskStatusQueued {
			change.SetStatus(enum.TaskStatusCancelled).SetFinishedAt(s.clock.Now())
		}
		before := task
		if task, err = change.Save(ctx); err != nil {
			return err
		}
		err = audit.Record(ctx, tx, audit.Event{
			Action: "import.task-cancel", TargetType: "StagingTask", Target: string(task.PublicID()), Changes: audit.Diff(before, task),
		})
		if err != nil {
			return err
		}
		return announceTask(ctx, tx, task)
	})
	if err != nil {
		return nil, fmt.Errorf("cancel task: %w", err)
	}
	return task, nil
}

// taskOver reports whether a task in that state does nothing any more.
func taskOver(status enum.TaskStatus) bool {
	return status != enum.TaskStatusQueued && status != enum.TaskStatusRunning
}

// taskTopic is where the steps of tasks are announced.
const taskTopic = "task"

func announceTask(ctx context.Context, tx *store.Tx, task *ent.StagingTask) error {
	return tx.Notify(ctx, taskTopic, tenant.Key(task.VendorID, task.ID.String()))
}

// WatchTask sends a task as it is now and each step from then on; see Watch.
func (s *Service) WatchTask(ctx context.Context, id publicid.ID) (<-chan *TaskEvent, error) {
	return store.Watch(ctx, s.notices, taskTopic, id.As("StagingTask"), nil, store.Watched[ent.StagingTask, TaskEvent]{
		Get: s.db.StagingTask.Get,
		Step: func(task *ent.StagingTask) (int, bool, *TaskEvent) {
			return task.Sequence, taskOver(task.Status), &TaskEvent{Sequence: task.Sequence, Task: task}
		},
	})
}

// Tasks returns a page of the tasks over staged products, newest first.
func (s *Service) Tasks(ctx context.Context, arg page.Arg) (*StagingTaskConnection, error) {
	plan, err := s.pages.Plan(arg, nil, "stagingTasks", vendorOf(ctx))
	if err != nil {
		return nil, err
	}
	rows, err := s.db.StagingTask.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	return page.Cut(plan, rows,
		func(t *ent.StagingTask) ([]any, uuid.UUID) { return nil, t.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.StagingTask.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// TaskProblems says in the language of the context why the first products were left as
// they were.
func TaskProblems(ctx context.Context, task *ent.StagingTask) []*TaskProblem {
	out := make([]*TaskProblem, len(task.Problems))
	for i, p := range task.Problems {
		args := make([]any, len(p.Args))
		for n, a := range p.Args {
			args[n] = a
		}
		out[i] = &TaskProblem{
			MarketplaceProductID: publicid.ID(p.Target), Title: p.Title, Code: errs.Code(p.Code), Message: i18n.T(ctx, p.Format, args...),
		}
	}
	return out
}

// TaskFailure says in the language of the context why a task failed or was cancelled as
// a whole, nil where it was not.
func TaskFailure(ctx context.Context, task *ent.StagingTask) *string {
	if task.Failure == nil {
		return nil
	}
	words := task.Failure.In(i18n.From(ctx))
	return &words
}
