package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
	"gocloud.dev/blob/memblob"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/media"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
)

func newService(t *testing.T, db *store.DB) *media.Service {
	t.Helper()
	queue, err := jobs.NewQueue(db)
	require.NoError(t, err)
	bucket := memblob.OpenBucket(nil)
	t.Cleanup(func() { require.NoError(t, bucket.Close()) })
	return media.New(db, bucket, queue, media.NewWorld())
}

func photo(t *testing.T, w, h int) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, w, h)), nil))
	return out.Bytes()
}

// bomb is a PNG of a few bytes that says it is huge.
func bomb(w, h uint32) []byte {
	head := []byte{'I', 'H', 'D', 'R', 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0}
	binary.BigEndian.PutUint32(head[4:], w)
	binary.BigEndian.PutUint32(head[8:], h)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func TestKeep(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	var clear bytes.Buffer
	require.NoError(t, png.Encode(&clear, image.NewNRGBA(image.Rect(0, 0, 3, 2))))

	for name, tc := range map[string]struct {
		content []byte
		width   int
		kind    string
		code    errs.Code
	}{
		"a photograph":                         {content: photo(t, 40, 20), width: 40, kind: "image/jpeg"},
		"a picture with transparency":          {content: clear.Bytes(), width: 3, kind: "image/png"},
		"a picture that is too wide is scaled": {content: photo(t, 2400, 10), width: 1920, kind: "image/jpeg"},
		"a page that says it is a picture":     {content: []byte("<html><script>alert(1)</script>"), code: errs.Invalid},
		"a drawing with a script":              {content: []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), code: errs.Invalid},
		"a picture that is cut off":            {content: photo(t, 400, 400)[:300], code: errs.Invalid},
		"a header of 50,000 by 50,000":         {content: bomb(50_000, 50_000), code: errs.TooLong},
		"a header of 2^31":                     {content: bomb(1<<31-1, 1<<31-1), code: errs.Invalid},
		"more than 10 MiB":                     {content: make([]byte, media.MaxBytes+1), code: errs.TooLong},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := svc.Keep(ctx, tc.content, "alt")
			if tc.code != "" {
				require.Equal(t, tc.code, errs.CodeOf(err))
				return
			}
			require.NoError(t, err)
			require.Equal(t, enum.MediaStatusReady, m.Status)
			require.Equal(t, tc.width, *m.Width)
			require.Equal(t, tc.kind, *m.ContentType)
			require.Contains(t, *media.Path(m), "/media/"+v.ID.String()+"/")
		})
	}
}

func TestNothingButPixelsIsKept(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(t, db)
	_, ctx := fixture.Vendor(t, db)
	tail := append(photo(t, 10, 10), []byte("<script>alert(1)</script>")...)
	m, err := svc.Keep(ctx, tail, "")
	require.NoError(t, err)
	require.Less(t, int(m.ByteSize), len(tail))
}

func TestTheWorldIsPublicAddresses(t *testing.T) {
	t.Parallel()
	private := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("secret")) }))
	t.Cleanup(private.Close)
	world := media.NewWorld()
	for name, address := range map[string]string{
		"loopback":          private.URL,
		"cloud metadata":    "http://169.254.169.254/latest",
		"a private network": "http://10.0.0.1/",
		"a file":            "file:///etc/passwd",
		"a data address":    "data:text/plain,x",
		"with credentials":  "https://user:secret@example.com/",
		"no address":        "::",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := world.Fetch(context.WithoutCancel(t.Context()), address)
			require.Equal(t, errs.Invalid, errs.CodeOf(err), "%v", err)
		})
	}
	_, err := world.Fetch(context.WithoutCancel(t.Context()), "http://2130706433/") // some resolvers read it as 127.0.0.1
	require.Error(t, err)
}
