package checkout_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/payment"
	"orion/internal/store"
)

func TestSettle(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		recorded enum.PaymentStatus
		orders   map[string]int
		held     int64
	}{
		"paid":       {enum.PaymentStatusPaid, map[string]int{"PLACED": 1}, 1},
		"authorized": {enum.PaymentStatusAuthorized, map[string]int{"PLACED": 1}, 1},
		"failed":     {enum.PaymentStatusFailed, map[string]int{"CANCELLED": 1}, 0},
		"unknown":    {enum.PaymentStatusPending, map[string]int{"PENDING_PAYMENT": 1}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, pv, _, o := stuck(t, downOnce())
			system := fixture.System(t, s.vendor)
			paid := s.record(t, o.ID, tc.recorded)
			for _, err := range together(5, func(int) error { return s.checkout.Settle(system, paid) }) {
				require.NoError(t, err)
			}
			require.Equal(t, tc.orders, s.ordersIn(t))
			require.Equal(t, tc.held, s.level(t, pv).Reserved)
			require.Zero(t, s.refundsIn(t))
			s.requireLedger(t)
		})
	}
}

// The return page and the provider's message are there at once.
func TestSettleBesideTheBuyersCall(t *testing.T) {
	t.Parallel()
	s, ctx, _, c, o := stuck(t, downOnce())
	system := fixture.System(t, s.vendor)
	paid := s.record(t, o.ID, enum.PaymentStatusPaid)
	for _, o := range together(20, func(i int) outcome {
		if i%2 == 0 {
			return outcome{nil, s.checkout.Settle(system, paid)}
		}
		done, err := s.byCard(ctx, c, "k", "14.90")
		return outcome{done, err}
	}) {
		require.NoError(t, o.err)
		if o.Completion != nil {
			require.EqualValues(t, 1001, *o.Order.Number)
		}
	}
	require.Equal(t, map[string]int{"PLACED": 1}, s.ordersIn(t))
	s.requireLedger(t)
}

func TestB2_51SettleOfAnothersPayment(t *testing.T) {
	t.Parallel()
	s, _, _, _, o := stuck(t, downOnce())
	other := openOn(t, s.db)
	p, err := payment.Of(fixture.System(t, s.vendor), s.db.Client, o.ID)
	require.NoError(t, err)
	for _, id := range []uuid.UUID{p.ID, uuid.New()} {
		require.Equal(t, errs.NotFound, store.Public(other.checkout.Settle(fixture.System(t, other.vendor), id)).Code)
	}
	require.Equal(t, map[string]int{"PENDING_PAYMENT": 1}, s.ordersIn(t))
}
