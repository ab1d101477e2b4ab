package stats_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/pgtest"
	"orion/internal/stats"
	"orion/internal/store"
	"orion/jobs"
)

// hands is a clock that stands where a test puts it.
type hands struct{ at time.Time }

func (h *hands) Now() time.Time { return h.at }

// A house is a vendor of a test, its figures and what it sells.
type house struct {
	db      *store.DB
	clock   *hands
	stats   *stats.Service
	of      *ent.Vendor
	ctx     context.Context
	goods   []*ent.Product
	variant uuid.UUID // of the last of them
	next    int64
}

func newHouse(t *testing.T, zone string, now time.Time) *house {
	t.Helper()
	db := pgtest.New(t)
	h := &house{db: db, clock: &hands{at: now}}
	h.stats = stats.New(db, h.clock)
	h.of, _ = fixture.Vendor(t, db, func(c *ent.VendorCreate) { c.SetTimeZone(zone) })
	h.ctx = fixture.System(t, h.of)
	for range 3 {
		p, pv := fixture.Product(t, db, h.of)
		h.goods, h.variant = append(h.goods, p), pv.ID
	}
	return h
}

// A sale is an order of a test.
type sale struct {
	at       time.Time
	email    string
	currency string
	total    int64
	product  int
	with     func(*ent.OrderCreate)
}

// sell makes a placed order of one line, with its cart, both written at the clock's time.
func (h *house) sell(t *testing.T, s sale) *ent.Order {
	t.Helper()
	h.next++
	if s.currency == "" {
		s.currency = h.of.Currency
	}
	if s.email == "" {
		s.email = uuid.NewString() + "@buyer.example"
	}
	cart, err := h.db.Cart.Create().SetCurrency(s.currency).SetExpiresAt(h.clock.at.Add(time.Hour)).SetCreatedAt(s.at).
		SetUpdatedAt(h.clock.at).Save(h.ctx)
	require.NoError(t, err)
	c := h.db.Order.Create().SetNumber(1000 + h.next).SetCartID(cart.ID).SetStatus(enum.OrderStatusPlaced).SetEmail(s.email).
		SetCurrency(s.currency).SetSubtotalMinor(s.total).SetShippingMinor(0).SetTaxMinor(s.total / 10).SetTotalMinor(s.total).
		SetShippingAddress(fixture.Home).SetDeliveryTitle("Post").SetDeliveryHandle("post").SetPaymentMethod("manual").
		SetIdempotencyKey(uuid.NewString()).SetRequestHash([]byte("x")).SetPlacedAt(s.at).SetUpdatedAt(h.clock.at)
	if s.with != nil {
		s.with(c)
	}
	o, err := c.Save(h.ctx)
	require.NoError(t, err)
	require.NoError(t, h.db.OrderLine.Create().SetOrderID(o.ID).SetProductID(h.goods[s.product].ID).SetTitle("Thing").SetQuantity(2).
		SetCurrency(s.currency).SetUnitPriceMinor(s.total/2).SetTotalMinor(s.total).Exec(h.ctx))
	return o
}

// pay writes that an order was paid, and what the platform takes of it.
func (h *house) pay(t *testing.T, o *ent.Order, fee int64) *ent.Payment {
	t.Helper()
	p, err := h.db.Payment.Create().SetOrderID(o.ID).SetMethod("manual").SetStatus(enum.PaymentStatusPaid).SetCurrency(o.Currency).
		SetAmountMinor(o.TotalMinor).SetFeeMinor(fee).SetPaidAt(h.clock.at).SetUpdatedAt(h.clock.at).Save(h.ctx)
	require.NoError(t, err)
	require.NoError(t, h.db.Order.UpdateOneID(o.ID).SetPaymentStatus(enum.PaymentStatusPaid).SetUpdatedAt(h.clock.at).Exec(h.ctx))
	return p
}

// refund gives money back on a day.
func (h *house) refund(t *testing.T, o *ent.Order, p *ent.Payment, amount, fee int64, settled time.Time) {
	t.Helper()
	require.NoError(t, h.db.Refund.Create().SetOrderID(o.ID).SetPaymentID(p.ID).SetStatus(enum.RefundStatusSucceeded).SetCurrency(o.Currency).
		SetAmountMinor(amount).SetFeeMinor(fee).SetSettledAt(settled).SetIdempotencyKey(uuid.NewString()).SetRequestHash([]byte("x")).
		SetUpdatedAt(h.clock.at).Exec(h.ctx))
}

func (h *house) cancel(t *testing.T, o *ent.Order) {
	t.Helper()
	require.NoError(t, h.db.Order.UpdateOneID(o.ID).SetStatus(enum.OrderStatusCancelled).SetCancelledAt(h.clock.at).SetUpdatedAt(h.clock.at).Exec(h.ctx))
}

// abandon leaves a cart behind, with something in it or not.
func (h *house) abandon(t *testing.T, at time.Time, filled, addressed bool) {
	t.Helper()
	c := h.db.Cart.Create().SetCurrency(h.of.Currency).SetExpiresAt(at.Add(time.Hour)).SetCreatedAt(at).SetUpdatedAt(h.clock.at)
	if addressed {
		c.SetShippingAddress(&fixture.Home)
	}
	cart, err := c.Save(h.ctx)
	require.NoError(t, err)
	if filled {
		require.NoError(t, h.db.CartLine.Create().SetCartID(cart.ID).SetVariantID(h.variant).SetQuantity(1).SetCurrency(h.of.Currency).
			SetUnitPriceMinor(100).Exec(h.ctx))
	}
}

func (h *house) refresh(t *testing.T) {
	t.Helper()
	require.NoError(t, h.stats.Refresh(t.Context(), h.of.ID))
}

func (h *house) rebuild(t *testing.T) {
	t.Helper()
	require.NoError(t, h.stats.Rebuild(t.Context(), h.of.ID))
}

// books are all figures of a house, without the ids and times of their rows.
type books struct {
	Sales  map[string]ent.SalesRollup
	Goods  map[string]ent.ProductRollup
	Funnel map[string]ent.FunnelRollup
}

func (h *house) books(t *testing.T) books {
	t.Helper()
	out := books{map[string]ent.SalesRollup{}, map[string]ent.ProductRollup{}, map[string]ent.FunnelRollup{}}
	sales, err := h.db.SalesRollup.Query().All(h.ctx)
	require.NoError(t, err)
	for _, r := range sales {
		out.Sales[r.Day+" "+r.Currency] = ent.SalesRollup{
			Orders: r.Orders, Cancelled: r.Cancelled, Units: r.Units, GrossMinor: r.GrossMinor, TaxMinor: r.TaxMinor, ShippingMinor: r.ShippingMinor,
			DiscountMinor: r.DiscountMinor, RefundMinor: r.RefundMinor, FeeMinor: r.FeeMinor, NewCustomers: r.NewCustomers,
		}
	}
	goods, err := h.db.ProductRollup.Query().All(h.ctx)
	require.NoError(t, err)
	for _, r := range goods {
		out.Goods[r.Day+" "+r.ProductID.String()+" "+r.Currency] = ent.ProductRollup{Units: r.Units, GrossMinor: r.GrossMinor}
	}
	funnel, err := h.db.FunnelRollup.Query().All(h.ctx)
	require.NoError(t, err)
	for _, r := range funnel {
		if r.Carts+r.Visits > 0 { // a day on which carts were and are no more is as one without
			out.Funnel[r.Day] = ent.FunnelRollup{Visits: r.Visits, Carts: r.Carts, Checkouts: r.Checkouts, Orders: r.Orders, Paid: r.Paid}
		}
	}
	return out
}

// queue puts a job into the queue that nobody works.
func (h *house) queue(t *testing.T) error {
	t.Helper()
	q, err := jobs.NewQueue(h.db)
	require.NoError(t, err)
	ctx := fixture.Platform(t)
	return h.db.Tx(ctx, func(tx *store.Tx) error { return q.Insert(ctx, tx, jobs.StatsRoll{}) })
}
