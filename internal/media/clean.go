package media

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/stagedupload"
	"orion/internal/enum"
	"orion/internal/kit/optional"
	"orion/internal/kit/tenant"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/jobs"
)

// Clean removes files that belonged to a vendor's pictures, but for those that a picture
// still has. Of the keys of a set the first is that which a row would name. It is safe to
// run twice.
func (s *Service) Clean(ctx context.Context, vendor uuid.UUID, sets [][]string) error {
	first := make([]string, 0, len(sets))
	for _, set := range sets {
		first = append(first, set[0])
	}
	used, err := s.db.MediaFile.Query().Where(mediafile.VendorID(vendor), mediafile.KeyIn(first...)).Select(mediafile.FieldKey).Strings(ctx)
	if err != nil {
		return fmt.Errorf("look for pictures of the same content: %w", err)
	}
	gone := slices.DeleteFunc(slices.Clone(sets), func(set []string) bool { return slices.Contains(used, set[0]) })
	return s.remove(ctx, vendor, gone)
}

// remove deletes files of a vendor, and of nobody else.
func (s *Service) remove(ctx context.Context, vendor uuid.UUID, sets [][]string) error {
	var wrong []error
	for _, key := range slices.Concat(sets...) {
		if of, ok := tenant.Of(key); !ok || of != vendor {
			continue
		}
		if err := s.bucket.Delete(ctx, key); err != nil && gcerrors.Code(err) != gcerrors.NotFound {
			wrong = append(wrong, fmt.Errorf("delete %s: %w", key, err))
		}
	}
	return errors.Join(wrong...)
}

// sweepSize bounds how many are removed in one transaction.
const sweepSize = 500

// Sweep removes the places of uploads that nothing was made of for as long as
// settings.UploadKeep after their end, and queues the removal of what was sent to them. ctx must see every vendor.
func (s *Service) Sweep(ctx context.Context) error {
	kept, err := s.opts.Settings.Duration(ctx, settings.UploadKeep)
	if err != nil {
		return err
	}
	before := s.opts.Clock.Now().Add(-kept)
	for {
		n := 0
		err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
			n, err = s.sweep(ctx, tx, before)
			return err
		})
		if err != nil {
			return fmt.Errorf("sweep uploads: %w", err)
		}
		if n < sweepSize {
			return nil
		}
	}
}

func (s *Service) sweep(ctx context.Context, tx *store.Tx, before time.Time) (int, error) {
	old, err := tx.StagedUpload.Query().Where(stagedupload.ExpiresAtLT(before), unimported).
		Order(stagedupload.ByID()).Limit(sweepSize).ForUpdate(sql.WithLockAction(sql.SkipLocked)).All(ctx)
	if err != nil || len(old) == 0 {
		return 0, err
	}
	ids, args := make([]uuid.UUID, len(old)), map[uuid.UUID]*jobs.MediaClean{}
	for i, u := range old {
		ids[i] = u.ID
		if args[u.VendorID] == nil {
			args[u.VendorID] = &jobs.MediaClean{VendorID: u.VendorID}
		}
		args[u.VendorID].Sets = append(args[u.VendorID].Sets, []string{u.Key})
	}
	if _, err := tx.StagedUpload.Delete().Where(stagedupload.IDIn(ids...)).Exec(ctx); err != nil {
		return 0, err
	}
	var all []jobs.Args
	for _, a := range args {
		all = append(all, *a)
	}
	return len(old), s.queue.InsertMany(ctx, tx, all)
}

// unimported leaves out the files that an import was made of, which look after themselves.
func unimported(s *sql.Selector) {
	t := sql.Table(marketplaceimportjob.Table)
	s.Where(sql.Not(sql.Exists(sql.Select().From(t).Where(sql.ColumnsEQ(t.C(marketplaceimportjob.FieldUploadID), s.C(stagedupload.FieldID))))))
}

// GiveUp ends the making of a picture; why is for the vendor. One that was READY keeps
// the content that it had.
func (s *Service) GiveUp(ctx context.Context, id uuid.UUID, why string) error {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		m, err := tx.MediaFile.Query().Where(mediafile.ID(id)).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := failed(m, why).Exec(ctx); err != nil || !fromUpload(m) {
			return err
		}
		sent := []string{optional.Value(m.SourceURL)[len(sentPrefix):]}
		return s.queue.Insert(ctx, tx, jobs.MediaClean{VendorID: m.VendorID, Sets: [][]string{sent}})
	})
	if err != nil {
		return fmt.Errorf("give up picture %s: %w", id, err)
	}
	return nil
}

func failed(m *ent.MediaFile, why string) *ent.MediaFileUpdateOne {
	u := m.Update().SetFailure(cut(why, 200))
	if m.Key == nil {
		u.SetStatus(enum.MediaStatusFailed).SetStoredBytes(0)
	} else {
		u.SetStoredBytes(keptAs(m).bytes())
	}
	if fromUpload(m) {
		u.ClearSourceURL()
	}
	return u
}
