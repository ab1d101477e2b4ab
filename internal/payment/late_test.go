package payment_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/refund"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/payment"
	"orion/internal/store"
	"orion/internal/viewer"
)

// late is an order that was given up before its money was there.
func (s *shop) late(t testing.TB, method string, status enum.PaymentStatus) (*ent.Order, *ent.Payment) {
	t.Helper()
	o, p := s.owed(t, method)
	require.NoError(t, s.db.Order.UpdateOneID(o.ID).SetStatus(enum.OrderStatusCancelled).ClearPlacedAt().ClearNumber().Exec(s.system))
	s.record(t, p, payment.Answer{Status: status, Ref: "late"})
	return o, p
}

func (s *shop) owe(t testing.TB, p *ent.Payment) *ent.Refund {
	t.Helper()
	for range 2 {
		require.NoError(t, s.db.Tx(s.system, func(tx *store.Tx) error { return s.svc.Owe(s.system, tx, p.ID, "too late") }))
	}
	return s.db.Refund.Query().Where(refund.PaymentID(p.ID)).OnlyX(s.system)
}

func TestB4_51LateMoneyGoesBackOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, p := s.late(t, "fake", enum.PaymentStatusPaid)
	r := s.owe(t, p)
	require.EqualValues(t, 11900, r.AmountMinor)
	require.EqualValues(t, 1000, r.ShippingMinor)
	for range 3 {
		require.NoError(t, s.svc.Return(s.system, r.ID))
	}
	require.EqualValues(t, 11900, s.fake.Refunded(p.ID))
	require.Equal(t, enum.PaymentStatusRefunded, s.fresh(t, p).Status)
	require.EqualValues(t, 11900, s.order(t, o).RefundedMinor)
	require.Empty(t, s.balances(t, o), "nothing is left on any account")
	s.requireProof(t)
}

// A purse holds money before it takes it.
type purse struct {
	mint
	voided *[]uuid.UUID
}

func (p purse) Void(_ context.Context, r payment.Return) (payment.Returned, error) {
	*p.voided = append(*p.voided, r.Payment.ID)
	return payment.Returned{Ref: "void_1", Status: enum.RefundStatusSucceeded}, nil
}

func TestMoneyThatIsOnlyHeldIsLetGo(t *testing.T) {
	t.Parallel()
	var voided []uuid.UUID
	s := open(t, purse{mint{refund: func(payment.Return) (payment.Returned, error) {
		panic("what was not taken cannot be given back")
	}}, &voided})
	o, p := s.late(t, "mint", enum.PaymentStatusAuthorized)
	r := s.owe(t, p)
	require.NoError(t, s.svc.Return(s.system, r.ID))
	require.Equal(t, []uuid.UUID{p.ID}, voided)
	require.Equal(t, enum.PaymentStatusRefunded, s.fresh(t, p).Status)
	require.Empty(t, s.balances(t, o), "nothing was booked")
}

// shelf is what is there of a variant, and how much of it is held.
func (s *shop) shelf(t testing.TB, pv *ent.ProductVariant) (onHand, reserved int64) {
	t.Helper()
	l := s.db.InventoryLevel.Query().Where(inventorylevel.VariantID(pv.ID)).OnlyX(s.system)
	return l.OnHand, l.Reserved
}

func TestARefundPutsBackWhatCanBeSold(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, pv := fixture.Product(t, s.db, s.vendor)
	o, l, _ := s.bought(t, "manual", func(c *ent.OrderLineCreate) { c.SetVariantID(pv.ID).SetFulfilledQuantity(1) })
	of := func(n int64) []inventory.Line { return []inventory.Line{{VariantID: pv.ID, Quantity: n}} }
	require.NoError(t, s.db.Tx(s.system, func(tx *store.Tx) error {
		if err := s.stock.Reserve(s.system, tx, o.ID, of(2)); err != nil {
			return err
		}
		return s.stock.Ship(s.system, tx, o.ID, of(1))
	}))
	there, held := s.shelf(t, pv)
	require.EqualValues(t, 1, held)

	_, err := s.refund(s.team, o, payment.RefundInput{Lines: []*payment.RefundLineInput{{OrderLineID: l.PublicID(), Quantity: 2, Restock: true}}})
	require.NoError(t, err)
	now, stillHeld := s.shelf(t, pv)
	require.Equal(t, there+1, now, "the one that was sent is back")
	require.Zero(t, stillHeld, "the other is free")
	l = s.db.OrderLine.GetX(s.system, l.ID)
	require.Equal(t, 2, l.RefundedQuantity)
	require.EqualValues(t, 10900, l.RefundedMinor)

	_, err = s.refund(s.team, o, payment.RefundInput{Lines: []*payment.RefundLineInput{{OrderLineID: l.PublicID(), Quantity: 1}}})
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "nothing of it is left")
}

func TestAnOrderThatWasSentIsCompleteOnceItIsPaid(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, _ := s.owed(t, "manual", func(c *ent.OrderLineCreate) { c.SetFulfilledQuantity(2) })
	paid, err := s.svc.MarkPaid(s.team, o.PublicID(), "k")
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusCompleted, paid.Status)
	require.WithinDuration(t, time.Now(), *paid.CompletedAt, time.Minute)
}

func TestSetCommission(t *testing.T) {
	t.Parallel()
	s := open(t)
	staff := fixture.Admin(t)
	set := func(as context.Context, id publicid.ID, bp *int) error {
		_, err := s.svc.SetCommission(as, id, bp, "as agreed")
		return err
	}
	own := s.vendor.PublicID()
	require.NoError(t, set(staff, own, ptr(1000)))
	_, _, p := s.bought(t, "manual")
	require.EqualValues(t, 1190, s.fresh(t, p).FeeMinor)
	require.NoError(t, set(staff, own, nil))
	require.EqualValues(t, 1190, s.fresh(t, p).FeeMinor, "what was paid keeps its fee")
	_, _, p = s.bought(t, "manual")
	require.EqualValues(t, 595, s.fresh(t, p).FeeMinor, "the platform's own rate")

	require.Equal(t, errs.Invalid, errs.CodeOf(set(staff, own, ptr(10001))))
	require.Equal(t, errs.Invalid, errs.CodeOf(set(staff, own, ptr(-1))))
	require.Equal(t, errs.NotFound, errs.CodeOf(set(staff, publicid.New("Vendor", uuid.New()), ptr(1))))
	require.Equal(t, errs.Forbidden, errs.CodeOf(set(s.team, own, ptr(1))), "its own team")
	require.Equal(t, errs.Forbidden, errs.CodeOf(set(viewer.NewContext(t.Context(), &viewer.Viewer{Audience: viewer.Admin}), own, ptr(1))))
}
