// Package media owns pictures: where they come from, what is kept of them and at
// which address they are shown.
package media

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// Service keeps pictures in a bucket and their facts in the database.
type Service struct {
	db     *store.DB
	bucket *blob.Bucket
	queue  *jobs.Queue
	world  Fetcher
}

// New returns the Service. world fetches pictures from other hosts.
func New(db *store.DB, bucket *blob.Bucket, queue *jobs.Queue, world Fetcher) *Service {
	return &Service{db: db, bucket: bucket, queue: queue, world: world}
}

// With returns a Service that fetches from another world, for demos and tests.
func (s *Service) With(world Fetcher) *Service {
	other := *s
	other.world = world
	return &other
}

// A Reference asks for a picture of a product to be fetched.
type Reference struct {
	ProductID uuid.UUID
	URL       string
	Alt       string
	Position  int
}

// Refer writes down pictures to fetch and queues their fetching, in the caller's
// transaction and a constant number of statements beside the jobs.
func (s *Service) Refer(ctx context.Context, tx *store.Tx, refs []Reference) error {
	if len(refs) == 0 {
		return nil
	}
	files := make([]*ent.MediaFileCreate, len(refs))
	for i, r := range refs {
		files[i] = tx.MediaFile.Create().SetSourceURL(r.URL).SetAlt(cut(r.Alt, 500))
	}
	made, err := tx.MediaFile.CreateBulk(files...).Save(ctx)
	if err != nil {
		return fmt.Errorf("write down pictures: %w", err)
	}
	links := make([]*ent.ProductMediaCreate, len(refs))
	for i, r := range refs {
		links[i] = tx.ProductMedia.Create().SetProductID(r.ProductID).SetMediaID(made[i].ID).SetPosition(r.Position)
	}
	if err := tx.ProductMedia.CreateBulk(links...).Exec(ctx); err != nil {
		return fmt.Errorf("link pictures: %w", err)
	}
	args := make([]jobs.Args, len(made))
	for i, m := range made {
		args[i] = jobs.MediaFetch{VendorID: m.VendorID, MediaID: m.ID}
	}
	return s.queue.InsertMany(ctx, tx, args)
}

// Keep checks a picture and keeps it as a READY file of the viewer's vendor.
// INVALID where it is no picture, TOO_LONG where it is too large.
func (s *Service) Keep(ctx context.Context, content []byte, alt string) (*ent.MediaFile, error) {
	p, key, err := s.store(ctx, viewer.From(ctx).VendorID, content)
	if err != nil {
		return nil, err
	}
	m, err := s.db.MediaFile.Create().SetAlt(cut(alt, 500)).SetStatus(enum.MediaStatusReady).SetKey(key).SetSha256(p.sum[:]).
		SetContentType(p.contentType).SetByteSize(int64(len(p.content))).SetWidth(p.width).SetHeight(p.height).SetColor(p.color).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("keep a picture: %w", err)
	}
	return m, nil
}

// ByID returns the pictures that the viewer may see of ids, in any order.
func (s *Service) ByID(ctx context.Context, ids []uuid.UUID) ([]*ent.MediaFile, error) {
	return s.db.MediaFile.Query().Where(mediafile.IDIn(ids...)).All(ctx)
}

// store checks a picture and writes it to the bucket. The key names the vendor and
// chance, never what a user chose.
func (s *Service) store(ctx context.Context, vendor uuid.UUID, content []byte) (*picture, string, error) {
	p, err := read(content)
	if err != nil {
		return nil, "", err
	}
	key := tenant.Key(vendor, "media", uuid.NewString()+"."+p.extension)
	if err := s.bucket.WriteAll(ctx, key, p.content, &blob.WriterOptions{ContentType: p.contentType}); err != nil {
		return nil, "", errs.Wrap(err, errs.Unavailable, "the picture could not be stored; try again")
	}
	return p, key, nil
}

// fill gives a picture that was referred to its content.
func (s *Service) fill(ctx context.Context, m *ent.MediaFile, content []byte) error {
	p, key, err := s.store(ctx, m.VendorID, content)
	if err != nil {
		return err
	}
	err = m.Update().SetStatus(enum.MediaStatusReady).SetKey(key).SetSha256(p.sum[:]).SetContentType(p.contentType).
		SetByteSize(int64(len(p.content))).SetWidth(p.width).SetHeight(p.height).SetColor(p.color).ClearFailure().Exec(ctx)
	if err != nil {
		return fmt.Errorf("keep a picture: %w", err)
	}
	return nil
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
