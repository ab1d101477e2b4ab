package marketplace

import (
	"context"
	"errors"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/importrow"
	"orion/ent/gen/ent/importrowerror"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace/feed"
	"orion/internal/store"
	"orion/internal/viewer"
)

// refuse ends an import whose file cannot be read: it waits for a mapping where that
// can help, and has failed where not. Either way it says why.
func (r *run) refuse(ctx context.Context, file *feed.FileError) error {
	why := &i18n.Message{Code: string(file.Code), Format: file.Format, Args: words(file.Args)}
	columns, err := r.unmapped(ctx, file)
	if err != nil {
		return fmt.Errorf("import %s: look at the columns: %w", r.job.ID, err)
	}
	if columns == nil {
		return r.end(ctx, enum.ImportStatusFailed, why)
	}
	err = r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		if job, err = job.Update().SetColumns(columns).Save(ctx); err != nil {
			return err
		}
		return r.conclude(ctx, tx, job, enum.ImportStatusAwaitingMapping, why)
	})
	if err != nil && !errors.Is(err, errStopped) {
		return fmt.Errorf("import %s: wait for a mapping: %w", r.job.ID, err)
	}
	return nil
}

// unmapped are the columns of a file of products that nothing says the meaning of, nil
// where the file is wrong in another way: also where most of its columns are those of the
// source's format, for it is such a feed then, and lacks a column.
func (r *run) unmapped(ctx context.Context, file *feed.FileError) ([]string, error) {
	unknown := file.Code == feed.FileMissingColumn || file.Code == feed.FileMapping
	if !unknown || r.taken.Kind != enum.ImportKindProducts || mapped(r.source) {
		return nil, nil
	}
	b, err := r.blobs.NewReader(ctx, r.taken.Key, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = b.Close() }()
	opt := reading(r.source, nil)
	opt.Limits = r.limits
	seen, err := feed.Preview(b, opt, 0)
	if _, bad := errors.AsType[*feed.FileError](err); bad {
		return nil, nil
	}
	if err != nil || len(seen.Names) < 2 || mostlyKnown(seen.Names, opt.Format) {
		return nil, err
	}
	return seen.Names, nil
}

// mostlyKnown reports whether a format knows more than half of the columns.
func mostlyKnown(columns []string, as feed.Format) bool {
	known := 0
	for _, s := range feed.Suggest(columns, as) {
		if s.Exact {
			known++
		}
	}
	return 2*known > len(columns)
}

// Apply goes on with an import that waits. One that is READY reads its file again and
// stages it: it is the same import, no longer a dry run, and counts from nothing. One
// that is AWAITING_MAPPING is read with the mapping, which save also keeps for the
// source. It is INVALID_STATE for all others, CONFLICT while the source has an import
// running, and REQUIRED or INVALID where a mapping is missing, wrong or not waited for.
func (s *Service) Apply(ctx context.Context, id publicid.ID, m *FeedMapping, save bool) (*ent.MarketplaceImportJob, error) {
	mapping, err := feedMapping(m, "mapping")
	if err != nil {
		return nil, err
	}
	var job *ent.MarketplaceImportJob
	err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		job, err = tx.MarketplaceImportJob.Query().Where(marketplaceimportjob.ID(id.As("MarketplaceImportJob"))).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if err := applicable(job, mapping); err != nil {
			return err
		}
		if mapping != nil && save {
			if err := keepMapping(ctx, tx, job, mapping); err != nil {
				return err
			}
		}
		job, err = s.again(ctx, tx, job, mapping)
		return err
	})
	if store.Violates(err, "import_one_running") {
		return nil, errs.New(errs.Conflict, "the source has an import running").At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("apply import: %w", err)
	}
	return job, nil
}

// applicable says why an import cannot go on, nil where it can.
func applicable(job *ent.MarketplaceImportJob, mapping *feed.Mapping) error {
	switch job.Status {
	case enum.ImportStatusReady:
		if mapping != nil {
			return errs.Field("mapping", "goes with an import that waits for one")
		}
		return nil
	case enum.ImportStatusAwaitingMapping:
		if mapping == nil {
			return errs.New(errs.Required, "is required").At("mapping")
		}
		return nil
	}
	return errs.New(errs.InvalidState, "the import does not wait for anything")
}

// keepMapping makes the mapping the source's. From then on its files are read by it.
func keepMapping(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, mapping *feed.Mapping) error {
	err := tx.MarketplaceSource.UpdateOneID(job.SourceID).SetMapping(keptMapping(mapping)).
		SetFormat(enum.FeedFormatCustom).AddVersion(1).Exec(viewer.Elevate(ctx))
	if err != nil {
		return fmt.Errorf("keep the mapping: %w", err)
	}
	return nil
}

// again queues an import from its beginning. What the run before has found out about
// the file is found out again.
func (s *Service) again(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, mapping *feed.Mapping) (*ent.MarketplaceImportJob, error) {
	program := viewer.Elevate(ctx)
	if _, err := tx.ImportRow.Delete().Where(importrow.JobID(job.ID)).Exec(program); err != nil {
		return nil, err
	}
	if _, err := tx.ImportRowError.Delete().Where(importrowerror.JobID(job.ID)).Exec(program); err != nil {
		return nil, err
	}
	change := job.Update().SetStatus(enum.ImportStatusQueued).AddSequence(1).SetDryRun(job.DryRun && job.Status != enum.ImportStatusReady).
		SetTotal(0).SetProcessed(0).SetCreated(0).SetUpdated(0).SetUnchanged(0).SetFailed(0).SetMissing(0).SetWarnings(0).
		SetBytesRead(0).SetCursor(0).ClearFailure().ClearColumns().ClearEncoding().ClearSeparator().ClearUnknownColumns().
		ClearStartedAt().ClearFinishedAt()
	if mapping != nil {
		change.SetMapping(keptMapping(mapping))
	}
	after, err := change.Save(ctx)
	if err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, audit.Event{
		Action: "import.apply", TargetType: "ImportJob", Target: string(after.PublicID()), Changes: audit.Diff(job, after),
	})
	if err != nil {
		return nil, err
	}
	if err := s.announce(ctx, tx, after); err != nil {
		return nil, err
	}
	return after, s.enqueue(ctx, tx, after)
}
