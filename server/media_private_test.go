package server_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
	"gocloud.dev/blob"

	"orion/internal/kit/tenant"
	"orion/server"
)

func TestPrivateMedia(t *testing.T) {
	t.Parallel()
	var bucket *blob.Bucket
	s, log := open(t, func(d *server.Deps) { bucket = d.Bucket })
	put(t, bucket, tenant.Key(lumiere.ID, "private", "a.png"), "image/png", "canary")
	put(t, bucket, tenant.Key(alpine.ID, "private", "a.png"), "image/png", "canary")
	own := "/media/" + lumiere.ID.String() + "/private/"
	w := get(s, own+"a.png?expires=9&signature=good")
	require.Equal(t, http.StatusOK, w.Code)
	require.Equal(t, "private, no-store", w.Header().Get("Cache-Control"))
	require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
	require.Contains(t, policyOf(w.Header()), "sandbox")
	require.Empty(t, w.Header().Values("Set-Cookie"))
	require.NotContains(t, log.String(), "signature", "what opens a door is not written down")
	for name, target := range map[string]string{
		"no signature":         own + "a.png",
		"a forged one":         own + "a.png?expires=9&signature=bad",
		"another file":         own + "b.png?expires=9&signature=good",
		"another vendor's":     "/media/" + alpine.ID.String() + "/private/a.png?expires=9&signature=good",
		"of no vendor":         "/media/v/private/a.png?expires=9&signature=good",
		"as if it were public": "/media/" + lumiere.ID.String() + "/private%2fa.png",
		"from a folder above":  "/media/" + lumiere.ID.String() + "/x/../private/a.png",
	} {
		w := get(s, target)
		require.Equal(t, http.StatusNotFound, w.Code, name)
		require.NotContains(t, w.Body.String(), "canary", name)
	}
}

func TestPermalinks(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/media/"+lumiere.ID.String()+"/files/med_1")
	require.Equal(t, http.StatusFound, w.Code)
	require.Equal(t, "/media/"+lumiere.ID.String()+"/now.png", w.Header().Get("Location"))
	require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	for _, target := range []string{"/media/" + lumiere.ID.String() + "/files/med_2", "/media/" + alpine.ID.String() + "/files/med_1", "/media/v/files/med_1"} {
		require.Equal(t, http.StatusNotFound, get(s, target).Code, target)
	}
}

func TestWebPIsForThoseWhoTakeIt(t *testing.T) {
	t.Parallel()
	var bucket *blob.Bucket
	s, _ := open(t, func(d *server.Deps) { bucket = d.Bucket })
	const both, one = "0011223344-01234567w-640", "0011223344-01234567-640"
	put(t, bucket, tenant.Key(lumiere.ID, "media", both+".jpg"), "image/jpeg", "jpeg")
	put(t, bucket, tenant.Key(lumiere.ID, "media", both+".webp"), "image/webp", "webp")
	put(t, bucket, tenant.Key(lumiere.ID, "media", one+".jpg"), "image/jpeg", "jpeg")
	at := "/media/" + lumiere.ID.String() + "/"
	small := get(s, at+both+".jpg", "Accept: image/avif,image/webp,*/*")
	require.Equal(t, "webp", small.Body.String())
	require.Equal(t, "image/webp", small.Header().Get("Content-Type"))
	require.Contains(t, small.Header().Values("Vary"), "Accept")
	usual := get(s, at+both+".jpg", "Accept: image/*")
	require.Equal(t, "jpeg", usual.Body.String())
	require.Contains(t, usual.Header().Values("Vary"), "Accept")
	require.NotEqual(t, small.Header().Get("ETag"), usual.Header().Get("ETag"))
	plain := get(s, at+one+".jpg", "Accept: image/webp")
	require.Equal(t, "jpeg", plain.Body.String())
	require.NotContains(t, plain.Header().Values("Vary"), "Accept")
}
