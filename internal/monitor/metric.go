package monitor

import (
	"context"
	"time"

	"orion/internal/kit/errs"
)

// How long a stretch of time may be that figures are asked of, and how many points a line has
// at most.
const (
	maxStretch = 30 * 24 * time.Hour
	maxPoints  = 720
)

// MetricSeries is the graph's type of the same name: a figure over time.
type MetricSeries struct {
	Name   string
	Label  string
	Points []*MetricPoint
}

// MetricPoint is the graph's type of the same name.
type MetricPoint struct {
	At    time.Time
	Value float64
}

// figures are the names that can be asked for, and how the values of several processes and
// minutes are put together.
var figures = map[string]string{
	"http.requests": "sum", "http.failed": "sum", "http.p50": "max", "http.p95": "max", "http.p99": "max",
	"db.busy": "sum", "db.roundTrips": "sum", "queue.waiting": "max", "queue.oldest": "max", "isolation.tripped": "sum",
}

// Metrics returns figures between two moments, each by label, a point a minute, or the more minutes
// a point the longer the stretch is. What is a rate is the highest of its processes and minutes,
// what is a count their sum. INVALID where there is no such figure or the moments are in no order,
// or more than 30 days apart.
func (s *Service) Metrics(ctx context.Context, names []string, from, to time.Time, label *string) ([]*MetricSeries, error) {
	if !to.After(from) || to.Sub(from) > maxStretch {
		return nil, errs.Field("to", "must come after from, by at most 30 days")
	}
	var out []*MetricSeries
	for _, name := range names {
		how, ok := figures[name]
		if !ok {
			return nil, errs.Field("names", "there is no such figure")
		}
		lines, err := s.lines(ctx, name, how, from, to, label)
		if err != nil {
			return nil, err
		}
		out = append(out, lines...)
	}
	return out, nil
}

// width is how many minutes are one point.
func width(from, to time.Time) time.Duration {
	minutes := int(to.Sub(from) / time.Minute)
	return time.Duration(max(1, (minutes+maxPoints-1)/maxPoints)) * time.Minute
}
