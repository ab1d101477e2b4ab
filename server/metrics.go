package server

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"orion/internal/settings"
	"orion/internal/viewer"
)

type meters struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	running  prometheus.Gauge
	reports  *prometheus.CounterVec
}

func newMeters(to prometheus.Registerer) *meters {
	m := &meters{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "orion_http_requests_total", Help: "Requests answered, by route, method and status.",
		}, []string{"route", "method", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "orion_http_request_seconds", Help: "How long answers took, by route.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"route"}),
		running: prometheus.NewGauge(prometheus.GaugeOpts{
			Name: "orion_http_requests_running", Help: "Requests being answered, sockets and streams among them.",
		}),
		reports: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "orion_csp_reports_total", Help: "Violations of a page's policy that browsers reported, by directive.",
		}, []string{"directive"}),
	}
	to.MustRegister(m.requests, m.seconds, m.running, m.reports)
	return m
}

func (m *meters) count(route, method string, status int, took time.Duration) {
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// Metrics shows the figures of the program, for a listener that only operators reach.
func (s *Server) Metrics() http.Handler {
	return promhttp.HandlerFor(s.Deps.Metrics, promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError})
}

// metricsByToken shows the same to who bears the token. To everybody else there is no
// such page.
func (s *Server) metricsByToken(w http.ResponseWriter, r *http.Request) {
	want, err := s.metricsToken(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	token, _, err := bearer(r.Header)
	if want == "" || err != nil || !same(token, want) {
		refuse(w, r, http.StatusNotFound, errNothing)
		return
	}
	s.Metrics().ServeHTTP(w, r)
}

// metricsToken is the token that shows figures, "" for none.
func (s *Server) metricsToken(ctx context.Context) (string, error) {
	if s.Settings == nil {
		return s.MetricsToken, nil
	}
	return s.Settings.Text(viewer.NewContext(ctx, viewer.ForPlatform()), settings.MetricsToken)
}
