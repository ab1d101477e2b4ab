package stats

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/kit/clock"
	"orion/internal/store"
)

// flushEach is how often visits are written down.
const flushEach = time.Minute

// flushTime bounds how long that may take.
const flushTime = 10 * time.Second

// Visits counts who comes to shops, without knowing anybody: a number by shop and day, kept
// in memory and written down each minute. What was counted since is lost where the program
// is killed.
type Visits struct {
	db    *store.DB
	clock clock.Clock

	mu    sync.Mutex
	n     map[visitDay]int
	zones map[string]*time.Location
}

type visitDay struct {
	vendor uuid.UUID
	day    string
}

// NewVisits returns Visits that have counted nobody.
func NewVisits(db *store.DB, c clock.Clock) *Visits {
	return &Visits{db: db, clock: c, n: map[visitDay]int{}, zones: map[string]*time.Location{}}
}

// Visit counts somebody who comes to a vendor's shop now. It waits for nothing.
func (v *Visits) Visit(of *ent.Vendor) {
	now := v.clock.Now()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.n[visitDay{of.ID, now.In(v.zone(of.TimeZone)).Format(time.DateOnly)}]++
}

// zone is called under the lock. A name that this machine does not know is UTC to it: a
// visit more or less on a day is no reason to show no page.
func (v *Visits) zone(name string) *time.Location {
	z := v.zones[name]
	if z == nil {
		var err error
		if z, err = time.LoadLocation(name); err != nil {
			z = time.UTC
		}
		v.zones[name] = z
	}
	return z
}

// Flush writes down what was counted. What cannot be written is kept for the next time.
func (v *Visits) Flush(ctx context.Context) error {
	v.mu.Lock()
	counted := v.n
	v.n = map[visitDay]int{}
	v.mu.Unlock()
	if len(counted) == 0 {
		return nil
	}
	err := addVisits(ctx, v.db, counted)
	if err != nil {
		v.mu.Lock()
		defer v.mu.Unlock()
		for day, n := range counted {
			v.n[day] += n
		}
	}
	return err
}

// Run writes down each minute what was counted, until ctx ends, and then once more.
func (v *Visits) Run(ctx context.Context, log *slog.Logger) {
	tick := time.NewTicker(flushEach)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
		}
		flush, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
		if err := v.Flush(flush); err != nil {
			log.WarnContext(ctx, "stats: visits could not be written down", "err", err)
		}
		cancel()
		if ctx.Err() != nil {
			return
		}
	}
}

// CountVisits adds visits to a day of a vendor, such as those that another program counted.
func (s *Service) CountVisits(ctx context.Context, vendor uuid.UUID, day string, n int) error {
	return addVisits(ctx, s.db, map[visitDay]int{{vendor, day}: n})
}
