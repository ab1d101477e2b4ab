package media

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/optional"
	"orion/internal/kit/tenant"
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
