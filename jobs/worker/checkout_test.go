package worker_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/clock"
	"orion/internal/kit/page"
	"orion/internal/kit/postal"
	"orion/internal/order"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
	"orion/jobs"
	"orion/jobs/worker"
)

func TestReservationExpire(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	now := clock.System{}.Now()
	pages := page.NewSigner([]byte("a key of the tests"))
	stock := inventory.New(db, pages)
	orders := order.New(db, pages, clock.Fixed(now), stock)
	w := worker.NewReservationExpire(checkout.New(checkout.Deps{
		DB: db, Pages: pages, Clock: clock.Fixed(now), Stock: stock, Orders: orders, Payments: payment.New(),
	}))
	opened := func(until time.Time) *ent.Order {
		ctx := fixture.System(t, v)
		c, err := db.Cart.Create().SetCurrency("EUR").SetExpiresAt(now).Save(ctx)
		require.NoError(t, err)
		var o *ent.Order
		require.NoError(t, db.Tx(ctx, func(tx *store.Tx) error {
			o, _, err = orders.Open(ctx, tx, order.Draft{
				ID: uuid.New(), CartID: c.ID, Email: "ada@example.org", Currency: "EUR", Language: "en", Total: 1000,
				ShippingAddress: postal.Address{}, DeliveryHandle: "standard", DeliveryTitle: "Standard", PaymentMethod: "manual",
				IdempotencyKey: "k", RequestHash: []byte("hash"), ExpiresAt: until,
				Lines: []order.DraftLine{{Variant: pv, Quantity: 1, Total: 1000}},
			})
			return err
		}))
		return o
	}
	work := func(vendor *ent.Vendor, id uuid.UUID) error {
		return w.Work(context.WithoutCancel(t.Context()), &river.Job[jobs.ReservationExpire]{Args: jobs.ReservationExpire{VendorID: vendor.ID, OrderID: id}})
	}
	status := func(id uuid.UUID) enum.OrderStatus {
		o, err := db.Order.Get(fixture.System(t, v), id)
		require.NoError(t, err)
		return o.Status
	}

	due, early := opened(now), opened(now.Add(time.Second))
	_, gone := errors.AsType[*river.JobCancelError](work(other, due.ID))
	require.True(t, gone, "another vendor's order is not there, and trying again cannot help")
	require.Equal(t, enum.OrderStatusPendingPayment, status(due.ID))
	require.NoError(t, work(v, due.ID))
	require.NoError(t, work(v, due.ID), "twice is as good as once")
	require.Equal(t, enum.OrderStatusCancelled, status(due.ID))

	err := work(v, early.ID)
	_, gone = errors.AsType[*river.JobCancelError](err)
	require.Error(t, err)
	require.False(t, gone, "to be tried again")
	require.Equal(t, enum.OrderStatusPendingPayment, status(early.ID))
}
