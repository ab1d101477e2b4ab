package marketplace

import (
	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
)

// ProductWhere is the graph's MarketplaceProductWhere. All given conditions must hold.
type ProductWhere struct {
	Status      []enum.MarketplaceProductStatus
	Search      *string
	Brand       []string
	ProductType []string
	Price       *filter.Decimal
	// Source are handles.
	Source          []string
	ItemGroupID     *string
	ChangedAtSource *bool
	Pinned          *bool
}

// StartInput is the graph's ImportStartInput.
type StartInput struct {
	UploadID       publicid.ID
	Source         string
	Mode           enum.ImportMode
	ErrorPolicy    enum.ImportErrorPolicy
	Kind           enum.ImportKind
	Complete       bool
	DryRun         bool
	Mapping        *FeedMapping
	IdempotencyKey string
}

// JobWhere is the graph's ImportJobWhere. All given conditions must hold.
type JobWhere struct {
	Status   []enum.ImportStatus
	Kind     []enum.ImportKind
	Source   *string
	VendorID *publicid.ID
	Stuck    *bool
}

// Progress is how far an import is.
type Progress struct {
	Total, Processed, Created, Updated, Unchanged, Failed int
	// Missing are products of the source that a whole feed does not have; they are no part of Total.
	Missing int

	// RatePerSecond is rows a second since the start, 0 until it runs.
	RatePerSecond float64
	// EtaSeconds is nil where the end cannot be told.
	EtaSeconds *int
}

// Event is a step of an import.
type Event struct {
	Sequence int
	Job      *ent.MarketplaceImportJob
}

// Problem is something about a staged product to look at before it is published.
type Problem struct {
	Blocking bool
	Code     string
	Message  string
}
