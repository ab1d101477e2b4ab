package server

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"orion/storefront"
)

// A Static is the pages of one shop as files, for a host that serves files alone. What
// they show they ask of the API, which must know that host: as one of the vendor's domains.
type Static struct {
	Config storefront.Config // its API and Media are whole addresses
	Theme  []byte            // theme.css; empty for the looks that all shops begin with
	Assets string            // origin that serves /assets; empty: the host of the pages

	// Picture is the address of one of the pictures: where it names a host, pages may load pictures from there too.
	Picture string
}

// Write writes pages, assets, third-party files, and what a host needs to know of them:
// _headers with the policy of each page, _redirects with the addresses that stand for
// files. The folder is made where there is none.
func (s Static) Write(dir string) error {
	lib, err := storefront.Library()
	if err != nil {
		return fmt.Errorf("read third-party files: %w", err)
	}
	files, err := assetFiles(lib)
	if err != nil {
		return err
	}
	known := s.imports(files)
	for _, page := range append(storefront.Pages, storefront.Page{File: storefront.NotFound}, storefront.Page{File: storefront.Unavailable}) {
		if files[page.File], err = s.page(page.File, known); err != nil {
			return err
		}
	}
	if len(s.Theme) > 0 {
		files["theme.css"] = s.Theme
	}
	files["_headers"], files["_redirects"] = []byte(s.headers(known.hash)), []byte(redirects())
	return writeAll(dir, files)
}

// assetFiles are all that pages of a shop are made of, by their path.
func assetFiles(lib map[string][]byte) (map[string][]byte, error) {
	found := newAssets(storefront.Files, storefront.Files, lib, true)
	out := map[string][]byte{}
	for name, content := range lib {
		out["assets/lib/"+name] = content
	}
	err := fs.WalkDir(storefront.Files, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		address, shared := strings.CutPrefix(name, "shared/")
		if address = "shop/" + address; shared {
			address = "shared/" + strings.TrimPrefix(name, "shared/")
		}
		if f := found.find(address); f != nil {
			out["assets/"+address] = f.plain
		}
		return nil
	})
	return out, err
}

// An importMap holds modules of another origin to what they were when this was written.
type importMap struct {
	block     string            // as it stands in a page
	hash      string            // of it, for the policy
	integrity map[string]string // by address
}

// imports is empty where modules are of the host of the pages.
func (s Static) imports(files map[string][]byte) importMap {
	if s.Assets == "" {
		return importMap{}
	}
	integrity := map[string]string{}
	for name, content := range files {
		if path.Ext(name) == ".js" {
			sum := sha512.Sum384(content)
			integrity[s.Assets+"/"+name] = "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
		}
	}
	text, err := json.Marshal(map[string]any{"integrity": integrity})
	if err != nil {
		panic(err) // texts cannot fail
	}
	sum := sha256.Sum256(text)
	return importMap{
		`<script type="importmap">` + string(text) + `</script>`, "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'", integrity,
	}
}

func (s Static) page(file string, known importMap) ([]byte, error) {
	page, err := fs.ReadFile(storefront.Files, file)
	if err != nil {
		return nil, fmt.Errorf("read page %s: %w", file, err)
	}
	config, err := json.Marshal(s.Config) // escapes <, > and &
	if err != nil {
		return nil, fmt.Errorf("fill page %s: %w", file, err)
	}
	head := "<title>" + template.HTMLEscapeString(s.Config.Vendor.Name) + "</title>"
	if len(s.Theme) > 0 {
		head += `<link rel="stylesheet" href="/theme.css">`
	}
	html := strings.NewReplacer(
		slotConfig, known.block+`<script type="application/json" id="orion-config">`+string(config)+`</script>`,
		slotHead, head,
		slotLang, `<html lang="`+s.Config.Locale+`"`,
		`"/assets/`, `"`+s.Assets+`/assets/`,
	).Replace(fillSlots(string(page), nil))
	return []byte(known.preloads(html)), nil
}

// preloads says of modules that are fetched ahead what they must be: browsers fetch those
// twice of which nothing is said there.
func (m importMap) preloads(html string) string {
	for address, hash := range m.integrity {
		link := `<link rel="modulepreload" href="` + address + `"`
		html = strings.ReplaceAll(html, link+">", link+` integrity="`+hash+`">`)
	}
	return html
}

// headers are what a host of files adds to its answers.
func (s Static) headers(hash string) string {
	own := "'self'"
	if s.Assets != "" {
		own += " " + s.Assets
	}
	rules := []string{
		"default-src 'none'", "script-src " + own + " 'inline-speculation-rules'", "style-src " + own,
		picturesFrom(imgSrc+" "+s.Config.Media, s.Picture), "font-src " + own, "connect-src 'self' " + originOf(s.Config.API),
		"manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'",
	}
	if hash != "" {
		rules[1] += " " + hash
	}
	return "/*\n  Content-Security-Policy: " + strings.Join(rules, "; ") + `
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: same-origin
  Cache-Control: no-cache
/assets/*
  Access-Control-Allow-Origin: *
/assets/lib/*
  Cache-Control: ` + immutable + "\n"
}

func originOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Scheme + "://" + u.Host
}

// redirects say which file answers which address, a line each.
func redirects() string {
	var b strings.Builder
	for _, page := range storefront.Pages {
		pattern := strings.NewReplacer("{slug}", ":slug", "{token}", ":token", "{kind}", ":kind").Replace(page.Pattern)
		b.WriteString("/" + pattern + " /" + page.File + " 200\n")
	}
	return b.String() + "/* /" + storefront.NotFound + " 404\n"
}

func writeAll(dir string, files map[string][]byte) error {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		target := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := os.WriteFile(target, files[name], 0o644); err != nil { //nolint:gosec // to be served
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}
