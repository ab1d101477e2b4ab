package server_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/server"
)

type readyAnswer struct {
	Status string
	Parts  map[string]struct{ Status string }
}

func ready(t testing.TB, s http.Handler) (int, readyAnswer) {
	t.Helper()
	w := get(s, "/readyz", "Host: 10.0.0.9:8080")
	var a readyAnswer
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &a))
	return w.Code, a
}

func TestHealth(t *testing.T) {
	t.Parallel()
	s, log := open(t, func(d *server.Deps) {
		d.Checks = []server.Check{
			{Name: "database", Run: func(context.Context) error { return nil }},
			{Name: "storage", Run: func(context.Context) error { return errors.New("canary: no route to 10.1.1.1") }},
		}
	})
	require.Equal(t, http.StatusOK, get(s, "/healthz", "Host: whatever").Code, "alive whatever is down")
	status, a := ready(t, s)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Equal(t, "unready", a.Status)
	require.Equal(t, "up", a.Parts["database"].Status)
	require.Equal(t, "down", a.Parts["storage"].Status)
	require.NotContains(t, get(s, "/readyz").Body.String(), "canary", "why is nobody else's business")
	require.Contains(t, log.String(), "canary")
}

// What requests can do without turns none of them away.
func TestB8_142AnOptionalPartIsDown(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) {
		d.Checks = []server.Check{{Name: "storage", Optional: true, Run: func(context.Context) error { return errors.New("no route") }}}
	})
	status, a := ready(t, s)
	require.Equal(t, http.StatusOK, status)
	require.Equal(t, "ready", a.Status)
	require.Equal(t, "down", a.Parts["storage"].Status)
}

func TestReadinessIsNotAskedForEachRequest(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	s, _ := open(t, func(d *server.Deps) {
		d.Checks = []server.Check{{Name: "database", Run: func(context.Context) error { asked.Add(1); return nil }}}
	})
	for range 50 {
		status, a := ready(t, s)
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "ready", a.Status)
	}
	require.LessOrEqual(t, asked.Load(), int32(5))
}

func TestACheckThatHangs(t *testing.T) {
	t.Parallel()
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	s, _ := open(t, func(d *server.Deps) {
		d.Checks = []server.Check{{Name: "queue", Run: func(context.Context) error { <-hang; return nil }}}
	})
	status, a := ready(t, s)
	require.Equal(t, http.StatusServiceUnavailable, status)
	require.Equal(t, "down", a.Parts["queue"].Status)
}

func TestMetrics(t *testing.T) {
	t.Parallel()
	s, _ := open(t, func(d *server.Deps) { d.MetricsToken = "figures" })
	get(s, "/shop/lumiere/products/secret-slug?q=secret")
	get(s, "/products/secret-slug", "Host: lumiere.orion.example")
	ask(s, "BREW", "/shop/lumiere/", "")
	require.Equal(t, http.StatusNotFound, get(s, "/metrics").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/metrics", "Authorization: Bearer guess").Code)
	require.Equal(t, http.StatusNotFound, get(s, "/metrics?token=figures").Code)
	w := get(s, "/metrics", "Authorization: Bearer figures")
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), `orion_http_requests_total{method="GET",route="shop:/products/{slug}",status="404"} 2`)
	require.NotContains(t, w.Body.String(), "secret")
	require.NotContains(t, w.Body.String(), "BREW")

	own := httptest.NewRecorder()
	s.Metrics().ServeHTTP(own, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	require.Contains(t, own.Body.String(), "orion_http_request_seconds_bucket")

	none, _ := open(t)
	require.Equal(t, http.StatusNotFound, get(none, "/metrics", "Authorization: Bearer ").Code, "no token set is not an empty token")
}

func TestReportsOfViolations(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		body, counted string
		n             int
	}{
		"a violation":         {`{"csp-report":{"document-uri":"https://x/orders/canary","effective-directive":"img-src","blocked-uri":"inline","source-file":"https://x/assets/a.js?canary","line-number":3}}`, "img-src", 1},
		"of an older browser": {`{"csp-report":{"violated-directive":"script-src-elem 'self'","blocked-uri":"https://evil.example/canary"}}`, "script-src-elem", 1},
		"a made-up one":       {`{"csp-report":{"effective-directive":"canary"}}`, "other", 1},
		"rubbish":             {`canary`, "", 0},
		"a list":              {`[{"type":"csp-violation"}]`, "", 0},
		"an empty object":     {`{}`, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, log := open(t, func(d *server.Deps) { d.MetricsToken = "figures" })
			w := ask(s, http.MethodPost, "/csp-report", tc.body, "Content-Type: application/csp-report")
			require.Equal(t, http.StatusNoContent, w.Code)
			figures := get(s, "/metrics", "Authorization: Bearer figures").Body.String()
			if tc.n == 0 {
				require.NotContains(t, figures, "orion_csp_reports_total{")
			} else {
				require.Regexp(t, `orion_csp_reports_total\{directive="`+tc.counted+`"\} `+strconv.Itoa(tc.n)+"\n", figures)
				require.Contains(t, log.String(), "policy violated")
			}
			require.NotContains(t, log.String(), "canary", "pages have secret addresses")
		})
	}
	s, _ := open(t)
	require.Equal(t, http.StatusRequestEntityTooLarge, ask(s, http.MethodPost, "/csp-report", strings.Repeat("x", 20<<10)).Code)
}
