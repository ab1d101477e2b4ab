package server_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/storefront"
)

const alpineFile = "/assets/lib/@alpinejs/csp@3.17.4/dist/module.esm.min.js"

func TestAssets(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for target, tc := range map[string]struct{ kind, cache string }{
		"/assets/shared/css/tokens.css":      {"text/css; charset=utf-8", "no-cache"},
		"/assets/shared/js/app.js":           {"text/javascript; charset=utf-8", "no-cache"},
		"/assets/shared/img/orion.svg":       {"image/svg+xml", "no-cache"},
		"/assets/shop/js/shop.js":            {"text/javascript; charset=utf-8", "no-cache"},
		"/assets/shop/css/shop.css":          {"text/css; charset=utf-8", "no-cache"},
		"/assets/console/css/console.css":    {"text/css; charset=utf-8", "no-cache"},
		"/assets/console/locales/en.json":    {"application/json", "no-cache"},
		"/assets/playground/playground.js":   {"text/javascript; charset=utf-8", "no-cache"},
		"/assets/lib/icons.svg":              {"image/svg+xml", "no-cache"},
		alpineFile:                           {"text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
		"/assets/shared/js/app.js?v=another": {"text/javascript; charset=utf-8", "no-cache"},
	} {
		w := get(s, target)
		require.Equal(t, http.StatusOK, w.Code, target)
		require.Equal(t, tc.kind, w.Header().Get("Content-Type"), target)
		require.Equal(t, tc.cache, w.Header().Get("Cache-Control"), target)
		require.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"), target)

		again := get(s, target, "If-None-Match: "+w.Header().Get("ETag"))
		require.Equal(t, http.StatusNotModified, again.Code, target)
	}
	require.Equal(t, http.StatusOK, get(s, "/assets/shared/js/app.js", "Host: boutique.example").Code, "on every host")
}

func TestAnAssetByItsHashIsKeptForGood(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/assets/shared/js/app.js")
	hash := strings.Trim(w.Header().Get("ETag"), `W/"`)
	require.Contains(t, get(s, "/assets/shared/js/app.js?v="+hash).Header().Get("Cache-Control"), "immutable")
}

func TestAssetsAreSentSmall(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for accept, packed := range map[string]bool{"gzip, br": true, "gzip;q=0.5": true, "br": false, "gzip;q=0": false, "gzip; q=0": false, "": false} {
		w := get(s, alpineFile, "Accept-Encoding: "+accept)
		require.Equal(t, packed, w.Header().Get("Content-Encoding") == "gzip", accept)
		require.Contains(t, w.Header().Values("Vary"), "Accept-Encoding")
		body := io.Reader(w.Body)
		if packed {
			var err error
			body, err = gzip.NewReader(w.Body)
			require.NoError(t, err)
		}
		got, err := io.ReadAll(body)
		require.NoError(t, err)
		want, err := storefront.Files.ReadFile("lib/" + strings.TrimPrefix(alpineFile, "/assets/lib/"))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	}
	part := get(s, alpineFile, "Accept-Encoding: gzip", "Range: bytes=0-9")
	require.Equal(t, http.StatusPartialContent, part.Code)
	require.Equal(t, 10, part.Body.Len())
}

func TestNothingElseIsAnAsset(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, target := range []string{
		"/assets/", "/assets/shared", "/assets/shared/", "/assets/shared/js", "/assets/shared/js/", "/assets/lib/", "/assets/nowhere/a.js",
		"/assets/shop/embed.go", "/assets/shop/index.html", "/assets/shop/lib.json", "/assets/shop/lib/icons.svg", "/assets/shop/shared/js/app.js",
		"/assets/console/vendor/login.html", "/assets/lib/react@18.2.0/package.json", "/assets/lib/@alpinejs/csp@3.17.4/dist/cdn.js",
		"/assets/lib/lib.json", "/assets/playground/index.html", "/assets/lib/graphiql@4.1.2/../react@18.2.0/umd/react.production.min.js",
		"/assets/shared/../index.html", "/assets/shared/js/../../index.html", "/assets/shared/%2e%2e/lib.json", "/assets/shared/..%2flib.json",
		"/assets/shared/js%2fapp.js", "/assets/shared/js/..%5capp.js", "/assets/shared/js/app.js%00.css", "/assets/shared//js/app.js",
		"/assets/shared/./js/app.js", "/assets/../../../etc/passwd", "/assets//etc/passwd", "/assets/shop//etc/passwd.json",
	} {
		require.Equal(t, http.StatusNotFound, get(s, target).Code, target)
	}
	require.Equal(t, http.StatusMethodNotAllowed, ask(s, http.MethodPut, "/assets/shared/js/app.js", "x").Code)
}
