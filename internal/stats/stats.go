// Package stats makes the figures of dashboards: what vendors sold by day, added up by a
// job, and what waits for somebody.
package stats

import (
	"time"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/kit/money"
)

// Dashboard is the figures of a vendor's first page. Sales is asked for apart.
type Dashboard struct {
	AsOf              time.Time
	TimeZone          string
	OrdersToFulfill   int
	LowStock          int
	SelectedProducts  int
	ActiveProducts    int
	ImportsWithErrors int
	Todo              []*TodoItem
	Setup             []*SetupStep

	VendorID uuid.UUID

	currency string
}

// TodoItem is how much of one kind of work waits.
type TodoItem struct {
	Code  enum.TodoCode
	Count int
}

// SetupStep is a step of setting up a shop.
type SetupStep struct {
	Code enum.SetupCode
	Done bool
}

// SalesDay is what was sold on one day, in the vendor's time zone.
type SalesDay struct {
	Date         string
	Orders       int
	Total        money.Money
	Refunds      money.Money
	NewCustomers int
}

// SalesFigures is what was sold in a span of days.
type SalesFigures struct {
	Sales        money.Money
	Orders       int
	Cancelled    int
	Units        int
	AverageValue *money.Money
	Refunds      money.Money
	Fees         money.Money
	NewCustomers int
}

// CurrencySales is what was sold in one currency in a span of days and in as many before.
type CurrencySales struct {
	Currency         string
	Figures, Before  *SalesFigures
	Days, DaysBefore []*SalesDay

	span span
}

// SalesPeriod is what a vendor sold in a span of days. What is asked for apart is of it.
type SalesPeriod struct {
	CurrencySales
	Since, Until         time.Time
	From, To             string
	BeforeFrom, BeforeTo string
	OtherCurrencies      []string
}

// PlatformPeriod is what all vendors sold in a span of days.
type PlatformPeriod struct {
	From, To             string
	BeforeFrom, BeforeTo string
	Currencies           []*CurrencySales

	span span
}

// Funnel is how far visitors came.
type Funnel struct {
	Visits    int
	Carts     int
	Checkouts int
	Orders    int
	Paid      int
}

// ProductSales is what was sold of a product.
type ProductSales struct {
	ProductID uuid.UUID
	Units     int
	Total     money.Money
}

// VendorSales is what a vendor sold in one currency.
type VendorSales struct {
	VendorID uuid.UUID
	Orders   int
	Total    money.Money
	Fees     money.Money
}

// PlatformDashboard is the figures of the platform's first page.
type PlatformDashboard struct {
	AsOf      time.Time
	Vendors   []*VendorStatusCount
	Queues    []*QueueState
	Attention []*AttentionItem
}

// VendorStatusCount is how many vendors have a status.
type VendorStatusCount struct {
	Status enum.VendorStatus
	Count  int
}

// QueueState is how a queue of background work does.
type QueueState struct {
	Name     string
	Waiting  int
	Running  int
	Retrying int
	OldestAt *time.Time
}

// AttentionItem is how much of one kind has to be looked after.
type AttentionItem struct {
	Code  enum.AttentionCode
	Count int
}
