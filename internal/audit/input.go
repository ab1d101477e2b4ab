package audit

import (
	"time"

	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
)

// Where is the graph's AuditWhere. All given conditions must hold.
type Where struct {
	VendorID     *publicid.ID
	ActorEmail   *string
	Audience     []string
	Action       []string
	Target       *string
	RequestID    *string
	Impersonated *bool
	OccurredAt   *filter.DateTime
}

// Bucket is the graph's AuditBucket.
type Bucket struct {
	Start time.Time
	End   time.Time
	Count int
}

// Actor is the graph's AuditActor.
type Actor struct {
	Audience   string
	Email      *string
	APIKeyName *string
}

// ExportInput is the graph's DataExportInput.
type ExportInput struct{ Kind enum.ExportKind }
