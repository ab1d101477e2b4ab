package order_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/inventorylevel"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/order"
	"orion/internal/store"
)

func (s *shop) reserved(t testing.TB, pv *ent.ProductVariant) int64 {
	t.Helper()
	l, err := s.db.InventoryLevel.Query().Where(inventorylevel.VariantID(pv.ID)).Only(fixture.System(t, s.vendor))
	require.NoError(t, err)
	return l.Reserved
}

func TestPlace(t *testing.T) {
	t.Parallel()
	s := open(t)
	p, pv := fixture.Product(t, s.db, s.vendor)
	ctx := s.guest(t)
	o := s.opened(t, ctx, pv)
	require.Nil(t, o.Number)

	for _, err := range together(8, func(int) error {
		again, err := s.place(ctx, o.ID)
		if err == nil && *again.Number != order.FirstNumber {
			return errors.New("another number")
		}
		return err
	}) {
		require.NoError(t, err)
	}
	p, err := s.db.Product.Get(s.staff, p.ID)
	require.NoError(t, err)
	require.Equal(t, 1, p.SoldCount, "sold once, however often it was placed")
	require.Equal(t, s.clock.Now(), *find(t, s, "1001").PlacedAt)

	gone := s.opened(t, ctx, pv)
	gaveUp, err := s.abandon(ctx, gone.ID)
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusCancelled, gaveUp.Status)
	_, err = s.place(ctx, gone.ID)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	again, err := s.abandon(ctx, o.ID)
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusPlaced, again.Status, "a placed order is not given up")
	require.EqualValues(t, 1, s.reserved(t, pv))
}

func TestNumbersHaveNoGaps(t *testing.T) {
	t.Parallel()
	s := open(t)
	elsewhere := openOn(t, s.db)
	_, pv := fixture.Product(t, s.db, s.vendor)
	_, foreign := fixture.Product(t, s.db, elsewhere.vendor)
	ids := make([]uuid.UUID, 10)
	for i := range ids {
		ids[i] = s.opened(t, s.guest(t), pv).ID
	}
	errBroken := errors.New("broken off after the number was taken")
	var taken []int64
	for i, err := range together(len(ids), func(i int) error {
		return s.db.Tx(s.guest(t), func(tx *store.Tx) error {
			o, err := s.orders.Lock(s.guest(t), tx, ids[i])
			require.NoError(t, err)
			_, err = s.orders.Place(s.guest(t), tx, o)
			if i%2 == 1 {
				return errors.Join(err, errBroken)
			}
			return err
		})
	}) {
		if i%2 == 1 {
			require.ErrorIs(t, err, errBroken)
			continue
		}
		require.NoError(t, err)
	}
	all, err := s.db.Order.Query().All(s.staff)
	require.NoError(t, err)
	for _, o := range all {
		if o.Number != nil {
			taken = append(taken, *o.Number)
		}
	}
	slices.Sort(taken)
	require.Equal(t, []int64{1001, 1002, 1003, 1004, 1005}, taken)
	require.EqualValues(t, 1001, *elsewhere.placed(t, foreign).Number, "every shop counts for itself")
}

func TestCancel(t *testing.T) {
	t.Parallel()
	s := open(t)
	elsewhere := openOn(t, s.db)
	p, pv := fixture.Product(t, s.db, s.vendor)
	_, foreign := fixture.Product(t, s.db, elsewhere.vendor)
	set := func(o *ent.Order, f func(*ent.OrderUpdateOne)) publicid.ID {
		require.NoError(t, s.db.Tx(s.staff, func(tx *store.Tx) error {
			u := tx.Order.UpdateOneID(o.ID)
			f(u)
			return u.Exec(s.staff)
		}))
		return o.PublicID()
	}
	for name, tc := range map[string]struct {
		id     publicid.ID
		reason string
		code   errs.Code
		field  string
	}{
		"a placed order":           {id: s.placed(t, pv).PublicID(), reason: " the buyer asked\nfor it "},
		"one that is being paid":   {id: s.opened(t, s.guest(t), pv).PublicID(), code: errs.NotFound, field: "id"},
		"one that is done":         {id: set(s.placed(t, pv), func(u *ent.OrderUpdateOne) { u.SetStatus(enum.OrderStatusCompleted) }), code: errs.InvalidState, field: "id"},
		"one that is cancelled":    {id: set(s.placed(t, pv), func(u *ent.OrderUpdateOne) { u.SetStatus(enum.OrderStatusCancelled) }), code: errs.InvalidState, field: "id"},
		"one that is sent":         {id: set(s.placed(t, pv), func(u *ent.OrderUpdateOne) { u.SetFulfillmentStatus(enum.FulfillmentStatusFulfilled) }), code: errs.InvalidState, field: "id"},
		"one that is sent in part": {id: set(s.placed(t, pv), func(u *ent.OrderUpdateOne) { u.SetFulfillmentStatus(enum.FulfillmentStatusPartiallyFulfilled) }), code: errs.InvalidState, field: "id"},
		"another shop's":           {id: elsewhere.placed(t, foreign).PublicID(), code: errs.NotFound, field: "id"},
		"one of nobody":            {id: publicid.New("Order", uuid.New()), code: errs.NotFound, field: "id"},
		"an id of a product":       {id: p.PublicID(), code: errs.NotFound, field: "id"},
		"without a reason":         {id: s.placed(t, pv).PublicID(), reason: " ", code: errs.Required, field: "reason"},
		"for a reason without end": {id: s.placed(t, pv).PublicID(), reason: strings.Repeat("x", 501), code: errs.TooLong, field: "reason"},
	} {
		t.Run(name, func(t *testing.T) {
			if tc.reason == "" {
				tc.reason = "mistake"
			}
			before := s.reserved(t, pv)
			o, err := s.orders.Cancel(s.staff, tc.id, tc.reason)
			if tc.code != "" {
				e := store.Public(err)
				require.Equal(t, tc.code, e.Code)
				require.Equal(t, tc.field, e.Field())
				require.Equal(t, before, s.reserved(t, pv))
				return
			}
			require.NoError(t, err)
			require.Equal(t, enum.OrderStatusCancelled, o.Status)
			require.Equal(t, "the buyer asked for it", *o.CancelReason)
			require.Equal(t, s.clock.Now(), *o.CancelledAt)
			require.Equal(t, before-1, s.reserved(t, pv), "its stock is free again")
			entry, err := s.db.AuditEntry.Query().Where(auditentry.Action("order.cancel")).Only(s.staff)
			require.NoError(t, err)
			require.Equal(t, order.Number(o), entry.Target)
			require.Equal(t, "the buyer asked for it", *entry.Reason)
		})
	}
}

func TestCancelNeedsThePermission(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	o := s.placed(t, pv)
	_, err := s.orders.Cancel(fixture.Staff(t, s.vendor, enum.PermissionOrderRead), o.PublicID(), "why not")
	require.Equal(t, errs.Forbidden, store.Public(err).Code)
	_, err = s.orders.Cancel(ada, o.PublicID(), "why not")
	require.Equal(t, errs.NotFound, store.Public(err).Code, "somebody else's order")
	require.Equal(t, enum.OrderStatusPlaced, find(t, s, "1001").Status)
	require.EqualValues(t, 1, s.reserved(t, pv))
}

func TestCancelledOnceByTenAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	o := s.placed(t, pv)
	won := 0
	for _, err := range together(10, func(int) error {
		_, err := s.orders.Cancel(s.staff, o.PublicID(), "mistake")
		return err
	}) {
		if err == nil {
			won++
			continue
		}
		require.Equal(t, errs.InvalidState, errs.CodeOf(err))
	}
	require.Equal(t, 1, won)
	require.Zero(t, s.reserved(t, pv))
}
