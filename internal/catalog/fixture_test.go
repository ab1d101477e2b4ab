package catalog_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/png"
	"testing"

	"github.com/stretchr/testify/require"
	"gocloud.dev/blob/memblob"

	"orion/internal/catalog"
	"orion/internal/kit/clock"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/media"
	"orion/internal/store"
	"orion/jobs"
)

// drawn answers every address with a small picture.
type drawn struct{}

func (drawn) Fetch(context.Context, string) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, 4, 4))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	img.Set(1, 1, color.RGBA{R: 200, A: 255})
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

func newService(t testing.TB, db *store.DB) (*catalog.Service, *media.Service) {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	m := media.New(db, bucket, queue, drawn{})
	return catalog.New(catalog.Deps{
		DB: db, Queue: queue, Pages: page.NewSigner([]byte("0123456789abcdef0123456789abcdef")), Clock: clock.System{}, Media: m,
	}), m
}

func idFilter(id publicid.ID) *filter.ID { return &filter.ID{Eq: &id} }

func textFilter(s string) *filter.String { return &filter.String{Eq: &s} }
