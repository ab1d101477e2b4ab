package checkout_test

import (
	"context"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/internal/checkout"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/kit/publicid"
	"orion/internal/kit/terms"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// A shop is a vendor with all that selling needs.
type shop struct {
	db       *store.DB
	vendor   *ent.Vendor
	staff    context.Context
	clock    *hands
	stock    *inventory.Service
	orders   *order.Service
	checkout *checkout.Service
}

// hands is a clock that a test sets.
type hands struct{ now atomic.Pointer[time.Time] }

func (h *hands) Now() time.Time       { return *h.now.Load() }
func (h *hands) pass(d time.Duration) { t := h.Now().Add(d); h.now.Store(&t) }

// open opens a shop that delivers for 4.90 and contains 17 % of tax in its prices.
func open(t testing.TB, opts ...store.Option) *shop {
	t.Helper()
	return openOn(t, pgtest.New(t, opts...))
}

func openOn(t testing.TB, db *store.DB, providers ...payment.Provider) *shop {
	t.Helper()
	return openWith(t, db, func(*ent.VendorCreate) {}, providers...)
}

func openWith(t testing.TB, db *store.DB, with func(*ent.VendorCreate), providers ...payment.Provider) *shop {
	t.Helper()
	s := equip(db, providers...)
	s.vendor, s.staff = fixture.Vendor(t, db, with)
	require.NoError(t, db.DeliveryMethod.Update().SetTiers([]terms.Tier{{PriceMinor: 490}}).Exec(fixture.System(t, s.vendor)))
	return s
}

// equip makes what a shop works with.
func equip(db *store.DB, providers ...payment.Provider) *shop {
	s := &shop{db: db, clock: &hands{}}
	now := clock.System{}.Now()
	s.clock.now.Store(&now)
	pages := page.NewSigner([]byte("a key of the tests"))
	s.stock = inventory.New(db, pages)
	s.orders = order.New(db, pages, s.clock, s.stock)
	s.checkout = checkout.New(checkout.Deps{
		DB: db, Pages: pages, Clock: s.clock, Stock: s.stock, Orders: s.orders,
		Payments: payment.New(payment.Deps{DB: db, Pages: pages, Clock: s.clock, Stock: s.stock, Orders: s.orders, Providers: providers}),
	})
	return s
}

// guest is somebody in the shop who has not signed in.
func (s *shop) guest(t testing.TB) context.Context { return fixture.Shopper(t, s.vendor) }

// article puts a product at a price into the shop, with so many on the shelf.
func (s *shop) article(t testing.TB, price, onHand int64) *ent.ProductVariant {
	t.Helper()
	_, pv := fixture.Product(t, s.db, s.vendor, func(c *ent.ProductCreate) { c.SetMinPriceMinor(price).SetMaxPriceMinor(price) })
	if onHand != 10 {
		s.count(t, pv, int(onHand))
	}
	return pv
}

// count sets what is on the shelf.
func (s *shop) count(t testing.TB, pv *ent.ProductVariant, onHand int) {
	t.Helper()
	_, err := s.stock.Adjust(s.staff, inventory.AdjustInput{VariantID: pv.PublicID(), SetOnHand: &onHand, Reason: "count", IdempotencyKey: uuid.NewString()})
	require.NoError(t, err)
}

// price sets a variant's price.
func (s *shop) price(t testing.TB, pv *ent.ProductVariant, minor int64) {
	t.Helper()
	require.NoError(t, s.db.Tx(s.staff, func(tx *store.Tx) error {
		return tx.ProductVariant.UpdateOneID(pv.ID).SetPriceMinor(minor).Exec(s.staff)
	}))
}

// withdraw takes a variant's product out of the shop.
func (s *shop) withdraw(t testing.TB, pv *ent.ProductVariant) {
	t.Helper()
	require.NoError(t, s.db.Tx(s.staff, func(tx *store.Tx) error {
		return tx.ProductVariant.UpdateOneID(pv.ID).SetPublished(false).Exec(s.staff)
	}))
}

func (s *shop) level(t testing.TB, pv *ent.ProductVariant) *ent.InventoryLevel {
	t.Helper()
	l, err := s.db.InventoryLevel.Query().Where(inventorylevel.VariantID(pv.ID)).Only(fixture.System(t, s.vendor))
	require.NoError(t, err)
	return l
}

func line(pv *ent.ProductVariant, quantity int) *checkout.LineInput {
	return &checkout.LineInput{VariantID: pv.PublicID(), Quantity: quantity}
}

// cart starts a cart.
func (s *shop) cart(t testing.TB, ctx context.Context, lines ...*checkout.LineInput) *ent.Cart {
	t.Helper()
	c, err := s.checkout.CreateCart(ctx, checkout.CartCreateInput{Lines: lines})
	require.NoError(t, err)
	require.Empty(t, c.Warnings)
	return c.Cart
}

func home() postal.Input {
	return postal.Input{
		FirstName: ptr("Ada"), LastName: ptr("Muller"), Line1: ptr("1, rue de la Gare"), City: ptr("Luxembourg"),
		PostalCode: ptr("L-1728"), CountryCode: ptr("LU"),
	}
}

// ready starts a cart of which nothing is missing.
func (s *shop) ready(t testing.TB, ctx context.Context, lines ...*checkout.LineInput) *ent.Cart {
	t.Helper()
	id := s.cart(t, ctx, lines...).PublicID()
	_, err := s.checkout.SetBuyer(ctx, id, checkout.BuyerInput{Email: "Ada@Example.org"})
	require.NoError(t, err)
	_, err = s.checkout.SetShippingAddress(ctx, id, home())
	require.NoError(t, err)
	c, err := s.checkout.SetDeliveryOption(ctx, id, "standard")
	require.NoError(t, err)
	return c.Cart
}

func (s *shop) view(t testing.TB, ctx context.Context, c *ent.Cart) *checkout.View {
	t.Helper()
	v, err := s.checkout.View(ctx, c)
	require.NoError(t, err)
	return v
}

// total is what the buyer is shown.
func (s *shop) total(t testing.TB, ctx context.Context, c *ent.Cart) money.Decimal {
	t.Helper()
	return s.view(t, ctx, c).Cost.Total.Amount()
}

func (s *shop) complete(ctx context.Context, c *ent.Cart, key string, total money.Decimal) (*checkout.Completion, error) {
	return s.checkout.Complete(ctx, c.PublicID(), checkout.CompleteInput{IdempotencyKey: key, ExpectedTotal: total, PaymentMethod: "manual"})
}

// buy places an order of what it is given.
func (s *shop) buy(t testing.TB, ctx context.Context, lines ...*checkout.LineInput) *ent.Order {
	t.Helper()
	c := s.ready(t, ctx, lines...)
	done, err := s.complete(ctx, c, uuid.NewString(), s.total(t, ctx, c))
	require.NoError(t, err)
	require.False(t, done.Replayed)
	return done.Order
}

// ordersIn counts orders by what has become of them.
func (s *shop) ordersIn(t testing.TB) map[string]int {
	t.Helper()
	all, err := s.db.Order.Query().All(fixture.System(t, s.vendor))
	require.NoError(t, err)
	out := map[string]int{}
	for _, o := range all {
		out[string(o.Status)]++
	}
	return out
}

// requireLedger asserts that every level is the sum of its movements, that nothing is
// oversold, and that orders hold exactly what they bought.
func (s *shop) requireLedger(t testing.TB) {
	t.Helper()
	for what, query := range map[string]string{
		"levels that are not the sum of their movements": `
select l.id::text from inventory_levels l left join inventory_movements m on m.variant_id = l.variant_id
group by l.id having l.on_hand <> coalesce(sum(m.on_hand_delta), 0) or l.reserved <> coalesce(sum(m.reserved_delta), 0) or l.reserved > l.on_hand`,
		"orders that hold more or less than they bought": `
select o.id::text from orders o
left join (select order_id, variant_id, sum(quantity) as n from order_lines group by 1, 2) l on l.order_id = o.id
left join (select order_id, variant_id, sum(reserved_delta) as n from inventory_movements group by 1, 2) m on m.order_id = o.id and m.variant_id = l.variant_id
where case when o.status in ('PLACED', 'PENDING_PAYMENT') then l.n <> coalesce(m.n, 0) else coalesce(m.n, 0) <> 0 end`,
		"stock held for orders that are not there": `
select m.order_id::text from inventory_movements m left join orders o on o.id = m.order_id
where m.order_id is not null and o.id is null`,
		"orders whose sums do not agree": `
select o.id::text from orders o join order_lines l on l.order_id = o.id join payments p on p.order_id = o.id
group by o.id, p.amount_minor having sum(l.total_minor) <> o.subtotal_minor
or o.subtotal_minor - o.discount_minor + o.shipping_minor <> o.total_minor or p.amount_minor <> o.total_minor or o.tax_minor > o.total_minor`,
	} {
		rows, err := s.db.Platform.Query(t.Context(), query)
		require.NoError(t, err)
		wrong, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		require.Empty(t, wrong, what)
	}
}

// A counter counts statements that read or change rows.
type counter struct{ n atomic.Int64 }

func (c *counter) saw(sql string) {
	s := strings.ToLower(strings.TrimSpace(sql))
	own := s == "" || s == "begin" || s == "commit" || s == "rollback" || strings.Contains(s, "set_config")
	if !own && !strings.Contains(s, "version()") { // which the queue asks once
		c.n.Add(1)
	}
}

func (c *counter) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	c.saw(d.SQL)
	return ctx
}

func (*counter) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (*counter) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}

func (c *counter) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	c.saw(d.SQL)
}

func (*counter) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

// together calls f n times at once and returns what it answered.
func together[T any](n int, f func(i int) T) []T {
	out := make([]T, n)
	var begin, done sync.WaitGroup
	begin.Add(1)
	for i := range n {
		done.Go(func() {
			begin.Wait()
			out[i] = f(i)
		})
	}
	begin.Done()
	done.Wait()
	return out
}

func ptr[T any](v T) *T { return &v }

func idOf(l *ent.CartLine) publicid.ID { return l.PublicID() }
