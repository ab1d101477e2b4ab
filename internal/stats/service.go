package stats

import (
	"context"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/marketplaceimportjob"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/store"
)

// What counts as little stock, and how far back imports are looked at.
const (
	lowStock   = 3
	importDays = 7
	maxDays    = 365
)

// Service makes figures of the viewer's vendor.
type Service struct {
	db    *store.DB
	clock clock.Clock
}

// New returns the Service.
func New(db *store.DB, c clock.Clock) *Service { return &Service{db: db, clock: c} }

// Dashboard takes the figures that the first page begins with.
func (s *Service) Dashboard(ctx context.Context, vendor *ent.Vendor) (*Dashboard, error) {
	d := &Dashboard{AsOf: s.clock.Now(), VendorID: vendor.ID, zone: vendor.TimeZone, currency: vendor.Currency}
	for _, figure := range []struct {
		to    *int
		count func(context.Context) (int, error)
	}{
		{&d.OrdersToFulfill, s.db.Order.Query().Where(order.StatusEQ(enum.OrderStatusPlaced),
			order.FulfillmentStatusIn(enum.FulfillmentStatusUnfulfilled, enum.FulfillmentStatusPartiallyFulfilled)).Count},
		{&d.LowStock, s.db.InventoryLevel.Query().Where(atMost(lowStock)).Count},
		{&d.SelectedProducts, s.db.MarketplaceProduct.Query().Where(marketplaceproduct.StatusEQ(enum.MarketplaceProductStatusSelected)).Count},
		{&d.ActiveProducts, s.db.Product.Query().Where(product.StatusEQ(enum.ProductStatusActive)).Count},
		{&d.ImportsWithErrors, s.db.MarketplaceImportJob.Query().Where(
			marketplaceimportjob.CreatedAtGTE(d.AsOf.AddDate(0, 0, -importDays)),
			marketplaceimportjob.StatusIn(enum.ImportStatusFailed, enum.ImportStatusCompletedWithErrors)).Count},
	} {
		n, err := figure.count(ctx)
		if err != nil {
			return nil, fmt.Errorf("take the figures of the dashboard: %w", err)
		}
		*figure.to = n
	}
	return d, nil
}

func atMost(available int) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString(s.C(inventorylevel.FieldOnHand)).WriteString(" - ").
				WriteString(s.C(inventorylevel.FieldReserved)).WriteString(" <= ").Arg(available)
		}))
	}
}

// Sales returns the orders placed on each of the last days, today last. Days are
// the vendor's; a day without orders counts too.
func (s *Service) Sales(ctx context.Context, d *Dashboard, days int) ([]*SalesDay, error) {
	if days < 1 || days > maxDays {
		return nil, errs.Field("days", "must be 1 to %d", maxDays)
	}
	zone, err := time.LoadLocation(d.zone)
	if err != nil {
		return nil, fmt.Errorf("load the time zone: %w", err)
	}
	today := midnight(d.AsOf.In(zone))
	first := today.AddDate(0, 0, 1-days)
	out, at := make([]*SalesDay, days), make(map[string]*SalesDay, days)
	for i := range out {
		name := first.AddDate(0, 0, i).Format(time.DateOnly)
		out[i] = &SalesDay{Date: name, Total: money.New(0, d.currency)}
		at[name] = out[i]
	}
	rows, err := s.salesRows(ctx, first, d.zone)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		if day := at[r.Day]; day != nil {
			day.Orders, day.Total.Minor = r.Orders, r.Total
		}
	}
	return out, nil
}

type salesRow struct {
	Day    string `json:"day"`
	Orders int    `json:"orders"`
	Total  int64  `json:"total"`
}

// salesRows adds up in the database; cancelled orders sold nothing.
func (s *Service) salesRows(ctx context.Context, from time.Time, zone string) ([]salesRow, error) {
	var rows []salesRow
	err := s.db.Order.Query().Where(order.PlacedAtGTE(from.UTC()),
		order.StatusIn(enum.OrderStatusPlaced, enum.OrderStatusCompleted)).
		Modify(func(q *sql.Selector) {
			// The zone comes from the vendor's row, checked when it was set; quoted all
			// the same, for a parameter here and one in GROUP BY would be two to Postgres.
			day := fmt.Sprintf("to_char(%s AT TIME ZONE '%s', 'YYYY-MM-DD')", q.C(order.FieldPlacedAt), quoteless(zone))
			q.Select(sql.As(day, "day"), sql.As("count(*)", "orders"), sql.As(fmt.Sprintf("sum(%s)::bigint", q.C(order.FieldTotalMinor)), "total")).
				GroupBy(day)
		}).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("add up sales: %w", err)
	}
	return rows, nil
}

// quoteless keeps the characters that names of time zones have.
func quoteless(zone string) string {
	keep := make([]rune, 0, len(zone))
	for _, r := range zone {
		if r == '/' || r == '_' || r == '-' || r == '+' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			keep = append(keep, r)
		}
	}
	return string(keep)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}
