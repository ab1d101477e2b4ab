package demo

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestPlan(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	stock := []int{0, 2, 5, 10, 10, 20, 20, 30, 30, 30, 40, 40, 50, 60, 60, 60, 12, 12, 14, 15, 16, 17, 18, 19, 20}
	for seed := range uint64(20) {
		all := plan(seed, now, 20, stock)
		require.Equal(t, all, plan(seed, now, 20, stock), "it is the same again")
		require.Greater(t, len(all), 55)
		require.Less(t, len(all), 100)

		left, off, weekend := append([]int{}, stock...), 0, 0
		for i, p := range all {
			require.True(t, p.at.Before(now) && now.Sub(p.at) <= season)
			require.True(t, i == 0 || !p.at.Before(all[i-1].at), "oldest first")
			require.NotEmpty(t, p.lines)
			for _, l := range p.lines {
				left[l.article] -= l.quantity
			}
			if !p.cancelled.IsZero() {
				off++
				require.True(t, p.cancelled.After(p.at) && p.cancelled.Before(now))
			}
			if d := p.at.Weekday(); d == time.Saturday || d == time.Sunday {
				weekend++
			}
		}
		for i, n := range left {
			require.True(t, n == stock[i] || n >= keep, "article %d is not sold out", i)
		}
		require.Less(t, off, len(all)/4)
		require.Greater(t, 7*weekend, 2*len(all), "weekends are busier")
		require.Less(t, now.Sub(all[len(all)-1].at), 5*24*time.Hour, "and it goes on to the end")
	}
}

func TestFates(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	stock := []int{30, 30, 30, 30, 30, 30, 30, 30, 30, 30}
	for seed := range uint64(20) {
		all := plan(seed, now, 20, stock)
		becomes := fates(seed, now, all)
		require.Equal(t, becomes, fates(seed, now, all), "it is the same again")
		paid, refunds, returns := 0, 0, 0
		for i, f := range becomes {
			for _, at := range []time.Time{f.paid, f.sent, f.refunded, f.returned} {
				require.True(t, at.IsZero() || at.After(all[i].at) && at.Before(now))
			}
			require.True(t, f.sent.IsZero() || f.sent.After(f.paid) && !f.paid.IsZero() && all[i].buyer != 0)
			require.True(t, f.refunded.IsZero() || f.refunded.After(f.sent) && !f.sent.IsZero())
			require.True(t, all[i].cancelled.IsZero() || f == fate{}, "nothing becomes of what was cancelled")
			if !f.paid.IsZero() {
				paid++
			}
			if !f.refunded.IsZero() {
				refunds++
			}
			if !f.returned.IsZero() {
				returns++
			}
		}
		require.Greater(t, paid, len(all)/2)
		require.Positive(t, refunds)
		require.Equal(t, 1, returns)
	}
}
