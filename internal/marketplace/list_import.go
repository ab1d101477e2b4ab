package marketplace

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/importrow"
	"orion/ent/gen/ent/importrowerror"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/marketplacesource"
	"orion/ent/gen/ent/predicate"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/page"
)

// Jobs returns a page of the imports, newest first: the vendor's own, or all for
// the staff of the platform.
func (s *Service) Jobs(ctx context.Context, arg page.Arg, where *JobWhere) (*ImportJobConnection, error) {
	match, err := where.conditions(s.clock.Now())
	if err != nil {
		return nil, err
	}
	plan, err := s.pages.Plan(arg, nil, "importJobs", vendorOf(ctx), where)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.MarketplaceImportJob.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list imports: %w", err)
	}
	return page.Cut(plan, rows,
		func(j *ent.MarketplaceImportJob) ([]any, uuid.UUID) { return nil, j.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.MarketplaceImportJob.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

func (w *JobWhere) conditions(now time.Time) (out []predicate.MarketplaceImportJob, err error) {
	if w == nil {
		return nil, nil
	}
	if len(w.Status) > 100 || len(w.Kind) > 100 {
		return nil, errs.New(errs.TooMany, "has more than %d values", 100).At("where")
	}
	if w.Status != nil {
		out = append(out, marketplaceimportjob.StatusIn(w.Status...))
	}
	if w.Kind != nil {
		out = append(out, marketplaceimportjob.KindIn(w.Kind...))
	}
	if w.Source != nil {
		out = append(out, marketplaceimportjob.HasSourceWith(marketplacesource.Handle(*w.Source)))
	}
	if w.VendorID != nil {
		out = append(out, marketplaceimportjob.VendorID(w.VendorID.As("Vendor")))
	}
	if w.Stuck != nil {
		is := stuck(now)
		if !*w.Stuck {
			is = marketplaceimportjob.Not(is)
		}
		out = append(out, is)
	}
	return out, nil
}

const (
	// waitsTooLong is after how long a queued import should have begun.
	waitsTooLong = 10 * time.Minute
	// standsTooLong is after how long a running import should have made a step.
	standsTooLong = 5 * time.Minute
)

// stuck matches imports that should have moved on and have not.
func stuck(now time.Time) predicate.MarketplaceImportJob {
	return marketplaceimportjob.Or(
		marketplaceimportjob.And(marketplaceimportjob.StatusEQ(enum.ImportStatusQueued),
			marketplaceimportjob.UpdatedAtLT(now.Add(-waitsTooLong))),
		marketplaceimportjob.And(marketplaceimportjob.StatusIn(enum.ImportStatusValidating, enum.ImportStatusApplying),
			marketplaceimportjob.UpdatedAtLT(now.Add(-standsTooLong))),
	)
}

// Job returns an import; one that the viewer cannot see is NOT_FOUND.
func (s *Service) Job(ctx context.Context, id uuid.UUID) (*ent.MarketplaceImportJob, error) {
	job, err := s.db.MarketplaceImportJob.Query().Where(marketplaceimportjob.ID(id)).Only(ctx)
	if err != nil {
		return nil, fmt.Errorf("read import: %w", err)
	}
	return job, nil
}

// Errors returns a page of what is wrong with the rows of an import, in the order
// of the file. Warnings are left out with onlyFailed.
func (s *Service) Errors(ctx context.Context, job *ent.MarketplaceImportJob, arg page.Arg, onlyFailed bool) (*ImportRowErrorConnection, error) {
	match := []predicate.ImportRowError{importrowerror.JobID(job.ID)}
	if onlyFailed {
		match = append(match, importrowerror.Warning(false))
	}
	keys := []page.Key{{Column: importrowerror.FieldRecord}}
	plan, err := s.pages.Plan(arg, keys, "importErrors", job.ID, onlyFailed)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.ImportRowError.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the problems of an import: %w", err)
	}
	return page.Cut(plan, rows,
		func(e *ent.ImportRowError) ([]any, uuid.UUID) { return []any{e.Record}, e.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.ImportRowError.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Rows returns a page of what a dry run would do, in the order of the file; what the
// file does not have comes first. No status is all of them.
func (s *Service) Rows(ctx context.Context, job *ent.MarketplaceImportJob, arg page.Arg, status []enum.ImportRowStatus) (*ImportRowConnection, error) {
	if len(status) > 100 {
		return nil, errs.New(errs.TooMany, "has more than %d values", 100).At("status")
	}
	match := []predicate.ImportRow{importrow.JobID(job.ID)}
	if status != nil {
		match = append(match, importrow.StatusIn(status...))
	}
	keys := []page.Key{{Column: importrow.FieldRecord}}
	plan, err := s.pages.Plan(arg, keys, "importRows", job.ID, status)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.ImportRow.Query().Where(match...).Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the rows of an import: %w", err)
	}
	return page.Cut(plan, rows,
		func(r *ent.ImportRow) ([]any, uuid.UUID) { return []any{r.Record}, r.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.ImportRow.Query().Where(match...).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}
