// Package cleanup removes what has been kept long enough, and says beforehand what would go.
//
// A kind of rows has one condition for when a row of it is over, by which the sweep removes
// and the dry run counts: see kinds. How long a kind is kept is a setting, of each vendor
// where the rows are vendors'. What the law or the record wants for good is listed too, and
// nothing here removes it.
package cleanup

import (
	"errors"

	"orion/internal/kit/clock"
	"orion/internal/settings"
	"orion/internal/store"
	"orion/jobs"
)

// A Service cleans up. It is safe for concurrent use.
type Service struct {
	db    *store.DB
	set   *settings.Service
	queue *jobs.Queue
	clock clock.Clock
}

// New returns a Service. The queue takes the removal of files.
func New(db *store.DB, set *settings.Service, queue *jobs.Queue, now clock.Clock) (*Service, error) {
	if db == nil || set == nil || queue == nil || now == nil {
		return nil, errors.New("cleanup: a required dependency is missing")
	}
	return &Service{db: db, set: set, queue: queue, clock: now}, nil
}
