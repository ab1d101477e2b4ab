package demo

import (
	"math/rand/v2"
	"time"
)

// A fate is what becomes of an order after it was placed. Times are zero for what does not
// happen, or has not yet.
type fate struct {
	paid, sent, refunded, returned time.Time
}

// fates makes up what becomes of purchases: most are paid and sent within days, of some a
// piece is given back, and of the last ones somebody wants to return something. What the
// demo's customer ordered waits to be sent, so that there is something to try. The same
// seed makes the same fates, whatever the purchases were made of.
func fates(seed uint64, now time.Time, all []purchase) []fate {
	r := rand.New(rand.NewPCG(seed, 91)) //nolint:gosec // it makes up lives of orders and keeps no secret
	out := make([]fate, len(all))
	for i, p := range all {
		paid, sent := p.at.Add(hoursOf(r, 1, 60)), hoursOf(r, 20, 70)
		lucky, refund := r.IntN(16) > 0, r.IntN(14) == 0
		back := hoursOf(r, 100, 200)
		if !p.cancelled.IsZero() || !lucky || paid.After(now) {
			continue
		}
		f := fate{paid: paid}
		if gone := paid.Add(sent); p.buyer != 0 && gone.Before(now) {
			f.sent = gone
			if at := gone.Add(back); refund && at.Before(now) {
				f.refunded = at
			}
		}
		out[i] = f
	}
	return want(out, now)
}

func hoursOf(r *rand.Rand, least, most int) time.Duration {
	return time.Duration(least)*time.Hour + time.Duration(r.IntN((most-least)*3600))*time.Second
}

// want has the buyer of the last order that was sent and kept want to return something, and
// one more of weeks ago get a piece's money back, where chance has made none.
func want(out []fate, now time.Time) []fate {
	refunds := 0
	for _, f := range out {
		if !f.refunded.IsZero() {
			refunds++
		}
	}
	returns := 1
	for i := len(out) - 1; i >= 0; i-- {
		f := &out[i]
		later := f.sent.Add(36 * time.Hour)
		if f.sent.IsZero() || !f.refunded.IsZero() || later.After(now) {
			continue
		}
		switch {
		case returns > 0:
			f.returned, returns = later, returns-1
		case refunds == 0 && now.Sub(later) > 14*24*time.Hour:
			f.refunded, refunds = later, 1
		}
	}
	return out
}
