package order_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/kit/pricing"
	"orion/internal/order"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// A shop is a vendor that takes orders.
type shop struct {
	db     *store.DB
	vendor *ent.Vendor
	staff  context.Context
	clock  *hands
	stock  *inventory.Service
	orders *order.Service
}

// hands is a clock that a test sets.
type hands struct{ now atomic.Pointer[time.Time] }

func (h *hands) Now() time.Time       { return *h.now.Load() }
func (h *hands) pass(d time.Duration) { t := h.Now().Add(d); h.now.Store(&t) }

func open(t testing.TB) *shop {
	t.Helper()
	return openOn(t, pgtest.New(t))
}

func openOn(t testing.TB, db *store.DB) *shop {
	t.Helper()
	s := &shop{db: db, clock: &hands{}}
	now := clock.System{}.Now()
	s.clock.now.Store(&now)
	s.vendor, s.staff = fixture.Vendor(t, db)
	pages := page.NewSigner([]byte("a key of the tests"))
	s.stock = inventory.New(db, pages)
	s.orders = order.New(db, pages, s.clock, s.stock)
	return s
}

func (s *shop) guest(t testing.TB) context.Context { return fixture.Shopper(t, s.vendor) }

// opened opens an order of one piece, with its stock held.
func (s *shop) opened(t testing.TB, ctx context.Context, pv *ent.ProductVariant, with ...func(*order.Draft)) *ent.Order {
	t.Helper()
	c, err := s.db.Cart.Create().SetCurrency("EUR").SetExpiresAt(s.clock.Now()).Save(fixture.System(t, s.vendor))
	require.NoError(t, err)
	d := order.Draft{
		ID: uuid.Must(uuid.NewV7()), CartID: c.ID, Email: "ada@example.org", Currency: "EUR", Language: "en",
		Sums: pricing.Sums{Subtotal: pv.PriceMinor, Total: pv.PriceMinor}, TaxIncluded: true, ShippingAddress: postal.Address{FirstName: "Ada"},
		DeliveryHandle: "standard", DeliveryTitle: "Standard delivery", PaymentMethod: "manual",
		IdempotencyKey: c.ID.String(), RequestHash: []byte("hash"), ExpiresAt: s.clock.Now().Add(time.Minute),
		Lines: []order.DraftLine{{Variant: pv, Quantity: 1, Sum: pricing.Priced{Subtotal: pv.PriceMinor}}},
	}
	for _, f := range with {
		f(&d)
	}
	var o *ent.Order
	require.NoError(t, s.db.Tx(ctx, func(tx *store.Tx) error {
		if err := s.stock.Reserve(ctx, tx, d.ID, []inventory.Line{{VariantID: pv.ID, Quantity: 1}}); err != nil {
			return err
		}
		o, _, err = s.orders.Open(ctx, tx, d)
		return err
	}))
	return o
}

// draftOf is an order of n pieces of one article.
func draftOf(s *shop, pv *ent.ProductVariant, cart uuid.UUID, n int) order.Draft {
	total := int64(n) * pv.PriceMinor
	return order.Draft{
		ID: uuid.Must(uuid.NewV7()), CartID: cart, Email: "ada@example.org", Currency: "EUR", Language: "en",
		Sums: pricing.Sums{Subtotal: total, Total: total}, TaxIncluded: true, ShippingAddress: postal.Address{FirstName: "Ada"},
		DeliveryHandle: "standard", DeliveryTitle: "Standard delivery", PaymentMethod: "manual",
		IdempotencyKey: cart.String(), RequestHash: []byte("hash"), ExpiresAt: s.clock.Now().Add(time.Minute),
		Lines: []order.DraftLine{{Variant: pv, Quantity: n, Sum: pricing.Priced{Subtotal: total}}},
	}
}

func (s *shop) place(ctx context.Context, id uuid.UUID) (o *ent.Order, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if o, err = s.orders.Lock(ctx, tx, id); err == nil {
			o, err = s.orders.Place(ctx, tx, o)
		}
		return err
	})
	return o, err
}

func (s *shop) abandon(ctx context.Context, id uuid.UUID) (o *ent.Order, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		if o, err = s.orders.Lock(ctx, tx, id); err == nil {
			o, err = s.orders.Abandon(ctx, tx, o, "not paid")
		}
		return err
	})
	return o, err
}

// placed opens and places an order, a minute after the one before.
func (s *shop) placed(t testing.TB, pv *ent.ProductVariant, with ...func(*order.Draft)) *ent.Order {
	t.Helper()
	s.clock.pass(time.Minute)
	o, err := s.place(s.guest(t), s.opened(t, s.guest(t), pv, with...).ID)
	require.NoError(t, err)
	return o
}

func numbers(of []*ent.Order) []string {
	out := []string{}
	for _, o := range of {
		out = append(out, order.Number(o))
	}
	return out
}

// together calls f n times at once and returns what it answered.
func together(n int, f func(i int) error) []error {
	out := make([]error, n)
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
