package marketplace

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"net/url"
	"path"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
)

// RunSource has a source's address fetched now and queues the import of what is found.
// INVALID_STATE without an address and while the source is paused, CONFLICT while it has
// an import running. The same key answers the same job; for something else it is
// IDEMPOTENCY_KEY_REUSED. The viewer needs import.run.
func (s *Service) RunSource(ctx context.Context, id publicid.ID, key string) (*ent.MarketplaceImportJob, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	if err := need(ctx, enum.PermissionImportRun); err != nil {
		return nil, err
	}
	if job, err := s.replayRun(ctx, id, key); job != nil || err != nil {
		return job, err
	}
	var job *ent.MarketplaceImportJob
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		src, err := lockSource(ctx, tx, id)
		switch {
		case err != nil:
			return err
		case src.FeedURL == nil:
			return errs.New(errs.InvalidState, "the source has no address")
		case src.PausedAt != nil:
			return errs.New(errs.InvalidState, "the source is paused")
		}
		// Asked before the index is: an import that is about to end waits for the source.
		if on, err := running(ctx, tx, src.ID); err != nil || on {
			return cmp.Or(err, error(errs.New(errs.Conflict, "the source has an import running")))
		}
		job, err = s.queueFetch(ctx, tx, src, enum.ImportTriggerManual, key)
		return err
	})
	switch {
	case store.Violates(err, "import_one_running"):
		return nil, errs.New(errs.Conflict, "the source has an import running")
	case store.Violates(err, "import_idempotency"): // two calls at the same time
		return s.replayRun(ctx, id, key)
	case err != nil:
		return nil, fmt.Errorf("run source: %w", err)
	}
	return job, nil
}

func checkKey(key string) error {
	switch {
	case key == "":
		return errs.New(errs.Required, "is required").At("idempotencyKey")
	case len(key) > 255:
		return errs.New(errs.TooLong, "is longer than %d characters", 255).At("idempotencyKey")
	case strings.ContainsRune(key, 0):
		return errs.Field("idempotencyKey", "must not contain NUL")
	}
	return nil
}

// replayRun finds the job that an earlier call with the key made, nil if none did.
func (s *Service) replayRun(ctx context.Context, id publicid.ID, key string) (*ent.MarketplaceImportJob, error) {
	job, err := s.db.MarketplaceImportJob.Query().Where(marketplaceimportjob.IdempotencyKey(key)).Only(ctx)
	switch {
	case ent.IsNotFound(err):
		return nil, nil //nolint:nilnil // no earlier call is the usual case
	case err != nil:
		return nil, fmt.Errorf("look for an earlier import: %w", err)
	case !bytes.Equal(job.RequestHash, runHash(id.As("MarketplaceSource"))):
		return nil, errs.New(errs.IdempotencyKeyReused, "was used for another import").At("idempotencyKey")
	}
	return job, nil
}

// runHash tells the fetching of one source from everything else that a key may stand for.
func runHash(source uuid.UUID) []byte {
	sum := sha256.Sum256([]byte("run/" + source.String()))
	return sum[:]
}

// queueFetch makes the import of a file that is still to be fetched, and queues it. Where
// it will be kept is settled already.
func (s *Service) queueFetch(ctx context.Context, tx *store.Tx, src *ent.MarketplaceSource, trigger enum.ImportTrigger, key string) (*ent.MarketplaceImportJob, error) {
	create := tx.MarketplaceImportJob.Create().SetSourceID(src.ID).SetTrigger(trigger).SetFilename(fileOf(*src.FeedURL)).SetByteSize(0).
		SetKey(tenant.Key(src.VendorID, "imports", uuid.NewString())).SetMode(enum.ImportModeUpsert).
		SetErrorPolicy(enum.ImportErrorPolicyRejectFailedRows).SetDryRun(false).SetComplete(src.Complete).
		SetIdempotencyKey(key).SetRequestHash(runHash(src.ID))
	if id := viewer.From(ctx).UserID; id != uuid.Nil {
		create.SetRequestedBy(id)
	}
	job, err := create.Save(ctx)
	if err != nil {
		return nil, err
	}
	err = audit.Record(ctx, tx, audit.Event{
		Action: "import.start", TargetType: "ImportJob", Target: string(job.PublicID()),
		Data: map[string]string{"file": job.Filename, "source": src.Handle, "mode": string(job.Mode), "trigger": string(trigger)},
	})
	if err != nil {
		return nil, err
	}
	return job, s.enqueue(ctx, tx, job)
}

// fileOf names the file of an address for people, without what may be secret in it.
func fileOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "feed"
	}
	name := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == unicode.ReplacementChar {
			return -1
		}
		return r
	}, strings.ToValidUTF8(path.Base(u.Path), ""))
	if name == "" || name == "." || name == "/" {
		name = u.Hostname()
	}
	return cutRunes(name, 255)
}
