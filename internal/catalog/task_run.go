package catalog

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/catalogtask"
	"orion/ent/gen/ent/predicate"
	"orion/ent/gen/ent/product"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/store"
	"orion/internal/viewer"
)

const (
	// taskChunk is how many products are done in one transaction.
	taskChunk = 100
	// taskProblemsKept is how many products that were left as they were a task tells of.
	// Its counters count them all.
	taskProblemsKept = 100
)

// errTaskStopped ends a run that has nothing left to do.
var errTaskStopped = errors.New("the task is over, or somebody else's")

// taskRun is one go at a task. A task may take several, when workers die; each goes on
// from the cursor that the last chunk left.
type taskRun struct {
	*Service
	task  *ent.CatalogTask // as the last chunk left it
	edit  *EditInput
	match []predicate.Product
}

// RunTask does a task to its end, or on from where an earlier run was broken off. It
// returns nil when there is nothing left to do, whatever came of the task; an error means
// that trying again can help. The viewer must be the program acting for the vendor of the
// task.
//
// Every chunk is one transaction: the products, the counters and the cursor, so that a
// worker that dies leaves all of it or nothing.
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
	if errors.Is(err, errTaskStopped) {
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
		if err := r.aim(ctx, tx); err != nil {
			return err
		}
		if r.task.Status == enum.TaskStatusRunning {
			return nil
		}
		total, err := tx.Product.Query().Where(r.match...).Count(ctx)
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

// aim reads which products the task is about. Those that are in the state that it leads to
// are not its concern.
func (r *taskRun) aim(ctx context.Context, tx *store.Tx) error {
	var about criteria
	if err := json.Unmarshal(r.task.Criteria, &about); err != nil {
		return fmt.Errorf("read what the task is about: %w", err)
	}
	shop, err := tx.Vendor.Get(ctx, r.task.VendorID)
	if err != nil {
		return err
	}
	match, err := about.Where.predicate(shop.Currency)
	if err != nil {
		return err
	}
	if match != nil {
		r.match = append(r.match, match)
	}
	if to, moves := statusAfter[r.task.Action]; moves {
		r.match = append(r.match, product.StatusNEQ(to.status))
	}
	r.edit = about.Edit
	return nil
}

// lockTask reads the task for a change. It is errTaskStopped once the task is over.
func lockTask(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.CatalogTask, error) {
	task, err := tx.CatalogTask.Query().Where(catalogtask.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, err
	}
	if taskOver(task.Status) {
		return nil, errTaskStopped
	}
	return task, nil
}

// chunk does the next chunk and reports whether there may be more.
func (r *taskRun) chunk(ctx context.Context) (more bool, err error) {
	err = r.db.Tx(ctx, func(tx *store.Tx) error {
		task, err := r.hold(ctx, tx)
		if err != nil || task == nil {
			return err
		}
		rows, err := tx.Product.Query().Where(r.match...).Where(r.behind()).Order(product.ByID()).Limit(taskChunk).ForUpdate(r.holding()...).All(ctx)
		if err != nil {
			return fmt.Errorf("find what there is to do: %w", err)
		}
		left, err := r.do(ctx, tx, rows)
		if err != nil {
			return err
		}
		more = len(rows) == taskChunk
		return r.keep(ctx, tx, task, rows, left, !more)
	})
	return more, err
}

// holding is how the products of a chunk are held: those that go, so that nobody refers to
// them.
func (r *taskRun) holding() []sql.LockOption {
	if r.task.Action == enum.CatalogActionDelete {
		return nil
	}
	return []sql.LockOption{held()}
}

// behind are the products behind those that are done.
func (r *taskRun) behind() predicate.Product {
	if r.task.Cursor == nil {
		return func(*sql.Selector) {}
	}
	return product.IDGT(*r.task.Cursor)
}

// hold locks the task for a chunk. It is errTaskStopped where another worker has gone
// further, and nil where the task must not go on, which is then written down.
func (r *taskRun) hold(ctx context.Context, tx *store.Tx) (*ent.CatalogTask, error) {
	task, err := lockTask(ctx, tx, r.task.ID)
	if err != nil {
		return nil, err
	}
	if task.Processed != r.task.Processed {
		return nil, errTaskStopped
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

// keep writes down what came of a chunk, and of the task where it was the last. left are
// the products that stay as they were.
func (r *taskRun) keep(ctx context.Context, tx *store.Tx, task *ent.CatalogTask, rows []*ent.Product, left map[uuid.UUID]*errs.Error, last bool) error {
	kept, err := problemsOf(task)
	if err != nil {
		return err
	}
	change := task.Update().AddProcessed(len(rows)).AddSucceeded(len(rows) - len(left)).AddFailed(len(left)).AddSequence(1)
	for _, p := range rows {
		if e := left[p.ID]; e != nil && len(kept) < taskProblemsKept {
			kept = append(kept, problem(p, e))
		}
		change.SetCursor(p.ID)
	}
	raw, err := json.Marshal(kept)
	if err != nil {
		return fmt.Errorf("write down problems: %w", err)
	}
	if task, err = change.SetProblems(raw).Save(ctx); err != nil {
		return err
	}
	if r.task = task; !last {
		return announceTask(ctx, tx, task)
	}
	status := enum.TaskStatusCompleted
	if task.Failed > 0 {
		status = enum.TaskStatusCompletedWithErrors
	}
	return r.conclude(ctx, tx, task, status, nil)
}

func problem(p *ent.Product, e *errs.Error) enum.TaskProblem {
	out := enum.TaskProblem{Target: string(p.PublicID()), Title: p.Title, Code: string(e.Code), Format: e.Format}
	for _, a := range e.Args {
		out.Args = append(out.Args, fmt.Sprint(a))
	}
	return out
}

// conclude ends the task and records what came of it.
func (r *taskRun) conclude(ctx context.Context, tx *store.Tx, task *ent.CatalogTask, status enum.TaskStatus, why *i18n.Message) error {
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
		Action: "catalog.task-finish", TargetType: "CatalogTask", Target: string(task.PublicID()),
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
	if err != nil && !errors.Is(err, errTaskStopped) {
		return fmt.Errorf("give up task %s: %w", id, err)
	}
	return nil
}
