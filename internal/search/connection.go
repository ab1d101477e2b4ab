package search

import (
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
)

// The pages of this domain, and their edges.
type (
	SearchTermConnection = page.Connection[*Term]
	SearchTermEdge       = page.Edge[*Term]
)

func publicVendor(v *viewer.Viewer) publicid.ID { return publicid.New("Vendor", v.VendorID) }
