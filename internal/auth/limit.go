package auth

import (
	"context"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/time/rate"

	"orion/internal/kit/clock"
	"orion/internal/viewer"
)

// A Limiter counts tries.
type Limiter interface {
	// Take counts one try of a key that has so many a minute. It returns how long the
	// key has to wait before it may try, 0 where it may now; a refused try does not
	// count.
	Take(ctx context.Context, key string, perMinute int) (wait time.Duration, err error)
}

// localLimiter counts in this process. It knows the keys of the last minutes, the
// busiest ones longest.
type localLimiter struct {
	clock   clock.Clock
	buckets *otter.Cache[string, *rate.Limiter]
}

func newLocalLimiter(c clock.Clock) *localLimiter {
	return &localLimiter{clock: c, buckets: otter.Must(&otter.Options[string, *rate.Limiter]{
		MaximumSize:      100_000,
		ExpiryCalculator: otter.ExpiryAccessing[string, *rate.Limiter](2 * time.Minute), // full again by then
	})}
}

// Take implements Limiter.
func (l *localLimiter) Take(_ context.Context, key string, perMinute int) (time.Duration, error) {
	bucket, _ := l.buckets.ComputeIfAbsent(key, func() (*rate.Limiter, bool) {
		return rate.NewLimiter(rate.Limit(float64(perMinute)/60), perMinute), false
	})
	now := l.clock.Now()
	r := bucket.ReserveN(now, 1)
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait, nil
}

// throttle refuses a try of an account, such as "VENDOR/lumiere/owner@…", or of the
// caller's address that comes too early. An account of "" is none.
func (s *Service) throttle(ctx context.Context, account string) error {
	if at := network(viewer.RequestFrom(ctx).Address); at != "" {
		if err := s.take(ctx, "address/"+at, s.limits.PerAddress); err != nil {
			return err
		}
	}
	if account == "" {
		return nil
	}
	return s.take(ctx, "account/"+account, s.limits.PerAccount)
}

func (s *Service) take(ctx context.Context, key string, perMinute int) error {
	wait, err := s.limiter.Take(ctx, key, perMinute)
	if err != nil {
		return fmt.Errorf("count sign-ins: %w", err)
	}
	if wait > 0 {
		return throttled(wait)
	}
	return nil
}

// network is what one caller holds of addresses: a single one of IPv4, 2^64 of IPv6.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	ip = ip.Unmap()
	if ip.Is4() {
		return ip.String()
	}
	p, _ := ip.WithZone("").Prefix(64) // fails for lengths beyond 128 alone
	return p.String()
}

// accountKey names an account before it is known whether there is one.
func accountKey(audience viewer.Audience, slug, email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	return string(audience) + "/" + slug + "/" + email[:min(len(email), 254)]
}
