package server_test

import (
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"

	"orion/internal/kit/tenant"
	"orion/server"
)

var shopID = uuid.MustParse("018f2f6e-0000-7000-8000-000000000001")

func put(t testing.TB, b *blob.Bucket, key, kind, content string) {
	t.Helper()
	require.NoError(t, b.WriteAll(t.Context(), key, []byte(content), &blob.WriterOptions{ContentType: kind, DisableContentTypeDetection: true}))
}

func TestB2_59MediaOfVendors(t *testing.T) {
	t.Parallel()
	var bucket *blob.Bucket
	s, _ := open(t, func(d *server.Deps) { bucket = d.Bucket })
	for name, row := range map[string]struct {
		vendor uuid.UUID
		want   int
	}{
		"an open shop's":          {lumiere.ID, http.StatusOK},
		"of one that waits":       {waiting.ID, http.StatusOK},
		"of one that is shut now": {gone.ID, http.StatusNotFound},
		"B2.59 of a closed one":   {over.ID, http.StatusNotFound},
		"of a vendor of no name":  {uuid.New(), http.StatusNotFound},
	} {
		put(t, bucket, tenant.Key(row.vendor, "media", "a.png"), "image/png", "0123456789")
		require.Equal(t, row.want, get(s, "/media/"+row.vendor.String()+"/a.png").Code, name)
	}
}

func TestMedia(t *testing.T) {
	t.Parallel()
	var bucket *blob.Bucket
	s, _ := open(t, func(d *server.Deps) { bucket = d.Bucket })
	put(t, bucket, "media/v/a.png", "image/png", "0123456789")
	put(t, bucket, "media/v/b.jpg", "", "jpeg")

	w := get(s, "/media/v/a.png")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "0123456789", w.Body.String())
	require.Equal(t, "image/png", w.Header().Get("Content-Type"))
	require.Equal(t, "public, max-age=31536000, immutable", w.Header().Get("Cache-Control"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Contains(t, policyOf(w.Header()), "sandbox")
	require.Equal(t, "cross-origin", w.Header().Get("Cross-Origin-Resource-Policy"))
	require.Equal(t, "10", w.Header().Get("Content-Length"))

	require.Equal(t, http.StatusNotModified, get(s, "/media/v/a.png", "If-None-Match: "+w.Header().Get("ETag")).Code)
	part := get(s, "/media/v/a.png", "Range: bytes=2-4")
	require.Equal(t, http.StatusPartialContent, part.Code)
	require.Equal(t, "234", part.Body.String())
	require.Equal(t, http.StatusRequestedRangeNotSatisfiable, get(s, "/media/v/a.png", "Range: bytes=20-").Code)
	head := ask(s, http.MethodHead, "/media/v/a.png", "")
	require.Equal(t, "10", head.Header().Get("Content-Length"))
	require.Zero(t, head.Body.Len())
	require.Equal(t, "image/jpeg", get(s, "/media/v/b.jpg").Header().Get("Content-Type"), "by its name, where the bucket knows no type")
	require.Equal(t, http.StatusOK, get(s, "/media/v/a.png", "Host: boutique.example").Code)

	put(t, bucket, tenant.Key(shopID, "media", "c.png"), "image/png", "by the vendor")
	require.Equal(t, "by the vendor", get(s, "/media/"+shopID.String()+"/c.png").Body.String())
	put(t, bucket, "media/"+shopID.String()+"/d.png", "image/png", "kept before")
	require.Equal(t, "kept before", get(s, "/media/"+shopID.String()+"/d.png").Body.String())
}

func TestOnlyPicturesAreMedia(t *testing.T) {
	t.Parallel()
	var bucket *blob.Bucket
	s, _ := open(t, func(d *server.Deps) { bucket = d.Bucket })
	for key, kind := range map[string]string{
		"media/v/a.html": "text/html", "media/v/a.svg": "image/svg+xml", "media/v/b.png": "text/html", "media/v/c.png": "application/javascript",
		"media/v/d": "", "media/v/e.pdf": "application/pdf",
	} {
		put(t, bucket, key, kind, "<script>alert(1)</script>")
		w := get(s, "/"+key)
		require.Equal(t, http.StatusNotFound, w.Code, key)
		require.NotContains(t, w.Body.String(), "script")
	}
}

func TestB2_48NothingBesideMediaIsShown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "secret.png"), []byte("canary"), 0o600))
	store := filepath.Join(dir, "files")
	bucket, err := fileblob.OpenBucket(store, &fileblob.Options{CreateDir: true})
	require.NoError(t, err)
	defer bucket.Close()
	s, _ := open(t, func(d *server.Deps) { d.Bucket = bucket })
	put(t, bucket, "media/v/a.png", "image/png", "fine")
	put(t, bucket, "imports/v/feed.png", "image/png", "canary")
	put(t, bucket, "uploads/v/feed.png", "image/png", "canary")
	put(t, bucket, tenant.Key(shopID, "imports", "feed.png"), "image/png", "canary")
	require.Equal(t, "fine", get(s, "/media/v/a.png").Body.String())
	for _, target := range []string{
		"/media/../imports/v/feed.png", "/media/v/../../imports/v/feed.png", "/media/%2e%2e/imports/v/feed.png", "/media/..%2fimports/v/feed.png",
		"/media/..%5cimports%5cv%5cfeed.png", "/media/../../secret.png", "/media/%2e%2e/%2e%2e/secret.png", "/media//v/a.png", "/media/./v/a.png",
		"/media/v/a.png%00.jpg", "/media/v/a.png.attrs", "/media/", "/media", "/media/v", "/media/v/", "/imports/v/feed.png", "/media/imports/v/feed.png",
		"/media/" + strings.Repeat("a", 5000), "/media/" + url.PathEscape("…/\u202egnp.png"), "/media/v/__0x2e____0x2e__/secret.png",
		"/media/" + shopID.String() + "/feed.png", "/media/" + tenant.Key(shopID, "imports", "feed.png"),
		"/media/" + shopID.String() + "/../imports/feed.png", "/media/" + shopID.String() + "%2fimports%2ffeed.png",
	} {
		w := get(s, target)
		require.Equal(t, http.StatusNotFound, w.Code, target)
		require.NotContains(t, w.Body.String(), "canary", target)
	}
	require.Equal(t, http.StatusMethodNotAllowed, ask(s, http.MethodPut, "/media/v/a.png", "x").Code)
	require.Equal(t, http.StatusMethodNotAllowed, ask(s, http.MethodDelete, "/media/v/a.png", "").Code)
}
