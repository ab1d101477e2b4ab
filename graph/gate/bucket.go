package gate

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"
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

// Buckets holds the points that callers may spend. Implementations are safe for
// concurrent use; an error means that nobody knows what is left.
type Buckets interface {
	// Take takes points, all or none.
	Take(ctx context.Context, c Caller, points int) (Level, error)
	// Give puts points back. A bucket is never fuller than its size.
	Give(ctx context.Context, c Caller, points int) (Level, error)
}

// maxCallers is how many buckets are held; the least used go first, and come back full.
const maxCallers = 100_000

// LocalBuckets holds the buckets of one process.
type LocalBuckets struct {
	signedIn, anonymous Rate
	now                 func() time.Time
	all                 *otter.Cache[Caller, *bucket]
}

// NewLocalBuckets returns buckets of two sizes. A bucket that nobody used for as long as
// it takes to fill is forgotten, which changes nothing.
func NewLocalBuckets(signedIn, anonymous Rate) *LocalBuckets {
	idle := max(fillTime(signedIn), fillTime(anonymous)) + time.Minute
	return &LocalBuckets{
		signedIn: signedIn, anonymous: anonymous, now: time.Now,
		all: otter.Must(&otter.Options[Caller, *bucket]{
			MaximumSize:      maxCallers,
			ExpiryCalculator: otter.ExpiryAccessing[Caller, *bucket](idle),
		}),
	}
}

func fillTime(r Rate) time.Duration {
	return time.Duration(r.Maximum/max(1, r.PerSecond)) * time.Second
}

// Take implements Buckets.
func (b *LocalBuckets) Take(_ context.Context, c Caller, points int) (Level, error) {
	return b.of(c).take(b.now(), points), nil
}

// Give implements Buckets.
func (b *LocalBuckets) Give(_ context.Context, c Caller, points int) (Level, error) {
	return b.of(c).give(b.now(), points), nil
}

func (b *LocalBuckets) of(c Caller) *bucket {
	if have, ok := b.all.GetIfPresent(c); ok {
		return have
	}
	r := b.anonymous
	if c.SignedIn {
		r = b.signedIn
	}
	have, _ := b.all.SetIfAbsent(c, &bucket{Rate: r, lim: rate.NewLimiter(rate.Limit(r.PerSecond), r.Maximum)})
	return have
}

// A bucket is a limiter that can be given back to.
type bucket struct {
	Rate
	mu  sync.Mutex // one bucket's level is read together with what is taken
	lim *rate.Limiter
}

func (b *bucket) take(now time.Time, points int) Level {
	b.mu.Lock()
	defer b.mu.Unlock()
	enough := b.lim.AllowN(now, points)
	l := b.level(now)
	if l.Enough = enough; !enough {
		missing := float64(points) - b.lim.TokensAt(now)
		l.Wait = time.Duration(missing / float64(max(1, b.PerSecond)) * float64(time.Second))
	}
	return l
}

func (b *bucket) give(now time.Time, points int) Level {
	b.mu.Lock()
	defer b.mu.Unlock()
	// Taking less than nothing is how the limiter is given back to. It would take more
	// than fits, so that is cut first.
	room := float64(b.Maximum) - b.lim.TokensAt(now)
	b.lim.AllowN(now, -min(points, int(math.Floor(room))))
	l := b.level(now)
	l.Enough = true
	return l
}

func (b *bucket) level(now time.Time) Level {
	return Level{Rate: b.Rate, Available: int(max(0, b.lim.TokensAt(now)))}
}
