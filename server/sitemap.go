package server

import (
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
)

// The size of sitemaps. A file may hold 50,000 addresses and 50 MB; each product has one in
// every language, and each of them names all the others.
const (
	productsPerFile    = 10_000
	collectionsPerFile = 10_000
	addressPage        = 1000 // how many products are read at once
)

const (
	sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"
	xhtmlSpace   = "http://www.w3.org/1999/xhtml"
)

type sitemapFile struct {
	XMLName xml.Name `xml:"sitemap"`
	Loc     string   `xml:"loc"`
	LastMod string   `xml:"lastmod,omitempty"`
}

type sitemapURL struct {
	XMLName xml.Name      `xml:"url"`
	Loc     string        `xml:"loc"`
	LastMod string        `xml:"lastmod,omitempty"`
	Links   []sitemapLink `xml:"xhtml:link"`
}

type sitemapLink struct {
	Rel      string `xml:"rel,attr"`
	Language string `xml:"hreflang,attr"`
	Address  string `xml:"href,attr"`
}

// sitemapIndex lists the sitemaps of a shop: the first is of its pages and collections, the
// others of its products.
func (p *pages) sitemapIndex(w http.ResponseWriter, r *http.Request) {
	stand, l, ok := p.sitemapHead(w, r)
	if !ok {
		return
	}
	out := newSitemap(w, "sitemapindex")
	for n := range 1 + (stand.Products+productsPerFile-1)/productsPerFile {
		out.write(sitemapFile{Loc: l.origin + l.base + "/sitemap-" + strconv.Itoa(n+1) + ".xml", LastMod: day(stand.Newest)})
	}
	out.end()
}

var sitemapName = regexp.MustCompile(`^sitemap-([1-9][0-9]{0,5})\.xml$`)

// sitemap is one of the files that sitemapIndex lists.
func (p *pages) sitemap(w http.ResponseWriter, r *http.Request) {
	m := sitemapName.FindStringSubmatch(r.PathValue("file"))
	if m == nil {
		p.missing(w, r)
		return
	}
	n, err := strconv.Atoi(m[1])
	if err != nil {
		p.missing(w, r)
		return
	}
	first, err := p.firstAddresses(r.Context(), n)
	switch {
	case err != nil:
		p.broken(w, r, err)
	case n > 1 && len(first) == 0:
		p.missing(w, r)
	default:
		p.sendSitemap(w, r, n, first)
	}
}

// A spot is an address of a shop and when it was last changed.
type spot struct {
	id      uuid.UUID
	path    string
	changed time.Time
}

// firstAddresses are those that a sitemap begins with.
func (p *pages) firstAddresses(ctx context.Context, n int) ([]spot, error) {
	if n > 1 {
		return p.products(ctx, uuid.Nil, (n-2)*productsPerFile, addressPage)
	}
	spots, err := p.pagesOf(ctx, placeOf(ctx).vendor)
	if err != nil {
		return nil, err
	}
	shelves, err := p.server.Catalogue.Shelves(ctx, collectionsPerFile)
	for _, c := range shelves {
		spots = append(spots, spot{path: "/collections/" + c.Slug, changed: c.UpdatedAt})
	}
	return spots, err
}

// pagesOf are the pages that a shop has beside its goods.
func (p *pages) pagesOf(ctx context.Context, v *ent.Vendor) ([]spot, error) {
	spots := []spot{{path: "/"}, {path: "/products"}, {path: "/contact"}, {path: "/legal/" + imprintPage}}
	if p.server.Policies == nil {
		return spots, nil
	}
	texts, err := p.server.Policies.ReadPolicies(ctx, v, v.Language)
	for _, t := range texts {
		spots = append(spots, spot{path: "/legal/" + strings.ToLower(string(t.Kind)), changed: t.UpdatedAt})
	}
	return spots, err
}

func (p *pages) products(ctx context.Context, after uuid.UUID, skip, most int) ([]spot, error) {
	rows, err := p.server.Catalogue.Addresses(ctx, after, skip, most)
	spots := make([]spot, len(rows))
	for i, row := range rows {
		spots[i] = spot{row.ID, "/products/" + row.Slug, row.UpdatedAt}
	}
	return spots, err
}

// sendSitemap writes a sitemap as its addresses are read.
func (p *pages) sendSitemap(w http.ResponseWriter, r *http.Request, n int, spots []spot) {
	_, l, ok := p.sitemapHead(w, r)
	if !ok {
		return
	}
	out := newSitemap(w, "urlset")
	for written := 0; ; {
		for _, s := range spots {
			out.place(l, s)
		}
		written += len(spots)
		if n == 1 || len(spots) < addressPage || written >= productsPerFile {
			break
		}
		var err error
		if spots, err = p.products(r.Context(), spots[len(spots)-1].id, 0, addressPage); err != nil {
			p.cut(r, err)
		}
	}
	out.end()
}

// cut breaks off an answer that cannot be ended: half a file must not pass for a whole one.
func (p *pages) cut(r *http.Request, err error) {
	_ = p.server.public(r, err) // logged; there is nobody left to tell
	panic(http.ErrAbortHandler)
}

// sitemapHead begins the answer; not ok where it is given already.
func (p *pages) sitemapHead(w http.ResponseWriter, r *http.Request) (stand catalog.Stand, l links, ok bool) {
	stand, err := p.server.Catalogue.Stand(r.Context())
	if err != nil {
		p.broken(w, r, err)
		return stand, l, false
	}
	l = linksOf(r, placeOf(r.Context()))
	w.Header().Set("Content-Type", "application/xml; charset=utf-8")
	return stand, l, fresh(w, r, stand, r.URL.Path, l.origin)
}

// fresh lets an answer that depends on how things stand in a shop be kept for an hour. It
// reports whether it must be sent; who has it already is told so.
func fresh(w http.ResponseWriter, r *http.Request, of ...any) bool {
	tag := "W/" + tagOf(fmt.Append(nil, of...))
	w.Header().Set("ETag", tag)
	w.Header().Set("Cache-Control", "public, max-age=3600")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return false
	}
	return r.Method != http.MethodHead
}

// A sitemapWriter writes the elements of a sitemap one by one. Who goes away in the middle
// is not told, so that errors of writing are of no interest.
type sitemapWriter struct {
	w    io.Writer
	enc  *xml.Encoder
	root string
}

func newSitemap(w http.ResponseWriter, root string) *sitemapWriter {
	out := &sitemapWriter{w: newPatient(w), root: root}
	_, _ = io.WriteString(out.w, xml.Header+"<"+root+` xmlns="`+sitemapSpace+`" xmlns:xhtml="`+xhtmlSpace+`">`+"\n")
	out.enc = xml.NewEncoder(out.w)
	return out
}

func (s *sitemapWriter) write(v any) { _ = s.enc.Encode(v) }

func (s *sitemapWriter) end() { _, _ = io.WriteString(s.w, "\n</"+s.root+">\n") }

// place writes an address in all languages of a shop.
func (s *sitemapWriter) place(l links, at spot) {
	var links []sitemapLink
	for _, a := range l.alternates(at.path) {
		links = append(links, sitemapLink{"alternate", a.Language, a.Address})
	}
	for _, language := range l.offered {
		s.write(sitemapURL{Loc: l.in(language, at.path), LastMod: day(at.changed), Links: links})
	}
}

// day is a time as sitemaps have it, empty for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
