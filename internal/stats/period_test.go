package stats_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/stats"
)

func eur(minor int64) money.Money { return money.New(minor, "EUR") }

func ptr[T any](v T) *T { return &v }

func (h *house) period(t *testing.T, asked stats.Span) *stats.SalesPeriod {
	t.Helper()
	d, err := h.stats.Dashboard(h.ctx, h.of)
	require.NoError(t, err)
	p, err := h.stats.Period(h.ctx, d, asked, nil)
	require.NoError(t, err)
	return p
}

func TestAPeriodStandsBesideTheDaysBefore(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T23:30:00Z")) // the 21st in Luxembourg
	first := h.sell(t, sale{at: at(t, "2026-11-19T12:00:00Z"), total: 3000, email: "a@example.org"})
	h.sell(t, sale{at: at(t, "2026-11-20T23:10:00Z"), total: 1001, email: "a@example.org", product: 1})
	h.sell(t, sale{at: at(t, "2026-11-20T12:00:00Z"), total: 500, currency: "CHF"})
	h.refund(t, first, h.pay(t, first, 100), 700, 0, at(t, "2026-11-20T12:00:00Z"))
	h.sell(t, sale{at: at(t, "2026-11-18T12:00:00Z"), total: 2000})
	h.sell(t, sale{at: at(t, "2026-11-15T12:00:00Z"), total: 9999}) // before the days before
	p := h.period(t, stats.Span{Days: ptr(3)})
	require.Equal(t, []string{"2026-11-19", "2026-11-21", "2026-11-16", "2026-11-18"}, []string{p.From, p.To, p.BeforeFrom, p.BeforeTo})
	require.Equal(t, at(t, "2026-11-18T23:00:00Z"), p.Since)
	require.Equal(t, at(t, "2026-11-21T23:00:00Z"), p.Until)
	require.Equal(t, &stats.SalesFigures{
		Sales: eur(4001), Orders: 2, Units: 4, AverageValue: ptr(eur(2001)), Refunds: eur(700), Fees: eur(100), NewCustomers: 1,
	}, p.Figures)
	require.Equal(t, 1, p.Before.Orders)
	require.Equal(t, eur(2000), p.Before.Sales)
	require.Equal(t, []*stats.SalesDay{
		{Date: "2026-11-19", Orders: 1, Total: eur(3000), Refunds: eur(0), NewCustomers: 1},
		{Date: "2026-11-20", Total: eur(0), Refunds: eur(700)},
		{Date: "2026-11-21", Orders: 1, Total: eur(1001), Refunds: eur(0)},
	}, p.Days)
	require.Len(t, p.DaysBefore, 3)
	require.Equal(t, []string{"CHF"}, p.OtherCurrencies)

	top, err := h.stats.TopProducts(h.ctx, p, 1)
	require.NoError(t, err)
	require.Equal(t, []*stats.ProductSales{{ProductID: h.goods[0].ID, Units: 2, Total: eur(3000)}}, top)
	f, err := h.stats.Funnel(h.ctx, p)
	require.NoError(t, err)
	require.Equal(t, &stats.Funnel{Carts: 3, Checkouts: 3, Orders: 3, Paid: 1}, f)
}

func TestSpansThatAreNone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	d, err := h.stats.Dashboard(h.ctx, h.of)
	require.NoError(t, err)
	for name, c := range map[string]struct {
		asked stats.Span
		path  string
	}{
		"no days":               {stats.Span{Days: ptr(0)}, "days"},
		"too many":              {stats.Span{Days: ptr(367)}, "days"},
		"from alone":            {stats.Span{From: ptr("2026-11-01")}, "to"},
		"to alone":              {stats.Span{To: ptr("2026-11-01")}, "from"},
		"backwards":             {stats.Span{From: ptr("2026-11-02"), To: ptr("2026-11-01")}, "to"},
		"no day":                {stats.Span{From: ptr("2026-02-30"), To: ptr("2026-11-01")}, "from"},
		"both ways":             {stats.Span{Days: ptr(3), From: ptr("2026-11-01"), To: ptr("2026-11-02")}, "days"},
		"more than a leap year": {stats.Span{From: ptr("2025-01-01"), To: ptr("2026-01-02")}, "from"},
	} {
		_, err := h.stats.Period(h.ctx, d, c.asked, nil)
		require.Equal(t, errs.Invalid, errs.CodeOf(err), name)
		_, err = h.stats.Platform(fixture.Admin(t), c.asked)
		require.Equal(t, errs.Invalid, errs.CodeOf(err), name)
	}
	for _, first := range []int{0, 51} {
		_, err := h.stats.TopProducts(h.ctx, h.period(t, stats.Span{}), first)
		require.Equal(t, errs.Invalid, errs.CodeOf(err))
	}
	require.Len(t, h.period(t, stats.Span{}).Days, 30)
}

func TestADashboardCountsWhatWaitsAndWhatIsSetUp(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	h.sell(t, sale{at: h.clock.at, total: 100})
	h.sell(t, sale{at: h.clock.at, total: 100, with: func(c *ent.OrderCreate) {
		c.SetOpenReturn(true).SetFulfillmentStatus(enum.FulfillmentStatusFulfilled).SetPaymentStatus(enum.PaymentStatusPaid)
	}})
	d, err := h.stats.Dashboard(h.ctx, h.of)
	require.NoError(t, err)
	require.Equal(t, h.clock.at, d.AsOf, "a vendor that was never counted is counted now")
	got := map[enum.TodoCode]int{}
	for _, w := range d.Todo {
		got[w.Code] = w.Count
	}
	require.Equal(t, 1, got[enum.TodoCodeOrdersToFulfill])
	require.Equal(t, 1, got[enum.TodoCodeOrdersUnpaid])
	require.Equal(t, 1, got[enum.TodoCodeReturnsToAnswer])
	require.Equal(t, d.OrdersToFulfill, got[enum.TodoCodeOrdersToFulfill])
	require.Len(t, d.Todo, 7)
	done := map[enum.SetupCode]bool{}
	for _, s := range d.Setup {
		done[s.Code] = s.Done
	}
	require.Len(t, done, 6)
	require.True(t, done[enum.SetupCodeProduct])
	require.False(t, done[enum.SetupCodeImport])
	require.NoError(t, h.db.VendorDomain.Create().SetHost("shop.example").SetVerifiedAt(time.Now()).Exec(h.ctx))
	d, err = h.stats.Dashboard(h.ctx, h.of)
	require.NoError(t, err)
	require.Equal(t, &stats.SetupStep{Code: enum.SetupCodeDomain, Done: true}, d.Setup[5])
}

func TestThePlatformSeesAllVendorsAndNoCurrencyAddedToAnother(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	other := &house{db: h.db, clock: h.clock, stats: h.stats}
	other.of, _ = fixture.Vendor(t, h.db)
	other.ctx = fixture.System(t, other.of)
	p, _ := fixture.Product(t, h.db, other.of)
	other.goods = append(other.goods, p)
	h.sell(t, sale{at: h.clock.at, total: 1000})
	h.sell(t, sale{at: h.clock.at, total: 1000, currency: "CHF"})
	other.sell(t, sale{at: h.clock.at, total: 5000})
	require.NoError(t, h.stats.Roll(t.Context()))
	staff := fixture.Admin(t)
	all, err := h.stats.Platform(staff, stats.Span{Days: ptr(7)})
	require.NoError(t, err)
	require.Len(t, all.Currencies, 2)
	require.Equal(t, eur(6000), all.Currencies[0].Figures.Sales)
	require.Equal(t, money.New(1000, "CHF"), all.Currencies[1].Figures.Sales)
	top, err := h.stats.TopVendors(staff, all.Currencies[0], 5)
	require.NoError(t, err)
	require.Equal(t, []*stats.VendorSales{
		{VendorID: other.of.ID, Orders: 1, Total: eur(5000), Fees: eur(0)}, {VendorID: h.of.ID, Orders: 1, Total: eur(1000), Fees: eur(0)},
	}, top)
	f, err := h.stats.PlatformFunnel(staff, all)
	require.NoError(t, err)
	require.Equal(t, 3, f.Orders)

	d, err := h.stats.PlatformDashboard(staff)
	require.NoError(t, err)
	require.Equal(t, h.clock.at, d.AsOf)
	require.Equal(t, &stats.VendorStatusCount{Status: enum.VendorStatusActive, Count: 2}, d.Vendors[0])
	require.Len(t, d.Attention, 5)
	_, err = h.stats.PlatformDashboard(h.ctx)
	require.Equal(t, errs.Forbidden, errs.CodeOf(err))
}

func TestQueuesTellWhatWaits(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", time.Now().UTC().Truncate(time.Microsecond))
	require.NoError(t, h.queue(t))
	d, err := h.stats.PlatformDashboard(fixture.Admin(t))
	require.NoError(t, err)
	require.Len(t, d.Queues, 1)
	require.Equal(t, []any{"default", 1, 0}, []any{d.Queues[0].Name, d.Queues[0].Waiting, d.Queues[0].Running})
	require.WithinDuration(t, time.Now(), *d.Queues[0].OldestAt, time.Minute)
}
