package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// SearchReindex builds a vendor's search index anew.
type SearchReindex struct {
	VendorID  uuid.UUID `json:"vendor_id" river:"unique"`
	ReindexID uuid.UUID `json:"reindex_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (SearchReindex) Kind() string { return "search.reindex" }

// InsertOpts implements river.JobArgsWithInsertOpts. A run that was broken off begins
// again, and what is in use stays as it is.
func (SearchReindex) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueImport, MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// SearchSweep tells the search of changes that no notice came for.
type SearchSweep struct{}

// Kind implements river.JobArgs.
func (SearchSweep) Kind() string { return "search.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (SearchSweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: onceAtATime}
}
