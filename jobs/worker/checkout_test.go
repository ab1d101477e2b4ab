package worker_test

import (
	"context"
	"errors"
	"testing"

	"github.com/riverqueue/river"
	"github.com/stretchr/testify/require"

	"orion/jobs"
	"orion/jobs/worker"
)

// A broom is a checkout service of which only the sweep matters.
type broom struct {
	swept int
	err   error
}

func (b *broom) Sweep(context.Context) (int, error) { b.swept++; return 1, b.err }

func TestCheckoutSweep(t *testing.T) {
	t.Parallel()
	errLeft := errors.New("one order was left")
	for name, want := range map[string]error{"all is well": nil, "one is left": errLeft} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := &broom{err: want}
			require.ErrorIs(t, worker.NewCheckoutSweep(b).Work(t.Context(), &river.Job[jobs.CheckoutSweep]{}), want)
			require.Equal(t, 1, b.swept)
		})
	}
	require.True(t, jobs.CheckoutSweep{}.InsertOpts().UniqueOpts.ByState != nil, "one at a time")
}
