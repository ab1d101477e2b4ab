package ratelimit

import "time"

// A measure is a Limit in whole numbers, so that this process and Redis, which knows
// fractions of 53 bits alone, come to the same end. One of what a bucket holds is so many
// units, and so many flow back each microsecond.
type measure struct{ unit, refill, capacity int64 }

func (l Limit) measure() measure {
	per, refill := l.Per.Microseconds(), int64(max(1, l.Refill))
	if per <= 0 {
		per = time.Second.Microseconds()
	}
	d := gcd(per, refill)
	m := measure{unit: per / d, refill: refill / d}
	m.capacity = m.unit * int64(max(1, l.Burst))
	return m
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// units returns n in units, never more than anybody can want: one beyond the bucket.
func (m measure) units(n int) int64 {
	return m.unit * min(int64(max(0, n)), m.capacity/m.unit+1)
}

// fills returns how long it takes until so much is back.
func (m measure) fills(missing int64) time.Duration {
	return time.Duration((missing+m.refill-1)/m.refill) * time.Microsecond
}

// state tells of a bucket in which so much is missing, after so much was asked of it.
func (m measure) state(allowed bool, missing, asked int64) State {
	s := State{Allowed: allowed, Available: int(max(0, m.capacity-missing) / m.unit)}
	if !allowed {
		s.Wait = m.fills(max(0, missing+asked-m.capacity))
	}
	return s
}

// A bucket is what is missing in it, in units, and when that was so, in microseconds.
type bucket struct{ missing, at int64 }

// take takes units, or gives back less than none. It reports whether they were there. The
// script of Redis does the same.
func (b *bucket) take(m measure, now, units int64) bool {
	if past := now - b.at; past > 0 {
		if past > b.missing/m.refill {
			b.missing = 0 // and the product could be too large
		} else {
			b.missing -= past * m.refill
		}
		b.at = now
	}
	after := max(0, b.missing+units)
	if units >= 0 && after > m.capacity {
		return false
	}
	b.missing = after
	return true
}
