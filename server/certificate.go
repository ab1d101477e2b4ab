package server

import (
	"net/http"

	"orion/internal/enum"
)

// Certificate tells a proxy whether it may have a certificate made for ?domain=, before the
// first handshake with a host: 200 for a host of the platform and of every vendor that is not
// closed, 404 for all others, or strangers could have the proxy use up what certificate
// authorities allow. It is for a listener that only operators reach.
func (s *Server) Certificate(w http.ResponseWriter, r *http.Request) {
	at, err := s.siteOf(r.Context(), r.URL.Query().Get("domain"))
	switch {
	case err != nil:
		s.fail(w, r, err)
	case at.kind == siteUnknown, at.vendor != nil && at.vendor.Status == enum.VendorStatusClosed:
		w.WriteHeader(http.StatusNotFound)
	default:
		w.WriteHeader(http.StatusOK)
	}
}
