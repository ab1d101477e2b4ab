package server

import (
	"context"
	"net/http"
	"strings"

	"orion/ent/gen/ent"
	"orion/internal/enum"
)

// A place is what a page's address stands for: an area, and the path in it.
type place struct {
	area   string      // areaShop, areaConsole, areaAdmin; "" where there is nothing
	base   string      // what stands before the path, such as /shop/lumiere
	path   string      // begins with a slash, or is empty where only the slash is missing
	vendor *ent.Vendor // nil in areaAdmin, and where there is none of that name
	named  bool        // the vendor by a host of its own, which is good for links
}

const (
	areaShop    = "shop"
	areaConsole = "console"
	areaAdmin   = "admin"
)

type placeKey struct{}

func placeOf(ctx context.Context) place {
	p, _ := ctx.Value(placeKey{}).(place)
	return p
}

// locate finds the place of a page.
func (s *Server) locate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p, err := s.placeAt(r)
		ctx := r.Context()
		if p.vendor != nil {
			exchangeOf(ctx).vendor = p.vendor.Slug
			ctx = withVendor(ctx, p.vendor)
		}
		r = r.WithContext(context.WithValue(ctx, placeKey{}, p))
		if err != nil {
			s.pages.broken(w, r, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) placeAt(r *http.Request) (place, error) {
	at, err := s.siteOf(r.Context(), exchangeOf(r.Context()).host)
	p := place{path: r.URL.Path, vendor: at.vendor}
	switch {
	case err != nil:
		return place{}, err
	case at.kind == siteAdmin:
		p.area = areaAdmin
	case at.kind == siteShop:
		p.area, p.named = areaShop, true
		if rest, ok := below("/console", p.path); ok {
			p.area, p.base, p.path = areaConsole, "/console", rest
		}
	case at.kind == siteBase && s.ByPath:
		return s.placeByPath(r)
	}
	return p, nil
}

// placeByPath finds the place of a page on the platform's own host.
func (s *Server) placeByPath(r *http.Request) (place, error) {
	if r.URL.Path == "/" { // the front door leads to the console
		return place{area: areaAdmin, base: "/admin"}, nil
	}
	if rest, ok := below("/admin", r.URL.Path); ok {
		return place{area: areaAdmin, base: "/admin", path: rest}, nil
	}
	for prefix, area := range map[string]string{"/shop/": areaShop, "/vendor/": areaConsole} {
		after, ok := strings.CutPrefix(r.URL.Path, prefix)
		slug, _, _ := strings.Cut(after, "/")
		if !ok || slug == "" {
			continue
		}
		p := place{area: area, base: prefix + slug}
		p.path, _ = below(p.base, r.URL.Path)
		v, err := s.Vendors.BySlug(r.Context(), slug)
		if missing(err) {
			return place{area: area}, nil
		}
		p.vendor = v
		return p, err
	}
	return place{}, nil
}

// below cuts a base off a path; what is left is empty or begins with a slash.
func below(base, path string) (string, bool) {
	rest, ok := strings.CutPrefix(path, base)
	return rest, ok && (rest == "" || rest[0] == '/')
}

// open reports whether the pages of a place are shown: a shop's while it is active, a
// console's also while the vendor waits to be let in.
func (p place) open() bool {
	switch p.area {
	case areaAdmin:
		return true
	case areaShop:
		return active(p.vendor)
	case areaConsole:
		return active(p.vendor) || waits(p.vendor)
	}
	return false
}

// suspended reports whether the place is the console of a vendor that is closed for now.
func (p place) suspended() bool {
	return p.area == areaConsole && p.vendor != nil && p.vendor.Status == enum.VendorStatusSuspended
}
