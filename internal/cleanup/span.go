package cleanup

import (
	"context"
	"time"

	"github.com/google/uuid"

	"orion/internal/settings"
)

// A span is how long rows are kept: as the staff say, but for vendors that say otherwise.
type span struct {
	kept time.Duration
	own  map[uuid.UUID]time.Duration
}

// until is the moment up to which rows are kept where no vendor says otherwise.
func (s span) until(now time.Time) time.Time { return now.Add(-s.kept) }

// every are the arguments of the statements about every vendor.
func (s span) every(now time.Time) []any {
	vendors, before := make([]uuid.UUID, 0, len(s.own)), make([]time.Time, 0, len(s.own))
	for vendor, kept := range s.own {
		vendors, before = append(vendors, vendor), append(before, now.Add(-kept))
	}
	return []any{s.until(now), now, vendors, before}
}

// spans are the spans of all kinds, by their settings. ctx is the platform's.
func (s *Service) spans(ctx context.Context) (map[settings.Key]span, error) {
	out := map[settings.Key]span{}
	for _, k := range kinds {
		if k.Stays() {
			continue
		}
		kept, err := s.set.Span(ctx, k.Setting)
		if err != nil {
			return nil, err
		}
		out[k.Setting] = span{kept: kept, own: map[uuid.UUID]time.Duration{}}
	}
	own, err := s.set.OwnSpans(ctx)
	for _, o := range own {
		if of, ok := out[o.Key]; ok {
			of.own[o.Vendor] = o.Span
		}
	}
	return out, err
}
