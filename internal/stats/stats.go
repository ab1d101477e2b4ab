// Package stats makes the figures of dashboards.
package stats

import (
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/money"
)

// Dashboard is the figures of a vendor's first page. Sales is asked for apart.
type Dashboard struct {
	AsOf              time.Time
	OrdersToFulfill   int
	LowStock          int
	SelectedProducts  int
	ActiveProducts    int
	ImportsWithErrors int

	VendorID uuid.UUID

	zone, currency string
}

// SalesDay is what was sold on one day, in the vendor's time zone.
type SalesDay struct {
	Date   string
	Orders int
	Total  money.Money
}
