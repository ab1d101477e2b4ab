package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	adminui "orion/admin-ui"
	"orion/internal/kit/errs"
	"orion/internal/kit/i18n"
	"orion/storefront"
)

// pages serves the static pages of shops and consoles and what they are made of. Each
// page is the same for everybody but for its slots, which package storefront explains.
type pages struct {
	server *Server
	words  map[string]storefront.Words // of shops, by language
	shop   fs.FS                       // of package storefront
	admin  fs.FS                       // of package adminui
	areas  map[string]*http.ServeMux
	assets assets
	styles styles

	policyShop, policyCheckout, policyConsole string
}

// slots are the comments that a page is filled in at.
const (
	slotConfig = "<!--orion:config-->"
	slotHead   = "<!--orion:head-->"
	slotLang   = `<html lang="en"`
)

func newPages(s *Server) (*pages, error) {
	p := &pages{
		server: s, shop: storefront.Files, admin: adminui.Files,
		policyShop: picturesFrom(policyShop, s.MediaURL), policyConsole: picturesFrom(policyConsole, s.MediaURL),
	}
	p.policyCheckout = withCards(p.policyShop, s.Cards)
	if s.Disk != "" {
		p.shop, p.admin = os.DirFS(filepath.Join(s.Disk, "storefront")), os.DirFS(filepath.Join(s.Disk, "admin-ui"))
	}
	lib, err := storefront.Library()
	if err != nil {
		return nil, fmt.Errorf("read third-party files: %w", err)
	}
	if p.words, err = storefront.Catalogues(); err != nil {
		return nil, err
	}
	p.assets = newAssets(p.shop, p.admin, lib, s.Disk == "")
	p.areas = map[string]*http.ServeMux{
		areaShop:    p.area(p.front, storefront.Pages),
		areaConsole: p.area(p.console, adminui.VendorPages),
		areaAdmin:   p.area(p.console, adminui.AdminPages),
	}
	p.areas[areaShop].HandleFunc("GET /theme.css", p.theme)
	p.areas[areaShop].HandleFunc("GET /robots.txt", p.shopRobots)
	p.areas[areaShop].HandleFunc("GET /sitemap.xml", p.sitemapIndex)
	p.areas[areaShop].HandleFunc("GET /{file}", p.sitemap)
	p.areas[areaShop].HandleFunc("GET /feeds/{file}", p.feed)
	p.mountTrial(p.areas[areaShop])
	return p, p.complete()
}

// complete reports pages that are listed and not there.
func (p *pages) complete() error {
	lists := map[fs.FS][]storefront.Page{
		p.shop:  append([]storefront.Page{{File: storefront.NotFound}, {File: storefront.Unavailable}}, storefront.Pages...),
		p.admin: append(adminui.AdminPages[:len(adminui.AdminPages):len(adminui.AdminPages)], adminui.VendorPages...),
	}
	var missing []error
	for files, list := range lists {
		for _, page := range list {
			if _, err := fs.Stat(files, page.File); err != nil {
				missing = append(missing, fmt.Errorf("page %q: %w", page.Pattern, err))
			}
		}
	}
	return errors.Join(missing...)
}

// area is the table of the pages of one area. An address with a slash too many leads to
// the one without.
func (p *pages) area(show func(storefront.Page) http.HandlerFunc, list []storefront.Page) *http.ServeMux {
	mux := http.NewServeMux()
	for _, page := range list {
		show := show(page)
		if page.Pattern == "" {
			mux.HandleFunc("GET /{$}", show)
			continue
		}
		mux.HandleFunc("GET /"+page.Pattern, show)
		mux.HandleFunc("GET /"+page.Pattern+"/{$}", func(w http.ResponseWriter, r *http.Request) {
			redirect(w, r, placeOf(r.Context()).base+strings.TrimSuffix(r.URL.Path, "/"))
		})
	}
	mux.HandleFunc("GET /", p.missing)
	return mux
}

// ServeHTTP shows the page at a place.
func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	at, x := placeOf(r.Context()), exchangeOf(r.Context())
	switch {
	case at.suspended():
		p.tell(w, r, noticeSuspended)
	case !at.open():
		p.nothing(w, r)
	case at.path == "":
		redirect(w, r, at.base+"/")
	default:
		inner, url := *r, *r.URL
		url.Path = at.path
		inner.URL = &url
		p.areas[at.area].ServeHTTP(w, &inner)
		x.route = at.area + ":" + strings.TrimPrefix(inner.Pattern, "GET ")
	}
}

// redirect leads to another path on this host for good. The path must be one that was
// asked for: straight has seen to it that it cannot name another host.
func redirect(w http.ResponseWriter, r *http.Request, path string) {
	to := *r.URL
	to.Scheme, to.Host, to.Path = "", "", path
	http.Redirect(w, r, to.String(), http.StatusPermanentRedirect) //nolint:gosec // a path on this host, see above
}

// console shows a page of a console, which is the same for everybody.
func (p *pages) console(page storefront.Page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p.show(w, r, p.admin, page.File, p.policyConsole, http.StatusOK, &sheet{})
	}
}

// front shows a page of a shop, with what its sheet says where it has one.
func (p *pages) front(page storefront.Page) http.HandlerFunc {
	if page.Pattern == checkoutPage {
		return p.checkout(page)
	}
	if fillers[page.Pattern] == nil {
		return func(w http.ResponseWriter, r *http.Request) {
			p.show(w, r, p.shop, page.File, p.policyShop, http.StatusOK, &sheet{hidden: true})
		}
	}
	return func(w http.ResponseWriter, r *http.Request) { p.fill(w, r, page) }
}

// checkoutPage is the only page that runs what another host sends: the form for cards.
const checkoutPage = "checkout"

// checkout shows the page with that form. Wallets in it may ask the browser for a payment.
func (p *pages) checkout(page storefront.Page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if p.server.Cards != nil {
			w.Header().Set("Permissions-Policy", permissionsCheckout)
		}
		p.show(w, r, p.shop, page.File, p.policyCheckout, http.StatusOK, &sheet{hidden: true, cards: p.server.Cards})
	}
}

// show answers with a page whose slots are filled.
func (p *pages) show(w http.ResponseWriter, r *http.Request, files fs.FS, file, policy string, status int, s *sheet) {
	page, err := fs.ReadFile(files, file)
	if err != nil {
		p.broken(w, r, fmt.Errorf("read page %s: %w", file, err))
		return
	}
	at := placeOf(r.Context())
	locale := localeOf(r, at)
	c := configOf(at, locale)
	c.Cards = s.cards
	config, err := json.Marshal(c) // escapes <, > and &, so no name can end the block
	if err != nil {
		p.broken(w, r, fmt.Errorf("fill page %s: %w", file, err))
		return
	}
	html := strings.NewReplacer(
		slotConfig, `<script type="application/json" id="orion-config">`+string(config)+`</script>`,
		slotHead, p.headOf(r, at, locale, s),
		slotLang, `<html lang="`+locale+`"`,
	).Replace(fillSlots(string(page), s.slots))
	guard(w, policy)
	if at.area == areaShop && status == http.StatusOK {
		p.server.visit(r, at.vendor)
	}
	answer(w, r, status, html)
}

// answer sends HTML that is asked for anew each time, and sent only where it changed.
func answer(w http.ResponseWriter, r *http.Request, status int, html string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-cache")
	h.Add("Vary", "Accept-Language, Cookie")
	if status != http.StatusOK {
		w.WriteHeader(status)
		if r.Method != http.MethodHead {
			_, _ = w.Write([]byte(html))
		}
		return
	}
	h.Set("ETag", "W/"+tagOf([]byte(html)))
	http.ServeContent(w, r, "", noTime, strings.NewReader(html))
}

// missing answers an address of an open shop or console where there is no page.
func (p *pages) missing(w http.ResponseWriter, r *http.Request) {
	if placeOf(r.Context()).area == areaShop {
		p.show(w, r, p.shop, storefront.NotFound, p.policyShop, http.StatusNotFound, &sheet{hidden: true})
		return
	}
	p.nothing(w, r)
}

// nothing answers an address that is nowhere, alike for shops that never were and for
// those that are closed.
func (p *pages) nothing(w http.ResponseWriter, r *http.Request) {
	p.tell(w, r, noticeNothing)
}

// broken answers where a page cannot be shown through no fault of who asks.
func (p *pages) broken(w http.ResponseWriter, r *http.Request, err error) {
	n := noticeBroken
	if p.server.public(r, err).Code == errs.Unavailable {
		n.status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "1")
	}
	p.tell(w, r, n)
}

// localeOf returns the language of a page: the visitor's choice where it is offered,
// else a shop's own and, in consoles, what the browser asks for.
func localeOf(r *http.Request, at place) string {
	tag, chosen := choice(r)
	if at.area == areaShop && at.vendor != nil {
		for _, offered := range at.vendor.Languages {
			if chosen && offered == tag.String() {
				return offered
			}
		}
		return at.vendor.Language
	}
	return i18n.From(r.Context()).String()
}
