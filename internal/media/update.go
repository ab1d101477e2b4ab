package media

import (
	"context"
	"fmt"
	"path"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/publicid"
	"orion/internal/kit/rendition"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/jobs"
)

func (in *FileUpdateInput) normal() (err error) {
	if in.Alt, err = altText(in.Alt, "input.alt"); err != nil {
		return err
	}
	if in.Tags, err = tagWords(in.Tags, "input.tags"); err != nil {
		return err
	}
	if f := in.FocalPoint; f != nil && !(f.X >= 0 && f.X <= 1 && f.Y >= 0 && f.Y <= 1) {
		return errs.Field("input.focalPoint", "must be 0 to 1 from the left and from the top")
	}
	return nil
}

// Update changes what is given. STALE_VERSION at input.ifVersion where that is not the
// version. A picture that becomes private, or public, gets other files, and so another
// address; the former one is gone soon after.
func (s *Service) Update(ctx context.Context, id publicid.ID, in FileUpdateInput) (*ent.MediaFile, error) {
	if err := in.normal(); err != nil {
		return nil, err
	}
	read, err := s.db.MediaFile.Get(ctx, id.As("MediaFile"))
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("find a picture: %w", err)
	}
	moved, err := s.move(ctx, read, in)
	if err != nil {
		return nil, err
	}
	var out *ent.MediaFile
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		m, err := lockOne(ctx, tx, id)
		if err != nil {
			return err
		}
		// Files that were moved are those of the version that was read.
		if in.IfVersion != nil && *in.IfVersion != m.Version || moved != nil && (m.Version != read.Version || optional.Value(m.Key) != optional.Value(read.Key)) {
			return errs.New(errs.StaleVersion, "somebody has changed it since: read it again").At("input.ifVersion")
		}
		out, err = s.change(ctx, tx, m, in, moved)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("update a picture: %w", err)
	}
	return out, nil
}

func (s *Service) change(ctx context.Context, tx *store.Tx, m *ent.MediaFile, in FileUpdateInput, moved *kept) (*ent.MediaFile, error) {
	u := m.Update().SetNillableAlt(in.Alt).SetNillablePrivate(in.Private)
	if in.Tags != nil {
		u.SetTags(in.Tags)
	}
	if f := in.FocalPoint; f != nil {
		u.SetFocalX(int(f.X*thousand + 0.5)).SetFocalY(int(f.Y*thousand + 0.5))
	}
	if len(in.Alts) > 0 {
		shop, err := tx.Vendor.Get(ctx, m.VendorID)
		if err != nil {
			return nil, fmt.Errorf("find the shop of a picture: %w", err)
		}
		alts, err := altered(m.Alts, in.Alts, shop.Language, "input.alts")
		if err != nil {
			return nil, err
		}
		u.SetAlts(alts)
	}
	if moved != nil {
		u.SetKey(moved.key).SetRenditions(moved.renditions)
		if err := s.queue.Insert(ctx, tx, jobs.MediaClean{VendorID: m.VendorID, Sets: [][]string{keptAs(m).keys()}}); err != nil {
			return nil, err
		}
	}
	after, err := u.AddVersion(1).Save(ctx)
	if err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "media.update", TargetType: "MediaFile", Target: string(m.PublicID()), Changes: audit.Diff(m, after),
	})
}

// move copies the files of a picture that becomes private or public to where those lie;
// nil where nothing moves.
func (s *Service) move(ctx context.Context, m *ent.MediaFile, in FileUpdateInput) (*kept, error) {
	if in.Private == nil || *in.Private == m.Private || m.Status != enum.MediaStatusReady || m.Key == nil {
		return nil, nil
	}
	next := *m
	next.Private, next.Version = *in.Private, m.Version+1
	out := keptAs(m)
	out.renditions = append([]rendition.Rendition(nil), m.Renditions...)
	var err error
	if out.key, err = s.copyTo(ctx, &next, out.key); err != nil {
		return nil, err
	}
	for i, r := range out.renditions {
		if out.renditions[i].Key, err = s.copyTo(ctx, &next, r.Key); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// copyTo copies a file of a picture to where it belongs in the version that next is.
func (s *Service) copyTo(ctx context.Context, next *ent.MediaFile, key string) (string, error) {
	file := path.Base(key)
	tail := file[strings.LastIndexByte(file, '-')+1:]
	stem := stemOf(next, sumOf(next), strings.Contains(file, withWebP+"-"))
	to := tenant.Key(next.VendorID, folderOf(next.Private), stem+"-"+tail)
	if err := s.bucket.Copy(ctx, to, key, nil); err != nil {
		return "", errs.Wrap(err, errs.Unavailable, "the picture could not be stored; try again")
	}
	return to, nil
}

// sumOf is the sum of a picture's pixels, of zeros where none was taken.
func sumOf(m *ent.MediaFile) []byte {
	if m.Sha256 == nil {
		return make([]byte, 32)
	}
	return *m.Sha256
}
