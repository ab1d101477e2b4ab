package media

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/jobs"
)

// Delete removes up to 100 pictures for good and returns which. One that is shown somewhere
// is CONFLICT, unless evenWhereUsed: then what shows it is without it. One that is not there
// is NOT_FOUND. Mistakes stand at their place in ids, beside what is gone all the same.
func (s *Service) Delete(ctx context.Context, ids []publicid.ID, evenWhereUsed bool) ([]publicid.ID, error) {
	gone := []publicid.ID{}
	var mistakes errs.List
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		files, missing, err := lockAll(ctx, tx, ids)
		if err != nil {
			return err
		}
		mistakes = missing
		free, err := s.unused(ctx, tx, files, evenWhereUsed)
		if err != nil {
			return err
		}
		for i, id := range ids {
			if m := fileOf(files, id); m != nil && fileOf(free, id) == nil {
				mistakes = append(mistakes, errs.New(errs.Conflict, "is shown somewhere").At("ids."+strconv.Itoa(i)))
			}
		}
		for _, m := range free {
			gone = append(gone, m.PublicID())
		}
		return s.erase(ctx, tx, free)
	})
	if err != nil {
		return nil, fmt.Errorf("remove pictures: %w", err)
	}
	return gone, mistakes.Or()
}

// unused are those of files, each once, that may be removed.
func (s *Service) unused(ctx context.Context, tx *store.Tx, files []*ent.MediaFile, evenWhereUsed bool) ([]*ent.MediaFile, error) {
	shown := map[uuid.UUID][]*Use{}
	if !evenWhereUsed {
		var err error
		if shown, err = uses(ctx, tx, files); err != nil {
			return nil, err
		}
	}
	var out []*ent.MediaFile
	for _, m := range files {
		if len(shown[m.ID]) == 0 && fileOf(out, m.PublicID()) == nil {
			out = append(out, m)
		}
	}
	return out, nil
}

// fileOf finds a file by its id, nil where it is not there.
func fileOf(files []*ent.MediaFile, id publicid.ID) *ent.MediaFile {
	for _, m := range files {
		if m.PublicID() == id {
			return m
		}
	}
	return nil
}

// erase removes the rows of pictures and what refers to them, and queues the removal of
// their files.
func (s *Service) erase(ctx context.Context, tx *store.Tx, files []*ent.MediaFile) error {
	if len(files) == 0 {
		return nil
	}
	ids, events := make([]uuid.UUID, len(files)), make([]audit.Event, len(files))
	clean := jobs.MediaClean{VendorID: files[0].VendorID}
	for i, m := range files {
		ids[i] = m.ID
		events[i] = audit.Event{Action: "media.delete", TargetType: "MediaFile", Target: string(m.PublicID()), Data: map[string]string{"file": m.Filename}}
		if m.Key != nil {
			clean.Sets = append(clean.Sets, keptAs(m).keys())
		}
		if fromUpload(m) {
			clean.Sets = append(clean.Sets, []string{optional.Value(m.SourceURL)[len(sentPrefix):]})
		}
	}
	if err := unlink(ctx, tx, ids); err != nil {
		return err
	}
	if _, err := tx.MediaFile.Delete().Where(mediafile.IDIn(ids...)).Exec(ctx); err != nil {
		return err
	}
	if err := audit.RecordAll(ctx, tx, events); err != nil {
		return err
	}
	return s.queue.Insert(ctx, tx, clean)
}

// unlink takes pictures out of what refers to them. Products' lists lose them with their
// rows.
func unlink(ctx context.Context, tx *store.Tx, ids []uuid.UUID) error {
	if err := tx.ProductVariant.Update().Where(productvariant.MediaIDIn(ids...)).ClearMediaID().Exec(ctx); err != nil {
		return fmt.Errorf("take pictures from variants: %w", err)
	}
	if err := tx.Collection.Update().Where(collection.MediaIDIn(ids...)).ClearMediaID().Exec(ctx); err != nil {
		return fmt.Errorf("take pictures from collections: %w", err)
	}
	if err := tx.MediaFile.Update().Where(mediafile.DuplicateOfIn(ids...)).ClearDuplicateOf().Exec(ctx); err != nil {
		return fmt.Errorf("forget duplicates: %w", err)
	}
	return unlinkShop(ctx, tx, ids)
}
