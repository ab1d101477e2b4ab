package catalog

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/catalogtask"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/kit/text"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// criteria are which products a task is about, and what is changed of them, as they are kept
// with it.
type criteria struct {
	Where *ProductWhere `json:"where,omitempty"`
	Edit  *EditInput    `json:"edit,omitempty"`
}

// request is the input as it is kept with the task, and its hash, which tells two inputs
// with one key apart.
func (in *TaskInput) request() (kept json.RawMessage, hash []byte, err error) {
	kept, err = json.Marshal(criteria{in.Where, in.Edit})
	if err != nil {
		return nil, nil, fmt.Errorf("keep what a task is about: %w", err)
	}
	sum := sha256.Sum256(append([]byte(string(in.Action)+"\x00"), kept...))
	return kept, sum[:], nil
}

// validate checks what can be told without looking at the catalogue.
func (in *TaskInput) validate() error {
	if err := text.Key(in.IdempotencyKey, "input.idempotencyKey"); err != nil {
		return err
	}
	switch edits := in.Action == enum.CatalogActionEdit; {
	case edits && in.Edit == nil:
		return errs.New(errs.Required, "is required").At("input.edit")
	case !edits && in.Edit != nil:
		return errs.Field("input.edit", "goes with EDIT alone")
	case edits:
		return in.Edit.validate()
	}
	return nil
}

// StartTask queues one thing to be done to all products that match, and returns the task at
// once. The same key with the same input returns the same task, whatever has become of it;
// with another input it is IDEMPOTENCY_KEY_REUSED. It is CONFLICT while the vendor has
// another task running. What an edit refers to must be there: NOT_FOUND.
func (s *Service) StartTask(ctx context.Context, in TaskInput) (*ent.CatalogTask, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	kept, hash, err := in.request()
	if err != nil {
		return nil, err
	}
	if task, err := s.earlierTask(ctx, in.IdempotencyKey, hash); task != nil || err != nil {
		return task, err
	}
	var task *ent.CatalogTask
	err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if err := in.refer(ctx, tx); err != nil {
			return err
		}
		task, err = s.queueTask(ctx, tx, &in, kept, hash)
		return err
	})
	switch {
	case store.Violates(err, "catalog_task_one_running"):
		// The other may be the same call, made twice at the same time.
		if task, again := s.earlierTask(ctx, in.IdempotencyKey, hash); task != nil || again != nil {
			return task, again
		}
		return nil, errs.New(errs.Conflict, "another task is running")
	case store.Violates(err, "catalog_task_idempotency"):
		return s.earlierTask(ctx, in.IdempotencyKey, hash)
	case err != nil:
		return nil, fmt.Errorf("start task: %w", err)
	}
	return task, nil
}

// earlierTask finds the task that an earlier call with the key made, nil if none did.
func (s *Service) earlierTask(ctx context.Context, key string, hash []byte) (*ent.CatalogTask, error) {
	task, err := s.db.CatalogTask.Query().Where(catalogtask.IdempotencyKey(key)).Only(ctx)
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

func (s *Service) queueTask(ctx context.Context, tx *store.Tx, in *TaskInput, kept json.RawMessage, hash []byte) (*ent.CatalogTask, error) {
	create := tx.CatalogTask.Create().SetAction(in.Action).SetCriteria(kept).SetIdempotencyKey(in.IdempotencyKey).SetRequestHash(hash)
	if id := viewer.From(ctx).UserID; id != uuid.Nil {
		create.SetRequestedBy(id)
	}
	task, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, audit.Event{
		Action: "catalog.task-start", TargetType: "CatalogTask", Target: string(task.PublicID()),
		Data: map[string]string{"action": string(task.Action), "criteria": string(kept)},
	})
	if err != nil {
		return nil, err
	}
	return task, s.queue.Insert(ctx, tx, jobs.CatalogTask{VendorID: task.VendorID, TaskID: task.ID})
}

// CancelTask stops a task: at once where it has not begun, else after the chunk in hand;
// what is done stays. Cancelling twice is no change. A task that is over is INVALID_STATE.
func (s *Service) CancelTask(ctx context.Context, id publicid.ID) (*ent.CatalogTask, error) {
	var task *ent.CatalogTask
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		task, err = tx.CatalogTask.Query().Where(catalogtask.ID(id.As("CatalogTask"))).ForUpdate().Only(ctx)
		switch {
		case ent.IsNotFound(err):
			return errs.New(errs.NotFound, "not found").At("id")
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
			Action: "catalog.task-cancel", TargetType: "CatalogTask", Target: string(task.PublicID()), Changes: audit.Diff(before, task),
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
const taskTopic = "catalog-task"

func announceTask(ctx context.Context, tx *store.Tx, task *ent.CatalogTask) error {
	return tx.Notify(ctx, taskTopic, tenant.Key(task.VendorID, task.ID.String()))
}

// WatchTask sends a task as it is now and each step from then on; see store.Watch.
func (s *Service) WatchTask(ctx context.Context, id publicid.ID) (<-chan *TaskEvent, error) {
	return store.Watch(ctx, s.notices, taskTopic, id.As("CatalogTask"), nil, store.Watched[ent.CatalogTask, TaskEvent]{
		Get: s.db.CatalogTask.Get,
		Step: func(task *ent.CatalogTask) (int, bool, *TaskEvent) {
			return task.Sequence, taskOver(task.Status), &TaskEvent{Sequence: task.Sequence, Task: task}
		},
	})
}

// Tasks returns a page of the tasks over products, newest first.
func (s *Service) Tasks(ctx context.Context, arg page.Arg) (*CatalogTaskConnection, error) {
	plan, err := s.signer.Plan(arg, nil, "catalogTasks", viewer.From(ctx).VendorID)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.CatalogTask.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list tasks: %w", err)
	}
	return page.Cut(plan, rows,
		func(t *ent.CatalogTask) ([]any, uuid.UUID) { return nil, t.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.CatalogTask.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// TaskProblems says in the language of the context why the first products were left as
// they were.
func TaskProblems(ctx context.Context, task *ent.CatalogTask) ([]*TaskProblem, error) {
	kept, err := problemsOf(task)
	if err != nil {
		return nil, err
	}
	out := make([]*TaskProblem, len(kept))
	for i, p := range kept {
		args := make([]any, len(p.Args))
		for n, a := range p.Args {
			args[n] = a
		}
		out[i] = &TaskProblem{ProductID: publicid.ID(p.Target), Title: p.Title, Code: errs.Code(p.Code), Message: i18n.T(ctx, p.Format, args...)}
	}
	return out, nil
}

func problemsOf(task *ent.CatalogTask) (kept []enum.TaskProblem, err error) {
	if len(task.Problems) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(task.Problems, &kept); err != nil {
		return nil, fmt.Errorf("read the problems of a task: %w", err)
	}
	return kept, nil
}

// TaskFailure says in the language of the context why a task failed or was cancelled as
// a whole, nil where it was not.
func TaskFailure(ctx context.Context, task *ent.CatalogTask) *string {
	if task.Failure == nil {
		return nil
	}
	words := task.Failure.In(i18n.From(ctx))
	return &words
}
