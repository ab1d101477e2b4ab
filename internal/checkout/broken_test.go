package checkout_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/order"
	"orion/ent/gen/ent/refund"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/payment"
	"orion/internal/pgtest"
)

// A bank is a provider outside, which does what a test says.
type bank struct {
	asked  atomic.Int64
	last   atomic.Pointer[uuid.UUID]
	answer func(n int64) (payment.Answer, error)
}

func (*bank) Handle() string { return "card" }
func (*bank) Title() string  { return "Card" }

func (*bank) Methods() []payment.Method { return []payment.Method{{Handle: "card", Title: "Card"}} }

func (b *bank) Ask(ctx context.Context, d payment.Demand) (payment.Answer, error) {
	return b.Fetch(ctx, d.Payment)
}

func (b *bank) Fetch(_ context.Context, p *ent.Payment) (payment.Answer, error) {
	b.last.Store(&p.ID)
	return b.answer(b.asked.Add(1))
}

func (*bank) Refund(context.Context, payment.Return) (payment.Returned, error) {
	return payment.Returned{Status: enum.RefundStatusSucceeded}, nil
}

var errBankIsDown = errors.New("the bank is down")

// downOnce is a bank whose answer to the first question is lost: to the shop that is
// the same as if it had been killed there.
func downOnce() *bank {
	return &bank{answer: func(n int64) (payment.Answer, error) {
		if n == 1 {
			return payment.Answer{}, errBankIsDown
		}
		return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}, nil
	}}
}

func (s *shop) byCard(ctx context.Context, c *ent.Cart, key string, total money.Decimal) (*checkout.Completion, error) {
	return s.checkout.Complete(ctx, c.PublicID(), checkout.CompleteInput{IdempotencyKey: key, ExpectedTotal: total, PaymentMethod: "card"})
}

// stuck is an order that is neither placed nor given up, of the last one there is.
func stuck(t *testing.T, b *bank) (s *shop, ctx context.Context, pv *ent.ProductVariant, c *ent.Cart, o *ent.Order) {
	t.Helper()
	s = openOn(t, pgtest.New(t), b)
	ctx, pv = s.guest(t), s.article(t, 1000, 1)
	c = s.ready(t, ctx, line(pv, 1))
	_, err := s.byCard(ctx, c, "k", "14.90")
	require.ErrorIs(t, err, errBankIsDown)
	o, err = s.db.Order.Query().Only(fixture.System(t, s.vendor))
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusPendingPayment, o.Status)
	require.Nil(t, o.Number)
	require.EqualValues(t, 1, s.level(t, pv).Reserved)
	return s, ctx, pv, c, o
}

func TestTheSameCallTakesUpWhatWasBrokenOff(t *testing.T) {
	t.Parallel()
	b := downOnce()
	s, ctx, pv, c, o := stuck(t, b)
	asked := *b.last.Load()

	_, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(pv, 1)})
	require.Equal(t, errs.CompletionInProgress, errs.CodeOf(err), "nobody changes the cart meanwhile")
	done, err := s.byCard(ctx, c, "another", "14.90")
	require.Equal(t, errs.CompletionInProgress, errs.CodeOf(err))
	require.Equal(t, c.ID, done.Cart.ID)

	done, err = s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.False(t, done.Replayed)
	require.Equal(t, o.ID, done.Order.ID, "the same order")
	require.Equal(t, asked, *b.last.Load(), "and the same payment, by which the bank knows it")
	require.Equal(t, enum.PaymentStatusPaid, done.Order.PaymentStatus)
	p, err := payment.Of(ctx, s.db.Client, o.ID)
	require.NoError(t, err)
	require.Equal(t, "pay_1", *p.ProviderRef)

	again, err := s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.EqualValues(t, 2, b.asked.Load(), "nobody is asked for a payment twice over")
	s.clock.pass(time.Hour)
	require.Zero(t, s.sweep(t), "the job finds it placed")
	require.Equal(t, map[string]int{"PLACED": 1}, s.ordersIn(t))
	s.requireLedger(t)
}

func TestAnotherCallTakesOverFromOneThatDied(t *testing.T) {
	t.Parallel()
	s, ctx, _, c, o := stuck(t, downOnce())
	s.clock.pass(5 * time.Minute)
	done, err := s.byCard(ctx, c, "another", "14.90")
	require.NoError(t, err, "though the dead call held the last one there is")
	require.NotEqual(t, o.ID, done.Order.ID)
	require.Equal(t, map[string]int{"CANCELLED": 1, "PLACED": 1}, s.ordersIn(t))
	replayed, err := s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.Equal(t, done.Order.ID, replayed.Order.ID, "the dead call, should it come back, gets the order there is")
	s.requireLedger(t)
}

func TestACartChangedAfterACallDied(t *testing.T) {
	t.Parallel()
	s, ctx, pv, c, o := stuck(t, downOnce())
	s.clock.pass(5 * time.Minute)
	_, err := s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "bob@example.org"})
	require.NoError(t, err)
	done, err := s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.NotEqual(t, o.ID, done.Order.ID, "not what was agreed before")
	require.Equal(t, "bob@example.org", done.Order.Email)
	require.EqualValues(t, 1, s.level(t, pv).Reserved)
	s.requireLedger(t)
}

func TestDeclined(t *testing.T) {
	t.Parallel()
	b := &bank{answer: func(n int64) (payment.Answer, error) {
		if n == 1 {
			return payment.Answer{}, errs.New(errs.PaymentDeclined, "the bank says no")
		}
		return payment.Answer{Status: enum.PaymentStatusAuthorized}, nil
	}}
	s := openOn(t, pgtest.New(t), b)
	ctx, pv := s.guest(t), s.article(t, 1000, 1)
	c := s.ready(t, ctx, line(pv, 1))

	done, err := s.byCard(ctx, c, "k", "14.90")
	require.Equal(t, errs.PaymentDeclined, errs.CodeOf(err))
	require.Nil(t, done.Order)
	require.Equal(t, c.ID, done.Cart.ID)
	require.Zero(t, s.level(t, pv).Reserved)
	_, err = s.checkout.SetBuyer(ctx, c.PublicID(), checkout.BuyerInput{Email: "ada@example.org"})
	require.NoError(t, err, "the cart is open at once")

	done, err = s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.EqualValues(t, 1001, *done.Order.Number, "a payment that fails burns no number")
	require.Equal(t, enum.PaymentStatusAuthorized, done.Order.PaymentStatus)
	s.requireLedger(t)
}

func TestTheBuyerHasToAct(t *testing.T) {
	t.Parallel()
	there := "https://bank.example/3ds"
	b := &bank{answer: func(n int64) (payment.Answer, error) {
		if n == 1 {
			return payment.Answer{Status: enum.PaymentStatusPending, Ref: "pay_1", Next: &payment.NextAction{RedirectURL: &there}}, nil
		}
		return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}, nil
	}}
	s := openOn(t, pgtest.New(t), b)
	ctx, pv := s.guest(t), s.article(t, 1000, 1)
	c := s.ready(t, ctx, line(pv, 1))

	done, err := s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.Nil(t, done.Order, "there is none yet")
	require.Equal(t, there, *done.NextAction.RedirectURL)
	require.EqualValues(t, 1, s.level(t, pv).Reserved)
	done, err = s.byCard(ctx, c, "k", "14.90")
	require.NoError(t, err)
	require.Nil(t, done.NextAction)
	require.Equal(t, enum.OrderStatusPlaced, done.Order.Status)
	s.requireLedger(t)
}

// late is an order of the last one there is whose payment is being asked for while its
// time runs out, as on a machine that slept; then it is as between says.
func late(t *testing.T, between func(s *shop, pv *ent.ProductVariant)) (s *shop, c *ent.Cart, pv *ent.ProductVariant, done *checkout.Completion, err error) {
	t.Helper()
	s = &shop{}
	b := &bank{answer: func(n int64) (payment.Answer, error) {
		if n > 1 {
			return payment.Answer{}, errBankIsDown
		}
		s.clock.pass(15 * time.Minute)
		require.Equal(t, 1, s.sweep(t))
		between(s, pv)
		return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "pay_1"}, nil
	}}
	*s = *openOn(t, pgtest.New(t), b)
	ctx := s.guest(t)
	pv = s.article(t, 1000, 1)
	c = s.ready(t, ctx, line(pv, 1))
	done, err = s.byCard(ctx, c, "k", "14.90")
	return s, c, pv, done, err
}

func TestMoneyThatComesLateStillBuysWhatIsThere(t *testing.T) {
	t.Parallel()
	s, c, pv, done, err := late(t, func(*shop, *ent.ProductVariant) {})
	require.NoError(t, err)
	require.Equal(t, enum.OrderStatusPlaced, done.Order.Status)
	require.Nil(t, done.Order.CancelledAt)
	require.EqualValues(t, 1, s.level(t, pv).Reserved)
	again, err := s.byCard(s.guest(t), c, "k", "14.90")
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Zero(t, s.refundsIn(t))
	s.requireLedger(t)
}

func TestMoneyThatComesTooLateGoesBack(t *testing.T) {
	t.Parallel()
	for name, between := range map[string]func(s *shop, pv *ent.ProductVariant){
		"the last one is sold": func(s *shop, pv *ent.ProductVariant) { s.buy(t, s.guest(t), line(pv, 1)) },
		"the shelf is empty":   func(s *shop, pv *ent.ProductVariant) { s.count(t, pv, 0) },
		"the cart is ordered": func(s *shop, pv *ent.ProductVariant) {
			s.count(t, pv, 9)
			c, err := s.db.Cart.Query().Only(fixture.System(t, s.vendor))
			require.NoError(t, err)
			_, err = s.complete(s.guest(t), c, "by hand", "14.90")
			require.NoError(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c, _, done, err := late(t, between)
			require.Equal(t, errs.InvalidState, errs.CodeOf(err))
			require.Nil(t, done.Order)
			require.Equal(t, 1, s.refundsIn(t))
			o, err := s.db.Order.Query().Where(order.IdempotencyKey("k")).Only(fixture.System(t, s.vendor))
			require.NoError(t, err)
			require.Equal(t, enum.OrderStatusCancelled, o.Status)
			p, err := payment.Of(fixture.System(t, s.vendor), s.db.Client, o.ID)
			require.NoError(t, err)
			require.Equal(t, enum.PaymentStatusPaid, p.Status, "what came is not forgotten")
			require.Equal(t, p.AmountMinor, p.RefundedMinor, "the whole of it is reserved")
			require.NoError(t, s.checkout.Settle(fixture.System(t, s.vendor), p.ID))
			require.Equal(t, 1, s.refundsIn(t), "once")
			require.Equal(t, c.ID, o.CartID)
			s.requireLedger(t)
		})
	}
}

// refundsIn counts what is marked to go back.
func (s *shop) refundsIn(t testing.TB) int {
	t.Helper()
	n, err := s.db.Refund.Query().Where(refund.StatusEQ(enum.RefundStatusPending)).Count(fixture.System(t, s.vendor))
	require.NoError(t, err)
	return n
}
