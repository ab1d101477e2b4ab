package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// MarketplaceImport reads an uploaded feed into staging.
type MarketplaceImport struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	ImportID uuid.UUID `json:"import_id" river:"unique"`
}

// Kind implements river.JobArgs. Kinds are stored: rename one only with an alias.
func (MarketplaceImport) Kind() string { return "marketplace.import" }

// InsertOpts implements river.JobArgsWithInsertOpts. A run that was broken off goes
// on from its cursor, so it may be tried often.
func (MarketplaceImport) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: QueueImport, MaxAttempts: 10, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}
