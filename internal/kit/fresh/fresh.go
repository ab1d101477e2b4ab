// Package fresh keeps what was read for a short while, and forgets it at once when
// it is told that it has changed.
package fresh

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
)

// A Cache keeps values by key. Many who ask for one key at the same time wait for
// one load. What it returns is shared: do not change it.
type Cache[K comparable, V any] struct {
	kept  *otter.Cache[K, kept[V]]
	epoch atomic.Uint64
}

type kept[V any] struct {
	value V
	// epoch is how often everything had been dropped when the load began.
	epoch uint64
}

// New returns a Cache of up to size values, each kept for its life at most.
func New[K comparable, V any](size int, life func(V) time.Duration) *Cache[K, V] {
	return &Cache[K, V]{kept: otter.Must(&otter.Options[K, kept[V]]{
		MaximumSize: size,
		ExpiryCalculator: otter.ExpiryWritingFunc(func(e otter.Entry[K, kept[V]]) time.Duration {
			return life(e.Value.value)
		}),
	})}
}

// Get returns the value of a key and loads it where it is not kept. An error is
// returned as it is and not kept. What was dropped while it was being loaded is
// loaded again, so that nobody gets what was already stale when they asked.
func (c *Cache[K, V]) Get(ctx context.Context, key K, load func(context.Context) (V, error)) (V, error) {
	loader := otter.LoaderFunc[K, kept[V]](func(ctx context.Context, _ K) (kept[V], error) {
		epoch := c.epoch.Load()
		v, err := load(ctx)
		return kept[V]{value: v, epoch: epoch}, err
	})
	for {
		asked := c.epoch.Load()
		k, err := c.kept.Get(ctx, key, loader)
		if err != nil || k.epoch >= asked {
			return k.value, err
		}
		c.kept.ComputeIfPresent(key, func(old kept[V]) (kept[V], otter.ComputeOp) {
			if old.epoch < asked {
				return old, otter.InvalidateOp
			}
			return old, otter.CancelOp
		})
	}
}

// Drop forgets the value of a key.
func (c *Cache[K, V]) Drop(key K) { c.kept.Invalidate(key) }

// DropAll forgets everything.
func (c *Cache[K, V]) DropAll() { c.epoch.Add(1) }
