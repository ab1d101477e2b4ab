package art

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
)

// setting is how a good is shown, and where its origin is.
type setting int

const (
	stand setting = iota // on a floor, a table, a shelf: origin in the middle of its foot, up is negative
	roomy                // as stand, on the floor only
	hang                 // from above: origin at the ceiling, down is positive
	wall                 // on a wall: origin in its middle
	flat                 // seen from above, lying: origin in its middle
)

// A kind is one sort of good. Its drawing fits a box of about 600 by 600 units.
type kind struct {
	setting setting
	size    float64
	styles  []string
	draw    func(*maker)
}

// A maker draws one good: a brush, the colours chosen for it, and its own dice.
type maker struct {
	*brush
	r     *rand.Rand
	style string

	body, second, accent    Tone
	ink, paper, wood, metal Tone
	lamps                   []lamp // where light comes from, in pixels
}

type lamp struct {
	x, y, r  float64
	strength float64
}

func newMaker(g Good, k kind, p Palette) (*maker, error) {
	m := &maker{brush: &brush{}, r: dice(g.Seed, g.Kind, 0), style: g.Style}
	if m.style == "" {
		m.style = k.styles[m.r.IntN(len(k.styles))]
	}
	if !slices.Contains(k.styles, m.style) {
		return nil, fmt.Errorf("no style %q", m.style)
	}
	names := slices.Clone(p.Order)
	m.r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
	for _, given := range []string{g.Second, g.Colour} {
		if given == "" {
			continue
		}
		if _, ok := p.Colours[given]; !ok {
			return nil, fmt.Errorf("no colour %q", given)
		}
		names = append([]string{given}, slices.DeleteFunc(names, func(n string) bool { return n == given })...)
	}
	if g.Second == "" { // the colour beside the first must be told from it
		at := slices.IndexFunc(names[1:], func(n string) bool { return apart(p.Colours[n], p.Colours[names[0]]) > 0.17 })
		names[1], names[1+at] = names[1+at], names[1]
	}
	shift := m.in(-0.018, 0.018)
	m.body, m.second, m.accent = p.Colours[names[0]].up(shift), p.Colours[names[1]], p.Colours[names[2]]
	m.ink, m.paper = p.Ink, p.Paper
	m.wood = p.Woods[m.r.IntN(len(p.Woods))].up(m.in(-0.03, 0.03))
	m.metal = p.Metals[m.r.IntN(len(p.Metals))]
	return m, nil
}

// on gives the maker a sheet to draw on.
func (m *maker) on(sheet *image.RGBA, at affine) {
	m.brush = &brush{sheet: sheet, m: at}
}

// in is a number between lo and hi.
func (m *maker) in(lo, hi float64) float64 { return lo + (hi-lo)*m.r.Float64() }

// n is a whole number from lo to hi, both included.
func (m *maker) n(lo, hi int) int { return lo + m.r.IntN(hi-lo+1) }

func (m *maker) chance(p float64) bool { return m.r.Float64() < p }

// shine puts a light at a place of the drawing.
func (m *maker) shine(x, y, r, strength float64) {
	q, e := m.m.of(pt{x, y}), m.m.of(pt{x + r, y})
	m.lamps = append(m.lamps, lamp{q.x, q.y, e.x - q.x, strength})
}

// round fills a lathe form and gives it a lit and a shaded side.
func (m *maker) round(x float64, t Tone, rh ...float64) {
	m.fill(lathe(x, rh...), t)
	m.fill(flank(x, 0.42, 1, rh...), t.up(-0.055))
	m.fill(flank(x, 0.78, 1, rh...), t.up(-0.1))
	m.fill(flank(x, -0.72, -0.5, rh...), t.up(0.06))
}

// plain fills a lathe form and shades its right side only.
func (m *maker) plain(x float64, t Tone, rh ...float64) {
	m.fill(lathe(x, rh...), t)
	m.fill(flank(x, 0.45, 1, rh...), t.up(-0.06))
}

// lid is the open mouth of a round vessel: a rim and what is dark inside.
func (m *maker) lid(y, r, depth float64, rim, inside Tone) {
	m.fill(oval(0, y, r, depth), rim)
	m.fill(oval(0, y+depth*0.12, r*0.88, depth*0.72), inside)
}
