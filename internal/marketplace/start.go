package marketplace

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/marketplacesource"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

func (in *StartInput) validate() error {
	switch {
	case in.IdempotencyKey == "":
		return errs.New(errs.Required, "is required").At("input.idempotencyKey")
	case len(in.IdempotencyKey) > 255:
		return errs.New(errs.TooLong, "is longer than %d characters", 255).At("input.idempotencyKey")
	case strings.ContainsRune(in.IdempotencyKey+in.Source, 0):
		return errs.Field("input.idempotencyKey", "must not contain NUL")
	case in.Complete && in.Kind == enum.ImportKindInventory:
		return errs.Field("input.complete", "goes with products alone")
	}
	_, err := feedMapping(in.Mapping, "input.mapping")
	return err
}

// hash tells two inputs with one key apart.
func (in *StartInput) hash() []byte {
	parts := []any{in.UploadID, in.Source, in.Mode, in.ErrorPolicy, in.DryRun}
	if in.kind() != enum.ImportKindProducts || in.Complete || in.Mapping != nil {
		parts = append(parts, in.kind(), in.Complete, in.Mapping) // keys that were used before these came stay good
	}
	raw, err := json.Marshal(parts)
	if err != nil {
		panic(fmt.Sprintf("marketplace: input: %v", err)) // texts and bools cannot fail
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

// kind is what the file is about, products unless said.
func (in *StartInput) kind() enum.ImportKind { return cmp.Or(in.Kind, enum.ImportKindProducts) }

// Start queues the reading of an uploaded file and returns its job at once. The
// same key with the same input returns the same job, whatever has become of it;
// with another input it is IDEMPOTENCY_KEY_REUSED. It is CONFLICT while the source
// has an import running, NOT_FOUND for an upload or a source that there is not,
// and INVALID_STATE for an upload that has not been sent and for a source that is paused.
func (s *Service) Start(ctx context.Context, in StartInput) (*ent.MarketplaceImportJob, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	if job, err := s.replay(ctx, s.db.Client, &in); job != nil || err != nil {
		return job, err
	}
	var job *ent.MarketplaceImportJob
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		job, err = s.queueImport(ctx, tx, &in)
		return err
	})
	switch {
	case store.Violates(err, "import_one_running"):
		return nil, errs.New(errs.Conflict, "the source has an import running").At("input.source")
	case store.Violates(err, "import_idempotency"): // two calls at the same time
		return s.replay(ctx, s.db.Client, &in)
	case err != nil:
		return nil, fmt.Errorf("start import: %w", err)
	}
	return job, nil
}

// replay finds the job that an earlier call with the key made, nil if none did.
func (s *Service) replay(ctx context.Context, c *ent.Client, in *StartInput) (*ent.MarketplaceImportJob, error) {
	job, err := c.MarketplaceImportJob.Query().Where(marketplaceimportjob.IdempotencyKey(in.IdempotencyKey)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, nil //nolint:nilnil // no earlier call is the usual case
	case err != nil:
		return nil, fmt.Errorf("look for an earlier import: %w", err)
	case !bytes.Equal(job.RequestHash, in.hash()):
		return nil, errs.New(errs.IdempotencyKeyReused, "was used for another import").At("input.idempotencyKey")
	}
	return job, nil
}

func (s *Service) queueImport(ctx context.Context, tx *store.Tx, in *StartInput) (*ent.MarketplaceImportJob, error) {
	upload, source, err := ground(ctx, tx, in)
	if err != nil {
		return nil, err
	}
	create := tx.MarketplaceImportJob.Create().SetSourceID(source.ID).SetUploadID(upload.ID).SetFilename(upload.Filename).
		SetByteSize(upload.ByteSize).SetKey(upload.Key).SetMode(in.Mode).SetErrorPolicy(in.ErrorPolicy).SetDryRun(in.DryRun).
		SetKind(in.kind()).SetComplete(in.Complete).SetIdempotencyKey(in.IdempotencyKey).SetRequestHash(in.hash())
	if mapping, err := feedMapping(in.Mapping, "input.mapping"); err != nil {
		return nil, err
	} else if mapping != nil {
		create.SetMapping(keptMapping(mapping))
	}
	if id := viewer.From(ctx).UserID; id != uuid.Nil {
		create.SetRequestedBy(id)
	}
	job, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, audit.Event{
		Action: "import.start", TargetType: "ImportJob", Target: string(job.PublicID()),
		Data: map[string]string{"file": job.Filename, "source": source.Handle, "mode": string(job.Mode)},
	})
	if err != nil {
		return nil, err
	}
	return job, s.enqueue(ctx, tx, job)
}

// ground is what an import starts from: a file that has been sent, and a source that
// takes files.
func ground(ctx context.Context, tx *store.Tx, in *StartInput) (*ent.StagedUpload, *ent.MarketplaceSource, error) {
	upload, err := tx.StagedUpload.Get(ctx, in.UploadID.As("StagedUpload"))
	switch {
	case ent.IsNotFound(err) || err == nil && upload.Purpose != enum.UploadPurposeImportFile:
		return nil, nil, errs.New(errs.NotFound, "is no uploaded feed").At("input.uploadId")
	case err != nil:
		return nil, nil, err
	case upload.ReceivedAt == nil:
		return nil, nil, errs.New(errs.InvalidState, "the file has not been sent yet").At("input.uploadId")
	}
	source, err := tx.MarketplaceSource.Query().Where(marketplacesource.Handle(in.Source)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, nil, errs.New(errs.NotFound, "is no source").At("input.source")
	case err != nil:
		return nil, nil, err
	case source.PausedAt != nil:
		return nil, nil, errs.New(errs.InvalidState, "the source is paused").At("input.source")
	}
	return upload, source, nil
}

// enqueue has a worker run an import. Each step that queues it anew is a task of its
// own: one that has just been done does not stand in for the next.
func (s *Service) enqueue(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	return s.queue.Insert(ctx, tx, jobs.MarketplaceImport{VendorID: job.VendorID, ImportID: job.ID, Sequence: job.Sequence})
}

// Cancel stops an import: at once where it has not begun, else after the chunk in
// hand; what is staged stays. Cancelling twice is no change. An import that is over
// is INVALID_STATE.
func (s *Service) Cancel(ctx context.Context, id publicid.ID) (*ent.MarketplaceImportJob, error) {
	var job *ent.MarketplaceImportJob
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		job, err = tx.MarketplaceImportJob.Query().Where(marketplaceimportjob.ID(id.As("MarketplaceImportJob"))).ForUpdate().Only(ctx)
		switch {
		case err != nil:
			return err
		case job.CancelRequested:
			return nil
		case over(job.Status):
			return errs.New(errs.InvalidState, "the import is over")
		}
		change := job.Update().SetCancelRequested(true).AddSequence(1)
		if job.Status == enum.ImportStatusQueued {
			change.SetStatus(enum.ImportStatusCancelled).SetFinishedAt(s.clock.Now())
		}
		before := job
		if job, err = change.Save(ctx); err != nil {
			return err
		}
		err = audit.Record(ctx, tx, audit.Event{
			Action: "import.cancel", TargetType: "ImportJob", Target: string(job.PublicID()), Changes: audit.Diff(before, job),
		})
		if err != nil {
			return err
		}
		if err := s.finished(ctx, tx, job); err != nil {
			return err
		}
		return s.announce(ctx, tx, job)
	})
	if err != nil {
		return nil, fmt.Errorf("cancel import: %w", err)
	}
	return job, nil
}

// over reports whether an import in that state does nothing any more, or nothing
// until somebody applies it.
func over(status enum.ImportStatus) bool {
	switch status {
	case enum.ImportStatusQueued, enum.ImportStatusValidating, enum.ImportStatusApplying:
		return false
	}
	return true
}

// topic is where the steps of imports are announced.
const topic = "import"

func (s *Service) announce(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	return tx.Notify(ctx, topic, tenant.Key(job.VendorID, job.ID.String()))
}
