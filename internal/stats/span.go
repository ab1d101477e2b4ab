package stats

import (
	"fmt"
	"time"

	"orion/internal/kit/errs"
)

// maxSpan is how many days a span may have: a leap year's.
const maxSpan = 366

// usualSpan is how many days a span has where nobody says.
const usualSpan = 30

// A Span asks for days: the last ones, or from one to another, both of them counted.
type Span struct {
	Days     *int
	From, To *string
}

// A span is some days, and as many before. Days are calendar days at midnight UTC, whatever
// time zone they are days of, so that none has 23 hours.
type span struct{ before, from, end time.Time }

// on decides which days are asked for where today is a day. INVALID for none or too many.
func (s Span) on(today time.Time) (span, error) {
	first, last := today, today
	switch {
	case s.From != nil || s.To != nil:
		var err error
		if s.Days != nil {
			return span{}, errs.Field("days", "must not be given together with from and to")
		}
		if first, err = day("from", s.From); err != nil {
			return span{}, err
		}
		if last, err = day("to", s.To); err != nil {
			return span{}, err
		}
		if last.Before(first) {
			return span{}, errs.Field("to", "must not be before from")
		}
	case s.Days == nil:
		first = today.AddDate(0, 0, 1-usualSpan)
	default:
		if *s.Days < 1 || *s.Days > maxSpan {
			return span{}, errs.Field("days", "must be 1 to %d", maxSpan)
		}
		first = today.AddDate(0, 0, 1-*s.Days)
	}
	out := span{from: first, end: last.AddDate(0, 0, 1)}
	if out.length() > maxSpan {
		return span{}, errs.Field("from", "must be at most %d days before to", maxSpan-1)
	}
	out.before = first.AddDate(0, 0, -out.length())
	return out, nil
}

func day(name string, s *string) (time.Time, error) {
	if s == nil {
		return time.Time{}, errs.Field(name, "must be given too")
	}
	d, err := time.Parse(time.DateOnly, *s)
	if err != nil || d.Year() < 1900 {
		return time.Time{}, errs.Field(name, "must be a day such as 2026-11-30")
	}
	return d, nil
}

func (s span) length() int { return int(s.end.Sub(s.from).Hours() / 24) }

func name(d time.Time) string { return d.Format(time.DateOnly) }

// last is the day before a day.
func last(d time.Time) string { return name(d.AddDate(0, 0, -1)) }

// today is the day that a moment is on in a time zone.
func today(now time.Time, zone *time.Location) time.Time {
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// begins is the moment at which a day begins in a time zone: midnight, or what comes next
// where clocks are set forward over it.
func begins(d time.Time, zone *time.Location) time.Time {
	y, m, n := d.Date()
	at := time.Date(y, m, n, 0, 0, 0, 0, zone)
	if at.Day() != n { // there is no midnight, and Go has gone back before it
		at = time.Date(y, m, n, 1, 0, 0, 0, zone)
	}
	return at.UTC()
}

func load(zone string) (*time.Location, error) {
	l, err := time.LoadLocation(zone)
	if err != nil {
		return nil, fmt.Errorf("load the time zone: %w", err)
	}
	return l, nil
}
