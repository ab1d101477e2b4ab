package media_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/memblob"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/media"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

// house is a database with the service on it.
type house struct {
	*media.Service
	db     *store.DB
	bucket *blob.Bucket
}

func open(t testing.TB, with ...func(*media.Options)) house {
	t.Helper()
	return build(t, pgtest.New(t), with...)
}

func build(t testing.TB, db *store.DB, with ...func(*media.Options)) house {
	t.Helper()
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	return on(t, db, bucket, with...)
}

// on is a house whose files are in a bucket.
func on(t testing.TB, db *store.DB, bucket *blob.Bucket, with ...func(*media.Options)) house {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	o := media.Options{Key: []byte("a key for uploads and pictures"), BaseURL: "http://shop.test"}
	for _, f := range with {
		f(&o)
	}
	return house{Service: media.New(db, bucket, queue, media.NewWorld()).Configured(o), db: db, bucket: bucket}
}

func ticket(t testing.TB, address string) media.UploadTicket {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	q := u.Query()
	return media.UploadTicket{
		Upload: strings.TrimPrefix(u.Path, "/uploads/"), Vendor: q.Get("vendor"), Expires: q.Get("expires"), Signature: q.Get("signature"),
	}
}

// send stages the upload of a picture and sends it.
func (h house) send(t testing.TB, ctx context.Context, content []byte) publicid.ID {
	t.Helper()
	staged, err := h.StageUploads(ctx, []*media.StagedUploadInput{{
		Purpose: enum.UploadPurposeMedia, Filename: "lamp.jpg", ContentType: "image/jpeg", ByteSize: len(content),
	}})
	require.NoError(t, err)
	require.NoError(t, h.ReceiveUpload(t.Context(), ticket(t, staged[0].URL), bytes.NewReader(content)))
	return staged[0].UploadID
}

// create sends a picture and makes it, as a worker would.
func (h house) create(t testing.TB, ctx context.Context, content []byte, with ...func(*media.FileInput)) *ent.MediaFile {
	t.Helper()
	in := &media.FileInput{UploadID: h.send(t, ctx, content)}
	for _, f := range with {
		f(in)
	}
	made, err := h.Create(ctx, []*media.FileInput{in})
	require.NoError(t, err)
	require.Equal(t, enum.MediaStatusPending, made[0].Status)
	require.NoError(t, h.process(t, made[0]))
	return h.file(t, made[0])
}

// process makes a picture of what was sent for it.
func (h house) process(t testing.TB, m *ent.MediaFile) error {
	t.Helper()
	require.NotNil(t, m.SourceURL)
	return h.Process(fixture.System(t, h.vendor(t, m)), m.ID, strings.TrimPrefix(*m.SourceURL, "upload:"))
}

func (h house) vendor(t testing.TB, m *ent.MediaFile) *ent.Vendor {
	t.Helper()
	v, err := h.db.Vendor.Get(fixture.Platform(t), m.VendorID)
	require.NoError(t, err)
	return v
}

// file is a picture as it is now.
func (h house) file(t testing.TB, m *ent.MediaFile) *ent.MediaFile {
	t.Helper()
	now, err := h.db.MediaFile.Get(fixture.System(t, h.vendor(t, m)), m.ID)
	require.NoError(t, err)
	return now
}

// clean does what was asked of the queue about files that are no longer used.
func (h house) clean(t testing.TB) {
	t.Helper()
	rows, err := h.db.Platform.Query(t.Context(), "delete from river.river_job where kind = 'media.clean' returning args")
	require.NoError(t, err)
	var all []jobs.MediaClean
	for rows.Next() {
		var args jobs.MediaClean
		require.NoError(t, rows.Scan(&args))
		all = append(all, args)
	}
	require.NoError(t, rows.Err())
	for _, args := range all {
		v := &ent.Vendor{ID: args.VendorID}
		require.NoError(t, h.Clean(fixture.System(t, v), args.VendorID, args.Sets))
	}
}

// has reports whether a file is in the bucket.
func (h house) has(t testing.TB, key string) bool {
	t.Helper()
	there, err := h.bucket.Exists(t.Context(), key)
	require.NoError(t, err)
	return there
}

// files are the keys of a picture.
func files(m *ent.MediaFile) []string {
	out := []string{*m.Key}
	for _, r := range m.Renditions {
		out = append(out, r.Key)
	}
	return out
}

// noise is a photograph of chance, the same for the same seed.
func noise(t testing.TB, w, h int, seed uint64) []byte {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 1))
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := 0; y < h; y += 8 {
		for x := 0; x < w; x += 8 {
			c := color.RGBA{uint8(r.Uint32()), uint8(r.Uint32()), uint8(r.Uint32()), 255}
			for i := range 64 {
				img.Set(x+i%8, y+i/8, c)
			}
		}
	}
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, img, nil))
	return out.Bytes()
}

// glass is a picture that one can see through.
func glass(t testing.TB, w, h int) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 99
	}
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, img))
	return out.Bytes()
}

func code(t testing.TB, err error) errs.Code {
	t.Helper()
	require.Error(t, err)
	return store.Public(err).Code
}

// mistakes are "CODE path" of all errors.
func mistakes(t testing.TB, err error) (out []string) {
	t.Helper()
	if l, ok := errors.AsType[errs.List](err); ok {
		for _, e := range l {
			out = append(out, string(e.Code)+" "+e.Field())
		}
		return out
	}
	e, ok := errors.AsType[*errs.Error](err)
	require.True(t, ok, "%v", err)
	return []string{string(e.Code) + " " + e.Field()}
}
