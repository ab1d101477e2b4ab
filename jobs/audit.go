package jobs

import (
	"github.com/google/uuid"
	"github.com/riverqueue/river"
)

// AuditExport writes the file of an export. VendorID is zero for the platform's.
type AuditExport struct {
	VendorID uuid.UUID `json:"vendor_id" river:"unique"`
	ExportID uuid.UUID `json:"export_id" river:"unique"`
}

// Kind implements river.JobArgs.
func (AuditExport) Kind() string { return "audit.export" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (AuditExport) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// AuditExpire removes the files of exports whose time is over.
type AuditExpire struct{}

// Kind implements river.JobArgs.
func (AuditExpire) Kind() string { return "audit.expire" }
