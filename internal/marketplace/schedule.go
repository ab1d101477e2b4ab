package marketplace

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// A timetable is when a source is fetched: five fields of cron in a time zone.
type timetable struct {
	spec *cron.SpecSchedule
	zone *time.Location
}

var cronParser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow)

// star is the bit that a field of cron has that was a star.
const star = 1 << 63

var (
	errNoSchedule = errors.New("no schedule")
	errTooOften   = errors.New("more often than hourly")
)

// parseSchedule reads five fields of cron, at most hourly. Names of time zones and
// shorthands are none of them.
func parseSchedule(text string, zone *time.Location) (*timetable, error) {
	fields := strings.Fields(text)
	if len(fields) != 5 || strings.ContainsAny(text, "=@") {
		return nil, errNoSchedule
	}
	parsed, err := cronParser.Parse(strings.Join(fields, " "))
	spec, ok := parsed.(*cron.SpecSchedule)
	if err != nil || !ok {
		return nil, errNoSchedule
	}
	if bits.OnesCount64(spec.Minute&^star) != 1 {
		return nil, errTooOften
	}
	t := &timetable{spec: spec, zone: zone}
	if _, ok := t.next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)); !ok {
		return nil, errNoSchedule // the 30th of February
	}
	return t, nil
}

// next returns the first moment of a timetable after another, in UTC. What is due every
// hour goes by the time that passes. All else goes by the clock on the wall: an hour that
// is left out in spring is made up for at once, and one that comes twice in autumn
// counts once. It is false where no such moment comes within five years.
func (t *timetable) next(after time.Time) (time.Time, bool) {
	local := after.In(t.zone)
	if t.spec.Hour&star != 0 {
		n := t.spec.Next(local)
		return n.UTC(), !n.IsZero()
	}
	for wall := onWall(local); ; {
		if wall = t.spec.Next(wall); wall.IsZero() {
			return time.Time{}, false
		}
		if n := t.moment(wall); n.After(after) {
			return n.UTC(), true
		}
	}
}

// onWall is what the clock on the wall shows, as if it showed UTC.
func onWall(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// moment is when the clock on the wall shows a time; where it never does, as long
// after the time before as it would have been.
func (t *timetable) moment(wall time.Time) time.Time {
	n := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, t.zone)
	if ahead := wall.Sub(onWall(n)); ahead > 0 {
		return n.Add(ahead)
	}
	return n
}

// zoneOf returns a vendor's time zone. They are checked where they are set, so that
// one that is unknown here is a database that this machine's list is older than.
func zoneOf(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("time zone %q: %w", name, err)
	}
	return zone, nil
}
