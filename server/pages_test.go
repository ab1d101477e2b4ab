package server_test

import (
	"encoding/json"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	adminui "orion/admin-ui"
	"orion/server"
	"orion/storefront"
)

// example turns a pattern of a page into an address that fits it.
func example(pattern string) string {
	return strings.NewReplacer("{slug}", "some-thing", "{token}", "0a1b", "{kind}", "imprint").Replace(pattern)
}

func TestPagesByPathAndByHost(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, area := range []struct {
		pages          []storefront.Page
		base, host     string
		hostBase, slug string
	}{
		{storefront.Pages, "/shop/lumiere", "lumiere.orion.example", "", "lumiere"},
		{storefront.Pages, "/shop/lumiere", "boutique.example", "", "lumiere"},
		{adminui.VendorPages, "/vendor/lumiere", "lumiere.orion.example", "/console", "lumiere"},
		{adminui.AdminPages, "/admin", "admin.orion.example", "", ""},
	} {
		for _, page := range area.pages {
			for base, headers := range map[string][]string{area.base: nil, area.hostBase: {"Host: " + area.host}} {
				w := get(s, base+"/"+example(page.Pattern), headers...)
				require.Equal(t, http.StatusOK, w.Code, "%s%s/%s", area.host, base, page.Pattern)
				c := configIn(t, w.Body.String())
				require.Equal(t, base, c.Base)
				require.Equal(t, "/graphql", c.API)
				if area.slug == "" {
					require.Nil(t, c.Vendor)
				} else {
					require.Equal(t, area.slug, c.Vendor.Slug)
				}
				require.NotContains(t, w.Body.String(), "<!--orion:")
			}
		}
	}
}

var block = regexp.MustCompile(`<script type="application/json" id="orion-config">(.*?)</script>`)

func configIn(t testing.TB, html string) (c storefront.Config) {
	t.Helper()
	m := block.FindStringSubmatch(html)
	require.Len(t, m, 2, html)
	require.NoError(t, json.Unmarshal([]byte(m[1]), &c))
	return c
}

func TestAddressesWithoutAPage(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, target := range []string{
		"/nowhere", "/shop/", "/shop/nobody/", "/shop/nobody/products", "/shop/gone/", "/shop/waiting/", "/shop/over/cart",
		"/shop/lumiere/nowhere", "/shop/lumiere/index.html", "/shop/lumiere/account", "/shop/lumiere/products/a/b", "/shop/lumiere/console/login",
		"/vendor/nobody/login", "/vendor/over/login", "/vendor/lumiere/nowhere", "/admin/nowhere", "/administrator",
		"/console/login", "/products", "/theme.css",
	} {
		w := get(s, target)
		require.Equal(t, http.StatusNotFound, w.Code, target)
		require.Contains(t, w.Header().Get("Content-Type"), "text/html", target)
	}
	w := get(s, "/shop/lumiere/nowhere")
	require.Equal(t, "lumiere", configIn(t, w.Body.String()).Vendor.Slug, "the shop's own page says so")
	require.Equal(t, http.StatusNotFound, get(s, "/shop/lumiere/", "Host: lumiere.orion.example").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/admin/login", "Host: lumiere.orion.example").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/", "Host: api.orion.example").Code)
	require.Equal(t, http.StatusMethodNotAllowed, ask(s, http.MethodPost, "/shop/lumiere/", "{}").Code)

	prod, _ := open(t, production)
	for _, target := range []string{"/", "/shop/lumiere/", "/vendor/lumiere/login", "/admin/login"} {
		require.Equal(t, http.StatusNotFound, get(prod, target).Code, "by host alone: %s", target)
		require.Equal(t, http.StatusNotFound, get(prod, target, "Host: 127.0.0.1").Code, "by host alone: %s", target)
	}
	require.Equal(t, http.StatusOK, get(prod, "/", "Host: lumiere.orion.example").Code)
}

func TestASuspendedVendor(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	require.Equal(t, http.StatusNotFound, get(s, "/shop/gone/").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/", "Host: gone.orion.example").Code)
	for _, w := range []string{
		get(s, "/vendor/gone/login").Body.String(),
		get(s, "/vendor/gone/").Body.String(),
		get(s, "/console/login", "Host: gone.orion.example").Body.String(),
	} {
		require.Contains(t, w, "This shop is suspended")
	}
	require.Equal(t, http.StatusForbidden, get(s, "/vendor/gone/login").Code)
}

func TestSlashesAtTheEnd(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for from, to := range map[string]string{
		"/":                             "/admin/",
		"/admin":                        "/admin/",
		"/shop/lumiere":                 "/shop/lumiere/",
		"/shop/lumiere?lang=de":         "/shop/lumiere/?lang=de",
		"/vendor/lumiere":               "/vendor/lumiere/",
		"/shop/lumiere/products/":       "/shop/lumiere/products",
		"/shop/lumiere/products/a/?b=c": "/shop/lumiere/products/a?b=c",
		"/vendor/lumiere/login/":        "/vendor/lumiere/login",
	} {
		w := get(s, from)
		require.Equal(t, http.StatusPermanentRedirect, w.Code, from)
		require.Equal(t, to, w.Header().Get("Location"), from)
	}
	require.Equal(t, "/console/", get(s, "/console", "Host: boutique.example").Header().Get("Location"))
}

// Row 167 of the attacks: what the server itself redirects never leaves the host.
func TestNoOpenRedirect167(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for _, target := range []string{
		"//evil.example", "//evil.example/", "//evil.example/products/", "///evil.example/products/", "/\\evil.example/", "/%5Cevil.example/products/",
		"/%2F%2Fevil.example/", "/shop/lumiere//evil.example/", "/shop//evil.example", "/admin//evil.example/", "/http://evil.example/",
		"/products//evil.example/", "/.//evil.example/products/", "/shop/lumiere/products/%2F/",
	} {
		for _, host := range []string{"orion.example", "lumiere.orion.example", "admin.orion.example"} {
			w := get(s, "http://"+host+target, "Host: "+host)
			require.Equal(t, http.StatusNotFound, w.Code, host+target)
			require.Empty(t, w.Header().Get("Location"), host+target)
		}
	}
}

func TestTheLanguageOfAPage(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	for name, tc := range map[string]struct {
		target, locale string
		headers        []string
	}{
		"a shop speaks its own":               {"/shop/lumiere/", "fr", []string{"Accept-Language: en"}},
		"unless another is chosen":            {"/shop/lumiere/?lang=en", "en", nil},
		"by cookie as well":                   {"/shop/lumiere/", "en", []string{"Cookie: orion-language=en"}},
		"the address before the cookie":       {"/shop/lumiere/?lang=fr", "fr", []string{"Cookie: orion-language=en"}},
		"that the shop offers":                {"/shop/lumiere/?lang=de", "fr", nil},
		"that we speak":                       {"/shop/alpine/?lang=ja", "de", nil},
		"and that is one":                     {"/shop/alpine/?lang=%3Cscript%3E", "de", nil},
		"a console speaks the browser's":      {"/vendor/lumiere/login", "de", []string{"Accept-Language: de-AT, en;q=0.5"}},
		"a console speaks what is chosen":     {"/admin/login?lang=fr", "fr", []string{"Accept-Language: de"}},
		"a console speaks English without it": {"/admin/login", "en", []string{"Accept-Language: ja"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			html := get(s, tc.target, tc.headers...).Body.String()
			require.Equal(t, tc.locale, configIn(t, html).Locale)
			require.Contains(t, html, `<html lang="`+tc.locale+`"`)
		})
	}
	require.Equal(t, "de", query(t, s, "Accept-Language: de").Language, "the graph too")
	require.Equal(t, []string{"fr", "en"}, configIn(t, get(s, "/shop/lumiere/").Body.String()).Locales)
}

func TestTheSlotsOfAPageHoldAnyName(t *testing.T) {
	t.Parallel()
	evil := *lumiere
	evil.Name = `</script><script>alert(1)</script><!--orion:head--> & "x"`
	evil.Tagline = map[string]string{"fr": `"><img src=x onerror=alert(1)>`}
	imprint := evil.Name
	evil.Imprint = &imprint
	s, _ := open(t, func(d *server.Deps) { d.Vendors = only{&evil} })
	html := get(s, "/shop/lumiere/").Body.String()
	c := configIn(t, html)
	require.Equal(t, evil.Name, c.Vendor.Name)
	require.Equal(t, evil.Tagline["fr"], c.Vendor.Tagline)
	require.NotContains(t, html, "<script>alert")
	require.NotContains(t, html, "<img src=x")
	require.Equal(t, 1, strings.Count(html, "<title>"), "what is filled in is not filled in again")
}

func TestTheHeadOfAPage(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	html := get(s, "/products?sort=price", "Host: boutique.example").Body.String()
	require.Contains(t, html, "<title>Tous les produits · Lumière</title>")
	require.Contains(t, html, `<meta name="description" content="Lumière &amp; co">`)
	require.Contains(t, html, `<link rel="canonical" href="https://boutique.example/products">`)
	require.Contains(t, html, "noindex", "a list in another order is no page of its own")
	require.NotContains(t, get(s, "/shop/lumiere/products").Body.String(), "noindex")
	require.Contains(t, get(s, "/shop/lumiere/products").Body.String(), `<link rel="canonical" href="http://orion.example/shop/lumiere/products">`)
	require.Contains(t, get(s, "/vendor/lumiere/login").Body.String(), `content="noindex"`)
	require.NotContains(t, get(s, "/vendor/lumiere/login").Body.String(), "theme.css")
}

func TestPagesAreAskedForAnew(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	w := get(s, "/shop/lumiere/")
	require.Equal(t, "no-cache", w.Header().Get("Cache-Control"))
	require.Contains(t, strings.Join(w.Header().Values("Vary"), ","), "Cookie")
	again := get(s, "/shop/lumiere/", "If-None-Match: "+w.Header().Get("ETag"))
	require.Equal(t, http.StatusNotModified, again.Code)
	require.Zero(t, again.Body.Len())
	require.Equal(t, http.StatusOK, get(s, "/shop/alpine/", "If-None-Match: "+w.Header().Get("ETag")).Code)

	head := ask(s, http.MethodHead, "/shop/lumiere/", "")
	require.Equal(t, http.StatusOK, head.Code)
	require.Zero(t, head.Body.Len())
	require.Zero(t, ask(s, http.MethodHead, "/shop/lumiere/nowhere", "").Body.Len())
	require.Equal(t, "gzip", get(s, "/shop/lumiere/", "Accept-Encoding: gzip").Header().Get("Content-Encoding"))
}

func TestPagesFromDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(filepath.Join(dir, "storefront"), storefront.Files))
	require.NoError(t, os.CopyFS(filepath.Join(dir, "admin-ui"), adminui.Files))
	s, _ := open(t, func(d *server.Deps) { d.Disk = dir })
	for _, word := range []string{"one", "two"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "storefront/cart.html"), []byte(word+"<!--orion:head-->"), 0o600))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "storefront/js/cart.js"), []byte(word), 0o600))
		require.Contains(t, get(s, "/shop/lumiere/cart").Body.String(), word)
		require.Equal(t, word, get(s, "/assets/shop/js/cart.js").Body.String())
	}
	require.NoError(t, os.Remove(filepath.Join(dir, "storefront/cart.html")))
	require.Equal(t, http.StatusInternalServerError, get(s, "/shop/lumiere/cart").Code)
	_, err := server.New(server.Deps{})
	require.Error(t, err)
}

var reference = regexp.MustCompile(`(?:href|src)="(/assets/[^"?]+)`)

func TestAllThatPagesReferToIsThere(t *testing.T) {
	t.Parallel()
	s, _ := open(t)
	seen := map[string]bool{}
	for _, files := range []fs.FS{storefront.Files, adminui.Files} {
		require.NoError(t, fs.WalkDir(files, ".", func(name string, _ fs.DirEntry, err error) error {
			require.NoError(t, err)
			if !strings.HasSuffix(name, ".html") {
				return nil
			}
			html, err := fs.ReadFile(files, name)
			require.NoError(t, err)
			for _, m := range reference.FindAllStringSubmatch(string(html), -1) {
				seen[m[1]] = true
				require.Equal(t, http.StatusOK, get(s, m[1]).Code, "%s refers to %s", name, m[1])
			}
			return nil
		}))
	}
	require.Greater(t, len(seen), 10)
	for _, m := range reference.FindAllStringSubmatch(get(s, "/nowhere").Body.String(), -1) {
		require.Equal(t, http.StatusOK, get(s, m[1]).Code, m[1])
	}
}
