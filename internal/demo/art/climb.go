package art

import "math"

// sheath draws a rope along a line: a dark edge, the sheath, and its marker yarns.
func (m *maker) sheath(line []pt, w float64, t, mark Tone) {
	m.fill(stroke(line, w+6), t.up(-0.13))
	m.fill(stroke(line, w), t)
	m.dashes(line, w*0.34, w*0.5, w*0.85, m.in(0, w), mark)
}

func rope(m *maker) {
	switch m.style {
	case "coil":
		ropeCoil(m)
	case "round":
		ropeRound(m)
	case "butterfly":
		ropeButterfly(m)
	}
}

func ropeCoil(m *maker) { // long loops, wrapped at the top
	n := m.n(7, 9)
	w := m.in(24, 30)
	for i := range n {
		k := float64(i) / float64(n-1)
		rx, ry := 120+m.in(60, 120)*(1-k)+30, 270+m.in(-24, 20)
		m.sheath(arc(m.in(-16, 16), 60, rx, ry, 0, 360), w, m.body, m.second)
	}
	for i := range 6 {
		y := -190 + float64(i)*w*0.86
		m.sheath([]pt{{-112, y + 6}, {0, y - 4}, {112, y + 6}}, w, m.body.up(-0.02), m.second)
	}
	m.sheath(spline([]pt{{20, -200}, {40, -270}, {-20, -300}, {-60, -260}, {-30, -200}}, false), w, m.body, m.second)
	m.sheath(spline([]pt{{90, -150}, {170, -120}, {210, 20}, {180, 130}}, false), w, m.body, m.second)
}

func ropeRound(m *maker) { // laid flat in a spiral
	w := m.in(25, 31)
	var line []pt
	turns := m.n(7, 8)
	for a := 0.0; a < float64(turns)*360; a += 7 {
		r := 34 + (w+3)*a/360
		s, c := math.Sincos(a * math.Pi / 180)
		line = append(line, pt{c * r, s * r * 0.97})
	}
	end := line[len(line)-1]
	line = append(line, spline([]pt{end, {end.x + 10, end.y + 60}, {end.x - 60, end.y + 110}}, false)...)
	m.sheath(line, w, m.body, m.second)
	tip := line[len(line)-1]
	m.fill(stroke([]pt{tip, {tip.x - 18, tip.y + 10}}, w+2), m.ink)
}

func ropeButterfly(m *maker) { // two bundles of bights over a waist
	w := m.in(23, 28)
	for i := range 6 {
		k := float64(i)
		for _, side := range []float64{-1, 1} {
			x := side * (60 + 27*k)
			m.sheath(spline([]pt{{side * 10, -120}, {x * 0.8, -40}, {x * 1.25, 130 + m.in(0, 40)}, {x, 250 - 10*k}, {x * 0.6, 150}, {side * 14, -60}}, false), w, m.body, m.second)
		}
	}
	for i := range 6 {
		y := -150 + float64(i)*w*0.84
		m.sheath([]pt{{-88, y + 5}, {88, y + 5}}, w, m.body.up(-0.02), m.second)
	}
	m.sheath(spline([]pt{{-20, -150}, {-70, -260}, {0, -310}, {70, -260}, {20, -150}}, false), w, m.body, m.second)
}

// karabiner is a snap ring about the origin, 300 high.
func (m *maker) karabiner(t, gate Tone) {
	line := spline([]pt{{-52, 118}, {-64, 40}, {-92, -70}, {-70, -140}, {0, -160}, {64, -140}, {88, -80}, {76, 60}, {58, 124}, {0, 150}, {-52, 118}}, false)
	m.fill(stroke(line, 31), t.up(-0.09))
	m.fill(stroke(line, 25), t)
	m.dashes(line, 6, 70, 400, 40, t.up(0.12))
	m.fill(stroke([]pt{{84, -78}, {72, 78}}, 27), gate.up(-0.06))
	m.fill(stroke([]pt{{82, -74}, {71, 74}}, 18), gate)
}

func carabiner(m *maker) {
	switch m.style {
	case "single":
		m.at(0, 0, m.in(-24, 24), 1.75, func() {
			m.karabiner(m.body, m.metal)
			m.fill(stroke([]pt{{80, -22}, {76, 34}}, 40), m.second)
			m.line(4, m.second.up(-0.1), 62, -8, 96, -4)
			m.line(4, m.second.up(-0.1), 61, 10, 95, 14)
		})
	case "quickdraw":
		for i, x := range []float64{-150, 130} {
			t, u := m.body, m.second
			if i == 1 {
				t, u = m.second, m.body
			}
			m.at(x, 0, m.in(-8, 8), 1, func() {
				m.at(0, -190, 0, 0.92, func() { m.karabiner(t, m.metal) })
				m.at(0, 190, 180, 0.92, func() { m.karabiner(t, m.metal) })
				m.fill(box(-32, -130, 64, 260, 18), u)
				m.fill(box(-32, -130, 64, 46, 18), u.up(-0.08))
				m.fill(box(-32, 84, 64, 46, 18), u.up(-0.08))
				m.fill(rect(-5, -84, 10, 168), u.up(0.1))
			})
		}
	case "set":
		for i := range 5 {
			t := []Tone{m.body, m.second, m.accent, m.metal, m.body.up(0.14)}[i]
			m.at(-240+120*float64(i), 20*float64(i%2)-10, m.in(-14, 14), 0.98, func() { m.karabiner(t, m.metal.up(-0.05)) })
		}
	}
}

func helmet(m *maker) {
	r, h := m.in(225, 250), m.in(215, 245)
	m.curve(15, m.ink, -r*0.7, -60, -r*0.3, 24, 0, 52, r*0.3, 24, r*0.66, -60)
	m.line(13, m.ink, -r*0.1, -90, 0, 50)
	m.fill(box(-26, 34, 52, 34, 8), m.second)
	shell := smooth(-r, -80, -r*0.96, -h*0.8, -r*0.5, -h*1.28, 0, -h*1.42, r*0.52, -h*1.26, r*0.98, -h*0.72, r*1.05, -80, r*1.05, -80, r*0.4, -56, -r*0.4, -56, -r, -80)
	m.fill(shell, m.body)
	m.within(shell, func() {
		m.fill(smooth(r*0.3, -h*1.5, r*1.4, -h*1.2, r*1.3, 0, r*0.5, 0, r*0.66, -h*0.6), m.body.up(-0.06))
		if m.style == "stripe" {
			m.fill(smooth(-r*0.14, -h*1.6, r*0.14, -h*1.6, r*0.2, -h*0.7, r*0.14, 0, -r*0.14, 0, -r*0.2, -h*0.7), m.second)
		}
		m.fill(rect(-r*1.2, -104, r*2.4, 60), m.body.up(-0.08))
	})
	for i := range 3 {
		x := -r*0.56 + r*0.4*float64(i)
		if m.style == "stripe" {
			x = []float64{-r * 0.62, -r * 0.38, r * 0.46}[i]
		}
		m.at(x, -h*0.74-20*float64(i%2), -14+14*float64(i), 1, func() { m.fill(box(-19, -66, 38, 116, 19), m.ink) })
	}
	m.fill(box(-64, -150, 46, 22, 8), m.second)
	m.curve(14, m.body.up(0.1), -r*0.82, -h*0.72, -r*0.68, -h*1.0, -r*0.44, -h*1.2)
}

func iceAxe(m *maker) {
	axes := []float64{0}
	if m.style == "pair" {
		axes = []float64{-24, 24}
	}
	for i, deg := range axes {
		t := m.body
		if i == 1 {
			t = m.second
			m.at(30, 0, deg, 1, func() { m.flipped(func() { m.axe(t) }) })
			continue
		}
		if len(axes) == 1 {
			deg = m.in(24, 40)
		}
		m.at(-30, 0, deg, 1, func() { m.axe(t) })
	}
}

// axe stands upright about the origin, its pick to the left.
func (m *maker) axe(t Tone) {
	m.fill(smooth(-17, -240, 17, -240, 16, 0, 26, 150, 26, 150, -10, 150, -10, 150, -16, 0), t)
	m.fill(smooth(3, -240, 17, -240, 16, 0, 26, 150, 26, 150, 8, 150, 8, 150, 4, 0), t.up(-0.07))
	m.fill(poly(-8, 150, 22, 150, 16, 250, 8, 286, 2, 250), m.metal.up(-0.05))
	pick := append(arc(-10, -60, 232, 234, 270, 214), pt{-206, -178})
	for i := range 7 { // teeth on the way back
		x, y := -192+24*float64(i), -196-9.0*float64(i)
		pick = append(pick, pt{x, y - 12}, pt{x + 14, y})
	}
	m.fill(path{append(pick, pt{-20, -240}, pt{18, -240}, pt{18, -294})}, m.metal)
	m.fill(smooth(10, -292, 10, -292, 90, -288, 150, -322, 150, -322, 172, -288, 168, -246, 168, -246, 100, -252, 10, -250, 10, -250), m.metal.up(-0.05))
	m.fill(box(-24, -306, 48, 74, 10), m.metal.up(-0.08))
	m.fill(disc(0, -270, 9), m.ink)
	for i := range 6 {
		m.fill(box(-18, 20+18*float64(i), 38, 10, 5), m.ink.veil(0.75))
	}
}
