package server_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/server"
	"orion/storefront"
)

func read(t *testing.T, dir, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return string(b)
}

// elsewhere is a shop whose pages lie on another host than the API.
func elsewhere() server.Static {
	return server.Static{
		Config: storefront.Config{
			Vendor: &storefront.Vendor{Slug: "lumiere", Name: "Lumière </title>"}, API: "https://api.example/graphql", Media: "https://api.example",
			Locale: "fr", Locales: []string{"fr", "en"}, Currency: "EUR",
		},
		Theme: []byte(":root{}"),
	}
}

func TestPagesAsFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, elsewhere().Write(dir))
	rules := read(t, dir, "_redirects")
	for _, page := range storefront.Pages {
		html := read(t, dir, page.File)
		require.NotContains(t, html, "<!--orion:", page.File)
		require.Equal(t, "https://api.example/graphql", configIn(t, html).API)
		require.Contains(t, html, `<html lang="fr"`)
		require.Contains(t, html, "<title>Lumière &lt;/title&gt;</title>")
		require.Contains(t, rules, " /"+page.File+" 200\n")
		for _, m := range reference.FindAllStringSubmatch(html, -1) {
			require.FileExists(t, filepath.Join(dir, m[1]), page.File)
		}
	}
	require.Contains(t, rules, "/products/:slug /product.html 200\n")
	headers := read(t, dir, "_headers")
	require.Contains(t, headers, "connect-src 'self' https://api.example;")
	require.Contains(t, headers, "script-src 'self' 'inline-speculation-rules';")
	require.NotContains(t, headers, "unsafe")
	require.Contains(t, read(t, dir, "product.html"), `class="bone title"`, "bones until the scripts have run")
	require.NoError(t, fs.WalkDir(os.DirFS(dir), ".", func(name string, _ fs.DirEntry, err error) error {
		require.NotContains(t, name, "_test.go")
		return err
	}))
}

func TestPagesWithPicturesOfACDN(t *testing.T) {
	t.Parallel()
	for picture, want := range map[string]string{
		"https://cdn.example/media/a.png": "img-src 'self' data: blob: https://cdn.example https://api.example;",
		"/media/a.png":                    "img-src 'self' data: blob: https://api.example;",
	} {
		dir, s := t.TempDir(), elsewhere()
		s.Picture = picture
		require.NoError(t, s.Write(dir))
		require.Contains(t, read(t, dir, "_headers"), want)
	}
}

func TestPagesWithAssetsOfAnotherOrigin(t *testing.T) {
	t.Parallel()
	dir, s := t.TempDir(), elsewhere()
	s.Assets = "https://cdn.example"
	require.NoError(t, s.Write(dir))
	html := read(t, dir, "index.html")
	require.NotContains(t, html, `"/assets/`)
	require.Contains(t, html, `src="https://cdn.example/assets/shop/js/home.js"`)
	require.Contains(t, html, `<link rel="modulepreload" href="https://cdn.example/assets/shared/js/app.js" integrity="sha384-`)

	m := regexp.MustCompile(`<script type="importmap">(.*?)</script>`).FindStringSubmatch(html)
	require.Len(t, m, 2)
	sum := sha256.Sum256([]byte(m[1]))
	require.Contains(t, read(t, dir, "_headers"), "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	var imports struct{ Integrity map[string]string }
	require.NoError(t, json.Unmarshal([]byte(m[1]), &imports))
	require.Greater(t, len(imports.Integrity), 20)
	for address, want := range imports.Integrity {
		sum := sha512.Sum384([]byte(read(t, dir, strings.TrimPrefix(address, "https://cdn.example/"))))
		require.Equal(t, want, "sha384-"+base64.StdEncoding.EncodeToString(sum[:]))
	}
}
