package search

import (
	"context"
	"log/slog"
	"strings"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// How much may wait to be written down, and how long.
const (
	ledgerSize  = 10_000
	ledgerBatch = 100
	ledgerTime  = time.Second
)

// A searched is one search that somebody made.
type searched struct {
	vendor         uuid.UUID
	zone           string
	term, language string
	found          int
	at             time.Time
}

// A ledger writes down what is searched for, behind the back of whoever searches. What
// does not fit is lost and counted, for no search may wait for it.
type ledger struct {
	write func(context.Context, []searched) error
	log   *slog.Logger
	in    chan searched
	tasks chan func(context.Context)
	lost  atomic.Int64
}

func newLedger(write func(context.Context, []searched) error, log *slog.Logger) *ledger {
	return &ledger{write: write, log: log, in: make(chan searched, ledgerSize), tasks: make(chan func(context.Context), 64)}
}

// note takes a search down to be written.
func (l *ledger) note(s searched) {
	select {
	case l.in <- s:
	default:
		l.lost.Add(1)
	}
}

// later has something done that the request need not wait for. What does not fit is asked
// for again by the next request.
func (l *ledger) later(f func(context.Context)) {
	select {
	case l.tasks <- f:
	default: // enough waits
	}
}

// run writes until ctx ends, and then what is left.
func (l *ledger) run(ctx context.Context) {
	tick := time.NewTicker(ledgerTime)
	defer tick.Stop()
	var wait []searched
	flush := func(ctx context.Context) {
		if len(wait) > 0 {
			if err := l.write(ctx, wait); err != nil {
				l.lost.Add(int64(len(wait)))
				l.log.ErrorContext(ctx, "search: write down what was searched for", "searches", len(wait), "err", err)
			}
			wait = nil
		}
		if n := l.lost.Swap(0); n > 0 {
			l.log.WarnContext(ctx, "search: searches were not counted", "lost", n)
		}
	}
	for {
		select {
		case s := <-l.in:
			if wait = append(wait, s); len(wait) >= ledgerBatch {
				flush(ctx)
			}
		case f := <-l.tasks:
			f(ctx)
		case <-tick.C:
			flush(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			for len(l.in) > 0 {
				wait = append(wait, <-l.in)
			}
			flush(last)
			return
		}
	}
}

// A counted is all searches for one term on one day.
type counted struct {
	day                      time.Time
	term, language           string
	searches, empty, results int
	last                     time.Time
}

// tally adds searches up by vendor, day in the vendor's time zone, term and language.
func tally(of []searched) map[uuid.UUID][]*counted {
	out := map[uuid.UUID][]*counted{}
	for _, s := range of {
		day := dayOf(s.at, s.zone)
		c := same(out[s.vendor], day, s)
		if c == nil {
			c = &counted{day: day, term: s.term, language: s.language}
			out[s.vendor] = append(out[s.vendor], c)
		}
		c.searches++
		if s.found == 0 {
			c.empty++
		}
		c.results, c.last = s.found, s.at
	}
	return out
}

func same(of []*counted, day time.Time, s searched) *counted {
	for _, c := range of {
		if c.term == s.term && c.language == s.language && c.day.Equal(day) {
			return c
		}
	}
	return nil
}

// dayOf returns the date of a moment in a time zone, at midnight UTC. A zone that nobody
// knows is UTC.
func dayOf(at time.Time, zone string) time.Time {
	where, err := time.LoadLocation(zone)
	if err != nil {
		where = time.UTC
	}
	y, m, d := at.In(where).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// termOf is a search as it is counted: in lower case, on one line.
func termOf(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")), " "))
}
