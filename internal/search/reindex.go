package search

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/searchreindex"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// Reindex begins to build the index of the viewer's vendor anew, beside the one in use. It
// is CONFLICT while another is being built.
func (s *Service) Reindex(ctx context.Context) (*ent.SearchReindex, error) {
	var out *ent.SearchReindex
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if out, err = s.queueReindex(ctx, tx); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "search.reindex", TargetType: "SearchReindex", Target: string(out.PublicID()), Data: map[string]string{"engine": out.Engine},
		})
	})
	if store.Violates(err, "search_reindex_one_running") {
		return nil, errs.New(errs.Conflict, "the index is being built already")
	}
	if err != nil {
		return nil, fmt.Errorf("begin to build the index: %w", err)
	}
	return out, nil
}

func (s *Service) queueReindex(ctx context.Context, tx *store.Tx) (*ent.SearchReindex, error) {
	create := tx.SearchReindex.Create().SetEngine(s.engine.Name())
	if id := viewer.From(ctx).UserID; id != uuid.Nil {
		create.SetRequestedBy(id)
	}
	out, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	return out, s.queue.Insert(ctx, tx, jobs.SearchReindex{VendorID: out.VendorID, ReindexID: out.ID})
}

// want has a missing index built, unless that is under way.
func (s *Service) want(vendor uuid.UUID) {
	s.asked.later(func(ctx context.Context) {
		ctx = viewer.NewContext(ctx, viewer.ForVendor(vendor))
		err := s.db.Tx(ctx, func(tx *store.Tx) error {
			_, err := s.queueReindex(ctx, tx)
			return err
		})
		if err != nil && !store.Violates(err, "search_reindex_one_running") {
			s.log.ErrorContext(ctx, "search: ask for an index", "vendor", vendor, "err", err)
		}
	})
}

// RunReindex builds what Reindex has asked for. One that was broken off begins again; one
// that is over is no change. It is ErrHeld where another process has the index.
func (s *Service) RunReindex(ctx context.Context, id uuid.UUID) error {
	r := &run{s: s, vendor: viewer.From(ctx).VendorID, id: id}
	if over, err := r.start(ctx); over || err != nil {
		return err
	}
	for _, e := range s.engines() {
		b, err := e.Begin(ctx, r.vendor)
		if err != nil {
			return errors.Join(err, r.abort())
		}
		r.builds = append(r.builds, b)
	}
	if err := r.build(ctx); err != nil {
		return errors.Join(err, r.abort())
	}
	for _, b := range r.builds {
		if err := b.Commit(ctx); err != nil {
			return errors.Join(fmt.Errorf("put the index into use: %w", err), r.abort())
		}
	}
	s.watch.answer(r.vendor)
	return r.end(ctx, enum.TaskStatusCompleted, nil)
}

// engines are all that are kept up to date.
func (s *Service) engines() []Engine {
	if s.engine.Name() == s.spare.Name() {
		return []Engine{s.spare}
	}
	return []Engine{s.engine, s.spare}
}

// A run is one building of an index.
type run struct {
	s          *Service
	vendor, id uuid.UUID
	builds     []Build
	done       int
}

func (r *run) start(ctx context.Context) (over bool, err error) {
	err = r.s.db.Tx(ctx, func(tx *store.Tx) error {
		row, err := tx.SearchReindex.Query().Where(searchreindex.ID(r.id)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if over = row.Status != enum.TaskStatusQueued && row.Status != enum.TaskStatusRunning; over {
			return nil
		}
		total, err := tx.Product.Query().Where(product.StatusEQ(enum.ProductStatusActive)).Count(ctx)
		if err != nil {
			return err
		}
		return row.Update().SetStatus(enum.TaskStatusRunning).SetTotal(total).SetProcessed(0).SetStartedAt(r.s.clock.Now()).Exec(ctx)
	})
	if err != nil {
		return false, fmt.Errorf("start to build the index: %w", err)
	}
	return over, nil
}

// build reads the catalogue in the order of ids. Each part is read and written under the
// vendor's lock, so that what changes meanwhile is written after it.
func (r *run) build(ctx context.Context) error {
	var last uuid.UUID
	for {
		n := 0
		err := r.s.db.Tx(ctx, func(tx *store.Tx) (err error) {
			if err = lock(ctx, tx); err != nil {
				return err
			}
			ids, err := tx.Product.Query().Where(product.StatusEQ(enum.ProductStatusActive), product.IDGT(last)).
				Order(product.ByID()).Limit(atOnce).IDs(ctx)
			if n = len(ids); n == 0 || err != nil {
				return err
			}
			last = ids[n-1]
			return r.write(ctx, tx, ids)
		})
		if err != nil {
			return fmt.Errorf("build the index: %w", err)
		}
		if n == 0 {
			return nil
		}
		if err := r.progress(ctx, n); err != nil {
			return err
		}
	}
}

func (r *run) write(ctx context.Context, tx *store.Tx, ids []uuid.UUID) error {
	put, _, err := load(ctx, tx, r.vendor, ids)
	if err != nil {
		return err
	}
	for _, b := range r.builds {
		if err := b.Index(ctx, put); err != nil {
			return err
		}
	}
	return nil
}

// step is after how many products progress is written down.
const step = 1000

func (r *run) progress(ctx context.Context, n int) error {
	before := r.done / step
	r.done += n
	if r.done/step == before {
		return nil
	}
	err := r.s.db.SearchReindex.UpdateOneID(r.id).SetProcessed(r.done).Exec(ctx)
	if err != nil {
		return fmt.Errorf("write down how far the index is: %w", err)
	}
	return nil
}

func (r *run) abort() error {
	var all error
	for _, b := range r.builds {
		all = errors.Join(all, b.Abort())
	}
	return all
}

func (r *run) end(ctx context.Context, status enum.TaskStatus, why *i18n.Message) error {
	u := r.s.db.SearchReindex.UpdateOneID(r.id).SetStatus(status).SetProcessed(r.done).SetFinishedAt(r.s.clock.Now())
	if why != nil {
		u.SetFailure(why)
	}
	if err := u.Exec(ctx); err != nil {
		return fmt.Errorf("end the building of the index: %w", err)
	}
	return nil
}

// GiveUpReindex marks one as failed that has been tried often enough, so that another can
// be begun.
func (s *Service) GiveUpReindex(ctx context.Context, id uuid.UUID) error {
	r := &run{s: s, id: id}
	return r.end(ctx, enum.TaskStatusFailed, &i18n.Message{Format: "the index could not be built; start it again"})
}

// ReindexFailure says why a building failed, nil where it did not.
func ReindexFailure(ctx context.Context, r *ent.SearchReindex) *string {
	if r.Failure == nil {
		return nil
	}
	text := r.Failure.In(i18n.From(ctx))
	return &text
}
