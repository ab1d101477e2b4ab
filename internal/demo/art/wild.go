package art

import "math"

// ridge is the outline of a range of hills: height y, roughness, down to the foot.
func (s *stage) ridge(y, rough float64, jags int) path {
	line := []pt{{-5, 1010}}
	for i := range jags + 1 {
		up := s.in(0, rough)
		if i%2 == 0 {
			up = -s.in(0, rough)
		}
		line = append(line, pt{-5 + (s.w+10)*float64(i)/float64(jags), y + up})
	}
	return path{append(line, pt{s.w + 5, 1010})}
}

func (s *stage) hills(y, rough float64) path {
	var knots []pt
	phase, bend := s.in(0, 6), s.in(0.004, 0.008)
	for x := -60.0; x <= s.w+60; x += 40 {
		knots = append(knots, pt{x, y + rough*math.Sin(phase+x*bend) + 0.4*rough*math.Sin(phase*2+x*bend*2.3)})
	}
	return path{append([]pt{{-60, 1010}}, append(spline(knots, false), pt{s.w + 60, 1010})...)}
}

func (s *stage) sky() {
	s.wash(s.all(), s.wall.up(-0.01), s.wall.up(0.025))
	if s.wall.L < 0.55 && s.chance(0.8) {
		for range 34 {
			s.fill(disc(s.in(20, s.w-20), s.in(15, 420), s.in(1.6, 4)), lch(0.95, 0.03, 95).veil(s.in(0.5, 0.95)))
		}
	}
}

// distant is a colour seen through the air: k of it, the rest sky. It never
// melts into the sky altogether.
func (s *stage) distant(t Tone, k float64) Tone {
	seen := s.wall.mix(t, k)
	if apart(seen, s.wall) < 0.05 {
		lift := 0.1 * k / 0.3
		if s.wall.L > 0.55 {
			lift = -lift
		}
		return seen.up(lift)
	}
	return seen
}

// orb is the sun or the moon.
func (s *stage) orb() {
	t := lch(0.93, 0.07, 88)
	if s.wall.L > 0.8 {
		t = s.p.Walls[3].mix(s.p.Colours["sun"], 0.45)
	}
	s.fill(disc(s.in(140, s.w-140), s.in(150, 300), s.in(60, 110)), t)
}

// meadow is the ground that goods stand on outdoors.
func (s *stage) meadow(y float64) {
	t := s.wall.mix(s.p.Colours[[]string{"moss", "slate", "snow", "loam"}[s.r.IntN(4)]], 0.45)
	if s.wall.L > 0.6 {
		t = t.up(0.04)
	}
	s.edge, s.floor, s.plain = y, t, true
	s.wash(s.hills(y, s.in(4, 12)), t.up(0.015), t.up(-0.04))
}

// ridges are mountains in the haze of distance, one behind the other.
func (s *stage) ridges() {
	s.sky()
	if s.chance(0.6) {
		s.orb()
	}
	far := s.p.Colours[[]string{"slate", "glacier", "spruce", "navy"}[s.r.IntN(4)]]
	n := 2 + s.r.IntN(2)
	for i := range n {
		t := s.distant(far, 0.16+0.15*float64(i))
		y := 430 + 110*float64(i) + s.in(-30, 30)
		if i == n-1 {
			s.fill(s.hills(y+40, s.in(30, 60)), t)
			continue
		}
		s.fill(s.ridge(y, 95, 6+s.r.IntN(5)), t)
	}
	s.meadow(s.in(720, 760))
}

// peak is one great mountain with snow.
func (s *stage) peak() {
	s.sky()
	if s.chance(0.5) {
		s.orb()
	}
	far := s.p.Colours[[]string{"slate", "navy", "spruce"}[s.r.IntN(3)]]
	x, y := s.w/2+s.in(-180, 180), s.in(130, 230)
	t := s.distant(far, 0.34)
	s.fill(poly(x-520, 800, x, y, x+520, 800), t)
	s.fill(poly(x, y, x+520, 800, x+120, 800, x+s.in(20, 60), 470), t.up(-0.055))
	cap := s.wall.mix(lch(0.97, 0.006, 230), 0.8)
	s.fill(poly(x, y, x-112, y+140, x-62, y+118, x-28, y+170, x+14, y+122, x+58, y+176, x+84, y+128, x+114, y+146), cap)
	s.fill(poly(x, y, x+14, y+122, x+58, y+176, x+84, y+128, x+114, y+146), cap.up(-0.05))
	s.fill(s.hills(s.in(660, 700), 26), s.distant(far, 0.48))
	s.meadow(s.in(735, 765))
}

// firs are a wood at the edge of the clearing.
func (s *stage) firs() {
	s.sky()
	if s.chance(0.5) {
		s.orb()
	}
	far := s.p.Colours[[]string{"spruce", "navy", "moss"}[s.r.IntN(3)]]
	s.fill(s.ridge(470, 70, 7), s.wall.mix(far, 0.14))
	for row, k := range []float64{0.28, 0.46} {
		t := s.distant(far, k)
		for x := s.in(-40, 0); x < s.w+40; x += s.in(44, 92) {
			s.fir(x, 770, s.in(200, 330)-60*float64(row), t)
		}
	}
	s.meadow(s.in(715, 745))
}

func (s *stage) fir(x, foot, h float64, t Tone) {
	w := h * 0.21
	for i := range 3 {
		k := float64(i)
		s.fill(poly(x, foot-h+k*h*0.2, x+w*(0.6+k*0.22), foot-h*0.52+k*h*0.24, x-w*(0.6+k*0.22), foot-h*0.52+k*h*0.24), t)
	}
	s.fill(rect(x-w*0.12, foot-h*0.1, w*0.24, h*0.1), t.up(-0.05))
}

// lake is water between the mountains and the shore.
func (s *stage) lake() {
	s.sky()
	s.orb()
	far := s.p.Colours[[]string{"slate", "spruce", "navy"}[s.r.IntN(3)]]
	s.fill(s.ridge(400, 100, 8), s.wall.mix(far, 0.22))
	s.fill(s.hills(500, 50), s.wall.mix(far, 0.36))
	water := s.wall.mix(s.p.Colours["glacier"], 0.55)
	s.wash(rect(-5, 575, s.w+10, 300), water.up(0.05), water.up(-0.03))
	for range 14 {
		x, y, w := s.in(-60, s.w), s.in(590, 715), s.in(60, 220)
		s.fill(box(x, y, w, 5, 2.5), water.up(0.08).veil(0.7))
	}
	s.meadow(s.in(735, 760))
}

// contours are the height lines of a map.
func (s *stage) contours() {
	s.contoursOnly()
	s.boards(s.in(725, 765), s.floor)
}

func (s *stage) contoursOnly() {
	s.lime()
	cx, cy := s.in(-50, s.w+50), s.in(100, 700)
	lumps := [4]float64{s.in(0, 6), s.in(0, 6), s.in(0, 6), s.in(0.08, 0.2)}
	t := s.wall.up(-0.05)
	if s.wall.L < 0.55 {
		t = s.wall.up(0.05)
	}
	for i := range 13 {
		r := 60 + 68*float64(i)
		var ring []pt
		for a := 0.0; a < 360; a += 12 {
			q := a * math.Pi / 180
			k := 1 + lumps[3]*(math.Sin(2*q+lumps[0])+0.7*math.Sin(3*q+lumps[1])+0.4*math.Sin(5*q+lumps[2]+float64(i)*0.12))
			ring = append(ring, pt{cx + r*k*math.Cos(q), cy + r*k*0.8*math.Sin(q)})
		}
		w := 3.4
		if i%4 == 3 {
			w = 6.5
		}
		s.outline(path{spline(ring, true)}, w, t)
	}
}

// sunset is a sky in broad bands.
func (s *stage) sunset() {
	s.wash(s.all(), s.wall, s.wall)
	warm := s.p.Colours["orange"].up(0.16).quiet(0.5)
	for i := range 5 {
		k := float64(i) / 5
		s.fill(rect(-5, 250+k*480, s.w+10, 600), s.wall.mix(warm, 0.12+k*0.5))
	}
	far := s.p.Colours[[]string{"slate", "navy", "berry"}[s.r.IntN(3)]]
	s.fill(s.ridge(s.in(520, 580), 85, 7), s.wall.mix(far, 0.45))
	s.fill(s.hills(660, 30), s.wall.mix(far, 0.6))
	s.meadow(s.in(735, 765))
}

// slab is a flat rock to stand on.
func (s *stage) slab() {
	s.sky()
	far := s.p.Colours[[]string{"slate", "glacier", "spruce"}[s.r.IntN(3)]]
	s.fill(s.ridge(560, 110, 7), s.wall.mix(far, 0.22))
	s.fill(s.ridge(680, 70, 9), s.wall.mix(far, 0.34))
	t := s.wall.mix(lch(0.62, 0.015, 245), 0.6)
	s.fill(poly(s.in(-5, 40), 862, 120, 790, s.w-150, 782, s.w-s.in(0, 40), 850, s.w+5, 1010, -5, 1010), t.up(-0.07))
	s.fill(poly(s.in(-5, 40), 862, 120, 790, s.w-150, 782, s.w-s.in(0, 40), 850, s.w-120, 884, 330, 900), t)
	s.base, s.edge, s.floor, s.plain = 842, 786, t, true
}
