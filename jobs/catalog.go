package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// CatalogTask does one thing to many products.
type CatalogTask struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	TaskID   uuid.UUID `json:"task_id" river:"unique"`
}

// Kind implements river.JobArgs. Kinds are stored: rename one only with an alias.
func (CatalogTask) Kind() string { return "catalog.task" }

// InsertOpts implements river.JobArgsWithInsertOpts. A run that was broken off goes on
// from its cursor, so it may be tried often.
func (CatalogTask) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueImport, MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}
