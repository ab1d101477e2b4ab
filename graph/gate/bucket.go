package gate

import (
	"context"
	"time"

	"orion/internal/kit/clock"
	"orion/internal/kit/ratelimit"
)

// A Caller is whoever the points of a request are taken from.
type Caller struct {
	// Key tells callers apart; it must not be for the client to choose.
	Key string
	// SignedIn callers have a bucket of their own size.
	SignedIn bool
}

// A Rate is the size of a bucket and what flows back into it.
type Rate struct {
	Maximum   int
	PerSecond int
}

// The buckets that integrators are told.
var (
	SignedInRate  = Rate{Maximum: 4_000, PerSecond: 400}
	AnonymousRate = Rate{Maximum: 20_000, PerSecond: 2_000}
)

// A Level says what is in a caller's bucket.
type Level struct {
	Rate
	Available int
	// Enough reports whether what was asked for was there, and was taken.
	Enough bool
	// Wait is how long it takes until it would be.
	Wait time.Duration
}

// Buckets hold the points that callers may spend. They are safe for concurrent use.
type Buckets struct {
	home                ratelimit.Limiter
	signedIn, anonymous Rate
}

// NewBuckets returns buckets of two sizes that are kept in home.
func NewBuckets(home ratelimit.Limiter, signedIn, anonymous Rate) *Buckets {
	return &Buckets{home: home, signedIn: signedIn, anonymous: anonymous}
}

// NewLocalBuckets returns buckets of this process alone.
func NewLocalBuckets(signedIn, anonymous Rate) *Buckets {
	return NewBuckets(ratelimit.NewLocal(clock.System{}), signedIn, anonymous)
}

// Take takes points, all or none.
func (b *Buckets) Take(ctx context.Context, c Caller, points int) Level {
	key, r := b.of(c)
	return r.level(b.home.Take(ctx, key, r.limit(), points))
}

// Give puts points back. A bucket is never fuller than its size.
func (b *Buckets) Give(ctx context.Context, c Caller, points int) Level {
	key, r := b.of(c)
	return r.level(b.home.Give(ctx, key, r.limit(), points))
}

// spend takes points and gives some of them back.
func (b *Buckets) spend(ctx context.Context, c Caller, points, back int) Level {
	key, r := b.of(c)
	l := r.level(b.home.Take(ctx, key, r.limit(), points))
	if l.Enough && back > 0 {
		l = r.level(b.home.Give(context.WithoutCancel(ctx), key, r.limit(), back))
		l.Enough = true
	}
	return l
}

// of returns the key of a caller's bucket and its size. A key never goes with two sizes.
func (b *Buckets) of(c Caller) (key string, r Rate) {
	if c.SignedIn {
		return c.Key + "/in", b.signedIn
	}
	return c.Key + "/out", b.anonymous
}

func (r Rate) limit() ratelimit.Limit {
	return ratelimit.Limit{Burst: r.Maximum, Refill: r.PerSecond, Per: time.Second}
}

func (r Rate) level(s ratelimit.State) Level {
	return Level{Rate: r, Available: s.Available, Enough: s.Allowed, Wait: s.Wait}
}
