package checkout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/checkout"
	"orion/internal/store"
)

// What a change has read is not read again for its answer, which is the same as if it were.
func TestTheViewOfAChange(t *testing.T) {
	t.Parallel()
	seen := &counter{}
	s := open(t, store.WithTracer(seen))
	ctx := s.guest(t)
	lamp, mug, few, gone := s.article(t, 2000, 10), s.article(t, 500, 10), s.article(t, 300, 2), s.article(t, 100, 10)
	start := s.cart(t, ctx, line(lamp, 2), line(few, 2), line(gone, 1))
	id := start.PublicID()
	first := s.view(t, ctx, start).Lines[0]
	s.withdraw(t, gone)
	s.count(t, few, 1)
	for _, change := range []func() (*checkout.Change, error){
		func() (*checkout.Change, error) {
			return s.checkout.AddLines(ctx, id, []*checkout.LineInput{line(mug, 1), line(lamp, 1)})
		},
		func() (*checkout.Change, error) {
			return s.checkout.UpdateLines(ctx, id, []*checkout.LineUpdateInput{{LineID: idOf(first), Quantity: 0}})
		},
		func() (*checkout.Change, error) { return s.checkout.SetShippingAddress(ctx, id, home()) },
	} {
		c, err := change()
		require.NoError(t, err)
		views := s.checkout.NewViews()
		views.Know(c)
		before := seen.n.Load()
		known, err := views.Of(ctx, c.Cart)
		require.NoError(t, err)
		cheap := seen.n.Load() - before
		read := s.view(t, ctx, c.Cart)
		require.EqualValues(t, 3, seen.n.Load()-before-2*cheap, "lines, variants and stock are known")
		require.Equal(t, len(read.Lines), len(known.Lines))
		for i, l := range read.Lines {
			require.Equal(t, l.ID, known.Lines[i].ID)
			require.True(t, l.CreatedAt.Equal(known.Lines[i].CreatedAt), "by which pages go on")
			require.Equal(t, l.Edges.Variant.ID, known.Lines[i].Edges.Variant.ID)
			require.Equal(t, checkout.LineTotal(l), checkout.LineTotal(known.Lines[i]))
			require.Equal(t, l.Quantity, known.Lines[i].Quantity)
		}
		read.Lines, known.Lines = nil, nil
		require.Equal(t, read, known)
	}
}
