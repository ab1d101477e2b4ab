package marketplace

import (
	"context"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/store"
)

// Owners are told what becomes of their vendor's sources and imports: vendor.Service.
type Owners interface {
	// SourcePaused tells the owners of a vendor that a source of that name has paused
	// itself; why is the last failure, nil where nothing is known.
	SourcePaused(ctx context.Context, tx *store.Tx, v *ent.Vendor, name string, why *i18n.Message) error
	// ImportFinished tells those whom it concerns of an import, from a source of that name,
	// that is over.
	ImportFinished(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, source string) error
}

// learn keeps what the end of an import says about its source: which file is staged,
// and how many runs have failed in a row. After too many the source pauses itself, and
// its owners are told.
func (r *run) learn(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	before, err := tx.MarketplaceSource.Query().Where(marketplacesource.ID(job.SourceID)).ForUpdate().Only(ctx)
	if err != nil {
		return fmt.Errorf("find the source: %w", err)
	}
	after := *before
	r.learnFile(&after, job)
	paused := false
	if job.Trigger != enum.ImportTriggerUpload {
		after.Failures = failures(before.Failures, job.Status)
		if paused = after.PausedAt == nil && after.Failures >= after.FailureLimit; paused {
			if err := r.rest(ctx, tx, &after, enum.PauseReasonFailures, nil); err != nil {
				return err
			}
		}
	}
	if same := sameFile(before, &after) && before.Failures == after.Failures; same {
		return nil
	}
	saved, err := saveSource(asProgram(ctx, job.VendorID), tx, &after, 0)
	if err != nil || !paused {
		return err
	}
	return r.tell(ctx, tx, before, saved, job)
}

// failures counts the runs that have failed in a row. One that was cancelled says
// nothing.
func failures(before int, now enum.ImportStatus) int {
	switch now {
	case enum.ImportStatusFailed, enum.ImportStatusAwaitingMapping:
		return before + 1
	case enum.ImportStatusCompleted, enum.ImportStatusCompletedWithErrors, enum.ImportStatusReady:
		return 0
	}
	return before
}

// learnFile holds fast which file of the address is the one that is staged, so that the
// next run need not read it again. Nothing is, once rows of another have come in.
func (r *run) learnFile(src *ent.MarketplaceSource, job *ent.MarketplaceImportJob) {
	done := job.Status == enum.ImportStatusCompleted || job.Status == enum.ImportStatusCompletedWithErrors
	switch {
	case job.DryRun || job.Kind != enum.ImportKindProducts:
	case job.Trigger != enum.ImportTriggerUpload && done:
		if r.source == nil || r.source.Version != src.Version {
			src.Etag, src.LastModified, src.FetchedAt = nil, nil, nil // it was read in another way
			return
		}
		src.Etag, src.LastModified = text(r.etag), text(r.lastModified)
		if job.FetchedAt != nil {
			src.FetchedAt = job.FetchedAt
		}
	case job.Created+job.Updated+job.Missing > 0:
		src.Etag, src.LastModified, src.FetchedAt = nil, nil, nil
	}
}

func sameFile(a, b *ent.MarketplaceSource) bool {
	return equal(a.Etag, b.Etag) && equal(a.LastModified, b.LastModified) &&
		(a.FetchedAt == b.FetchedAt || a.FetchedAt != nil && b.FetchedAt != nil && a.FetchedAt.Equal(*b.FetchedAt))
}

func equal[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// tell records that a source has paused itself, and tells its owners.
func (r *run) tell(ctx context.Context, tx *store.Tx, before, after *ent.MarketplaceSource, job *ent.MarketplaceImportJob) error {
	if err := recordSource(ctx, tx, "source.pause", before, after); err != nil || r.owners == nil {
		return err
	}
	v, err := tx.Vendor.Get(ctx, job.VendorID)
	if err != nil {
		return fmt.Errorf("find the vendor: %w", err)
	}
	return r.owners.SourcePaused(ctx, tx, v, after.Name, job.Failure)
}
