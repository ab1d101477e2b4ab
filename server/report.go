package server

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"path"
	"strings"

	"golang.org/x/time/rate"

	"orion/internal/viewer"
)

// reportBytes bounds what a browser sends of one violation.
const reportBytes = 16 << 10

// newReportPace says how many violations are written to the log: a page may break its
// policy at each click, and anybody may send what looks like a report. All are counted.
func newReportPace() *rate.Limiter { return rate.NewLimiter(1, 20) }

// A violation is the part of a report that is written down. Addresses of pages are not:
// they hold tokens.
type violation struct {
	directive, blocked, source string
	line                       int
}

// cspReport takes a violation of a policy that a browser reports. What is no report is
// not counted, and not an error that anybody would read.
func (s *Server) cspReport(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, reportBytes))
	if err != nil {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return
	}
	if v, ok := readViolation(body); ok {
		s.meters.reports.WithLabelValues(v.directive).Inc()
		if s.reports.Allow() {
			s.Log.WarnContext(r.Context(), "http: policy violated", "request", viewer.RequestFrom(r.Context()).ID,
				"directive", v.directive, "blocked", v.blocked, "source", v.source, "line", v.line)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func readViolation(body []byte) (violation, bool) {
	var sent struct {
		Report struct {
			Violated  string `json:"violated-directive"`
			Effective string `json:"effective-directive"`
			Blocked   string `json:"blocked-uri"`
			Source    string `json:"source-file"`
			Line      int    `json:"line-number"`
		} `json:"csp-report"`
	}
	if json.Unmarshal(body, &sent) != nil || sent.Report.Violated+sent.Report.Effective == "" {
		return violation{}, false
	}
	r := sent.Report
	if r.Effective == "" { // older browsers name the whole directive
		r.Effective, _, _ = strings.Cut(r.Violated, " ")
	}
	return newViolation(r.Effective, r.Blocked, r.Source, r.Line), true
}

// directives are those that a policy of ours can name.
var directives = map[string]bool{
	"default-src": true, "script-src": true, "script-src-elem": true, "script-src-attr": true, "style-src": true,
	"style-src-elem": true, "style-src-attr": true, "img-src": true, "font-src": true, "connect-src": true,
	"manifest-src": true, "media-src": true, "object-src": true, "frame-src": true, "worker-src": true,
	"form-action": true, "base-uri": true, "frame-ancestors": true,
}

func newViolation(directive, blocked, source string, line int) violation {
	if !directives[directive] {
		directive = "other"
	}
	v := violation{directive: directive, blocked: cut(blocked, 40), line: line}
	if u, err := url.Parse(blocked); err == nil && u.Host != "" {
		v.blocked = cut(u.Scheme+"://"+u.Host, 100)
	}
	if u, err := url.Parse(source); err == nil && u.Path != "" {
		v.source = cut(path.Base(u.Path), 60)
	}
	return v
}
