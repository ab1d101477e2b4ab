package art

import "math"

// planks are the boards of a floor seen from above.
func (s *stage) planks() {
	wood := s.p.Woods[s.r.IntN(len(s.p.Woods))].mix(s.wall, s.in(0.35, 0.75))
	s.wall, s.floor = wood, wood.up(-0.03)
	s.fill(s.all(), wood)
	w := s.in(130, 210)
	for x := s.in(-90, 0); x < s.w; x += w {
		s.fill(rect(x, -5, w-3, 1010), wood.up(s.in(-0.018, 0.018)))
		s.fill(rect(x+w-4, -5, 4, 1010), wood.up(-0.075))
		s.fill(rect(x, s.in(100, 900), w-3, 3.5), wood.up(-0.065))
		for range 5 {
			y, q := s.in(-100, 900), x+s.in(18, w-18)
			s.curve(2.2, wood.up(-0.035).veil(0.7), q, y, q+s.in(-9, 9), y+90, q+s.in(-7, 7), y+s.in(160, 320))
		}
	}
}

// cloth is a linen spread under the good, at an angle.
func (s *stage) cloth() {
	s.lime()
	t := s.other()
	deg := s.in(-24, 24)
	s.at(s.w/2+s.in(-60, 60), 500+s.in(-40, 40), deg, 1, func() {
		sheet := rect(-390, -350, 780, 700)
		s.fill(sheet.moved(9, 12), s.wall.up(-0.1).veil(0.6))
		s.fill(sheet, t)
		s.within(sheet, func() {
			for y := -340.0; y < 350; y += 9 {
				s.fill(rect(-390, y, 780, 2.4), t.up(-0.022))
			}
			s.fill(rect(-390, -300, 780, 7), t.up(-0.1))
			s.fill(rect(-390, 293, 780, 7), t.up(-0.1))
		})
	})
}

// twoTone is a ground of two colours that meet in a line.
func (s *stage) twoTone() {
	s.lime()
	t := s.other()
	a, b := s.in(180, 820), s.in(180, 820)
	if s.chance(0.5) {
		s.fill(poly(-5, a, s.w+5, b, s.w+5, 1010, -5, 1010), t)
		return
	}
	s.fill(poly(a, -5, s.w+5, -5, s.w+5, 1010, b, 1010), t)
}

// granite is rock with specks.
func (s *stage) granite() {
	t := s.wall.mix(lch(0.74, 0.012, 245), 0.6)
	s.wall, s.floor = t, t.up(-0.04)
	s.fill(s.all(), t)
	for range 420 {
		x, y, r := s.in(0, s.w), s.in(0, 1000), s.in(1.2, 5)
		s.fill(smooth(x-r, y, x, y-r*0.8, x+r*1.1, y+r*0.2, x, y+r*0.7), t.up(s.in(-0.13, 0.1)).veil(0.8))
	}
	s.curve(3, t.up(-0.08), -5, s.in(0, 400), 300, s.in(200, 500), 640, s.in(500, 800), s.w+5, s.in(600, 1000))
}

// moss is a soft ground in three greens.
func (s *stage) moss() {
	t := s.p.Colours["moss"].mix(s.wall, s.in(0.35, 0.6))
	s.wall, s.floor = t, t.up(-0.05)
	s.fill(s.all(), t)
	for range 26 {
		x, y, r := s.in(-50, s.w+50), s.in(-50, 1050), s.in(60, 190)
		s.fill(smooth(x-r, y, x-r*0.3, y-r*s.in(0.5, 0.8), x+r*0.6, y-r*0.5, x+r, y+r*0.1, x+r*0.2, y+r*0.7, x-r*0.6, y+r*0.5), t.up(s.in(-0.03, 0.03)).veil(0.6))
	}
	for range 60 {
		x, y, h := s.in(0, s.w), s.in(0, 1000), s.in(14, 34)
		s.line(3, t.up(-0.07), x, y, x-h*0.3, y-h)
		s.line(3, t.up(-0.07), x, y, x+h*0.35, y-h*0.8)
	}
}

// grid is squared paper.
func (s *stage) grid() {
	s.lime()
	t := s.wall.up(-0.045)
	if s.wall.L < 0.55 {
		t = s.wall.up(0.06)
	}
	step := s.in(38, 62)
	for x := s.in(0, step); x < s.w; x += step {
		s.fill(rect(x, -5, 2.2, 1010), t)
	}
	for y := s.in(0, step); y < 1000; y += step {
		s.fill(rect(-5, y, s.w+10, 2.2), t)
	}
}

// dots is a wall of printer's dots above the desk.
func (s *stage) dots() {
	s.dotsOnly()
	s.boards(s.in(725, 770), s.floor)
}

func (s *stage) dotsOnly() {
	s.lime()
	t := s.wall.up(-0.06)
	if s.wall.L < 0.55 {
		t = s.wall.up(0.07)
	}
	from, step := s.in(-0.4, 1.2), 44.0
	for j := range 24 {
		for i := range 24 {
			x, y := float64(i)*step+float64(j%2)*step/2, float64(j)*step
			k := (math.Cos(from)*x + math.Sin(from)*y) / 1300
			if r := 15 * (0.95 - k); r > 1.5 {
				s.fill(disc(x, y, r), t)
			}
		}
	}
}

// sheets are papers of two colours lying under the good.
func (s *stage) sheets() {
	s.lime()
	for _, t := range []Tone{s.other(), s.p.Paper.up(-0.01)} {
		s.at(s.w/2+s.in(-90, 90), 500+s.in(-70, 70), s.in(-28, 28), 1, func() {
			p := rect(-330, -400, 660, 800)
			s.fill(p.moved(7, 10), s.wall.up(-0.12).veil(0.5))
			s.fill(p, t)
		})
		if apart(t, s.wall) < 0.05 {
			break
		}
	}
}

// blotter is a leather pad on the desk.
func (s *stage) blotter() {
	wood := s.p.Woods[s.r.IntN(len(s.p.Woods))].mix(s.wall, 0.45)
	pad := s.wall
	s.fill(s.all(), wood)
	for range 16 {
		y := s.in(0, 1000)
		s.curve(2.4, wood.up(-0.04).veil(0.7), -5, y, 300, y+s.in(-12, 12), 700, y+s.in(-12, 12), s.w+5, y+s.in(-10, 10))
	}
	s.floor = pad.up(-0.04)
	x, y := s.in(60, 110), s.in(90, 150)
	s.fill(box(x+8, y+10, s.w-2*x, 1000-2*y, 34), wood.up(-0.14).veil(0.6))
	s.fill(box(x, y, s.w-2*x, 1000-2*y, 34), pad)
	for _, line := range box(x+18, y+18, s.w-2*x-36, 1000-2*y-36, 24) {
		s.dashes(line, 3, 15, 9, 0, pad.up(-0.1))
	}
}

// sheetBehind is a big paper leaning on the wall.
func (s *stage) sheetBehind() {
	s.lime()
	s.boards(s.in(715, 750), s.floor)
	t := s.other()
	deg := s.in(-7, 7)
	s.at(s.w/2+s.in(-60, 60), 470, deg, 1, func() {
		w := s.in(260, 330)
		s.fill(rect(-w+10, -370, 2*w, 690), s.wall.up(-0.1).veil(0.5))
		s.fill(rect(-w, -380, 2*w, 690), t)
	})
	s.boards(s.edge, s.floor)
}

// ruled is a wall of writing lines.
func (s *stage) ruled() {
	s.lime()
	t := s.wall.up(-0.055)
	if s.wall.L < 0.55 {
		t = s.wall.up(0.06)
	}
	for y := s.in(20, 70); y < 760; y += 64 {
		s.fill(rect(-5, y, s.w+10, 3), t)
	}
	s.fill(rect(s.in(110, 170), -5, 4, 1000), s.p.Colours["coral"].mix(s.wall, 0.4))
	s.boards(s.in(735, 770), s.floor)
}

// stacked stands the good on a pile of two large books.
func (s *stage) stacked() {
	s.lime()
	s.boards(s.in(715, 745), s.floor)
	y := 1000.0
	for i := range 2 {
		t := s.p.Colours[s.p.Order[s.r.IntN(len(s.p.Order))]].mix(s.wall, 0.45)
		w, h, x := s.in(560, 640)-40*float64(i), s.in(62, 78), s.in(-16, 16)
		s.volume(s.w/2-w/2+x, y-h, w, h, t)
		y -= h
	}
	s.base, s.edge, s.floor = y+12, y-6, s.wall.up(-0.06)
}

// volume is a closed book lying with its spine to us.
func (s *stage) volume(x, y, w, h float64, t Tone) {
	s.fill(rect(x, y, w, h), t)
	s.fill(rect(x, y, w, 9), t.up(0.05))
	s.fill(rect(x, y+h-9, w, 9), t.up(-0.06))
	s.fill(rect(x+w*0.12, y+9, 10, h-18), t.up(0.12))
	s.fill(rect(x+w*0.85, y+9, 10, h-18), t.up(0.12))
}
