package media

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/stagedupload"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// filesAtOnce is how many pictures are made at once.
const filesAtOnce = 10

func (in *FileInput) normal(path string) (err error) {
	if in.Alt, err = altText(in.Alt, path+".alt"); err != nil {
		return err
	}
	in.Tags, err = tagWords(in.Tags, path+".tags")
	return err
}

// Create makes pictures of files that were sent to staged uploads, which are used up by
// that. They are PENDING until a job has made them. Mistakes are told by their place in
// inputs: NOT_FOUND for an upload that is not there or was used before, INVALID_STATE for
// one that nothing was sent to, INVALID for one that is for something else; QUOTA_EXCEEDED
// where the shop has no room.
func (s *Service) Create(ctx context.Context, inputs []*FileInput) ([]*ent.MediaFile, error) {
	if len(inputs) > filesAtOnce {
		return nil, errs.New(errs.TooMany, "are more than %v", filesAtOnce).At("inputs")
	}
	var mistakes errs.List
	ids := make([]publicid.ID, len(inputs))
	for i, in := range inputs {
		ids[i] = in.UploadID
		if e, bad := errors.AsType[*errs.Error](in.normal("inputs." + strconv.Itoa(i))); bad {
			mistakes = append(mistakes, e)
		}
	}
	if err := mistakes.Or(); err != nil || len(inputs) == 0 {
		return nil, err
	}
	var out []*ent.MediaFile
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		sent, err := takeUploads(ctx, tx, ids, func(i int) string { return "inputs." + strconv.Itoa(i) + ".uploadId" })
		if err != nil {
			return err
		}
		if err := s.room(ctx, tx, viewer.From(ctx).VendorID, total(sent)); err != nil {
			return err
		}
		if out, err = draft(ctx, tx, inputs, sent); err != nil {
			return err
		}
		return s.process(ctx, tx, out, "media.create")
	})
	if err != nil {
		return nil, fmt.Errorf("make pictures: %w", err)
	}
	return out, nil
}

// takeUploads uses up what was sent to staged uploads, in the order of ids; path names the
// place of each.
func takeUploads(ctx context.Context, tx *store.Tx, ids []publicid.ID, path func(int) string) ([]*ent.StagedUpload, error) {
	keys := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		keys[i] = id.As("StagedUpload")
	}
	found, err := tx.StagedUpload.Query().Where(stagedupload.IDIn(keys...)).Order(stagedupload.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find uploads: %w", err)
	}
	byID := make(map[uuid.UUID]*ent.StagedUpload, len(found))
	for _, u := range found {
		byID[u.ID] = u
	}
	out, mistakes := make([]*ent.StagedUpload, len(ids)), errs.List{}
	for i, id := range keys {
		if e := usable(byID[id]); e != nil {
			mistakes = append(mistakes, e.At(path(i)))
		}
		out[i] = byID[id]
		delete(byID, id) // of two that name one upload the second finds none
	}
	if err := mistakes.Or(); err != nil {
		return nil, err
	}
	if _, err := tx.StagedUpload.Delete().Where(stagedupload.IDIn(keys...)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("use uploads up: %w", err)
	}
	return out, nil
}

// usable says why no picture can be made of an upload.
func usable(u *ent.StagedUpload) *errs.Error {
	switch {
	case u == nil:
		return errs.New(errs.NotFound, "not found")
	case u.Purpose != enum.UploadPurposeMedia:
		return errs.New(errs.Invalid, "was not sent as a picture")
	case u.ReceivedAt == nil:
		return errs.New(errs.InvalidState, "the file has not been sent yet")
	}
	return nil
}

func total(sent []*ent.StagedUpload) (n int64) {
	for _, u := range sent {
		n += u.ByteSize
	}
	return n
}

// draft writes down pictures that are still to be made. Until then they take as much of
// the quota as what was sent.
func draft(ctx context.Context, tx *store.Tx, inputs []*FileInput, sent []*ent.StagedUpload) ([]*ent.MediaFile, error) {
	files := make([]*ent.MediaFileCreate, len(inputs))
	for i, in := range inputs {
		files[i] = tx.MediaFile.Create().SetFilename(cut(plain(sent[i].Filename), 255)).SetAlt(optional.Value(in.Alt)).SetTags(in.Tags).SetPrivate(in.Private).
			SetSourceURL(sentPrefix + sent[i].Key).SetStoredBytes(sent[i].ByteSize)
	}
	return tx.MediaFile.CreateBulk(files...).Save(ctx)
}

// process queues the making of pictures and records who asked for it.
func (s *Service) process(ctx context.Context, tx *store.Tx, files []*ent.MediaFile, action string) error {
	events, args := make([]audit.Event, len(files)), make([]jobs.Args, len(files))
	for i, m := range files {
		events[i] = audit.Event{Action: action, TargetType: "MediaFile", Target: string(m.PublicID()), Data: map[string]string{"file": m.Filename}}
		args[i] = jobs.MediaProcess{VendorID: m.VendorID, MediaID: m.ID, Key: optional.Value(m.SourceURL)[len(sentPrefix):]}
	}
	if err := audit.RecordAll(ctx, tx, events); err != nil {
		return err
	}
	return s.queue.InsertMany(ctx, tx, args)
}
