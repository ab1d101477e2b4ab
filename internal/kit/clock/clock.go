// Package clock is the time that rules read, so that tests can set it.
package clock

import "time"

// A Clock tells the time in UTC.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock.
type System struct{}

// Now returns the current time in UTC, to the microsecond that Postgres keeps.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// Fixed is a clock that stands still at a moment.
type Fixed time.Time

// Now returns the moment.
func (f Fixed) Now() time.Time { return time.Time(f) }
