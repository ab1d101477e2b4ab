package media

import (
	"context"
	"errors"
	"fmt"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/jobs"
)

// Replace gives a picture another content, which was sent to a staged upload; see Create
// for what may be wrong with it. A file whose beginning shows that it is no picture that is
// taken is refused at once. Until a job has made the new content, and where it cannot, the
// picture shows the former.
func (s *Service) Replace(ctx context.Context, id, upload publicid.ID) (*ent.MediaFile, error) {
	if err := s.peek(ctx, upload); err != nil {
		return nil, err
	}
	var out *ent.MediaFile
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		m, err := lockOne(ctx, tx, id)
		if err != nil {
			return err
		}
		sent, err := takeUploads(ctx, tx, []publicid.ID{upload}, func(int) string { return "uploadId" })
		if err != nil {
			return err
		}
		if err := s.room(ctx, tx, m.VendorID, sent[0].ByteSize); err != nil {
			return err
		}
		if err := s.drop(ctx, tx, m); err != nil {
			return err
		}
		u := m.Update().SetFilename(cut(plain(sent[0].Filename), 255)).SetSourceURL(sentPrefix + sent[0].Key).
			SetStoredBytes(keptAs(m).bytes() + sent[0].ByteSize).AddVersion(1).ClearFailure()
		if m.Key == nil {
			u.SetStatus(enum.MediaStatusPending)
		}
		if out, err = u.Save(ctx); err != nil {
			return err
		}
		return s.process(ctx, tx, []*ent.MediaFile{out}, "media.replace")
	})
	if err != nil {
		return nil, fmt.Errorf("replace a picture: %w", err)
	}
	return out, nil
}

// peek looks at what was sent before it takes the place of a picture. What is wrong with
// the upload itself is told later, under its lock.
func (s *Service) peek(ctx context.Context, upload publicid.ID) error {
	u, err := s.db.StagedUpload.Get(ctx, upload.As("StagedUpload"))
	switch {
	case ent.IsNotFound(err):
		return nil
	case err != nil:
		return fmt.Errorf("find upload: %w", err)
	case usable(u) != nil:
		return nil //nolint:nilerr // told later, under the lock of the upload
	}
	content, err := s.sent(ctx, u.Key)
	if err == nil {
		_, err = look(content)
	}
	if e, ok := errors.AsType[*errs.Error](err); ok && e.Code.User() {
		return e.At("uploadId")
	}
	return err
}

// drop queues the removal of a file that was to become a picture and no longer is.
func (s *Service) drop(ctx context.Context, tx *store.Tx, m *ent.MediaFile) error {
	if !fromUpload(m) {
		return nil
	}
	return s.queue.Insert(ctx, tx, jobs.MediaClean{VendorID: m.VendorID, Sets: [][]string{{optional.Value(m.SourceURL)[len(sentPrefix):]}}})
}

// lockOne reads a picture that nobody else changes until the transaction ends.
func lockOne(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.MediaFile, error) {
	m, err := tx.MediaFile.Query().Where(mediafile.ID(id.As("MediaFile"))).ForUpdate().Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	return m, err
}
