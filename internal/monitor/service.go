// Package monitor watches the platform: how its parts do, what went wrong, what its figures were,
// and what of that the staff have to look after. It is for the staff alone.
package monitor

import (
	"context"

	"golang.org/x/text/language"

	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/store"
	"orion/jobs"
)

// Deps is what a Service needs. All but Parts, Periodic, Disk and Staff are required.
type Deps struct {
	DB      *store.DB
	Pages   *page.Signer
	Clock   clock.Clock
	Queue   *jobs.Queue
	Notices *store.Listener
	// Parts are what the program stands on, in the order in which they are shown.
	Parts []Part
	// Periodic is the work that the clock asks for.
	Periodic []Periodic
	// Disk returns how full the disk of the files is, in percent; it may be nil.
	Disk func() (int64, error)
	// Staff are written to of what cannot wait; nil writes to nobody.
	Staff Staff
}

// Staff is who looks after the platform: vendor.Service.
type Staff interface {
	// AlertOpened writes to those of the staff who may see the state of the platform; event
	// names the alert, of which each hears once, and title says what it is about.
	AlertOpened(ctx context.Context, tx *store.Tx, event string, title func(language.Tag) string) error
}

// Service watches the platform. It is safe for concurrent use.
type Service struct {
	db      *store.DB
	pages   *page.Signer
	clock   clock.Clock
	queue   *jobs.Queue
	notices *store.Listener
	parts   []Part
	disk    func() (int64, error)

	periodic []Periodic
	mail     Staff
}

// New returns the Service.
func New(d Deps) *Service {
	return &Service{db: d.DB, pages: d.Pages, clock: d.Clock, queue: d.Queue, notices: d.Notices, parts: d.Parts, disk: d.Disk, periodic: d.Periodic, mail: d.Staff}
}
