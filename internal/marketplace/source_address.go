package marketplace

import (
	"context"
	"errors"
	"strings"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
	"orion/internal/store"
)

// addressInto takes where files come from, and when. Another address forgets the
// credentials of the one before; none has no schedule.
func (s *Service) addressInto(in *SourceInput, src *ent.MarketplaceSource, path string) error {
	m := &mend{path: path}
	if in.FeedURL != nil {
		address := strings.TrimSpace(*in.FeedURL)
		if err := s.fetcher.Check(address); address != "" && err != nil {
			m.add(unfetched(err), "feedUrl")
		}
		if src.FeedURL == nil || *src.FeedURL != address {
			src.FeedURL, src.Credentials = text(address), nil
		}
		if address == "" {
			src.Schedule = nil
		}
	}
	if err := s.credentialsInto(in.Credentials, src, m); err != nil {
		return err
	}
	if in.Schedule != nil {
		scheduleInto(strings.Join(strings.Fields(*in.Schedule), " "), src, m)
	}
	return m.bad.Or()
}

// unfetched says what is wrong with an address in words of the graph.
func unfetched(err error) *errs.Error {
	if e, ok := errors.AsType[*fetch.Error](err); ok {
		return errs.New(errs.Invalid, e.Format, e.Args...)
	}
	return errs.Wrap(err, errs.Invalid, "the address cannot be fetched")
}

func (s *Service) credentialsInto(c *FeedCredentials, src *ent.MarketplaceSource, m *mend) (err error) {
	if c == nil {
		return nil
	}
	if src.FeedURL == nil {
		m.add(errs.New(errs.Invalid, "go with an address"), "credentials")
		return nil
	}
	if c.check(m); len(m.bad) > 0 {
		return nil
	}
	src.Credentials, err = s.sealFor(src.VendorID, src.ID, c)
	return err
}

func scheduleInto(schedule string, src *ent.MarketplaceSource, m *mend) {
	_, err := parseSchedule(schedule, time.UTC)
	switch {
	case schedule == "":
		src.Schedule = nil
	case len(schedule) > 100 || errors.Is(err, errNoSchedule):
		m.add(errs.New(errs.Invalid, "is no schedule, such as 30 5 * * * for half past five every day"), "schedule")
	case err != nil:
		m.add(errs.New(errs.Invalid, "is more often than once an hour"), "schedule")
	case src.FeedURL == nil:
		m.add(errs.New(errs.Invalid, "goes with an address"), "schedule")
	default:
		src.Schedule = &schedule
	}
}

// plan says when a source is fetched next, by the clock of its vendor.
func (s *Service) plan(ctx context.Context, tx *store.Tx, src *ent.MarketplaceSource) error {
	src.NextRunAt = nil
	if src.Schedule == nil || src.PausedAt != nil {
		return nil
	}
	v, err := tx.Vendor.Get(ctx, src.VendorID)
	if err != nil {
		return err
	}
	zone, err := zoneOf(v.TimeZone)
	if err != nil {
		return err
	}
	t, err := parseSchedule(*src.Schedule, zone)
	if err != nil {
		return err
	}
	if at, ok := t.next(s.clock.Now()); ok {
		src.NextRunAt = &at
	}
	return nil
}
