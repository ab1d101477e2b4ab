package search

import (
	"context"
	"errors"
	"time"

	"orion/internal/viewer"
)

// waitFor is how long a building waits for the queue before the process that has the index
// open takes it up itself: workers may run in a process that has not.
const waitFor = 20 * time.Second

func (s *Service) buildWaiting(ctx context.Context) {
	all, err := s.waitingReindexes(ctx, s.clock.Now().Add(-waitFor))
	if err != nil && ctx.Err() == nil {
		s.log.ErrorContext(ctx, "search: look for indexes to build", "err", err)
	}
	for _, w := range all {
		err := s.RunReindex(viewer.NewContext(ctx, viewer.ForVendor(w.Vendor)), w.ID)
		if err != nil && ctx.Err() == nil && !errors.Is(err, ErrHeld) {
			s.log.ErrorContext(ctx, "search: build an index", "vendor", w.Vendor, "err", err)
		}
	}
}
