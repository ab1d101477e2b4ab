package marketplace

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/stagingtask"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// taskProblemsKept is how many products that were left as they were a task tells of. Its
// counters count them all.
const taskProblemsKept = 100

// taskRun is one go at a task. A task may take several, when workers die; each goes on
// from the cursor that the last chunk left.
type taskRun struct {
	*Service
	task  *ent.StagingTask // as the last chunk left it
	match []predicate.MarketplaceProduct
}

// RunTask does a task to its end, or on from where an earlier run was broken off. It
// returns nil when there is nothing left to do, whatever came of the task; an error means
// that trying again can help. The viewer must be the program acting for the vendor of the
// task.
//
// Every chunk is one transaction: the products, the counters and the cursor, so that a
// worker that dies leaves all of it or nothing. What is selected, deselected or ignored
// is told by one entry of the record for the whole task; each product that is published
// has one of its own.
func (s *Service) RunTask(ctx context.Context, id uuid.UUID) error {
	r := &taskRun{Service: s}
	err := r.begin(ctx, id)
	if err == nil {
		// What the task does is recorded as done by who asked for it.
		ctx = r.onBehalf(ctx)
		for more := true; more && err == nil; {
			more, err = r.chunk(ctx)
		}
	}
	if errors.Is(err, errStopped) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("task %s: %w", id, err)
	}
	return nil
}

// onBehalf returns a context in which the program acts for the member who asked.
func (r *taskRun) onBehalf(ctx context.Context) context.Context {
	v := viewer.ForVendor(r.task.VendorID)
	if r.task.RequestedBy != nil {
		v.UserID = *r.task.RequestedBy
	}
	return viewer.NewContext(ctx, v)
}

// begin makes the task RUNNING and counts what there is to do.
func (r *taskRun) begin(ctx context.Context, id uuid.UUID) error {
	return r.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if r.task, err = lockTask(ctx, tx, id); err != nil {
			return err
		}
		var where *ProductWhere
		if err := json.Unmarshal(r.task.Criteria, &where); err != nil {
			return fmt.Errorf("read the filter: %w", err)
		}
		if r.match, err = r.conditions(ctx, where); err != nil {
			return err
		}
		r.match = append(r.match, r.concerned(where))
		if r.task.Status == enum.TaskStatusRunning {
			return nil
		}
		total, err := tx.MarketplaceProduct.Query().Where(r.match...).Count(ctx)
		if err != nil {
			return fmt.Errorf("count what there is to do: %w", err)
		}
		r.task, err = r.task.Update().SetStatus(enum.TaskStatusRunning).SetStartedAt(r.clock.Now()).SetTotal(total).AddSequence(1).Save(ctx)
		if err != nil {
			return err
		}
		return announceTask(ctx, tx, r.task)
	})
}

// lockTask reads the task for a change. It is errStopped once the task is over.
func lockTask(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.StagingTask, error) {
	task, err := tx.StagingTask.Query().Where(stagingtask.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, err
	}
	if taskOver(task.Status) {
		return nil, errStopped
	}
	return task, nil
}

// result is what came of a chunk.
type result struct {
	processed, succeeded int
	problems             []enum.TaskProblem
	cursor               uuid.UUID
	// done says that there is nothing behind it.
	done bool
}

// fail tells of a product that is left as it is.
func (r *result) fail(p *ent.MarketplaceProduct, e *errs.Error) {
	one := enum.TaskProblem{Target: string(publicid.New("MarketplaceProduct", p.ID)), Title: p.Title, Code: string(e.Code), Format: e.Format}
	for _, a := range e.Args {
		one.Args = append(one.Args, fmt.Sprint(a))
	}
	r.problems = append(r.problems, one)
}

// chunk does the next chunk and reports whether there may be more.
func (r *taskRun) chunk(ctx context.Context) (more bool, err error) {
	if r.task.Action == enum.StagingActionPublish {
		return r.publishChunk(ctx)
	}
	err = r.db.Tx(ctx, func(tx *store.Tx) error {
		task, err := r.hold(ctx, tx)
		if err != nil || task == nil {
			return err
		}
		done, err := r.move(ctx, tx)
		if err != nil {
			return err
		}
		more = !done.done
		return r.keep(ctx, tx, task, done)
	})
	return more, err
}

// hold locks the task for a chunk. It is errStopped where another worker has gone
// further, and nil where the task must not go on, which is then written down.
func (r *taskRun) hold(ctx context.Context, tx *store.Tx) (*ent.StagingTask, error) {
	task, err := lockTask(ctx, tx, r.task.ID)
	if err != nil {
		return nil, err
	}
	if task.Processed != r.task.Processed {
		return nil, errStopped
	}
	shop, err := tx.Vendor.Get(ctx, task.VendorID)
	if err != nil {
		return nil, err
	}
	var why *i18n.Message
	switch {
	case task.CancelRequested:
		why = &i18n.Message{Code: "CANCELLED", Format: "the task was cancelled; what was done until then stays"}
	case shop.Status != enum.VendorStatusActive:
		why = &i18n.Message{Code: "VENDOR_INACTIVE", Format: "the task was cancelled because the shop is not active"}
	default:
		return task, nil
	}
	return nil, r.conclude(ctx, tx, task, enum.TaskStatusCancelled, why)
}

// keep writes down what came of a chunk, and of the task where it was the last.
func (r *taskRun) keep(ctx context.Context, tx *store.Tx, task *ent.StagingTask, done *result) error {
	kept := task.Problems
	if room := taskProblemsKept - len(kept); room > 0 {
		kept = append(kept, done.problems[:min(room, len(done.problems))]...)
	}
	change := task.Update().AddProcessed(done.processed).AddSucceeded(done.succeeded).AddFailed(len(done.problems)).
		SetProblems(kept).AddSequence(1)
	if done.cursor != uuid.Nil {
		change.SetCursor(done.cursor)
	}
	task, err := change.Save(ctx)
	if err != nil {
		return err
	}
	if r.task = task; !done.done {
		return announceTask(ctx, tx, task)
	}
	status := enum.TaskStatusCompleted
	if task.Failed > 0 {
		status = enum.TaskStatusCompletedWithErrors
	}
	return r.conclude(ctx, tx, task, status, nil)
}

// conclude ends the task and records what came of it.
func (r *taskRun) conclude(ctx context.Context, tx *store.Tx, task *ent.StagingTask, status enum.TaskStatus, why *i18n.Message) error {
	change := task.Update().SetStatus(status).SetFinishedAt(r.clock.Now()).AddSequence(1)
	if why != nil {
		change.SetFailure(why)
	}
	task, err := change.Save(ctx)
	if err != nil {
		return err
	}
	r.task = task
	err = audit.Record(ctx, tx, audit.Event{
		Action: "import.task-finish", TargetType: "StagingTask", Target: string(task.PublicID()),
		Data: map[string]string{
			"action": string(task.Action), "status": string(task.Status), "total": strconv.Itoa(task.Total),
			"succeeded": strconv.Itoa(task.Succeeded), "failed": strconv.Itoa(task.Failed),
		},
	})
	if err != nil {
		return err
	}
	return announceTask(ctx, tx, task)
}

// GiveUpTask marks a task as failed that RunTask could not finish, however often it was
// tried. It is no change for one that is over.
func (s *Service) GiveUpTask(ctx context.Context, id uuid.UUID) error {
	r := &taskRun{Service: s}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		task, err := lockTask(ctx, tx, id)
		if err != nil {
			return err
		}
		return r.conclude(ctx, tx, task, enum.TaskStatusFailed, &i18n.Message{
			Code: "INTERNAL", Format: "the task could not be finished; start it again",
		})
	})
	if err != nil && !errors.Is(err, errStopped) {
		return fmt.Errorf("give up task %s: %w", id, err)
	}
	return nil
}
