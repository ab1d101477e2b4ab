package marketplace

import (
	"time"

	"orion/ent/gen/ent"
)

// Health is how imports do on the platform.
type Health struct {
	Running, Queued int
	OldestQueuedAt  *time.Time
	Stuck           int
	RowsPerSecond   float64
	PausedSources   int
	PausedVendors   []*ent.Vendor
	Days            []*Day
	ErrorClasses    []*ErrorClass
}

// Day is what imports did in a day, UTC.
type Day struct {
	Date             string
	Imports          int
	FailedImports    int
	Created, Updated int
	Failed           int
}

// ErrorClass is one way in which rows are wrong.
type ErrorClass struct {
	Code           string
	Column         *string
	Count, Vendors int
	Example        *ent.ImportRowError
	ExampleJob     *ent.MarketplaceImportJob
}
