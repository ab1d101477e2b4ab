package fresh_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/fresh"
)

func hour(int) time.Duration { return time.Hour }

func TestCache(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		between func(*fresh.Cache[string, int])
		loads   int
	}{
		"what was read is kept":        {func(*fresh.Cache[string, int]) {}, 1},
		"what was dropped is read":     {func(c *fresh.Cache[string, int]) { c.Drop("a") }, 2},
		"another key does not matter":  {func(c *fresh.Cache[string, int]) { c.Drop("b") }, 1},
		"after a drop of all, as well": {func(c *fresh.Cache[string, int]) { c.DropAll() }, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, loads := fresh.New[string](10, hour), 0
			load := func(context.Context) (int, error) { loads++; return loads, nil }
			for range 2 {
				_, err := c.Get(t.Context(), "a", load)
				require.NoError(t, err)
			}
			tc.between(c)
			for range 2 {
				v, err := c.Get(t.Context(), "a", load)
				require.NoError(t, err)
				require.Equal(t, tc.loads, v)
			}
			require.Equal(t, tc.loads, loads)
		})
	}
}

func TestAnErrorIsNotKept(t *testing.T) {
	t.Parallel()
	c, down := fresh.New[string](10, hour), errors.New("down")
	_, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { return 0, down })
	require.ErrorIs(t, err, down)
	v, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { return 7, nil })
	require.NoError(t, err)
	require.Equal(t, 7, v)
}

// A change that comes while the old state is on its way must not be lost.
func TestDroppedWhileItIsLoaded(t *testing.T) {
	t.Parallel()
	for name, drop := range map[string]func(*fresh.Cache[string, int]){
		"by key": func(c *fresh.Cache[string, int]) { c.Drop("a") },
		"all":    func(c *fresh.Cache[string, int]) { c.DropAll() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, state := fresh.New[string](10, hour), 1
			var once sync.Once
			load := func(context.Context) (int, error) {
				read := state
				once.Do(func() { state = 2; drop(c) })
				return read, nil
			}
			_, err := c.Get(t.Context(), "a", load)
			require.NoError(t, err)
			v, err := c.Get(t.Context(), "a", load)
			require.NoError(t, err)
			require.Equal(t, 2, v)
		})
	}
}

func TestLife(t *testing.T) {
	t.Parallel()
	loads := 0
	c := fresh.New[string](10, func(int) time.Duration { return time.Nanosecond })
	require.Eventually(t, func() bool {
		_, err := c.Get(t.Context(), "a", func(context.Context) (int, error) { loads++; return loads, nil })
		return err == nil && loads > 1
	}, 10*time.Second, time.Millisecond)
}
