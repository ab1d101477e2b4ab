package stats_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/cart"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/stats"
)

func at(t *testing.T, moment string) time.Time {
	t.Helper()
	m, err := time.Parse(time.RFC3339, moment)
	require.NoError(t, err)
	return m.UTC()
}

// What is found by what changed is what all orders add up to, whatever happens in whatever
// order, and however late.
func TestFiguresThatFollowAreThoseMadeAnew(t *testing.T) {
	t.Parallel()
	for _, zone := range []string{"Europe/Luxembourg", "America/Havana", "Pacific/Auckland"} {
		for seed := range uint64(3) {
			t.Run(fmt.Sprintf("%s %d", zone, seed), func(t *testing.T) {
				t.Parallel()
				r := rand.New(rand.NewPCG(seed, 7))
				h := newHouse(t, zone, at(t, "2026-03-01T12:00:00Z"))
				var orders []*ent.Order
				for range 12 {
					h.clock.at = h.clock.at.Add(time.Duration(1+r.IntN(96)) * time.Hour)
					for range 4 {
						orders = h.happen(t, r, orders)
					}
					h.clock.at = h.clock.at.Add(time.Minute)
					h.refresh(t)
				}
				followed := h.books(t)
				require.NotEmpty(t, followed.Sales)
				require.NotEmpty(t, followed.Goods)
				require.NotEmpty(t, followed.Funnel)
				h.rebuild(t)
				require.Equal(t, h.books(t), followed)
			})
		}
	}
}

// happen makes one thing happen that figures depend on.
func (h *house) happen(t *testing.T, r *rand.Rand, orders []*ent.Order) []*ent.Order {
	t.Helper()
	past := h.clock.at.Add(-time.Duration(r.IntN(24*40)) * time.Hour)
	if len(orders) > 0 && r.IntN(2) == 0 {
		o := orders[r.IntN(len(orders))]
		switch r.IntN(3) {
		case 0:
			h.cancel(t, o)
		case 1:
			h.pay(t, o, int64(r.IntN(100)))
		default:
			h.refund(t, o, h.pay(t, o, 50), 1+int64(r.IntN(500)), int64(r.IntN(10)), past)
		}
		return orders
	}
	switch r.IntN(4) {
	case 0:
		h.abandon(t, past, r.IntN(3) > 0, r.IntN(2) == 0)
		return orders
	default:
		return append(orders, h.sell(t, sale{
			at: past, email: fmt.Sprintf("buyer-%d@example.org", r.IntN(6)), currency: []string{"EUR", "EUR", "CHF"}[r.IntN(3)],
			total: 100 + int64(r.IntN(10_000)), product: r.IntN(3),
		}))
	}
}

func TestFiguresOfADay(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	noon := at(t, "2026-11-10T11:00:00Z")
	paid := h.sell(t, sale{at: noon, email: "a@example.org", total: 5000, with: func(c *ent.OrderCreate) { c.SetDiscountMinor(300).SetShippingMinor(490) }})
	payment := h.pay(t, paid, 250)
	h.sell(t, sale{at: noon, email: "a@example.org", total: 1000, product: 1}) // never paid
	h.cancel(t, h.sell(t, sale{at: noon, email: "b@example.org", total: 7000}))
	h.sell(t, sale{at: noon, email: "c@example.org", currency: "CHF", total: 900})
	h.refund(t, paid, payment, 2000, 100, at(t, "2026-11-15T09:00:00Z"))
	h.abandon(t, noon, true, true)
	h.abandon(t, noon, true, false)
	h.abandon(t, noon, false, false)
	h.refresh(t)
	got := h.books(t)
	require.Equal(t, map[string]ent.SalesRollup{
		"2026-11-10 EUR": {
			Orders: 2, Cancelled: 1, Units: 4, GrossMinor: 6000, TaxMinor: 600, ShippingMinor: 490, DiscountMinor: 300,
			FeeMinor: 150, NewCustomers: 1, // of the fee 100 went back
		},
		"2026-11-10 CHF": {Orders: 1, Units: 2, GrossMinor: 900, TaxMinor: 90, NewCustomers: 1},
		"2026-11-15 EUR": {RefundMinor: 2000},
	}, got.Sales)
	require.Equal(t, map[string]ent.ProductRollup{
		"2026-11-10 " + h.goods[0].ID.String() + " EUR": {Units: 2, GrossMinor: 5000},
		"2026-11-10 " + h.goods[1].ID.String() + " EUR": {Units: 2, GrossMinor: 1000},
		"2026-11-10 " + h.goods[0].ID.String() + " CHF": {Units: 2, GrossMinor: 900},
	}, got.Goods)
	require.Equal(t, map[string]ent.FunnelRollup{"2026-11-10": {Carts: 6, Checkouts: 5, Orders: 4, Paid: 1}}, got.Funnel)
}

func TestDaysAreThoseOfTheVendorsZone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ zone, moment, day string }{
		"before midnight in winter":            {"Europe/Luxembourg", "2026-01-10T22:59:59Z", "2026-01-10"},
		"after midnight in winter":             {"Europe/Luxembourg", "2026-01-10T23:00:00Z", "2026-01-11"},
		"after midnight in summer":             {"Europe/Luxembourg", "2026-07-10T22:00:00Z", "2026-07-11"},
		"the last moment of a day of 23 hours": {"Europe/Luxembourg", "2026-03-29T21:59:59Z", "2026-03-29"},
		"the first after it":                   {"Europe/Luxembourg", "2026-03-29T22:00:00Z", "2026-03-30"},
		"the last moment of a day of 25 hours": {"Europe/Luxembourg", "2026-10-25T22:59:59Z", "2026-10-25"},
		"a midnight that there is not":         {"America/Havana", "2026-03-08T05:00:00Z", "2026-03-08"},
		"a midnight that comes twice":          {"America/Havana", "2026-11-01T04:30:00Z", "2026-11-01"},
		"the same, the second time":            {"America/Havana", "2026-11-01T05:30:00Z", "2026-11-01"},
		"far east":                             {"Pacific/Auckland", "2026-11-10T11:00:00Z", "2026-11-11"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t, c.zone, at(t, "2026-12-01T00:00:00Z"))
			h.sell(t, sale{at: at(t, c.moment), total: 100})
			h.refresh(t)
			got := h.books(t)
			require.Len(t, got.Sales, 1)
			require.Contains(t, got.Sales, c.day+" EUR")
			require.Contains(t, got.Goods, c.day+" "+h.goods[0].ID.String()+" EUR")
			require.Contains(t, got.Funnel, c.day)
		})
	}
}

func TestAnotherZoneCutsDaysAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	h.sell(t, sale{at: at(t, "2026-11-10T11:30:00Z"), total: 100})
	h.refresh(t)
	require.Contains(t, h.books(t).Sales, "2026-11-10 EUR")
	require.NoError(t, h.db.Vendor.UpdateOneID(h.of.ID).SetTimeZone("Pacific/Auckland").Exec(fixture.Platform(t)))
	h.clock.at = h.clock.at.Add(24 * time.Hour)
	require.NoError(t, h.stats.Roll(t.Context()))
	got := h.books(t).Sales
	require.Len(t, got, 1)
	require.Contains(t, got, "2026-11-11 EUR")
}

// Who was not written of is marked too, so that its figures say how new they are.
func TestRollGoesToThoseOfWhomSomethingWasWritten(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	quiet, _ := fixture.Vendor(t, h.db)
	require.NoError(t, h.stats.Roll(t.Context()))
	h.clock.at = h.clock.at.Add(time.Hour)
	h.sell(t, sale{at: h.clock.at, total: 100})
	h.clock.at = h.clock.at.Add(time.Minute)
	require.NoError(t, h.stats.Roll(t.Context()))
	require.Len(t, h.books(t).Sales, 1)
	marks, err := h.db.RollupMark.Query().All(fixture.Platform(t))
	require.NoError(t, err)
	require.Len(t, marks, 2)
	for _, m := range marks {
		require.Equal(t, h.clock.at, m.AsOf.UTC(), m.VendorID == quiet.ID)
	}
}

func TestRebuildAllNamesWhomItRebuilds(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-20T12:00:00Z"))
	h.sell(t, sale{at: h.clock.at, total: 100, with: func(c *ent.OrderCreate) { c.SetUpdatedAt(at(t, "2020-01-01T00:00:00Z")) }})
	require.Error(t, h.stats.RebuildAll(t.Context(), "nobody-there", func(string) {}))
	var told []string
	require.NoError(t, h.stats.RebuildAll(t.Context(), h.of.Slug, func(slug string) { told = append(told, slug) }))
	require.Equal(t, []string{h.of.Slug}, told)
	require.Equal(t, 1, h.books(t).Sales["2026-11-20 EUR"].Orders)
	require.Equal(t, enum.OrderStatusPlaced, h.db.Order.Query().OnlyX(h.ctx).Status)
}

func TestVisitsAreAddedUpAndStayWhenFiguresAreMadeAnew(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Pacific/Auckland", at(t, "2026-11-10T10:59:00Z"))
	v := stats.NewVisits(h.db, h.clock)
	v.Visit(h.of)
	v.Visit(h.of)
	h.clock.at = h.clock.at.Add(time.Minute) // midnight
	v.Visit(h.of)
	gone := *h.of
	gone.ID = uuid.New()
	v.Visit(&gone)
	require.NoError(t, v.Flush(t.Context()))
	h.sell(t, sale{at: h.clock.at, total: 100})
	h.refresh(t)
	v.Visit(h.of)
	require.NoError(t, v.Flush(t.Context()))
	h.rebuild(t)
	require.Equal(t, map[string]ent.FunnelRollup{
		"2026-11-10": {Visits: 2}, "2026-11-11": {Visits: 2, Carts: 1, Checkouts: 1, Orders: 1},
	}, h.books(t).Funnel)
}

// Carts that nobody came back to are cleaned up; what was counted of them is not.
func TestCartsThatGoStayCounted(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-03-01T12:00:00Z"))
	sold := h.sell(t, sale{at: h.clock.at, total: 100})
	h.abandon(t, h.clock.at, true, true)
	h.refresh(t)
	want := map[string]ent.FunnelRollup{"2026-03-01": {Carts: 2, Checkouts: 2, Orders: 1}}
	require.Equal(t, want, h.books(t).Funnel)
	h.db.Cart.Delete().Where(cart.IDNEQ(sold.CartID)).ExecX(h.ctx)
	h.clock.at = h.clock.at.Add(60 * 24 * time.Hour)
	h.cancel(t, sold) // so that the day is counted again
	h.refresh(t)
	require.Equal(t, 2, h.books(t).Funnel["2026-03-01"].Carts)
	require.Equal(t, 2, h.books(t).Funnel["2026-03-01"].Checkouts)
}

func TestVisitsThatCannotBeWrittenAreKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, "Europe/Luxembourg", at(t, "2026-11-10T12:00:00Z"))
	v := stats.NewVisits(h.db, h.clock)
	v.Visit(h.of)
	broken, cancel := context.WithCancel(t.Context())
	cancel()
	require.Error(t, v.Flush(broken))
	require.NoError(t, v.Flush(t.Context()))
	require.Equal(t, map[string]ent.FunnelRollup{"2026-11-10": {Visits: 1}}, h.books(t).Funnel)
}
