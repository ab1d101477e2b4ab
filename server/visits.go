package server

import (
	"net/http"
	"net/url"
	"regexp"

	"orion/ent/gen/ent"
)

// Visits counts who comes to shops.
type Visits interface {
	// Visit counts somebody who comes to a vendor's shop now. It must wait for nothing.
	Visit(vendor *ent.Vendor)
}

// machines are what programs that are no browsers of people call themselves.
var machines = regexp.MustCompile(`(?i)bot|crawl|spider|slurp|preview|monitor|scan|headless|lighthouse|curl|wget|python|java/|okhttp|go-http|axios|node|feed|facebookexternalhit`)

// visit counts a page of a shop that somebody came to from elsewhere. Going on from page to
// page within the shop is the same visit, which the browser itself tells: nothing is kept
// of anybody to find out.
func (s *Server) visit(r *http.Request, v *ent.Vendor) {
	if s.Visits == nil || r.Method != http.MethodGet || !byPerson(r) || fromWithin(r) {
		return
	}
	s.Visits.Visit(v)
}

// byPerson reports whether a page is for somebody who looks at it, and not for a program or
// for later.
func byPerson(r *http.Request) bool {
	agent, dest := r.UserAgent(), r.Header.Get("Sec-Fetch-Dest")
	return agent != "" && !machines.MatchString(agent) && r.Header.Get("Sec-Purpose") == "" && (dest == "" || dest == "document")
}

// fromWithin reports whether a page was come to from the same host.
func fromWithin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" {
		return site == "same-origin"
	}
	from, err := url.Parse(r.Referer())
	return err == nil && from.Host != "" && from.Host == exchangeOf(r.Context()).host
}
