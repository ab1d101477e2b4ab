package art

import "math"

type pt struct{ x, y float64 }

// A path is a set of closed outlines, already made of short straight lines.
// Outlines that turn the same way add up, those that turn against each other
// cut holes.
type path [][]pt

// points reads x, y, x, y, ….
func points(xy []float64) []pt {
	out := make([]pt, len(xy)/2)
	for i := range out {
		out[i] = pt{xy[2*i], xy[2*i+1]}
	}
	return out
}

// poly is a polygon through x, y, x, y, ….
func poly(xy ...float64) path { return path{points(xy)} }

// smooth is a closed soft outline through the points. A point given twice is a corner.
func smooth(xy ...float64) path { return path{spline(points(xy), true)} }

func rect(x, y, w, h float64) path { return poly(x, y, x+w, y, x+w, y+h, x, y+h) }

// box is a rectangle with round corners.
func box(x, y, w, h, r float64) path { return tray(x, y, w, h, r, r) }

// tray is a rectangle whose upper corners have radius top, the lower ones bottom.
func tray(x, y, w, h, top, bottom float64) path {
	bottom = math.Min(bottom, math.Min(w, h)/2)
	top = math.Min(top, math.Min(w/2, h-bottom))
	var out []pt
	out = append(out, arc(x+w-top, y+top, top, top, -90, 0)...)
	out = append(out, arc(x+w-bottom, y+h-bottom, bottom, bottom, 0, 90)...)
	out = append(out, arc(x+bottom, y+h-bottom, bottom, bottom, 90, 180)...)
	out = append(out, arc(x+top, y+top, top, top, 180, 270)...)
	return path{out}
}

func oval(cx, cy, rx, ry float64) path { return path{arc(cx, cy, rx, ry, 0, 360)} }

func disc(cx, cy, r float64) path { return oval(cx, cy, r, r) }

// ring is a disc with a hole.
func ring(cx, cy, r, width float64) path { return disc(cx, cy, r).without(disc(cx, cy, r-width)) }

// dome is the part of an oval above its middle.
func dome(cx, cy, rx, ry float64) path { return path{arc(cx, cy, rx, ry, 180, 360)} }

// slice is a piece of a disc between two angles.
func slice(cx, cy, r, from, to float64) path {
	return path{append(arc(cx, cy, r, r, from, to), pt{cx, cy})}
}

// arc goes along an oval from one angle to another, in degrees clockwise from
// three o'clock.
func arc(cx, cy, rx, ry, from, to float64) []pt {
	n := 6 + int(math.Abs(to-from)/7)
	out := make([]pt, 0, n+1)
	for i := range n + 1 {
		s, c := math.Sincos((from + (to-from)*float64(i)/float64(n)) * math.Pi / 180)
		out = append(out, pt{cx + rx*c, cy + ry*s})
	}
	return out
}

// lathe is what a turner makes: a form symmetrical about x, given by radius and
// height, radius and height, … from one end to the other. A pair given twice is
// a sharp edge.
func lathe(x float64, rh ...float64) path { return flank(x, -1, 1, rh...) }

// flank is the upright strip of a lathe form between two fractions of its
// radius, from -1 (left edge) to 1 (right edge). Shade and stripes are flanks.
func flank(x, from, to float64, rh ...float64) path {
	side := spline(points(rh), false)
	out := make([]pt, 0, 2*len(side))
	for _, p := range side {
		out = append(out, pt{x + p.x*to, p.y})
	}
	for i := len(side) - 1; i >= 0; i-- {
		out = append(out, pt{x + side[i].x*from, side[i].y})
	}
	return path{out}
}

// spline is a soft line through the points.
func spline(p []pt, closed bool) []pt {
	const steps = 14
	n, last := len(p), len(p)-1
	if closed {
		last = n
	}
	get := func(i int) pt {
		if closed {
			return p[(i%n+n)%n]
		}
		return p[min(max(i, 0), n-1)]
	}
	out := []pt{p[0]}
	for i := range last {
		a, b, c, d := get(i-1), get(i), get(i+1), get(i+2)
		if b == c {
			continue
		}
		from, to := tangent(a, b, c, b, c), tangent(b, c, d, b, c)
		for k := 1; k <= steps; k++ {
			out = append(out, hermite(b, c, from, to, float64(k)/steps))
		}
	}
	return out
}

// tangent is the direction of the line at q between p and r, as long as fits the
// piece from b to c: a long piece beside a short one must not overshoot it.
func tangent(p, q, r, b, c pt) pt {
	piece := math.Hypot(c.x-b.x, c.y-b.y)
	along := math.Hypot(q.x-p.x, q.y-p.y) + math.Hypot(r.x-q.x, r.y-q.y)
	return pt{(r.x - p.x) * piece / along, (r.y - p.y) * piece / along}
}

func hermite(b, c, from, to pt, t float64) pt {
	t2, t3 := t*t, t*t*t
	h0, h1, h2, h3 := 2*t3-3*t2+1, t3-2*t2+t, 3*t2-2*t3, t3-t2
	return pt{h0*b.x + h1*from.x + h2*c.x + h3*to.x, h0*b.y + h1*from.y + h2*c.y + h3*to.y}
}

// and puts two paths together.
func (p path) and(q ...path) path {
	out := append(path{}, p...)
	for _, one := range q {
		out = append(out, one...)
	}
	return out
}

// without cuts q out of p; q must lie inside.
func (p path) without(q path) path {
	out := append(path{}, p...)
	for _, line := range q {
		if (area(line) > 0) == (area(p[0]) > 0) {
			line = reversed(line)
		}
		out = append(out, line)
	}
	return out
}

// moved shifts the path.
func (p path) moved(dx, dy float64) path {
	return p.through(affine{1, 0, 0, 1, dx, dy})
}

// mirrored flips the path at the upright line x = 0.
func (p path) mirrored() path { return p.through(affine{-1, 0, 0, 1, 0, 0}) }

func (p path) through(m affine) path {
	out := make(path, len(p))
	for i, line := range p {
		out[i] = m.all(line)
	}
	return out
}

func (p path) bounds() (lo, hi pt) {
	lo, hi = pt{math.Inf(1), math.Inf(1)}, pt{math.Inf(-1), math.Inf(-1)}
	for _, line := range p {
		for _, q := range line {
			lo.x, lo.y = math.Min(lo.x, q.x), math.Min(lo.y, q.y)
			hi.x, hi.y = math.Max(hi.x, q.x), math.Max(hi.y, q.y)
		}
	}
	return lo, hi
}

func area(line []pt) (sum float64) {
	for i, a := range line {
		b := line[(i+1)%len(line)]
		sum += a.x*b.y - b.x*a.y
	}
	return sum
}

func reversed(line []pt) []pt {
	out := make([]pt, len(line))
	for i, p := range line {
		out[len(line)-1-i] = p
	}
	return out
}

// An affine maps drawing units to other units or to pixels.
type affine struct{ a, b, c, d, e, f float64 }

func (m affine) of(p pt) pt { return pt{m.a*p.x + m.c*p.y + m.e, m.b*p.x + m.d*p.y + m.f} }

func (m affine) all(line []pt) []pt {
	out := make([]pt, len(line))
	for i, p := range line {
		out[i] = m.of(p)
	}
	return out
}

func (m affine) times(n affine) affine {
	return affine{
		m.a*n.a + m.c*n.b, m.b*n.a + m.d*n.b,
		m.a*n.c + m.c*n.d, m.b*n.c + m.d*n.d,
		m.a*n.e + m.c*n.f + m.e, m.b*n.e + m.d*n.f + m.f,
	}
}

func (m affine) move(x, y float64) affine { return m.times(affine{1, 0, 0, 1, x, y}) }

func (m affine) scale(x, y float64) affine { return m.times(affine{x, 0, 0, y, 0, 0}) }

func (m affine) turn(deg float64) affine {
	s, c := math.Sincos(deg * math.Pi / 180)
	return m.times(affine{c, s, -s, c, 0, 0})
}
