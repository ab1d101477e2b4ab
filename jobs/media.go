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

// MediaProcess makes a picture of the file that was sent for it, which lies at Key.
type MediaProcess struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	MediaID  uuid.UUID `json:"media_id" river:"unique"`
	Key      string    `json:"key" river:"unique"`
}

// Kind implements river.JobArgs.
func (MediaProcess) Kind() string { return "media.process" }

// InsertOpts implements river.JobArgsWithInsertOpts. The file is ours: what fails is the
// blob store or the database, which come back within minutes.
func (MediaProcess) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueMedia, MaxAttempts: 8, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// MediaClean removes files that pictures have no longer. Each of Sets goes together and
// begins with the key that a row would name.
type MediaClean struct {
	VendorID uuid.UUID  `json:"vendor_id"`
	Sets     [][]string `json:"sets"`
}

// Kind implements river.JobArgs.
func (MediaClean) Kind() string { return "media.clean" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (MediaClean) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: QueueMedia} }
