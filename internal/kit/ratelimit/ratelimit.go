// Package ratelimit counts what callers may do: tries, and points of cost. There is one
// kind of bucket, with two homes: this process, and Redis, which several processes share.
// Both decide alike.
package ratelimit

import (
	"context"
	"net/netip"
	"time"
)

// A Limit is the size of a bucket and what flows back into it, evenly, all the time. A
// value below one counts as one, and no time as a second.
type Limit struct {
	// Burst is what the bucket holds.
	Burst int
	// Refill comes back each Per.
	Refill int
	Per    time.Duration
}

// Of returns the limit of n in any such time: n at once, and then one after the other.
func Of(n int, per time.Duration) Limit { return Limit{Burst: n, Refill: n, Per: per} }

// PerMinute returns the limit of n a minute.
func PerMinute(n int) Limit { return Of(n, time.Minute) }

// A State says what is in a bucket after a call.
type State struct {
	// Allowed reports whether what was asked for was there, and was taken.
	Allowed bool
	// Available is what can be taken now.
	Available int
	// Wait is how long it takes until what was refused would be there, if nobody else
	// takes of it; 0 where it was allowed.
	Wait time.Duration
}

// A Limiter holds buckets by key. A new one is full. The same key always goes with the
// same Limit. Limiters are safe for concurrent use, and never fail: a home that is out of
// reach is replaced by another one for as long.
type Limiter interface {
	// Take takes n out of a bucket, all or nothing. More than it holds is never there.
	// Taking nothing tells its state: it is not Allowed only where the bucket has shrunk.
	Take(ctx context.Context, key string, l Limit, n int) State
	// Give puts n back. A bucket is never fuller than its size, so that giving Burst
	// forgets all that was taken.
	Give(ctx context.Context, key string, l Limit, n int) State
}

// Network returns what one caller holds of addresses, as a part of a key: a single address
// of IPv4, 2^64 of IPv6; "" for text that is no address.
func Network(address string) string {
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
