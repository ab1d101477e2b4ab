package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// MediaFetch fetches a picture from the address that a feed gave for it.
type MediaFetch struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	MediaID  uuid.UUID `json:"media_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (MediaFetch) Kind() string { return "media.fetch" }

// InsertOpts implements river.JobArgsWithInsertOpts. A dead link is given up after
// three tries; the product stands without it.
func (MediaFetch) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueMedia, MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}
