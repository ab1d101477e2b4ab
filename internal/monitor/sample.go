package monitor

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
)

// A Sampler takes the figures of a process from its Prometheus registry each minute.
type Sampler struct {
	Service *Service
	// Gather is the registry.
	Gather prometheus.Gatherer
	// Process names the process among those of the platform.
	Process string
	Log     *slog.Logger

	last reading
}

// Run takes figures at the end of each minute until ctx ends. What cannot be kept is lost: the next
// minute is another.
func (s *Sampler) Run(ctx context.Context) {
	s.last, _ = s.read() // without a beginning the first minute counts from the start of the process
	for {
		minute := time.Now().UTC().Truncate(time.Minute)
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(minute.Add(time.Minute))):
		}
		if err := s.keep(ctx, minute); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "monitor: the figures of a minute are lost", "minute", minute, "err", err)
		}
	}
}

func (s *Sampler) keep(ctx context.Context, minute time.Time) error {
	now, err := s.read()
	if err != nil {
		return err
	}
	figures := now.since(s.last)
	s.last = now
	figures = append(figures, Figure{Name: "db.busy", Value: float64(s.Service.busy())})
	return s.Service.Keep(ctx, minute, s.Process, figures)
}

// A reading is what the registry has counted by a moment.
type reading struct {
	requests, failed, trips, tripped float64
	// routes are the histograms of answers by route.
	routes map[string]histogram
}

// A histogram is counted by buckets, each with all that is up to its bound.
type histogram struct {
	bounds []float64
	counts []float64
	total  float64
}

func (s *Sampler) read() (reading, error) {
	families, err := s.Gather.Gather()
	if err != nil {
		return reading{}, fmt.Errorf("gather figures: %w", err)
	}
	r := reading{routes: map[string]histogram{}}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			r.add(f.GetName(), m)
		}
	}
	return r, nil
}

func (r *reading) add(name string, m *dto.Metric) {
	n := m.GetCounter().GetValue()
	switch name {
	case "orion_http_requests_total":
		r.requests += n
		if strings.HasPrefix(labelOf(m, "status"), "5") {
			r.failed += n
		}
	case "orion_database_round_trips_total":
		r.trips += n
	case "orion_isolation_tripwire_total":
		r.tripped += n
	case "orion_http_request_seconds":
		h := histogram{total: float64(m.GetHistogram().GetSampleCount())}
		for _, b := range m.GetHistogram().GetBucket() {
			h.bounds, h.counts = append(h.bounds, b.GetUpperBound()), append(h.counts, float64(b.GetCumulativeCount()))
		}
		r.routes[labelOf(m, "route")] = h
	}
}

func labelOf(m *dto.Metric, name string) string {
	for _, l := range m.GetLabel() {
		if l.GetName() == name {
			return l.GetValue()
		}
	}
	return ""
}

// since is what came between two readings: of the process, and of each route that was asked for.
func (r reading) since(before reading) []Figure {
	out := []Figure{
		{Name: "http.requests", Value: r.requests - before.requests}, {Name: "http.failed", Value: r.failed - before.failed},
		{Name: "db.roundTrips", Value: r.trips - before.trips},
	}
	if n := r.tripped - before.tripped; n > 0 {
		out = append(out, Figure{Name: "isolation.tripped", Value: n})
	}
	all := histogram{}
	for route, h := range r.routes {
		d := h.minus(before.routes[route])
		if d.total == 0 || route == "/healthz" || route == "/readyz" || route == "/metrics" {
			continue
		}
		all = all.plus(d)
		out = append(out, Figure{"http.requests", route, d.total}, Figure{"http.p95", route, d.quantile(.95)})
	}
	if all.total > 0 {
		out = append(out, Figure{"http.p50", "", all.quantile(.5)}, Figure{"http.p95", "", all.quantile(.95)}, Figure{"http.p99", "", all.quantile(.99)})
	}
	return out
}

func (h histogram) minus(before histogram) histogram { return h.with(before, -1) }
func (h histogram) plus(other histogram) histogram   { return h.with(other, 1) }

func (h histogram) with(o histogram, sign float64) histogram {
	if len(h.bounds) == 0 {
		h = histogram{bounds: o.bounds, counts: make([]float64, len(o.counts))}
	}
	out := histogram{bounds: h.bounds, counts: make([]float64, len(h.counts)), total: h.total + sign*o.total}
	for i := range h.counts {
		out.counts[i] = h.counts[i]
		if i < len(o.counts) {
			out.counts[i] += sign * o.counts[i]
		}
	}
	return out
}

// quantile is where the share q of all lies, in seconds, on a line within its bucket; the highest
// bound for what is beyond.
func (h histogram) quantile(q float64) float64 {
	rank, from, below := q*h.total, 0.0, 0.0
	for i, bound := range h.bounds {
		if math.IsInf(bound, 1) {
			break
		}
		if h.counts[i] >= rank {
			if in := h.counts[i] - below; in > 0 {
				return from + (bound-from)*(rank-below)/in
			}
			return bound
		}
		from, below = bound, h.counts[i]
	}
	return from
}

// busy is how many connections of this process are in use.
func (s *Service) busy() int32 {
	return s.db.App.Stat().AcquiredConns() + s.db.Platform.Stat().AcquiredConns()
}
