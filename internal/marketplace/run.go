package marketplace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/google/uuid"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/importrowerror"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/marketplace/feed"
	"orion/internal/notify"
	"orion/internal/store"
)

// run is one go at an import. A job may take several, when workers die; each goes
// on from the cursor that the last chunk left.
type run struct {
	*Service
	// taken is the job as this run found it. job is what has become of it since;
	// only the goroutine that stages may look at it.
	taken, job *ent.MarketplaceImportJob

	source *ent.MarketplaceSource

	header   feed.Header
	index    *feed.Index
	nameless int // rows that failed without an id, of a complete file
	known    known
	kept     kept

	// What the host has said of the file that was fetched, to be asked by next time.
	etag, lastModified string
}

// kept is how many problems are stored, by severity, and how many rows of a dry run,
// by what they are.
type kept struct {
	errors, warnings int
	rows             map[enum.ImportRowStatus]int
}

// errStopped ends a run whose job is no longer its own: it was cancelled, is over,
// or another worker has gone further.
var errStopped = errors.New("the import was stopped")

// ErrPaused says that an import waits until the platform lets its vendor's go on.
var ErrPaused = errors.New("the vendor's imports are paused")

// Run does an import to its end, or on from where an earlier run was broken off.
// It returns nil when there is nothing left to do, whatever came of the import; an
// error means that trying again can help. The viewer must be the program acting
// for the vendor of the job.
func (s *Service) Run(ctx context.Context, id uuid.UUID) error {
	r, err := s.take(ctx, id)
	if err == nil {
		err = r.work(ctx)
	}
	switch file, bad := errors.AsType[*feed.FileError](err); {
	case errors.Is(err, errStopped):
		return nil
	case bad:
		return r.refuse(ctx, file)
	case gcerrors.Code(err) == gcerrors.NotFound:
		return r.end(ctx, enum.ImportStatusFailed, &i18n.Message{Code: "GONE", Format: "the uploaded file is no longer there"})
	case err != nil:
		return fmt.Errorf("import %s: %w", id, err)
	}
	return nil
}

// GiveUp marks an import as failed that Run could not finish, however often it was
// tried. It is no change for one that is over.
func (s *Service) GiveUp(ctx context.Context, id uuid.UUID) error {
	job, err := s.db.MarketplaceImportJob.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("give up import %s: %w", id, err)
	}
	r := &run{Service: s, job: job}
	err = r.end(ctx, enum.ImportStatusFailed, &i18n.Message{Code: "INTERNAL", Format: "the import could not be finished; start it again"})
	if errors.Is(err, errStopped) {
		return nil
	}
	return err
}

// take begins a run: the job is VALIDATING from here on, or APPLYING still. It is
// ErrPaused while the platform has stopped the vendor's imports.
func (s *Service) take(ctx context.Context, id uuid.UUID) (*run, error) {
	r := &run{Service: s}
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if r.job, err = r.lock(ctx, tx, id); err != nil {
			return err
		}
		if v, err := tx.Vendor.Get(ctx, r.job.VendorID); err != nil || v.ImportsPausedAt != nil {
			return cmp.Or(err, ErrPaused)
		}
		if r.source, err = tx.MarketplaceSource.Get(ctx, r.job.SourceID); err != nil {
			return err
		}
		if r.kept, err = countKept(ctx, tx, r.job); err != nil || r.job.Status != enum.ImportStatusQueued {
			return err
		}
		return r.begin(ctx, tx)
	})
	r.taken = r.job
	return r, err
}

// begin starts the clock, and holds fast how the file is read: a mapping that is
// changed from here on is for the next.
func (r *run) begin(ctx context.Context, tx *store.Tx) (err error) {
	change := r.job.Update().SetStatus(enum.ImportStatusValidating).SetStartedAt(r.clock.Now()).AddSequence(1)
	if len(r.job.Mapping) == 0 && mapped(r.source) && r.job.Kind == enum.ImportKindProducts {
		change.SetMapping(r.source.Mapping)
	}
	if r.job, err = change.Save(ctx); err != nil {
		return err
	}
	return r.announce(ctx, tx, r.job)
}

func countKept(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) (k kept, err error) {
	q := tx.ImportRowError.Query().Where(importrowerror.JobID(job.ID))
	if k.errors, err = q.Clone().Where(importrowerror.Warning(false)).Count(ctx); err != nil {
		return k, err
	}
	if k.warnings, err = q.Where(importrowerror.Warning(true)).Count(ctx); err != nil || !job.DryRun {
		return k, err
	}
	k.rows, err = countRows(ctx, tx, job.ID)
	return k, err
}

// lock reads the job for a change. It is errStopped once the job is over.
func (r *run) lock(ctx context.Context, tx *store.Tx, id uuid.UUID) (*ent.MarketplaceImportJob, error) {
	job, err := tx.MarketplaceImportJob.Query().Where(marketplaceimportjob.ID(id)).ForUpdate().Only(ctx)
	if err != nil {
		return nil, err
	}
	if over(job.Status) {
		return nil, errStopped
	}
	return job, nil
}

func (r *run) work(ctx context.Context) error {
	if over, err := r.fetch(ctx); over || err != nil {
		return err
	}
	if err := r.survey(ctx); err != nil {
		return err
	}
	if r.taken.Kind == enum.ImportKindProducts {
		var err error
		if r.known, err = r.recall(ctx); err != nil {
			return err
		}
	}
	if err := r.chunks(ctx); err != nil {
		return err
	}
	if err := r.sweep(ctx); err != nil {
		return err
	}
	return r.finish(ctx)
}

// open opens the feed at its beginning.
func (r *run) open(ctx context.Context) (*feed.Reader, io.Closer, error) {
	return r.openFeed(ctx, r.taken, r.source)
}

// openFeed opens the file of an import, to be read as the import reads it.
func (s *Service) openFeed(ctx context.Context, job *ent.MarketplaceImportJob, source *ent.MarketplaceSource) (*feed.Reader, io.Closer, error) {
	mapping, err := storedMapping(job.Mapping)
	if err != nil {
		return nil, nil, err
	}
	opt := reading(source, mapping)
	opt.Limits, opt.DropInvalid = s.limits, job.ErrorPolicy == enum.ImportErrorPolicyKeepValidFields
	if job.Kind == enum.ImportKindInventory {
		opt.Format, opt.DropInvalid = feed.FormatStock, false
	}
	b, err := s.blobs.NewReader(ctx, job.Key, nil)
	if err != nil {
		return nil, nil, err
	}
	f, err := feed.Open(b, opt)
	if err != nil {
		_ = b.Close()
		return nil, nil, err
	}
	return f, b, nil
}

// end closes the job with a status and, for a failure, its reason.
func (r *run) end(ctx context.Context, status enum.ImportStatus, failure *i18n.Message) error {
	err := r.db.Tx(ctx, func(tx *store.Tx) error {
		job, err := r.lock(ctx, tx, r.job.ID)
		if err != nil {
			return err
		}
		return r.conclude(ctx, tx, job, status, failure)
	})
	if err != nil && !errors.Is(err, errStopped) {
		return fmt.Errorf("end import %s: %w", r.job.ID, err)
	}
	return err
}

func (r *run) conclude(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, status enum.ImportStatus, failure *i18n.Message) error {
	change := job.Update().SetStatus(status).SetFinishedAt(r.clock.Now()).AddSequence(1)
	if failure != nil {
		change.SetFailure(failure)
	}
	job, err := change.Save(ctx)
	if err != nil {
		return err
	}
	r.job = job
	if err := r.learn(ctx, tx, job); err != nil {
		return err
	}
	if err := tell(ctx, tx, job); err != nil {
		return err
	}
	if err := r.finished(ctx, tx, job); err != nil {
		return err
	}
	return r.announce(ctx, tx, job)
}

// tell puts a note of an import that is over into the inbox of its team.
func tell(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob) error {
	n := notify.Note{
		Kind: notify.NoteImportFinished, VendorID: job.VendorID, Target: job.PublicID(), Event: job.ID.String() + "/" + strconv.Itoa(job.Sequence),
		Data: map[string]string{"import": string(job.PublicID()), "rows": strconv.Itoa(job.Processed), "failed": strconv.Itoa(job.Failed)},
	}
	switch {
	case job.Status == enum.ImportStatusFailed:
		n.Kind = notify.NoteImportFailed
	case job.Failed > 0:
		n.Severity = enum.SeverityWarning
	}
	return notify.Tell(ctx, tx, n)
}

// words makes texts of what is put into a message: it is stored as JSON, which
// does not know an integer from a float.
func words(args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = fmt.Sprint(a)
	}
	return out
}
