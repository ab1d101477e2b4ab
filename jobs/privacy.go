package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// PrivacyExport writes the file of a customer's data.
type PrivacyExport struct {
	VendorID  uuid.UUID `json:"vendor_id" river:"unique"`
	RequestID uuid.UUID `json:"request_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (PrivacyExport) Kind() string { return "privacy.export" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (PrivacyExport) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// PrivacySweep carries out the erasures that are due and removes files whose time is over.
type PrivacySweep struct{}

// Kind implements river.JobArgs.
func (PrivacySweep) Kind() string { return "privacy.sweep" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (PrivacySweep) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 3, UniqueOpts: onceAtATime}
}
