package checkout_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/cartline"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/order"
)

func TestReorder(t *testing.T) {
	t.Parallel()
	s := open(t)
	plenty, short, gone := s.article(t, 1000, 50), s.article(t, 500, 4), s.article(t, 700, 5)
	o := s.buy(t, s.guest(t), line(plenty, 2), line(short, 3), line(gone, 1))
	s.withdraw(t, gone)

	again, err := s.checkout.Reorder(s.guest(t), new(order.Token(o)), nil)
	require.NoError(t, err)
	got := map[uuid.UUID]int{}
	for _, l := range s.db.CartLine.Query().Where(cartline.CartID(again.Cart.ID)).AllX(fixture.System(t, s.vendor)) {
		got[l.VariantID] = l.Quantity
	}
	require.Equal(t, map[uuid.UUID]int{plenty.ID: 2, short.ID: 1}, got, "what there is")
	var codes []enum.WarningCode
	for _, w := range again.Warnings {
		codes = append(codes, w.Code)
	}
	require.ElementsMatch(t, []enum.WarningCode{enum.WarningCodeLineRemoved, enum.WarningCodeQuantityReduced}, codes)
	require.Equal(t, o.Email, *again.Cart.Email)

	id := o.PublicID()
	_, err = s.checkout.Reorder(s.guest(t), nil, &id)
	require.Equal(t, errs.NotFound, errs.CodeOf(err), "an id is no key")
	s.withdraw(t, plenty)
	s.count(t, short, 3)
	_, err = s.checkout.Reorder(s.guest(t), new(order.Token(o)), nil)
	require.Equal(t, errs.InvalidState, errs.CodeOf(err), "nothing is left to buy")
}
