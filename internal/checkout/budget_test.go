package checkout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/checkout"
	"orion/internal/store"
)

// What an operation costs in statements does not depend on how much is in the cart.
func TestStatements(t *testing.T) {
	t.Parallel()
	seen := &counter{}
	s := open(t, store.WithTracer(seen))
	ctx := s.guest(t)
	lines := make([]*checkout.LineInput, 30)
	for i := range lines {
		lines[i] = line(s.article(t, 1000, 10), 2)
	}
	cost := func(t *testing.T, what string, want int64, f func()) {
		t.Helper()
		before := seen.n.Load()
		f()
		require.Equal(t, want, seen.n.Load()-before, what)
	}
	for name, in := range map[string][]*checkout.LineInput{"one line": lines[:1], "thirty lines": lines} {
		t.Run(name, func(t *testing.T) {
			c := s.ready(t, ctx, in...)
			id := c.PublicID()
			cost(t, "read", 10, func() {
				found, err := s.checkout.Cart(ctx, id)
				require.NoError(t, err)
				require.Len(t, s.view(t, ctx, found).Lines, len(in))
			})
			cost(t, "add", 8, func() {
				_, err := s.checkout.AddLines(ctx, id, in)
				require.NoError(t, err)
			})
			total := s.total(t, ctx, c)
			cost(t, "complete", 34, func() {
				_, err := s.complete(ctx, c, name, total)
				require.NoError(t, err)
			})
			cost(t, "complete again", 3, func() {
				done, err := s.complete(ctx, c, name, total)
				require.NoError(t, err)
				require.True(t, done.Replayed)
			})
		})
	}
}
