package payment_test

import (
	"context"
	"errors"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/orderline"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/ledger"
	"orion/internal/payment"
	"orion/internal/store"
)

// bought is an order as owed makes it, paid.
func (s *shop) bought(t testing.TB, method string, with ...func(*ent.OrderLineCreate)) (*ent.Order, *ent.OrderLine, *ent.Payment) {
	t.Helper()
	o, p := s.owed(t, method, with...)
	l := s.db.OrderLine.Query().Where(orderline.OrderID(o.ID)).OnlyX(s.system)
	if method == "manual" {
		_, err := s.svc.MarkPaid(s.team, o.PublicID(), "k")
		require.NoError(t, err)
	} else {
		a, err := s.svc.Ask(s.system, p)
		require.NoError(t, err)
		s.record(t, p, a)
	}
	return o, l, p
}

func amount(s string) *money.Decimal { return ptr(money.Decimal(s)) }

func (s *shop) refund(ctx context.Context, o *ent.Order, in payment.RefundInput) (*ent.Refund, error) {
	in.OrderID = o.PublicID()
	if in.IdempotencyKey == "" {
		in.IdempotencyKey = uuid.NewString()
	}
	return s.svc.Refund(ctx, in)
}

// requireProof asserts that the ledger agrees with everything.
func (s *shop) requireProof(t testing.TB) {
	t.Helper()
	c, err := ledger.New(s.db, nil).ProveOne(s.system)
	require.NoError(t, err)
	require.Empty(t, c.Faults)
	require.NotZero(t, c.Entries)
}

func TestRefund(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"manual", "fake"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := open(t)
			o, l, p := s.bought(t, method)
			one := payment.RefundInput{Lines: []*payment.RefundLineInput{{OrderLineID: l.PublicID(), Quantity: 1}}, IdempotencyKey: "k", Reason: ptr("scratched")}
			r, err := s.refund(s.team, o, one)
			require.NoError(t, err)
			require.Equal(t, enum.RefundStatusSucceeded, r.Status)
			require.EqualValues(t, 5450, r.AmountMinor)
			require.EqualValues(t, 273, r.FeeMinor, "5.95 in proportion is 2.725, rounded half up")
			again, err := s.refund(s.team, o, one)
			require.NoError(t, err)
			require.Equal(t, r.ID, again.ID, "once")
			one.Reason = ptr("broken")
			_, err = s.refund(s.team, o, one)
			require.Equal(t, errs.IdempotencyKeyReused, errs.CodeOf(err))

			o = s.order(t, o)
			require.Equal(t, enum.PaymentStatusPartiallyRefunded, o.PaymentStatus)
			require.EqualValues(t, 5450, o.RefundedMinor)
			s.requireProof(t)

			rest, err := s.refund(s.team, o, payment.RefundInput{})
			require.NoError(t, err)
			require.EqualValues(t, 6450, rest.AmountMinor)
			require.EqualValues(t, 1000, rest.ShippingMinor)
			require.EqualValues(t, 595, r.FeeMinor+rest.FeeMinor, "all of the fee")
			require.Equal(t, enum.PaymentStatusRefunded, s.order(t, o).PaymentStatus)
			require.Equal(t, enum.PaymentStatusRefunded, s.fresh(t, p).Status)
			balances := s.balances(t, o)
			for _, a := range []enum.LedgerAccount{"CLEARING", "VENDOR", "PLATFORM_FEE", "SHIPPING"} {
				require.Zero(t, balances[a], a)
			}
			s.requireProof(t)
			_, err = s.refund(s.team, o, payment.RefundInput{})
			require.Equal(t, errs.InvalidState, errs.CodeOf(err), "nothing is left")
		})
	}
}

func TestRefundRefuses(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, l, _ := s.bought(t, "manual")
	unpaid, _ := s.owed(t, "manual")
	_, foreign := fixture.Vendor(t, s.db)
	of := func(id *ent.OrderLine, n int) []*payment.RefundLineInput {
		return []*payment.RefundLineInput{{OrderLineID: id.PublicID(), Quantity: n}}
	}
	for name, tc := range map[string]struct {
		as   context.Context
		o    *ent.Order
		in   payment.RefundInput
		code errs.Code
		at   string
	}{
		"more than was paid":      {in: payment.RefundInput{Amount: amount("119.01")}, code: errs.Invalid, at: "input.amount"},
		"nothing":                 {in: payment.RefundInput{Amount: amount("0.00")}, code: errs.Invalid, at: "input.amount"},
		"less than nothing":       {in: payment.RefundInput{Amount: amount("-1.00")}, code: errs.Invalid, at: "input.amount"},
		"a third of a cent":       {in: payment.RefundInput{Amount: amount("1.003")}, code: errs.Invalid, at: "input.amount"},
		"more than the delivery":  {in: payment.RefundInput{Shipping: amount("10.01")}, code: errs.Invalid, at: "input.shipping"},
		"more pieces than bought": {in: payment.RefundInput{Lines: of(l, 3)}, code: errs.Invalid, at: "input.lines.0.quantity"},
		"no piece":                {in: payment.RefundInput{Lines: of(l, 0)}, code: errs.Invalid, at: "input.lines.0.quantity"},
		"a line twice":            {in: payment.RefundInput{Lines: append(of(l, 1), of(l, 1)...)}, code: errs.Invalid, at: "input.lines.1.orderLineId"},
		"a line of nothing":       {in: payment.RefundInput{Lines: of(&ent.OrderLine{ID: uuid.New()}, 1)}, code: errs.NotFound, at: "input.lines.0.orderLineId"},
		"an order that is unpaid": {o: unpaid, code: errs.InvalidState, at: "input.orderId"},
		"another vendor's":        {as: foreign, code: errs.NotFound, at: "input.orderId"},
		"somebody who may not":    {as: fixture.Staff(t, s.vendor, enum.PermissionOrderWrite), code: errs.Forbidden},
		"the buyer":               {as: fixture.Shopper(t, s.vendor), code: errs.Forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			as, order := tc.as, tc.o
			if as == nil {
				as = s.team
			}
			if order == nil {
				order = o
			}
			_, err := s.refund(as, order, tc.in)
			require.Equal(t, tc.code, errs.CodeOf(err), "%v", err)
			require.Equal(t, tc.at, store.Public(err).Field())
		})
	}
}

// Two refunds of 60 % at once: one is refused, and never is more given back than came.
func TestB4_101TwoRefundsAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, _, p := s.bought(t, "fake")
	out := make([]error, 8)
	var done sync.WaitGroup
	for i := range out {
		done.Go(func() { _, out[i] = s.refund(s.team, o, payment.RefundInput{Amount: amount("71.40")}) })
	}
	done.Wait()
	went := 0
	for _, err := range out {
		if err == nil {
			went++
			continue
		}
		require.Equal(t, errs.Invalid, errs.CodeOf(err), "%v", err)
	}
	require.Equal(t, 1, went)
	require.EqualValues(t, 7140, s.fake.Refunded(p.ID))
	require.EqualValues(t, 7140, s.order(t, o).RefundedMinor)
	s.requireProof(t)
}

// A mint is a provider whose refunds do as a test says.
type mint struct {
	*payment.Fake
	refund func(payment.Return) (payment.Returned, error)
}

func (mint) Handle() string            { return "mint" }
func (mint) Methods() []payment.Method { return []payment.Method{{Handle: "mint", Title: "Mint"}} }
func (m mint) Refund(_ context.Context, r payment.Return) (payment.Returned, error) {
	return m.refund(r)
}

func (m mint) Ask(context.Context, payment.Demand) (payment.Answer, error) {
	return payment.Answer{Status: enum.PaymentStatusPaid, Ref: "m"}, nil
}

func TestARefundThatWasBrokenOffIsTakenUp(t *testing.T) {
	t.Parallel()
	var asked []uuid.UUID
	m := mint{refund: func(r payment.Return) (payment.Returned, error) {
		if asked = append(asked, r.Refund.ID); len(asked) == 1 {
			return payment.Returned{}, errors.New("the line went dead")
		}
		return payment.Returned{Ref: "re_1", Status: enum.RefundStatusSucceeded}, nil
	}}
	s := open(t, m)
	o, _, p := s.bought(t, "mint")
	r, err := s.refund(s.team, o, payment.RefundInput{Amount: amount("20.00")})
	require.NoError(t, err)
	require.Equal(t, enum.RefundStatusPending, r.Status)
	require.EqualValues(t, 2000, s.fresh(t, p).RefundedMinor, "reserved meanwhile")
	require.Zero(t, s.order(t, o).RefundedMinor)
	for range 3 {
		require.NoError(t, s.svc.Return(s.system, r.ID))
	}
	require.Equal(t, []uuid.UUID{r.ID, r.ID}, asked, "with the same key, and not again once it is known")
	require.EqualValues(t, 2000, s.order(t, o).RefundedMinor)
	s.requireProof(t)
}

func TestARefundThatIsRefusedIsFreeAgain(t *testing.T) {
	t.Parallel()
	s := open(t, mint{refund: func(payment.Return) (payment.Returned, error) {
		return payment.Returned{Status: enum.RefundStatusFailed, Failure: "the account is closed"}, nil
	}})
	o, _, p := s.bought(t, "mint")
	r, err := s.refund(s.team, o, payment.RefundInput{})
	require.NoError(t, err)
	require.Equal(t, enum.RefundStatusFailed, r.Status)
	require.Equal(t, "the account is closed", *r.Failure)
	require.Zero(t, s.fresh(t, p).RefundedMinor)
	require.Equal(t, enum.PaymentStatusPaid, s.order(t, o).PaymentStatus)
	require.Contains(t, s.happened(t, o), enum.OrderEventKindRefundFailed)
	s.requireProof(t)
}

func TestPreview(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, l, p := s.bought(t, "fake")
	got, err := s.svc.Preview(s.team, payment.RefundPreviewInput{
		OrderID: o.PublicID(), Lines: []*payment.RefundLineInput{{OrderLineID: l.PublicID(), Quantity: 1}}, Shipping: amount("4.00"),
	})
	require.NoError(t, err)
	in := func(minor int64) money.Money { return money.New(minor, "EUR") }
	require.Equal(t, &payment.RefundPreview{
		Amount: in(5850), Shipping: in(400), FeeReversed: in(293), VendorPays: in(5557), Refundable: in(11900), ShippingRefundable: in(1000),
	}, got)
	require.Zero(t, s.fresh(t, p).RefundedMinor, "nothing is written")
}

func TestTheProofFindsWhatDoesNotAgree(t *testing.T) {
	t.Parallel()
	s := open(t)
	o, _, p := s.bought(t, "manual")
	s.requireProof(t)
	require.NoError(t, s.db.Order.UpdateOneID(o.ID).SetRefundedMinor(5).Exec(s.system))
	require.NoError(t, s.db.Payment.UpdateOneID(p.ID).SetFeeMinor(1).Exec(s.system))
	require.NoError(t, s.db.LedgerEntry.Create().SetPosting("odd").SetKind(enum.LedgerKindFee).SetAccount(enum.LedgerAccountVendor).SetOrderID(o.ID).
		SetCurrency("EUR").SetAmountMinor(7).SetOccurredAt(*s.fresh(t, p).PaidAt).Exec(s.system))
	faulty, err := ledger.New(s.db, nil).Prove(t.Context())
	require.NoError(t, err)
	require.Len(t, faulty, 1)
	require.Len(t, faulty[0].Faults, 3)
}
