package e2e

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/app"
)

// fileHost exports the pages of a shop and serves them as a host of files does, on a host and port of their own: what
// they show they ask of the program under test, which lets the shop's own hosts do so.
func fileHost(t *testing.T, h *house) string {
	t.Helper()
	dir := t.TempDir()
	slug, err := app.ExportStorefront(t.Context(), app.StorefrontExport{Out: dir, API: h.url, Vendor: "papyrus"})
	require.NoError(t, err)
	require.Equal(t, "papyrus", slug)
	s := httptest.NewServer(&files{dir: dir, rules: lines(t, dir, "_redirects"), policy: policyIn(lines(t, dir, "_headers"))})
	t.Cleanup(s.Close)
	return strings.Replace(s.URL, "127.0.0.1", "papyrus.localhost", 1)
}

// files is a host of files that knows _redirects and the policy of _headers, and nothing else.
type files struct {
	dir, policy string
	rules       []string
}

// ServeHTTP implements http.Handler.
func (f *files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", f.policy)
	name, status := path.Clean(r.URL.Path), http.StatusOK
	if info, err := os.Stat(filepath.Join(f.dir, name)); err != nil || info.IsDir() {
		name, status = f.redirected(name)
	}
	if status == http.StatusOK {
		http.ServeFile(w, r, filepath.Join(f.dir, name))
		return
	}
	page, err := os.ReadFile(filepath.Join(f.dir, name))
	if err != nil {
		status = http.StatusInternalServerError
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(page) // who goes away in the middle is not told
}

// redirected is the file of the first rule that fits.
func (f *files) redirected(name string) (file string, status int) {
	for _, rule := range f.rules {
		part := strings.Fields(rule)
		if len(part) == 3 && fits(part[0], name) {
			return part[1], map[string]int{"200": http.StatusOK, "404": http.StatusNotFound}[part[2]]
		}
	}
	return "", http.StatusInternalServerError
}

// fits reports whether a pattern such as /products/:slug or /* means a path.
func fits(pattern, name string) bool {
	if pattern == "/*" {
		return true
	}
	want, is := strings.Split(pattern, "/"), strings.Split(name, "/")
	for i, part := range want {
		if i >= len(is) || !strings.HasPrefix(part, ":") && part != is[i] {
			return false
		}
	}
	return len(want) == len(is)
}

func lines(t *testing.T, dir, name string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return strings.Split(string(text), "\n")
}

// policyIn is the policy that _headers gives all pages.
func policyIn(headers []string) string {
	for _, line := range headers {
		if _, policy, found := strings.Cut(line, "Content-Security-Policy: "); found {
			return policy
		}
	}
	return ""
}
