// Package media owns pictures: where they come from, what is kept of them and at
// which address they are shown. It also takes the files that people send, whatever
// they are for.
package media

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"

	"github.com/google/uuid"
	"gocloud.dev/blob"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/ticket"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/jobs"
)

// DefaultQuota is what the pictures of one vendor may take, in bytes, unless said.
const DefaultQuota = 5 << 30

// Service keeps pictures in a bucket and their facts in the database.
type Service struct {
	db     *store.DB
	bucket *blob.Bucket
	queue  *jobs.Queue
	world  Fetcher
	opts   Options
	key    ticket.Key

	// turn is held by the one picture that is decoded in this process.
	turn chan struct{}
}

// Options are what a Service is set up with. All may be missing.
type Options struct {
	Clock clock.Clock
	Pages *page.Signer
	// Key signs the addresses of uploads and of private pictures. Without one, they are
	// good as long as the process lives.
	Key []byte
	// BaseURL stands before /uploads/… in addresses.
	BaseURL string
	// PublicURL stands before /media/… in addresses of pictures that are not private: that
	// of a CDN in front of this host.
	PublicURL string
	// Quota is what the pictures of one vendor may take, in bytes; 0 is DefaultQuota.
	Quota int64
	// Settings say the quota in place of Quota, and how long uploads are kept; nil leaves it
	// to Quota and the defaults.
	Settings *settings.Service
	// Thumbnailer is the path of vipsthumbnail, which makes WebP copies; empty makes none.
	Thumbnailer string
	// Log is told of copies that cannot be made; nil tells nobody.
	Log *slog.Logger
}

// New returns the Service without settings. world fetches pictures from other hosts.
func New(db *store.DB, bucket *blob.Bucket, queue *jobs.Queue, world Fetcher) *Service {
	s := &Service{db: db, bucket: bucket, queue: queue, world: world, turn: make(chan struct{}, 1)}
	return s.Configured(Options{})
}

// Configured returns a Service with settings.
func (s *Service) Configured(o Options) *Service {
	other := *s
	if o.Clock == nil {
		o.Clock = clock.System{}
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if len(o.Key) == 0 {
		o.Key = []byte(rand.Text())
	}
	if o.Pages == nil {
		o.Pages = page.NewSigner([]byte(rand.Text()))
	}
	o.Quota = cmp.Or(o.Quota, DefaultQuota)
	other.opts, other.key = o, ticket.Key(o.Key)
	return &other
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
		files[i] = tx.MediaFile.Create().SetSourceURL(r.URL).SetAlt(cut(r.Alt, maxAlt))
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
// INVALID where it is no picture, TOO_LONG where it is too large, QUOTA_EXCEEDED where
// there is no room.
func (s *Service) Keep(ctx context.Context, content []byte, alt string) (*ent.MediaFile, error) {
	m, err := s.db.MediaFile.Create().SetAlt(cut(alt, maxAlt)).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("keep a picture: %w", err)
	}
	kept, err := s.fill(ctx, m, content)
	if err == nil {
		return kept, nil
	}
	gone := viewer.Elevate(context.WithoutCancel(ctx)) // also where it was given up in the middle
	if e := s.db.MediaFile.DeleteOneID(m.ID).Exec(gone); e != nil {
		return nil, fmt.Errorf("drop a picture that cannot be kept: %w", e)
	}
	return nil, err
}

// ByID returns the pictures that the viewer may see of ids, in any order.
func (s *Service) ByID(ctx context.Context, ids []uuid.UUID) ([]*ent.MediaFile, error) {
	return s.db.MediaFile.Query().Where(mediafile.IDIn(ids...)).All(ctx)
}

// rows is where pictures are looked for: the database, or a transaction.
type rows interface{ Query() *ent.MediaFileQuery }

// twin is a picture of the same pixels, the eldest; nil where there is none.
func twin(ctx context.Context, in rows, m *ent.MediaFile, sum []byte) (*ent.MediaFile, error) {
	same, err := in.Query().Where(mediafile.VendorID(m.VendorID), mediafile.Sha256(sum), mediafile.IDNEQ(m.ID),
		mediafile.StatusEQ(enum.MediaStatusReady)).Order(mediafile.ByID()).First(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("look for the same picture: %w", err)
	}
	return same, nil
}

func cut(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most])
	}
	return s
}
