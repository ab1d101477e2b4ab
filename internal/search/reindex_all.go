package search

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/searchreindex"
	"orion/ent/gen/ent/vendor"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Step is how far the index of a vendor is.
type Step struct {
	Vendor           string
	Processed, Total int
	Status           enum.TaskStatus
}

// lookEvery is how often it is looked how far another process is.
const lookEvery = 500 * time.Millisecond

// ReindexAll builds the indexes of all vendors that are open, or of one, one after the
// other, and tells of each step. Shops are searched meanwhile as before. It is NOT_FOUND
// for a slug that nobody has.
func (s *Service) ReindexAll(ctx context.Context, slug string, tell func(Step)) error {
	q := s.db.Vendor.Query().Where(vendor.StatusEQ(enum.VendorStatusActive)).Order(ent.Asc(vendor.FieldSlug))
	if slug != "" {
		q.Where(vendor.Slug(slug))
	}
	all, err := q.All(store.AcrossVendors(ctx, store.ReasonSchedule))
	if err != nil {
		return fmt.Errorf("list vendors: %w", err)
	}
	if slug != "" && len(all) == 0 {
		return errs.New(errs.NotFound, "not found")
	}
	for _, v := range all {
		if err := s.reindexOne(viewer.NewContext(ctx, viewer.ForVendor(v.ID)), v, tell); err != nil {
			return fmt.Errorf("build the index of %s: %w", v.Slug, err)
		}
	}
	return nil
}

// reindexOne joins a building that is under way.
func (s *Service) reindexOne(ctx context.Context, v *ent.Vendor, tell func(Step)) error {
	r, err := s.Reindex(ctx)
	if errs.CodeOf(err) == errs.Conflict {
		r, err = s.db.SearchReindex.Query().Where(searchreindex.StatusIn(enum.TaskStatusQueued, enum.TaskStatusRunning)).First(ctx)
	}
	if err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() { done <- s.RunReindex(ctx, r.ID) }()
	return s.await(ctx, v, r.ID, done, tell)
}

// await tells how far a building is until it is over, whoever does it.
func (s *Service) await(ctx context.Context, v *ent.Vendor, id uuid.UUID, done <-chan error, tell func(Step)) error {
	last := Step{}
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-done:
			if done = nil; err != nil && !errors.Is(err, ErrHeld) {
				return errors.Join(err, s.GiveUpReindex(ctx, id))
			}
		case <-time.After(lookEvery):
		}
		row, err := s.db.SearchReindex.Get(ctx, id)
		if err != nil {
			return err
		}
		if now := (Step{v.Slug, row.Processed, row.Total, row.Status}); now != last {
			tell(now)
			last = now
		}
		switch row.Status {
		case enum.TaskStatusCompleted:
			return nil
		case enum.TaskStatusFailed:
			return errors.New(row.Failure.Format)
		}
	}
}
