package checkout_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/checkout"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/order"
)

// An outcome is what a call of a race came to.
type outcome struct {
	*checkout.Completion
	err error
}

func TestLastUnitGoesToOneOfFiftyBuyers(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 1)
	buyers, carts := make([]context.Context, 50), make([]*ent.Cart, 50)
	for i := range carts {
		buyers[i] = s.guest(t)
		carts[i] = s.ready(t, buyers[i], line(pv, 1))
	}
	placed := 0
	for _, o := range together(50, func(i int) outcome {
		done, err := s.complete(buyers[i], carts[i], strconv.Itoa(i), "14.90")
		return outcome{done, err}
	}) {
		if o.err == nil {
			placed++
			continue
		}
		require.Equal(t, errs.InsufficientStock, errs.CodeOf(o.err), o.err)
		require.NotNil(t, o.Cart)
	}
	require.Equal(t, 1, placed)
	require.Equal(t, map[string]int{"PLACED": 1}, s.ordersIn(t))
	l := s.level(t, pv)
	require.Equal(t, []int64{1, 1}, []int64{l.OnHand, l.Reserved}, "none left")
	payments, err := s.db.Payment.Query().Count(fixture.System(t, s.vendor))
	require.NoError(t, err)
	require.Equal(t, 1, payments, "no payment is kept for those who lost")
	again, err := s.db.ProductVariant.Get(fixture.System(t, s.vendor), pv.ID)
	require.NoError(t, err)
	require.False(t, again.AvailableForSale)
	s.requireLedger(t)
}

func TestTheSameCheckoutTwentyTimesIsOneOrder(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 10)
	ctx := s.guest(t)
	for name, key := range map[string]func(int) string{
		"with one key":      func(int) string { return "k" },
		"with a key each":   func(i int) string { return fmt.Sprint("each ", i) },
		"with a few of one": func(i int) string { return fmt.Sprint("few ", i%3) },
	} {
		t.Run(name, func(t *testing.T) {
			c := s.ready(t, ctx, line(pv, 1))
			ids, first := map[uuid.UUID]bool{}, 0
			for _, o := range together(20, func(i int) outcome {
				done, err := s.complete(ctx, c, key(i), "14.90")
				return outcome{done, err}
			}) {
				if o.err != nil {
					require.NotEqual(t, "with one key", name)
					require.Equal(t, errs.CompletionInProgress, errs.CodeOf(o.err), o.err)
					continue
				}
				ids[o.Order.ID] = true
				if !o.Replayed {
					first++
				}
			}
			require.Len(t, ids, 1, "one order, the same answer")
			require.Equal(t, 1, first, "and one of them placed it")
		})
	}
	require.Equal(t, map[string]int{"PLACED": 3}, s.ordersIn(t))
	require.EqualValues(t, 3, s.level(t, pv).Reserved)
	s.requireLedger(t)
}

func TestOneKeyIsForOneOfTenCarts(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 100)
	ctx := s.guest(t)
	carts := make([]*ent.Cart, 10)
	for i := range carts {
		carts[i] = s.ready(t, ctx, line(pv, 1))
	}
	placed := 0
	for _, o := range together(len(carts), func(i int) outcome {
		done, err := s.complete(ctx, carts[i], "k", "14.90")
		return outcome{done, err}
	}) {
		if o.err == nil {
			placed++
			continue
		}
		require.Equal(t, errs.IdempotencyKeyReused, errs.CodeOf(o.err), o.err)
	}
	require.Equal(t, 1, placed)
	require.Equal(t, map[string]int{"PLACED": 1}, s.ordersIn(t))
	s.requireLedger(t)
}

func TestCartsInOppositeOrderNeverWaitInACircle(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := s.article(t, 1000, 40), s.article(t, 500, 40)
	carts := make([]*ent.Cart, 40)
	ctx := s.guest(t)
	for i := range carts {
		lines := []*checkout.LineInput{line(a, 1), line(b, 1)}
		if i%2 == 1 {
			slices.Reverse(lines)
		}
		carts[i] = s.ready(t, ctx, lines...)
	}
	for _, o := range together(len(carts), func(i int) outcome {
		done, err := s.complete(ctx, carts[i], strconv.Itoa(i), "19.90")
		return outcome{done, err}
	}) {
		require.NoError(t, o.err)
	}
	require.EqualValues(t, 40, s.level(t, a).Reserved)
	require.EqualValues(t, 40, s.level(t, b).Reserved)
	s.requireLedger(t)
}

func TestNumbersHaveNoGapsUnderFiftyCheckouts(t *testing.T) {
	t.Parallel()
	s := open(t)
	elsewhere := openOn(t, s.db)
	plenty, few := s.article(t, 1000, 100), s.article(t, 500, 10)
	ctx := s.guest(t)
	carts := make([]*ent.Cart, 50)
	for i := range carts {
		lines := []*checkout.LineInput{line(plenty, 1)}
		if i%2 == 1 { // of these, most will fail
			lines = append(lines, line(few, 1))
		}
		carts[i] = s.ready(t, ctx, lines...)
	}
	foreign := elsewhere.ready(t, elsewhere.guest(t), line(elsewhere.article(t, 1000, 10), 1))
	outcomes := together(51, func(i int) outcome {
		if i == 50 {
			done, err := elsewhere.complete(elsewhere.guest(t), foreign, "k", "14.90")
			return outcome{done, err}
		}
		total := [...]money.Decimal{"14.90", "19.90"}[i%2]
		done, err := s.complete(ctx, carts[i], strconv.Itoa(i), total)
		return outcome{done, err}
	})
	require.NoError(t, outcomes[50].err)
	require.EqualValues(t, order.FirstNumber, *outcomes[50].Order.Number, "every shop counts for itself")
	var numbers []int64
	for _, o := range outcomes[:50] {
		if o.err != nil {
			require.Equal(t, errs.InsufficientStock, errs.CodeOf(o.err), o.err)
			continue
		}
		numbers = append(numbers, *o.Order.Number)
	}
	slices.Sort(numbers)
	require.Len(t, numbers, 35)
	for i, n := range numbers {
		require.EqualValues(t, order.FirstNumber+i, n)
	}
	p, err := s.db.Product.Get(fixture.System(t, s.vendor), plenty.ProductID)
	require.NoError(t, err)
	require.Equal(t, 35, p.SoldCount)
	s.requireLedger(t)
}

func TestParallelAddsLoseNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	variants := make([]*ent.ProductVariant, 5)
	for i := range variants {
		variants[i] = s.article(t, 100, 999)
	}
	c := s.cart(t, ctx)
	for _, err := range together(50, func(i int) error {
		_, err := s.checkout.AddLines(ctx, c.PublicID(), []*checkout.LineInput{line(variants[i%5], 1), line(variants[(i+1)%5], 1)})
		return err
	}) {
		require.NoError(t, err)
	}
	now, err := s.checkout.Cart(ctx, c.PublicID())
	require.NoError(t, err)
	require.Equal(t, []int{20, 20, 20, 20, 20}, quantities(s.view(t, ctx, now)))
	require.Equal(t, 51, now.Version)
}

// Buyers, cancellations, counts and changes of carts, all at once: whatever comes of
// it, the ledger agrees.
func TestLedgerAgreesAfterAnyRun(t *testing.T) {
	t.Parallel()
	s := open(t)
	ctx := s.guest(t)
	variants := make([]*ent.ProductVariant, 4)
	for i := range variants {
		variants[i] = s.article(t, 1000, 6)
	}
	carts := make([]*ent.Cart, 40)
	for i := range carts {
		carts[i] = s.ready(t, ctx, line(variants[i%4], 1+i%2), line(variants[(i+1)%4], 1))
	}
	for _, err := range together(len(carts), func(i int) error {
		if i%5 == 0 {
			_, err := s.checkout.AddLines(ctx, carts[i].PublicID(), []*checkout.LineInput{line(variants[(i+2)%4], 1)})
			if err != nil && errs.CodeOf(err) != errs.InsufficientStock {
				return err
			}
		}
		now, err := s.checkout.Cart(ctx, carts[i].PublicID())
		if err != nil {
			return err
		}
		v, err := s.checkout.View(ctx, now)
		if err != nil {
			return err
		}
		done, err := s.complete(ctx, carts[i], strconv.Itoa(i), v.Cost.Total.Amount())
		switch code := errs.CodeOf(err); {
		case code == errs.InsufficientStock || code == errs.PriceChanged:
			return nil
		case err != nil:
			return err
		case i%3 == 0:
			_, err = s.orders.Cancel(s.staff, done.Order.PublicID(), "changed their mind")
		case i%7 == 0:
			s.count(t, variants[i%4], 12)
		}
		return err
	}) {
		require.NoError(t, err)
	}
	s.requireLedger(t)
}
