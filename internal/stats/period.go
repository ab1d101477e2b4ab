package stats

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/funnelrollup"
	"orion/ent/gen/ent/productrollup"
	"orion/ent/gen/ent/salesrollup"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
)

// maxTop is the longest list of the best.
const maxTop = 50

// Sales returns the sales of each of the last days in the shop's currency, today last. Days
// are the vendor's; a day without sales counts too.
func (s *Service) Sales(ctx context.Context, d *Dashboard, days int) ([]*SalesDay, error) {
	if days < 1 || days > maxDays {
		return nil, errs.Field("days", "must be 1 to %d", maxDays)
	}
	p, err := s.Period(ctx, d, Span{Days: &days}, nil)
	if err != nil {
		return nil, err
	}
	return p.Days, nil
}

// Period returns what the vendor sold in a span of its days in one currency, its own unless
// said, beside what it sold in as many days before. INVALID for a span that is none.
func (s *Service) Period(ctx context.Context, d *Dashboard, asked Span, currency *string) (*SalesPeriod, error) {
	zone, err := load(d.TimeZone)
	if err != nil {
		return nil, err
	}
	is, err := asked.on(today(s.clock.Now(), zone))
	if err != nil {
		return nil, err
	}
	in := d.currency
	if currency != nil {
		in = *currency
	}
	rows, err := s.salesOf(ctx, is)
	if err != nil {
		return nil, err
	}
	out := &SalesPeriod{
		CurrencySales: *is.add(in, rows), Since: begins(is.from, zone), Until: begins(is.end, zone),
		From: name(is.from), To: last(is.end), BeforeFrom: name(is.before), BeforeTo: last(is.from), OtherCurrencies: []string{},
	}
	for _, r := range rows {
		if r.Currency != in && r.Day >= out.From && !slices.Contains(out.OtherCurrencies, r.Currency) {
			out.OtherCurrencies = append(out.OtherCurrencies, r.Currency)
		}
	}
	slices.Sort(out.OtherCurrencies)
	return out, nil
}

// A tally is the sales of a day in a currency: of one vendor, or of several added up.
type tally struct {
	Day          string `json:"day"`
	Currency     string `json:"currency"`
	Orders       int    `json:"orders"`
	Cancelled    int    `json:"cancelled"`
	Units        int    `json:"units"`
	Gross        int64  `json:"gross"`
	Refund       int64  `json:"refund"`
	Fee          int64  `json:"fee"`
	NewCustomers int    `json:"new_customers"`
}

// salesOf reads a span and the days before it, of all vendors that the viewer sees.
func (s *Service) salesOf(ctx context.Context, is span) ([]tally, error) {
	var rows []tally
	err := s.db.SalesRollup.Query().
		Where(salesrollup.DayGTE(name(is.before)), salesrollup.DayLT(name(is.end))).
		Order(salesrollup.ByDay(), salesrollup.ByCurrency()).
		GroupBy(salesrollup.FieldDay, salesrollup.FieldCurrency).
		Aggregate(
			ent.As(ent.Sum(salesrollup.FieldOrders), "orders"), ent.As(ent.Sum(salesrollup.FieldCancelled), "cancelled"),
			ent.As(ent.Sum(salesrollup.FieldUnits), "units"), ent.As(ent.Sum(salesrollup.FieldGrossMinor), "gross"),
			ent.As(ent.Sum(salesrollup.FieldRefundMinor), "refund"), ent.As(ent.Sum(salesrollup.FieldFeeMinor), "fee"),
			ent.As(ent.Sum(salesrollup.FieldNewCustomers), "new_customers"),
		).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read sales: %w", err)
	}
	return rows, nil
}

// add puts the sales of a currency in their days, and days without any between them.
func (is span) add(currency string, rows []tally) *CurrencySales {
	at := make(map[string]*tally, len(rows))
	for i, r := range rows {
		if r.Currency == currency {
			at[r.Day] = &rows[i]
		}
	}
	out := &CurrencySales{Currency: currency, span: is}
	out.Figures, out.Days = addDays(currency, at, is.from, is.end)
	out.Before, out.DaysBefore = addDays(currency, at, is.before, is.from)
	return out
}

func addDays(currency string, at map[string]*tally, from, end time.Time) (*SalesFigures, []*SalesDay) {
	sum := &SalesFigures{Sales: money.New(0, currency), Refunds: money.New(0, currency), Fees: money.New(0, currency)}
	var days []*SalesDay
	for d := from; d.Before(end); d = d.AddDate(0, 0, 1) {
		r := at[name(d)]
		if r == nil {
			r = &tally{}
		}
		days = append(days, &SalesDay{
			Date: name(d), Orders: r.Orders, Total: money.New(r.Gross, currency), Refunds: money.New(r.Refund, currency), NewCustomers: r.NewCustomers,
		})
		sum.Sales.Minor, sum.Refunds.Minor, sum.Fees.Minor = sum.Sales.Minor+r.Gross, sum.Refunds.Minor+r.Refund, sum.Fees.Minor+r.Fee
		sum.Orders, sum.Cancelled, sum.Units = sum.Orders+r.Orders, sum.Cancelled+r.Cancelled, sum.Units+r.Units
		sum.NewCustomers += r.NewCustomers
	}
	if sum.Orders > 0 {
		average := money.New((sum.Sales.Minor+int64(sum.Orders)/2)/int64(sum.Orders), currency)
		sum.AverageValue = &average
	}
	return sum, days
}

// Funnel returns how far visitors of a vendor's shop came in a period.
func (s *Service) Funnel(ctx context.Context, p *SalesPeriod) (*Funnel, error) {
	return s.funnel(ctx, p.span)
}

func (s *Service) funnel(ctx context.Context, is span) (*Funnel, error) {
	// Sums of nothing are null, so there is a row a day, added up here.
	var rows []struct {
		Day       string `json:"day"`
		Visits    int    `json:"visits"`
		Carts     int    `json:"carts"`
		Checkouts int    `json:"checkouts"`
		Orders    int    `json:"orders"`
		Paid      int    `json:"paid"`
	}
	err := s.db.FunnelRollup.Query().Where(funnelrollup.DayGTE(name(is.from)), funnelrollup.DayLT(name(is.end))).
		GroupBy(funnelrollup.FieldDay).
		Aggregate(
			ent.As(ent.Sum(funnelrollup.FieldVisits), "visits"), ent.As(ent.Sum(funnelrollup.FieldCarts), "carts"),
			ent.As(ent.Sum(funnelrollup.FieldCheckouts), "checkouts"), ent.As(ent.Sum(funnelrollup.FieldOrders), "orders"),
			ent.As(ent.Sum(funnelrollup.FieldPaid), "paid"),
		).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read the funnel: %w", err)
	}
	out := &Funnel{}
	for _, r := range rows {
		out.Visits, out.Carts, out.Checkouts = out.Visits+r.Visits, out.Carts+r.Carts, out.Checkouts+r.Checkouts
		out.Orders, out.Paid = out.Orders+r.Orders, out.Paid+r.Paid
	}
	return out, nil
}

// TopProducts returns what sold best in a period, in its currency. INVALID for none or more
// than 50.
func (s *Service) TopProducts(ctx context.Context, p *SalesPeriod, first int) ([]*ProductSales, error) {
	if first < 1 || first > maxTop {
		return nil, errs.Field("first", "must be 1 to %d", maxTop)
	}
	var rows []struct {
		ProductID uuid.UUID `json:"product_id"`
		Units     int       `json:"units"`
		Gross     int64     `json:"gross"`
	}
	err := s.db.ProductRollup.Query().
		Where(productrollup.DayGTE(p.From), productrollup.DayLTE(p.To), productrollup.Currency(p.Currency)).
		Modify(best(first, productrollup.FieldProductID)).
		GroupBy(productrollup.FieldProductID).
		Aggregate(ent.As(ent.Sum(productrollup.FieldUnits), "units"), ent.As(ent.Sum(productrollup.FieldGrossMinor), "gross")).
		Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read what sold best: %w", err)
	}
	out := make([]*ProductSales, len(rows))
	for i, r := range rows {
		out[i] = &ProductSales{ProductID: r.ProductID, Units: r.Units, Total: money.New(r.Gross, p.Currency)}
	}
	return out, nil
}

// best keeps the groups of which most was sold; equal ones by their ids.
func best(n int, by string) func(*sql.Selector) {
	return func(q *sql.Selector) {
		q.OrderExpr(sql.Raw("sum("+q.C(productrollup.FieldGrossMinor)+") DESC"), sql.Raw(q.C(by))).Limit(n)
	}
}

// Platform returns what all vendors sold in a span of days, a currency each. INVALID for a
// span that is none.
func (s *Service) Platform(ctx context.Context, asked Span) (*PlatformPeriod, error) {
	is, err := asked.on(today(s.clock.Now(), time.UTC))
	if err != nil {
		return nil, err
	}
	rows, err := s.salesOf(ctx, is)
	if err != nil {
		return nil, err
	}
	out := &PlatformPeriod{
		From: name(is.from), To: last(is.end), BeforeFrom: name(is.before), BeforeTo: last(is.from), span: is, Currencies: []*CurrencySales{},
	}
	for _, r := range rows {
		if !slices.ContainsFunc(out.Currencies, func(c *CurrencySales) bool { return c.Currency == r.Currency }) {
			out.Currencies = append(out.Currencies, is.add(r.Currency, rows))
		}
	}
	slices.SortFunc(out.Currencies, func(a, b *CurrencySales) int {
		return cmp.Or(cmp.Compare(b.Figures.Orders, a.Figures.Orders), cmp.Compare(a.Currency, b.Currency))
	})
	return out, nil
}

// PlatformFunnel returns how far visitors of all shops came in a period.
func (s *Service) PlatformFunnel(ctx context.Context, p *PlatformPeriod) (*Funnel, error) {
	return s.funnel(ctx, p.span)
}

// TopVendors returns the vendors that sold most in a currency in a period. INVALID for none
// or more than 50.
func (s *Service) TopVendors(ctx context.Context, c *CurrencySales, first int) ([]*VendorSales, error) {
	if first < 1 || first > maxTop {
		return nil, errs.Field("first", "must be 1 to %d", maxTop)
	}
	var rows []struct {
		VendorID uuid.UUID `json:"vendor_id"`
		Orders   int       `json:"orders"`
		Gross    int64     `json:"gross"`
		Fee      int64     `json:"fee"`
	}
	err := s.db.SalesRollup.Query().
		Where(salesrollup.DayGTE(name(c.span.from)), salesrollup.DayLT(name(c.span.end)), salesrollup.Currency(c.Currency), salesrollup.OrdersGT(0)).
		Modify(best(first, salesrollup.FieldVendorID)).
		GroupBy(salesrollup.FieldVendorID).
		Aggregate(ent.As(ent.Sum(salesrollup.FieldOrders), "orders"), ent.As(ent.Sum(salesrollup.FieldGrossMinor), "gross"),
			ent.As(ent.Sum(salesrollup.FieldFeeMinor), "fee")).
		Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("read which vendors sold most: %w", err)
	}
	out := make([]*VendorSales, len(rows))
	for i, r := range rows {
		out[i] = &VendorSales{VendorID: r.VendorID, Orders: r.Orders, Total: money.New(r.Gross, c.Currency), Fees: money.New(r.Fee, c.Currency)}
	}
	return out, nil
}
