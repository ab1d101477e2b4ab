package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/optional"
	"orion/internal/kit/rendition"
	"orion/internal/kit/tenant"
	"orion/internal/store"
	"orion/jobs"
)

// errMoved says that a picture has changed while its content was made: once more.
var errMoved = errors.New("the picture has changed meanwhile")

// sentPrefix begins the source of a picture that was sent to us; the key of its file in the
// blob store follows.
const sentPrefix = "upload:"

// Process makes a picture of the file that was sent for it. One that has got another file
// since is left as it is. An *errs.Error that is the user's means that trying again cannot
// help.
func (s *Service) Process(ctx context.Context, id uuid.UUID, key string) error {
	m, err := s.db.MediaFile.Get(ctx, id)
	if err != nil {
		return fmt.Errorf("find picture %s: %w", id, err)
	}
	if m.SourceURL == nil || *m.SourceURL != sentPrefix+key {
		return nil
	}
	content, err := s.sent(ctx, key)
	if err != nil {
		return err
	}
	if _, err := s.fill(ctx, m, content); err != nil {
		return fmt.Errorf("make picture %s: %w", id, err)
	}
	return nil
}

// sent reads a file that was sent, at most as much as a picture may have.
func (s *Service) sent(ctx context.Context, key string) ([]byte, error) {
	content, err := s.readBlob(ctx, key)
	switch {
	case gcerrors.Code(err) == gcerrors.NotFound:
		return nil, errs.New(errs.NotFound, "the file is no longer there: send it again")
	case err != nil:
		return nil, errs.Wrap(err, errs.Unavailable, "the file cannot be read now; try again")
	}
	return content, nil
}

func (s *Service) readBlob(ctx context.Context, key string) ([]byte, error) {
	r, err := s.bucket.NewRangeReader(ctx, key, 0, MaxBytes+1, nil)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var out bytes.Buffer
	_, err = out.ReadFrom(r)
	return out.Bytes(), err
}

// kept is where a picture lies.
type kept struct {
	key         string
	contentType string
	size        int64
	width       int
	height      int
	renditions  []rendition.Rendition
}

func (k kept) bytes() int64 {
	n := k.size
	for _, r := range k.renditions {
		n += r.Bytes
	}
	return n
}

// fill gives a picture its content and returns it as it is then.
func (s *Service) fill(ctx context.Context, m *ent.MediaFile, content []byte) (*ent.MediaFile, error) {
	p, err := s.read(ctx, content)
	if err != nil {
		return nil, err
	}
	same, err := twin(ctx, s.db.MediaFile, m, p.sum[:])
	if err != nil {
		return nil, err
	}
	if same != nil && same.Private == m.Private {
		return s.settle(ctx, m, p, keptAs(same), same)
	}
	k, err := s.put(ctx, m, p)
	if err != nil {
		return nil, err
	}
	out, err := s.settle(ctx, m, p, k, same)
	if err != nil && store.Public(err).Code.User() {
		err = errors.Join(err, s.remove(ctx, m.VendorID, [][]string{k.keys()}))
	}
	return out, err
}

// settle writes down what a picture has become. Where it shares the content of same, that
// must be there still.
func (s *Service) settle(ctx context.Context, m *ent.MediaFile, p *picture, k kept, same *ent.MediaFile) (out *ent.MediaFile, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		now, err := tx.MediaFile.Query().Where(mediafile.ID(m.ID)).ForUpdate().Only(ctx)
		if err != nil {
			return err
		}
		if optional.Value(now.SourceURL) != optional.Value(m.SourceURL) || now.Private != m.Private {
			return errMoved
		}
		if err := shares(ctx, tx, k, same); err != nil {
			return err
		}
		if err := s.room(ctx, tx, m.VendorID, k.bytes()-now.StoredBytes); err != nil {
			return err
		}
		if out, err = ready(now, p, k, same).Save(ctx); err != nil {
			return err
		}
		return s.forget(ctx, tx, now)
	})
	if err != nil {
		return nil, fmt.Errorf("keep a picture: %w", err)
	}
	return out, nil
}

// shares holds the row whose content another takes over, so that it is not removed
// before that is written down. What no row has is never taken up again: its files may be
// on their way out.
func shares(ctx context.Context, tx *store.Tx, k kept, same *ent.MediaFile) error {
	if same == nil || optional.Value(same.Key) != k.key {
		return nil
	}
	there, err := tx.MediaFile.Query().Where(mediafile.ID(same.ID), mediafile.Key(k.key)).ForShare().Exist(ctx)
	if err == nil && !there {
		err = errMoved
	}
	return err
}

func ready(m *ent.MediaFile, p *picture, k kept, same *ent.MediaFile) *ent.MediaFileUpdateOne {
	u := m.Update().SetStatus(enum.MediaStatusReady).SetKey(k.key).SetSha256(p.sum[:]).SetContentType(k.contentType).
		SetByteSize(k.size).SetStoredBytes(k.bytes()).SetRenditions(k.renditions).
		SetWidth(k.width).SetHeight(k.height).SetColor(p.color).ClearFailure()
	if same != nil {
		u.SetDuplicateOf(same.ID)
	} else {
		u.ClearDuplicateOf()
	}
	if fromUpload(m) {
		u.ClearSourceURL()
	}
	return u
}

// forget queues the removal of what a picture was made of, and of what it was before.
func (s *Service) forget(ctx context.Context, tx *store.Tx, before *ent.MediaFile) error {
	var sets [][]string
	if fromUpload(before) {
		sets = append(sets, []string{(*before.SourceURL)[len(sentPrefix):]})
	}
	if before.Key != nil {
		sets = append(sets, keptAs(before).keys())
	}
	if len(sets) == 0 {
		return nil
	}
	return s.queue.Insert(ctx, tx, jobs.MediaClean{VendorID: before.VendorID, Sets: sets})
}

// put writes the files of a picture to the bucket. Their names say their content and
// the row and version that they were made for: of one row, none is ever made twice.
func (s *Service) put(ctx context.Context, m *ent.MediaFile, p *picture) (kept, error) {
	stem := stemOf(m, p.sum[:], p.webp)
	var out kept
	for _, c := range p.all() {
		key := tenant.Key(m.VendorID, folderOf(m.Private), stem+"-"+strconv.Itoa(c.Width)+"."+c.extension)
		if err := s.bucket.WriteAll(ctx, key, c.content, &blob.WriterOptions{ContentType: c.ContentType}); err != nil {
			return kept{}, errs.Wrap(err, errs.Unavailable, "the picture could not be stored; try again")
		}
		c.Key = key
		out.renditions = append(out.renditions, c.Rendition)
	}
	last := len(out.renditions) - 1
	main := out.renditions[last]
	out.key, out.contentType, out.size, out.width, out.height = main.Key, main.ContentType, main.Bytes, main.Width, main.Height
	out.renditions = out.renditions[:last]
	return out, nil
}

// withWebP ends the stem of pictures whose copies are there as WebP too.
const withWebP = "w"

func stemOf(m *ent.MediaFile, sum []byte, webp bool) string {
	of := sha256.Sum256([]byte(m.ID.String() + strconv.Itoa(m.Version)))
	stem := hex.EncodeToString(sum[:12]) + "-" + hex.EncodeToString(of[:4])
	if webp {
		stem += withWebP
	}
	return stem
}

// folderOf is where the files of a picture lie. Those of private ones lie apart, so that
// an address says of itself whether it has to be signed.
func folderOf(private bool) string {
	if private {
		return "private"
	}
	return "media"
}

func keptAs(m *ent.MediaFile) kept {
	return kept{
		key: optional.Value(m.Key), contentType: optional.Value(m.ContentType), size: m.ByteSize, width: number(m.Width), height: number(m.Height),
		renditions: m.Renditions,
	}
}

// keys are all files of a picture, the picture itself first.
func (k kept) keys() []string {
	out := []string{k.key}
	for _, r := range k.renditions {
		out = append(out, r.Key)
	}
	return out
}

// fromUpload reports whether a picture waits to be made of a file that was sent.
func fromUpload(m *ent.MediaFile) bool {
	return strings.HasPrefix(optional.Value(m.SourceURL), sentPrefix)
}

func number(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
