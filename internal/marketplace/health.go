package marketplace

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/importrowerror"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/vendor"
	"orion/internal/kit/errs"
	"orion/internal/store"
)

// An import is stuck that waits or stands still for longer.
const (
	stuckQueued  = 10 * time.Minute
	stuckRunning = 5 * time.Minute
)

// healthDays is how far back Health may look.
const healthDays = 90

// pausedShown is how many vendors Health names whose imports are stopped.
const pausedShown = 100

// Health tells how imports do on the whole platform, now and in 1 to 90 days up to today
// (UTC), in a constant number of statements. INVALID for other numbers of days. It is for
// staff: for all others it is as if there were nothing.
func (s *Service) Health(ctx context.Context, days int) (*Health, error) {
	if days < 1 || days > healthDays {
		return nil, errs.Field("days", "must be from 1 to %d", healthDays)
	}
	now := s.clock.Now().UTC()
	since := now.Truncate(24*time.Hour).AddDate(0, 0, 1-days)
	h := &Health{}
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		examples, err := h.read(ctx, tx, now, since, days)
		if err != nil {
			return err
		}
		if err := h.exemplify(ctx, tx, examples); err != nil {
			return err
		}
		h.PausedVendors, err = tx.Vendor.Query().Where(vendor.ImportsPausedAtNotNil()).Order(vendor.BySlug()).Limit(pausedShown).All(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("look at the health of imports: %w", err)
	}
	return h, nil
}

// exemplify puts to each class of errors its example and the import that it is of. A class
// whose example has gone meanwhile is left out.
func (h *Health) exemplify(ctx context.Context, tx *store.Tx, examples []uuid.UUID) error {
	faults, err := tx.ImportRowError.Query().Where(importrowerror.IDIn(examples...)).All(ctx)
	if err != nil {
		return fmt.Errorf("read the examples: %w", err)
	}
	byID, ofJob := map[uuid.UUID]*ent.ImportRowError{}, make([]uuid.UUID, 0, len(faults))
	for _, f := range faults {
		byID[f.ID], ofJob = f, append(ofJob, f.JobID)
	}
	jobs, err := tx.MarketplaceImportJob.Query().Where(marketplaceimportjob.IDIn(ofJob...)).All(ctx)
	if err != nil {
		return fmt.Errorf("read the imports of the examples: %w", err)
	}
	jobByID := map[uuid.UUID]*ent.MarketplaceImportJob{}
	for _, j := range jobs {
		jobByID[j.ID] = j
	}
	kept := h.ErrorClasses[:0]
	for i, c := range h.ErrorClasses {
		if f := byID[examples[i]]; f != nil && jobByID[f.JobID] != nil {
			c.Example, c.ExampleJob = f, jobByID[f.JobID]
			kept = append(kept, c)
		}
	}
	h.ErrorClasses = kept
	return nil
}
