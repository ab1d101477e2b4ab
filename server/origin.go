package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/rs/cors"
)

type originKey struct{}

// OriginAllowed reports whether the page that sends the request may read our answers:
// one of this very host, of another host of the platform, or of a vendor's own domain.
// It answers for requests that came through a Server, and decides which pages may open
// a socket, where browsers do not ask.
func OriginAllowed(r *http.Request) bool {
	allowed, _ := r.Context().Value(originKey{}).(bool)
	return allowed
}

// cors lets pages of our hosts and of vendors' domains use the API. It never allows
// credentials, so that no page of another host acts with a visitor's cookies: pages
// elsewhere bear tokens.
func (s *Server) cors() func(http.Handler) http.Handler {
	c := cors.New(cors.Options{
		AllowOriginVaryRequestFunc: func(r *http.Request, _ string) (bool, []string) { return OriginAllowed(r), nil },
		AllowedMethods:             []string{http.MethodGet, http.MethodPost, http.MethodPut},
		AllowedHeaders:             []string{"Accept", "Accept-Language", "Authorization", "Content-Type", "Orion-Vendor"},
		ExposedHeaders:             []string{"X-Request-Id", "Retry-After"},
		MaxAge:                     600,
	})
	return func(next http.Handler) http.Handler {
		inner := c.Handler(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			origin := r.Header.Get("Origin")
			if origin == "" && r.Method != http.MethodOptions { // no browser, or a page of this very host that reads
				w.Header()["Vary"] = append(make([]string, 0, 4), "Origin") // with room for what others add
				next.ServeHTTP(w, r)
				return
			}
			if origin != "" {
				r = r.WithContext(context.WithValue(r.Context(), originKey{}, s.allows(r, origin)))
			}
			inner.ServeHTTP(w, r)
		})
	}
}

// allows asks for the vendor of a foreign origin only; what cannot be looked up is not
// allowed.
func (s *Server) allows(r *http.Request, origin string) bool {
	if s.sameOrigin(r, origin) {
		return true
	}
	u, ok := s.readOrigin(origin)
	if !ok {
		return false
	}
	at, err := s.siteOf(r.Context(), u.Hostname())
	if err != nil {
		return false
	}
	switch at.kind {
	case siteShop:
		return active(at.vendor)
	case siteAPI, siteAdmin:
		return true
	}
	return at.kind == siteBase && !nameless(u.Hostname()) // else whatever runs on this machine could read
}

// sameOrigin reports whether a page of this very host sends the request. Only such a
// page may use what the browser keeps in cookies.
func (s *Server) sameOrigin(r *http.Request, origin string) bool {
	u, ok := s.readOrigin(origin)
	if !ok {
		return false
	}
	authority, host := readHost(u.Host)
	x := exchangeOf(r.Context())
	if authority == x.authority {
		return true
	}
	// In development localhost and 127.0.0.1 are the same to everybody but a browser.
	return s.ByPath && nameless(host) && nameless(x.host) &&
		strings.TrimPrefix(authority, host) == strings.TrimPrefix(x.authority, x.host)
}

// readOrigin parses an Origin header; in production it must be one of TLS.
func (s *Server) readOrigin(origin string) (*url.URL, bool) {
	u, err := url.Parse(origin)
	if err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.User != nil {
		return nil, false
	}
	return u, u.Scheme == "https" || u.Scheme == "http" && !s.Production
}
