package checkout_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/clock"
	"orion/internal/kit/errs"
	"orion/internal/payment"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// sweep does what the job of each minute does, and returns how many orders it dealt with.
func (s *shop) sweep(t testing.TB) int {
	t.Helper()
	n, err := s.checkout.Sweep(t.Context())
	require.NoError(t, err)
	return n
}

// then is a bank that is down for its first answer and gives one for all others.
func then(a payment.Answer, err error) *bank {
	return &bank{answer: func(n int64) (payment.Answer, error) {
		if n == 1 {
			return payment.Answer{}, errBankIsDown
		}
		return a, err
	}}
}

func TestSweep(t *testing.T) {
	t.Parallel()
	there := "https://bank.example/3ds"
	waits := payment.Answer{Status: enum.PaymentStatusPending, Next: &payment.NextAction{RedirectURL: &there}}
	for name, tc := range map[string]struct {
		bank  *bank
		after time.Duration
		want  string
		fails bool
	}{
		"paid, but the call lives":         {downOnce(), 5*time.Minute - time.Second, "PENDING_PAYMENT", false},
		"paid, and the call died":          {downOnce(), 6 * time.Minute, "PLACED", false},
		"not paid, and there is time left": {then(waits, nil), 10*time.Minute - time.Second, "PENDING_PAYMENT", false},
		"not paid in time":                 {then(waits, nil), 10 * time.Minute, "CANCELLED", false},
		"to be paid by hand":               {then(payment.Answer{Status: enum.PaymentStatusPending}, nil), 10 * time.Minute, "CANCELLED", false},
		"failed":                           {then(payment.Answer{Status: enum.PaymentStatusFailed}, nil), 6 * time.Minute, "CANCELLED", false},
		"declined":                         {then(payment.Answer{}, errs.New(errs.PaymentDeclined, "no")), 6 * time.Minute, "CANCELLED", false},
		"the bank is still down":           {then(payment.Answer{}, errBankIsDown), 15*time.Minute - time.Second, "PENDING_PAYMENT", true},
		"the bank is down for too long":    {then(payment.Answer{}, errBankIsDown), 15 * time.Minute, "CANCELLED", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, pv, _, _ := stuck(t, tc.bank)
			s.clock.pass(tc.after)
			for _, err := range together(3, func(int) error { _, err := s.checkout.Sweep(t.Context()); return err }) {
				if tc.fails {
					require.ErrorIs(t, err, errBankIsDown)
					continue
				}
				require.NoError(t, err)
			}
			require.Equal(t, map[string]int{tc.want: 1}, s.ordersIn(t))
			require.Equal(t, tc.want == "CANCELLED", s.level(t, pv).Reserved == 0)
			s.requireLedger(t)
		})
	}
}

func TestAnOrderThatIsNotPaidFreesItsCart(t *testing.T) {
	t.Parallel()
	s, ctx, _, c, o := stuck(t, &bank{answer: func(n int64) (payment.Answer, error) {
		if n == 1 {
			return payment.Answer{}, errBankIsDown
		}
		return payment.Answer{Status: enum.PaymentStatusPending}, nil
	}})
	s.clock.pass(10 * time.Minute)
	require.Equal(t, 1, s.sweep(t))
	require.Zero(t, s.sweep(t))
	found, err := s.orders.Find(s.staff, nil, ptr(o.PublicID()))
	require.NoError(t, err)
	require.Nil(t, found, "what never was placed is no order to anybody")

	_, err = s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err, "the cart is open again")
	done, err := s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err, "even with the same key")
	require.NotEqual(t, o.ID, done.Order.ID)
	require.EqualValues(t, 1001, *done.Order.Number, "no number was lost")
	s.requireLedger(t)
}

// A provider's message was recorded, and what should have followed was not done.
func TestSweepSettlesWhatIsRecorded(t *testing.T) {
	t.Parallel()
	for status, want := range map[enum.PaymentStatus]string{enum.PaymentStatusPaid: "PLACED", enum.PaymentStatusFailed: "CANCELLED"} {
		t.Run(string(status), func(t *testing.T) {
			t.Parallel()
			b := downOnce()
			s, _, _, _, o := stuck(t, b)
			s.record(t, o.ID, status)
			require.Equal(t, 1, s.sweep(t), "at once")
			require.Equal(t, map[string]int{want: 1}, s.ordersIn(t))
			require.EqualValues(t, 1, b.asked.Load(), "nobody has to be asked")
			require.Zero(t, s.sweep(t))
		})
	}
}

func TestSweepFindsMoneyThatCameLate(t *testing.T) {
	t.Parallel()
	for name, left := range map[string]int{"PLACED": 1, "CANCELLED": 0} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, _, pv, _, o := stuck(t, then(payment.Answer{Status: enum.PaymentStatusPending}, nil))
			s.clock.pass(10 * time.Minute)
			require.Equal(t, 1, s.sweep(t))
			s.count(t, pv, left)
			s.record(t, o.ID, enum.PaymentStatusPaid)
			require.Equal(t, 1, s.sweep(t))
			require.Equal(t, map[string]int{name: 1}, s.ordersIn(t))
			require.Equal(t, 1-left, s.refundsIn(t))
			require.Zero(t, s.sweep(t), "what is marked to go back is not looked at again")
			s.requireLedger(t)
		})
	}
}

func TestSweepGoesThroughAllShops(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	down := true
	b := &bank{answer: func(int64) (payment.Answer, error) {
		if down {
			return payment.Answer{}, errBankIsDown
		}
		return payment.Answer{Status: enum.PaymentStatusPaid}, nil
	}}
	shops := []*shop{openOn(t, db, b), openOn(t, db, b)}
	const each = 60 // more than are read at once
	for _, s := range shops {
		pv := s.article(t, 1000, each)
		for range each {
			c := s.ready(t, s.guest(t), line(pv, 1))
			_, err := s.byCard(s.guest(t), c, uuid.NewString(), "14.90")
			require.ErrorIs(t, err, errBankIsDown)
		}
	}
	down = false
	shops[0].clock.pass(9 * time.Minute)
	require.Equal(t, 2*each, shops[0].sweep(t))
	for _, s := range shops {
		require.Equal(t, map[string]int{"PLACED": each}, s.ordersIn(t))
		s.requireLedger(t)
	}
}

// The statement is to be cheap however many orders there are.
func TestSweepReadsAlongItsIndex(t *testing.T) {
	t.Parallel()
	s := open(t)
	var plan string
	require.NoError(t, s.db.Tx(store.AcrossVendors(t.Context(), store.ReasonSchedule), func(tx *store.Tx) error {
		if _, err := tx.Pgx.Exec(t.Context(), "set local enable_seqscan = off"); err != nil {
			return err
		}
		return tx.Pgx.QueryRow(t.Context(), "explain (format json) "+checkout.DueSQL, uuid.Nil, time.Now(), 100).Scan(&plan)
	}))
	require.Contains(t, plan, "order_unsettled")
}

// record keeps news of the payment of an order.
func (s *shop) record(t testing.TB, order uuid.UUID, status enum.PaymentStatus) uuid.UUID {
	t.Helper()
	system := fixture.System(t, s.vendor)
	p, err := payment.Of(system, s.db.Client, order)
	require.NoError(t, err)
	require.NoError(t, s.db.Tx(system, func(tx *store.Tx) error {
		return payment.New(payment.Deps{Clock: clock.System{}}).Record(system, tx, p.ID, payment.Answer{Status: status, Ref: "pay_1"})
	}))
	return p.ID
}
