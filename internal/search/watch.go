package search

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/clock"
)

const (
	// engineTime is how long an engine may take to answer before Postgres does.
	engineTime = 500 * time.Millisecond
	// retryAfter is how long an engine that failed is left alone.
	retryAfter = 5 * time.Second
)

// A watch knows for which vendors the engine does not answer, and since when. Each vendor
// has its own: a broken index of one slows nobody else.
type watch struct {
	clock clock.Clock

	mu   sync.Mutex
	down map[uuid.UUID]outage
}

type outage struct{ since, until time.Time }

func newWatch(c clock.Clock) *watch { return &watch{clock: c, down: map[uuid.UUID]outage{}} }

// open reports whether the engine is to be left alone for now.
func (w *watch) open(vendor uuid.UUID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock.Now().Before(w.down[vendor].until)
}

// fail notes that the engine did not answer; true where it did before.
func (w *watch) fail(vendor uuid.UUID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.clock.Now()
	o, known := w.down[vendor]
	if !known {
		o.since = now
	}
	o.until = now.Add(retryAfter)
	w.down[vendor] = o
	return !known
}

// answer notes that the engine answers; true where it did not before.
func (w *watch) answer(vendor uuid.UUID) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	_, known := w.down[vendor]
	delete(w.down, vendor)
	return known
}

// since returns since when Postgres stands in for a vendor, nil where it does not.
func (w *watch) since(vendor uuid.UUID) *time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	o, known := w.down[vendor]
	if !known {
		return nil
	}
	return &o.since
}

// all returns how many vendors Postgres stands in for, and since when for the first.
func (w *watch) all() (n int, since time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, o := range w.down {
		if n == 0 || o.since.Before(since) {
			since = o.since
		}
		n++
	}
	return n, since
}

// Health says how the search is, for operators: "bleve", or that Postgres stands in.
func (s *Service) Health() string {
	n, since := s.watch.all()
	if n == 0 {
		return s.engine.Name()
	}
	return fmt.Sprintf("database fallback for %d shops since %s", n, since.Format(time.RFC3339))
}

// find asks the engine, and Postgres where that fails or takes too long. An engine that
// failed is asked again after retryAfter.
func (s *Service) find(ctx context.Context, vendor uuid.UUID, q *Query) (*Hits, error) {
	if s.engine.Name() == s.spare.Name() || s.watch.open(vendor) {
		return s.spare.Search(ctx, vendor, q)
	}
	timed, cancel := context.WithTimeout(ctx, engineTime)
	hits, err := s.engine.Search(timed, vendor, q)
	cancel()
	switch {
	case err == nil:
		if s.watch.answer(vendor) {
			s.log.InfoContext(ctx, "search: the engine answers again", "engine", s.engine.Name(), "vendor", vendor)
		}
		return hits, nil
	case ctx.Err() != nil:
		return nil, err
	}
	if s.watch.fail(vendor) {
		s.log.WarnContext(ctx, "search: database fallback", "engine", s.engine.Name(), "vendor", vendor, "err", err)
	}
	if errors.Is(err, ErrMissing) {
		s.want(vendor)
	}
	return s.spare.Search(ctx, vendor, q)
}
