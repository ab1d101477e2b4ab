package media

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// changedAtOnce is how many pictures are tagged or removed at once.
const changedAtOnce = 100

// Tag puts tags on up to 100 pictures and takes some away, and returns them in order of
// ids. NOT_FOUND at its place for one that is not there, TOO_MANY for one that would have
// more than 20; nothing is changed then.
func (s *Service) Tag(ctx context.Context, ids []publicid.ID, add, remove []string) ([]*ent.MediaFile, error) {
	add, err := tagWords(add, "add")
	if err != nil {
		return nil, err
	}
	var out []*ent.MediaFile
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		files, mistakes, err := lockAll(ctx, tx, ids)
		if err == nil {
			err = mistakes.Or()
		}
		if err != nil {
			return err
		}
		out, err = retag(ctx, tx, files, add, remove)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("tag pictures: %w", err)
	}
	return out, nil
}

func retag(ctx context.Context, tx *store.Tx, files []*ent.MediaFile, add, remove []string) ([]*ent.MediaFile, error) {
	out, events := make([]*ent.MediaFile, len(files)), []audit.Event(nil)
	for i, m := range files {
		tags, changed := retagged(m.Tags, add, remove)
		if len(tags) > maxTags {
			return nil, errs.New(errs.TooMany, "are more than %v", maxTags).At("ids." + strconv.Itoa(i))
		}
		if out[i] = m; !changed {
			continue
		}
		after, err := m.Update().SetTags(tags).AddVersion(1).Save(ctx)
		if err != nil {
			return nil, err
		}
		out[i] = after
		events = append(events, audit.Event{Action: "media.tag", TargetType: "MediaFile", Target: string(m.PublicID()), Changes: audit.Diff(m, after)})
	}
	return out, audit.RecordAll(ctx, tx, events)
}

// lockAll reads pictures that nobody else changes until the transaction ends, in the
// order of ids and without those that are not there, which the mistakes name.
func lockAll(ctx context.Context, tx *store.Tx, ids []publicid.ID) ([]*ent.MediaFile, errs.List, error) {
	if len(ids) > changedAtOnce {
		return nil, nil, errs.New(errs.TooMany, "are more than %v", changedAtOnce).At("ids")
	}
	keys := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		keys[i] = id.As("MediaFile")
	}
	found, err := tx.MediaFile.Query().Where(mediafile.IDIn(keys...)).Order(mediafile.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("find pictures: %w", err)
	}
	byID := make(map[uuid.UUID]*ent.MediaFile, len(found))
	for _, m := range found {
		byID[m.ID] = m
	}
	var out []*ent.MediaFile
	var mistakes errs.List
	for i, id := range keys {
		if m := byID[id]; m != nil {
			out = append(out, m)
			continue
		}
		mistakes = append(mistakes, errs.New(errs.NotFound, "not found").At("ids."+strconv.Itoa(i)))
	}
	return out, mistakes, nil
}
