package ratelimit

import (
	"context"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"

	"orion/internal/kit/clock"
)

// most is how many buckets a process holds; the least used go first, and come back full.
const most = 100_000

// Local holds buckets in this process.
type Local struct {
	clock clock.Clock
	held  *otter.Cache[string, *held]
}

type held struct {
	mu sync.Mutex
	bucket
	// life is how long it takes to fill: nothing changes when it is forgotten then.
	life time.Duration
}

// NewLocal returns a Limiter of this process.
func NewLocal(c clock.Clock) *Local {
	return &Local{clock: c, held: otter.Must(&otter.Options[string, *held]{
		MaximumSize: most,
		ExpiryCalculator: otter.ExpiryAccessingFunc(func(e otter.Entry[string, *held]) time.Duration {
			return e.Value.life
		}),
	})}
}

// Take implements Limiter.
func (l *Local) Take(_ context.Context, key string, of Limit, n int) State {
	m := of.measure()
	return l.do(key, m, m.units(n))
}

// Give implements Limiter.
func (l *Local) Give(_ context.Context, key string, of Limit, n int) State {
	m := of.measure()
	return l.do(key, m, -m.units(n))
}

func (l *Local) do(key string, m measure, units int64) State {
	h, ok := l.held.GetIfPresent(key)
	if !ok {
		h, _ = l.held.SetIfAbsent(key, &held{life: m.fills(m.capacity) + time.Minute})
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	allowed := h.take(m, l.clock.Now().UnixMicro(), units)
	return m.state(allowed, h.missing, units)
}
