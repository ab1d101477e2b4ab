package server

import (
	"net/http"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/settings"
	"orion/internal/viewer"
)

// What robots may do. Filters of a list make addresses without end; what is one person's
// own says nothing to others.
const (
	robotsNothing = "User-agent: *\nDisallow: /\n"
	robotsShop    = "User-agent: *\nAllow: /\n"
)

// robotsOwn are paths of a shop that robots have no business at.
var robotsOwn = []string{"/cart", "/checkout", "/account/", "/orders/", "/console/"}

// robots tells robots what they may read of a host: an open shop's, and nothing else.
func (s *Server) robots(w http.ResponseWriter, r *http.Request) {
	at, err := s.siteOf(r.Context(), exchangeOf(r.Context()).host)
	switch {
	case err != nil: // a robot that gets an error keeps away and comes again
		s.fail(w, r, err)
	case at.kind == siteShop && active(at.vendor):
		s.sendShop(w, r, at.vendor, linksOf(r, place{area: areaShop, vendor: at.vendor, named: true}))
	default:
		sendRobots(w, robotsNothing)
	}
}

// sendShop tells robots what they may read of a shop: nothing where it does not want to be
// found.
func (s *Server) sendShop(w http.ResponseWriter, r *http.Request, v *ent.Vendor, l links) {
	indexed, err := s.Settings.Bool(viewer.NewContext(r.Context(), viewer.ForVendor(v.ID)), settings.ShopIndexed)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case indexed:
		sendRobots(w, robotsOf(l))
	default:
		sendRobots(w, robotsNothing)
	}
}

// shopRobots is the same for a shop by path, where no robot looks for it, for people to read.
func (p *pages) shopRobots(w http.ResponseWriter, r *http.Request) {
	p.server.sendShop(w, r, placeOf(r.Context()).vendor, linksOf(r, placeOf(r.Context())))
}

func sendRobots(w http.ResponseWriter, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write([]byte(text))
}

// robotsOf is what robots may read of a shop: all but what is one person's own, and lists
// that are narrowed down by more than one thing.
func robotsOf(l links) string {
	var b strings.Builder
	b.WriteString(robotsShop)
	for _, path := range robotsOwn {
		b.WriteString("Disallow: " + l.base + path + "\n")
	}
	for _, name := range narrowing {
		b.WriteString("Disallow: " + l.base + "/*?*&" + name + "=\n")
	}
	b.WriteString("\nSitemap: " + l.origin + l.base + "/sitemap.xml\n")
	return b.String()
}
