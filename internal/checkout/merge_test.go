package checkout_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/checkout"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
)

func (s *shop) merge(ctx context.Context, c *ent.Cart) (*checkout.Change, error) {
	if c == nil {
		return s.checkout.Merge(ctx, nil)
	}
	id := c.PublicID()
	return s.checkout.Merge(ctx, &id)
}

func TestMerge(t *testing.T) {
	t.Parallel()
	s := open(t)
	lamp, chair, last := s.article(t, 1000, 10), s.article(t, 2000, 10), s.article(t, 3000, 3)
	for name, tc := range map[string]struct {
		own, visit []*checkout.LineInput // nil: no cart
		want       []int
		warns      []enum.WarningCode
	}{
		"what is in one":           {own: []*checkout.LineInput{line(lamp, 1)}, visit: []*checkout.LineInput{line(chair, 2)}, want: []int{1, 2}},
		"what is in both":          {own: []*checkout.LineInput{line(lamp, 1)}, visit: []*checkout.LineInput{line(lamp, 2), line(chair, 1)}, want: []int{3, 1}},
		"more than there is":       {own: []*checkout.LineInput{line(last, 2)}, visit: []*checkout.LineInput{line(last, 3)}, want: []int{3}, warns: []enum.WarningCode{enum.WarningCodeQuantityReduced}},
		"an empty one of theirs":   {own: []*checkout.LineInput{}, visit: []*checkout.LineInput{line(chair, 2)}, want: []int{2}},
		"an empty one":             {own: []*checkout.LineInput{line(lamp, 1)}, visit: []*checkout.LineInput{}, want: []int{1}},
		"none of theirs":           {visit: []*checkout.LineInput{line(lamp, 1)}, want: []int{1}},
		"none of the visit":        {own: []*checkout.LineInput{line(lamp, 4)}, want: []int{4}},
		"neither of the two":       {},
		"an empty one, and no own": {visit: []*checkout.LineInput{}, want: []int{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			known, ada := fixture.Customer(t, s.db, s.vendor)
			var visit *ent.Cart
			if tc.visit != nil {
				visit = s.cart(t, s.guest(t), tc.visit...)
			}
			if tc.own != nil {
				s.cart(t, ada, tc.own...)
			}
			got, err := s.merge(ada, visit)
			require.NoError(t, err)
			if tc.want == nil {
				require.Nil(t, got.Cart)
				return
			}
			require.Equal(t, known.ID, *got.Cart.CustomerID)
			require.Equal(t, tc.want, quantities(s.view(t, ada, got.Cart)))
			require.Equal(t, tc.warns, codes(got.Warnings))

			again, err := s.merge(ada, visit)
			require.NoError(t, err)
			require.Equal(t, got.Cart.ID, again.Cart.ID)
			require.Equal(t, tc.want, quantities(s.view(t, ada, again.Cart)), "asked again, nothing is added twice")
			if visit != nil {
				gone, err := s.checkout.Cart(s.guest(t), visit.PublicID())
				require.NoError(t, err)
				require.Nil(t, gone, "it opens to the visit no longer")
			}
		})
	}
}

func TestMergeKeepsWhatTheCustomerSaid(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 10)
	known, ada := fixture.Customer(t, s.db, s.vendor)
	own := s.cart(t, ada, line(pv, 1))
	visit := s.ready(t, s.guest(t), line(pv, 1))
	got, err := s.merge(ada, visit)
	require.NoError(t, err)
	require.Equal(t, own.ID, got.Cart.ID)
	require.Equal(t, known.Email, *got.Cart.Email)
	require.Equal(t, "Luxembourg", got.Cart.ShippingAddress.City, "what they had not said is the visit's")
	require.Equal(t, "standard", *got.Cart.DeliveryHandle)
}

func TestMergeLeavesOutWhatIsNotSold(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv, gone := s.article(t, 1000, 10), s.article(t, 1000, 10)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	s.cart(t, ada, line(pv, 1))
	visit := s.cart(t, s.guest(t), line(gone, 1), line(pv, 1))
	s.withdraw(t, gone)
	got, err := s.merge(ada, visit)
	require.NoError(t, err)
	require.Equal(t, []int{2}, quantities(s.view(t, ada, got.Cart)))
	require.Equal(t, []enum.WarningCode{enum.WarningCodeLineRemoved}, codes(got.Warnings))
}

func TestMergeOfTooMuch(t *testing.T) {
	t.Parallel()
	s := open(t)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	lines := make([]*checkout.LineInput, checkout.MaxLines+1)
	for i := range lines {
		lines[i] = line(s.article(t, 100, 10), 1)
	}
	own, visit := s.cart(t, ada, lines[1:]...), s.cart(t, s.guest(t), lines[0])
	_, err := s.merge(ada, visit)
	require.Equal(t, errs.TooMany, errs.CodeOf(err))
	for c, ctx := range map[*ent.Cart]context.Context{own: ada, visit: s.guest(t)} {
		still, err := s.checkout.Cart(ctx, c.PublicID())
		require.NoError(t, err)
		require.Equal(t, c.Version, still.Version, "both stay as they are")
	}
}

// Ten tabs sign in with the cart of one visit.
func TestMergeByTenTabsLosesNoLine(t *testing.T) {
	t.Parallel()
	s := open(t)
	lamp, chair := s.article(t, 1000, 99), s.article(t, 2000, 99)
	for name, own := range map[string][]*checkout.LineInput{"none of theirs": nil, "one of theirs": {line(lamp, 1)}} {
		t.Run(name, func(t *testing.T) {
			_, ada := fixture.Customer(t, s.db, s.vendor)
			want := []int{2, 3}
			if own != nil {
				s.cart(t, ada, own...)
				want = []int{3, 3}
			}
			visit := s.cart(t, s.guest(t), line(lamp, 2), line(chair, 3))
			for _, id := range together(10, func(int) publicid.ID {
				got, err := s.merge(ada, visit)
				require.NoError(t, err)
				return got.Cart.PublicID()
			}) {
				got, err := s.checkout.Cart(ada, id)
				require.NoError(t, err)
				require.Equal(t, want, quantities(s.view(t, ada, got)))
			}
		})
	}
}

func TestMergeWhileEitherIsOrdered(t *testing.T) {
	t.Parallel()
	s := open(t)
	pv := s.article(t, 1000, 10)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	own, visit := s.cart(t, ada, line(pv, 1)), s.cart(t, s.guest(t), line(pv, 1))
	for _, c := range []*ent.Cart{own, visit} {
		ctx := fixture.System(t, s.vendor)
		require.NoError(t, s.db.Cart.UpdateOneID(c.ID).SetClaimedAt(s.clock.Now()).Exec(ctx))
		_, err := s.merge(ada, visit)
		require.Equal(t, errs.CompletionInProgress, errs.CodeOf(err))
		require.NoError(t, s.db.Cart.UpdateOneID(c.ID).ClearClaimedAt().Exec(ctx))
	}
}

func TestB2_58MergeOfSomebodyElsesCart(t *testing.T) {
	t.Parallel()
	s := open(t)
	other := openOn(t, s.db)
	pv, foreign := s.article(t, 1000, 10), other.article(t, 1000, 10)
	_, ada := fixture.Customer(t, s.db, s.vendor)
	_, bob := fixture.Customer(t, s.db, s.vendor)
	own := s.cart(t, ada, line(pv, 1))
	for name, c := range map[string]*ent.Cart{
		"another customer's": s.cart(t, bob, line(pv, 2)), "another shop's": other.cart(t, other.guest(t), line(foreign, 3)),
	} {
		got, err := s.merge(ada, c)
		require.NoError(t, err, name)
		require.Equal(t, own.ID, got.Cart.ID, name)
		require.Equal(t, []int{1}, quantities(s.view(t, ada, got.Cart)), name)
	}
	_, err := s.merge(s.guest(t), own)
	require.Equal(t, errs.Forbidden, errs.CodeOf(err), "a guest has no cart of their own")
}
