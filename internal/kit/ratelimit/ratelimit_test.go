package ratelimit_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/ratelimit"
)

// hand is a clock that tests put forward.
type hand struct{ micros atomic.Int64 }

func newHand() *hand {
	h := &hand{}
	h.micros.Store(time.Date(2026, 11, 23, 12, 0, 0, 123_456_000, time.UTC).UnixMicro())
	return h
}

func (h *hand) Now() time.Time { return time.UnixMicro(h.micros.Load()).UTC() }

func (h *hand) forward(d time.Duration) { h.micros.Add(d.Microseconds()) }

// A home is a Limiter and its time.
type home struct {
	ratelimit.Limiter
	forward func(time.Duration)
}

// homes are what the suite runs over.
var homes = map[string]func(testing.TB) home{
	"this process": func(testing.TB) home {
		h := newHand()
		return home{ratelimit.NewLocal(h), h.forward}
	},
	"Redis": func(t testing.TB) home {
		h, server := newHand(), miniredis.RunT(t)
		server.SetTime(h.Now())
		return home{ratelimit.Patient(ratelimit.NewRedis(client(t, server.Addr()), h, slog.New(fatal{t}))), func(d time.Duration) {
			h.forward(d)
			server.SetTime(h.Now())
			server.FastForward(d)
		}}
	},
}

// fatal is a log that must stay empty.
type fatal struct{ t testing.TB }

func (fatal) Enabled(context.Context, slog.Level) bool { return true }

func (f fatal) Handle(_ context.Context, r slog.Record) error {
	var err any
	r.Attrs(func(a slog.Attr) bool { err = a.Value; return true })
	f.t.Errorf("%s: %v", r.Message, err)
	return nil
}

func (f fatal) WithAttrs([]slog.Attr) slog.Handler { return f }

func (f fatal) WithGroup(string) slog.Handler { return f }

func client(t testing.TB, addr string) *redis.Client {
	c := redis.NewClient(&redis.Options{
		Addr: addr, MaxRetries: -1, ContextTimeoutEnabled: true, DialTimeout: 10 * time.Second, ReadTimeout: time.Minute, PoolTimeout: time.Minute, PoolSize: 20,
	})
	t.Cleanup(func() { require.NoError(t, c.Close()) })
	return c
}

// A step is a call and what it is answered. Less than nothing is given back.
type step struct {
	after time.Duration // since the step before
	key   string
	n     int
	want  ratelimit.State
}

func yes(available int) ratelimit.State { return ratelimit.State{Allowed: true, Available: available} }

func no(available int, wait time.Duration) ratelimit.State {
	return ratelimit.State{Available: available, Wait: wait}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	for what, tc := range map[string]struct {
		limit ratelimit.Limit
		steps []step
	}{
		"five tries a minute, one after the other from then on": {ratelimit.PerMinute(5), []step{
			{key: "a", n: 1, want: yes(4)},
			{key: "a", n: 1, want: yes(3)},
			{key: "a", n: 1, want: yes(2)},
			{key: "a", n: 1, want: yes(1)},
			{key: "a", n: 1, want: yes(0)},
			{key: "a", n: 1, want: no(0, 12*time.Second)},
			{after: 11 * time.Second, key: "a", n: 1, want: no(0, time.Second)},
			{after: time.Second, key: "a", n: 1, want: yes(0)},
			{after: time.Minute, key: "a", n: 1, want: yes(4)},
		}},
		"a refused try does not count": {ratelimit.PerMinute(1), []step{
			{key: "a", n: 1, want: yes(0)},
			{key: "a", n: 1, want: no(0, time.Minute)},
			{key: "a", n: 1, want: no(0, time.Minute)},
			{after: time.Minute, key: "a", n: 1, want: yes(0)},
		}},
		"every key has its own": {ratelimit.PerMinute(1), []step{
			{key: "a", n: 1, want: yes(0)}, {key: "b", n: 1, want: yes(0)}, {key: "a", n: 1, want: no(0, time.Minute)},
		}},
		"points are taken all or none, and given back": {ratelimit.Limit{Burst: 100, Refill: 10, Per: time.Second}, []step{
			{key: "a", n: 60, want: yes(40)},
			{key: "a", n: 60, want: no(40, 2*time.Second)},
			{key: "a", n: -25, want: yes(65)},
			{key: "a", n: 65, want: yes(0)},
			{after: 3 * time.Second, key: "a", n: 0, want: yes(30)},
		}},
		"a bucket is never fuller than it is large": {ratelimit.Limit{Burst: 10, Refill: 1, Per: time.Second}, []step{
			{key: "a", n: 4, want: yes(6)},
			{key: "a", n: -1_000_000, want: yes(10)},
			{key: "a", n: 10, want: yes(0)},
			{after: 100 * time.Hour, key: "a", n: 0, want: yes(10)},
		}},
		"more than it holds is never there": {ratelimit.Limit{Burst: 5, Refill: 1, Per: time.Second}, []step{
			{key: "a", n: 6, want: no(5, time.Second)}, {key: "a", n: 1 << 60, want: no(5, time.Second)}, {key: "a", n: 5, want: yes(0)},
		}},
		"a lock-out of an hour after ten": {ratelimit.Limit{Burst: 10, Refill: 10, Per: time.Hour}, []step{
			{key: "a", n: 10, want: yes(0)},
			{key: "a", n: 0, want: yes(0)},
			{key: "a", n: 1, want: no(0, 6*time.Minute)},
			{after: 6 * time.Minute, key: "a", n: 1, want: yes(0)},
			{key: "a", n: -10, want: yes(10)},
		}},
		"fractions add up": {ratelimit.Limit{Burst: 3, Refill: 7, Per: 3 * time.Second}, []step{
			{key: "a", n: 3, want: yes(0)},
			{after: 428_571 * time.Microsecond, key: "a", n: 1, want: no(0, time.Microsecond)},
			{after: time.Microsecond, key: "a", n: 1, want: yes(0)},
			{after: 3 * time.Second, key: "a", n: 0, want: yes(3)},
		}},
		"values below one are one": {ratelimit.Limit{}, []step{
			{key: "a", n: 1, want: yes(0)}, {key: "a", n: 1, want: no(0, time.Second)}, {after: time.Second, key: "a", n: 1, want: yes(0)},
		}},
		"less than nothing is nothing": {ratelimit.PerMinute(2), []step{{key: "a", n: 0, want: yes(2)}}},
		"a day of many": {ratelimit.Limit{Burst: 90_000, Refill: 89_999, Per: 24 * time.Hour}, []step{
			{key: "a", n: 90_000, want: yes(0)}, {after: 12 * time.Hour, key: "a", n: 0, want: yes(44_999)},
		}},
	} {
		for where, open := range homes {
			t.Run(what+", in "+where, func(t *testing.T) {
				t.Parallel()
				h := open(t)
				for i, s := range tc.steps {
					h.forward(s.after)
					require.Equal(t, s.want, call(t, h, tc.limit, s.key, s.n), "step %d", i)
				}
			})
		}
	}
}

func call(t testing.TB, l ratelimit.Limiter, of ratelimit.Limit, key string, n int) ratelimit.State {
	if n < 0 {
		return l.Give(t.Context(), key, of, -n)
	}
	return l.Take(t.Context(), key, of, n)
}

// The same calls at the same times get the same answers, whatever they are.
func TestHomesAgree(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("script ", seed), func(t *testing.T) {
			t.Parallel()
			a, b := homes["this process"](t), homes["Redis"](t)
			dice := rand.New(rand.NewPCG(seed, 1)) // a script that can be repeated
			limits := make([]ratelimit.Limit, 4)
			for i := range limits {
				limits[i] = ratelimit.Limit{
					Burst: 1 + dice.IntN(5000), Refill: 1 + dice.IntN(500), Per: time.Duration(1+dice.IntN(90_000_000)) * time.Microsecond,
				}
			}
			for i := range 300 {
				d := time.Duration(dice.IntN(2_000_000)) * time.Microsecond
				a.forward(d)
				b.forward(d)
				which := dice.IntN(len(limits))
				of, n := limits[which], dice.IntN(limits[which].Burst+2)-limits[which].Burst/4
				key := fmt.Sprint("k", which)
				require.Equal(t, call(t, a, of, key, n), call(t, b, of, key, n), "call %d of %+v for %d", i, of, n)
			}
		})
	}
}

func TestExactUnderLoad(t *testing.T) {
	t.Parallel()
	for where, open := range homes {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			var wg sync.WaitGroup
			var taken atomic.Int64
			for range 10 {
				wg.Go(func() {
					for range 30 {
						if h.Take(context.WithoutCancel(t.Context()), "a", ratelimit.PerMinute(200), 1).Allowed {
							taken.Add(1)
						}
					}
				})
			}
			wg.Wait()
			require.EqualValues(t, 200, taken.Load())
		})
	}
}

// Two processes with one Redis have one bound, also with clocks that differ.
func TestProcessesShareRedis(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	log := slog.New(fatal{t})
	late := newHand()
	late.forward(-time.Minute)
	one := ratelimit.Patient(ratelimit.NewRedis(client(t, server.Addr()), newHand(), log))
	two := ratelimit.Patient(ratelimit.NewRedis(client(t, server.Addr()), late, log))
	of := ratelimit.PerMinute(2)
	require.True(t, one.Take(t.Context(), "a", of, 1).Allowed)
	require.True(t, two.Take(t.Context(), "a", of, 1).Allowed)
	require.False(t, one.Take(t.Context(), "a", of, 1).Allowed)
	require.False(t, two.Take(t.Context(), "a", of, 1).Allowed)
}

func TestABucketThatIsFullIsNotKept(t *testing.T) {
	t.Parallel()
	server := miniredis.RunT(t)
	now := newHand()
	server.SetTime(now.Now())
	l := ratelimit.Patient(ratelimit.NewRedis(client(t, server.Addr()), now, slog.New(fatal{t})))
	l.Take(t.Context(), "a", ratelimit.PerMinute(2), 1)
	require.Equal(t, 31*time.Second, server.TTL("a"))
	l.Give(t.Context(), "a", ratelimit.PerMinute(2), 1)
	require.Empty(t, server.Keys())
}

// While Redis is away the process counts for itself: nobody is locked out, and nobody
// let in without bound.
func TestB8_140RedisIsAway(t *testing.T) {
	t.Parallel()
	server, now := miniredis.RunT(t), newHand()
	server.SetTime(now.Now())
	var log bytes.Buffer
	l := ratelimit.Patient(ratelimit.NewRedis(client(t, server.Addr()), now, slog.New(slog.NewTextHandler(&log, nil))))
	of := ratelimit.PerMinute(3)
	try := func() bool { return l.Take(t.Context(), "a", of, 1).Allowed }
	require.True(t, try())

	server.SetError("LOADING Redis is loading the dataset in memory")
	for i := range 6 {
		require.Equal(t, i < 3, try(), "a bucket of its own")
	}
	require.Equal(t, 1, strings.Count(log.String(), "WARN"), log.String())
	require.Contains(t, log.String(), "LOADING")

	server.SetError("")
	require.False(t, try(), "left alone for a second")
	now.forward(time.Second)
	server.SetTime(now.Now())
	require.True(t, try(), "asked again")
	require.True(t, try())
	require.False(t, try(), "what was counted before it went is still counted")

	server.SetError("LOADING")
	now.forward(time.Minute)
	try()
	now.forward(time.Second)
	try()
	require.Equal(t, 2, strings.Count(log.String(), "WARN"), "told once a minute")
}

func TestNetwork(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "::ffff:192.0.2.1": "192.0.2.1", "2001:db8:1:2:3::4": "2001:db8:1:2::/64",
		"fe80::1%eth0": "fe80::/64", "": "", "example.com": "",
	} {
		require.Equal(t, want, ratelimit.Network(address), address)
	}
}
