package storefront

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Both front ends are checked here: they are written by the same rules.
var frontEnds = map[string]string{"shop": "../storefront", "console": "../admin-ui"}

// sources returns the texts of a front end's own files of one kind, by path.
func sources(t *testing.T, dir, ext string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || path.Ext(p) != ext || strings.HasPrefix(p, "lib/") {
			return err
		}
		raw, err := os.ReadFile(path.Join(dir, p))
		found[p] = string(raw)
		return err
	})
	require.NoError(t, err)
	require.NotEmpty(t, found)
	return found
}

// all joins the sources of both front ends.
func all(t *testing.T, exts ...string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for name, dir := range frontEnds {
		for _, ext := range exts {
			for p, text := range sources(t, dir, ext) {
				found[name+":"+p] = text
			}
		}
	}
	return found
}

func TestEveryPageHasItsFile(t *testing.T) {
	t.Parallel()
	pages := append([]Page{{File: NotFound}, {File: Unavailable}}, Pages...)
	for _, page := range pages {
		_, err := fs.Stat(Files, page.File)
		require.NoError(t, err, page.Pattern)
	}
}

func TestPagesHaveTheirSlotsInOrder(t *testing.T) {
	t.Parallel()
	for name, html := range all(t, ".html") {
		config := strings.Index(html, "<!--orion:config-->")
		boot := strings.Index(html, `<script src="/assets/shared/js/boot.js">`)
		css := strings.Index(html, `<link rel="stylesheet"`)
		head := strings.Index(html, "<!--orion:head-->")
		require.True(t, 0 < config && config < boot && boot < css && css < head, name)
		require.Contains(t, html, `<html lang="en"`, name)
	}
}

var (
	inlineStyle   = regexp.MustCompile(`(?i)<style|\sstyle="`)
	inlineScript  = regexp.MustCompile(`(?i)<script(?:\s+type="module")?\s*>|\son[a-z]+="|javascript:`)
	foreign       = regexp.MustCompile(`(?i)(?:src|href|url|import|from|fetch)\s*[=(]?\s*["'(]+(?:https?:)?//`)
	ownAddress    = regexp.MustCompile(`["'](/assets/(?:shared|shop|console)/[^"'$#]+\.\w+)["']`)
	moduleAddress = regexp.MustCompile(`(?:from|import) '(\.[^']+)'`)
)

func TestPagesKeepTheStrictPolicy(t *testing.T) {
	t.Parallel()
	for name, text := range all(t, ".html") {
		require.NotRegexp(t, inlineStyle, text, name)
		require.NotRegexp(t, inlineScript, text, name)
	}
	for name, text := range all(t, ".html", ".js", ".css") {
		require.NotRegexp(t, foreign, text, "%s asks a foreign host", name)
	}
}

func TestPagesNameOnlyFilesThatExist(t *testing.T) {
	t.Parallel()
	folders := map[string]string{"/assets/shared/": "../storefront/shared/", "/assets/shop/": "../storefront/", "/assets/console/": "../admin-ui/"}
	for name, text := range all(t, ".html", ".js", ".css") {
		for _, m := range ownAddress.FindAllStringSubmatch(text, -1) {
			file := m[1]
			for address, folder := range folders {
				file = strings.Replace(file, address, folder, 1)
			}
			require.FileExists(t, file, name)
		}
		area, p, _ := strings.Cut(name, ":")
		for _, m := range moduleAddress.FindAllStringSubmatch(text, -1) {
			require.FileExists(t, path.Join(frontEnds[area], path.Dir(p), m[1]), name)
		}
	}
}

func TestPagesNameOnlyIconsOfTheSprite(t *testing.T) {
	t.Parallel()
	list, err := readLibraryList(Files)
	require.NoError(t, err)
	named := regexp.MustCompile(`<orion-icon name="([\w-]+)"|\bicon\('([\w-]+)'`)
	for name, text := range all(t, ".html", ".js") {
		for _, m := range named.FindAllStringSubmatch(text, -1) {
			require.Contains(t, list.Icons.Names, m[1]+m[2], name)
		}
	}
}
