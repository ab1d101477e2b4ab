package demo

import (
	"math/rand/v2"
	"slices"
	"time"
)

// season is how far back the orders of the demo go.
const season = 90 * 24 * time.Hour

// A purchase is an order that somebody is going to place.
type purchase struct {
	at    time.Time
	buyer int
	lines []pick
	// cancelled is when it is called off, and why; zero for most.
	cancelled time.Time
	reason    string
}

// A pick is so many of one article, by its place in the list of what is for sale.
type pick struct {
	article  int
	quantity int
}

// busy is how much of a week's trade falls on each day, Sunday first.
var busy = [7]float64{1.45, 0.9, 0.75, 0.8, 0.95, 1.0, 1.3}

// hours are when people buy: at lunch, and after supper most of all.
var hours = []int{8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 20, 21, 21, 22}

// plan makes up the orders of a season that ends at now, oldest first: about 80,
// with a rhythm over the week and slow growth, one in fourteen cancelled. stock is
// how many there are of each article; nothing is planned that would sell it out.
// The same seed and the same now make the same plan.
func plan(seed uint64, now time.Time, buyers int, stock []int) []purchase {
	r := rand.New(rand.NewPCG(seed, 90)) //nolint:gosec // it makes up orders and keeps no secret
	s := shelf{r: r, left: slices.Clone(stock)}
	start := now.Add(-season)
	due := 0.5
	var out []purchase
	for day := range int(season / (24 * time.Hour)) {
		morning := start.Add(time.Duration(day) * 24 * time.Hour).Truncate(24 * time.Hour)
		growth := 0.72 + 0.55*float64(day)/90
		due += 0.92 * growth * busy[morning.Weekday()] * (0.45 + 1.1*r.Float64())
		for ; due >= 1; due-- {
			p := purchase{at: moment(r, morning), buyer: r.IntN(buyers), lines: s.basket()}
			if p.at.Before(start) || !p.at.Before(now) || len(p.lines) == 0 {
				continue
			}
			if r.IntN(14) == 0 {
				p.cancel(r, now)
			}
			out = append(out, p)
		}
	}
	slices.SortFunc(out, func(a, b purchase) int { return a.at.Compare(b.at) })
	return out
}

func moment(r *rand.Rand, morning time.Time) time.Time {
	return morning.Add(time.Duration(hours[r.IntN(len(hours))])*time.Hour + time.Duration(r.IntN(3600))*time.Second)
}

// reasons are what people say when they call an order off.
var reasons = []string{"Ordered twice by mistake", "Customer changed their mind", "Wrong delivery address", "No longer needed"}

func (p *purchase) cancel(r *rand.Rand, now time.Time) {
	at := p.at.Add(time.Duration(1+r.IntN(30)) * time.Hour)
	if at.Before(now) {
		p.cancelled, p.reason = at, reasons[r.IntN(len(reasons))]
	}
}

// A shelf knows what is left to plan with.
type shelf struct {
	r    *rand.Rand
	left []int
}

// keep is how many of an article orders leave for the shop.
const keep = 4

// basket picks one to four different articles; the first of the list sell best.
func (s *shelf) basket() []pick {
	want := 1 + s.r.IntN(2)
	if s.r.IntN(5) == 0 {
		want += 1 + s.r.IntN(2)
	}
	var out []pick
	for range 3 * want {
		i := int(float64(len(s.left)) * s.r.Float64() * (0.35 + 0.65*s.r.Float64()))
		taken := slices.ContainsFunc(out, func(p pick) bool { return p.article == i })
		if taken || s.left[i] <= keep || len(out) == want {
			continue
		}
		n := 1
		if s.r.IntN(4) == 0 {
			n = min(2+s.r.IntN(2), s.left[i]-keep)
		}
		s.left[i] -= n
		out = append(out, pick{article: i, quantity: n})
	}
	return out
}
