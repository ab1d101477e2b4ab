package jobs

import (
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// CollectionsEvaluate asks the rules of a vendor's collections. At is when that was asked
// for: changes of the same moment are one job, and a change during a run is another.
type CollectionsEvaluate struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	At       time.Time `json:"at" river:"unique"`
}

// Kind implements river.JobArgs.
func (CollectionsEvaluate) Kind() string { return "collection.evaluate" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (CollectionsEvaluate) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// CollectionsSweep has the rules of all vendors' collections asked, because products grow
// older by themselves.
type CollectionsSweep struct{}

// Kind implements river.JobArgs.
func (CollectionsSweep) Kind() string { return "collection.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (CollectionsSweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 5, UniqueOpts: onceAtATime}
}
