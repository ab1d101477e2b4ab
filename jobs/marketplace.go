package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// MarketplaceImport reads an uploaded feed into staging.
type MarketplaceImport struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	ImportID uuid.UUID `json:"import_id" river:"unique"`

	// Sequence is the import's when it was queued: it may be queued again, once it
	// waited for somebody.
	Sequence int `json:"sequence,omitempty" river:"unique"`
}

// Kind implements river.JobArgs. Kinds are stored: rename one only with an alias.
func (MarketplaceImport) Kind() string { return "marketplace.import" }

// InsertOpts implements river.JobArgsWithInsertOpts. A run that was broken off goes
// on from its cursor, so it may be tried often.
func (MarketplaceImport) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueImport, MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// StagingTask does one thing to many staged products.
type StagingTask struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	TaskID   uuid.UUID `json:"task_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (StagingTask) Kind() string { return "marketplace.task" }

// InsertOpts implements river.JobArgsWithInsertOpts. A run that was broken off goes on
// from its cursor, so it may be tried often.
func (StagingTask) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueImport, MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// MarketplaceSchedule begins the imports of sources whose time has come.
type MarketplaceSchedule struct{}

// Kind implements river.JobArgs.
func (MarketplaceSchedule) Kind() string { return "marketplace.schedule" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (MarketplaceSchedule) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: onceAtATime}
}
