package art

import "math"

func compass(m *maker) {
	if m.style == "plate" {
		m.fill(box(-190, -330, 380, 640, 40), m.paper.mix(m.second, 0.14).veil(0.93))
		for y := -300.0; y < 300; y += 20 {
			m.fill(rect(-190, y, 22, 3.5), m.ink)
		}
		m.fill(poly(0, -306, 26, -250, -26, -250), m.body)
		m.line(4, m.body, 0, -250, 0, -120)
	} else {
		m.fill(disc(0, -300, 44), m.metal)
		m.fill(disc(0, -300, 26), m.ink.veil(0.5))
	}
	cy := 60.0
	r := 180.0
	if m.style == "pocket" {
		cy, r = 0, 262
	}
	m.fill(disc(0, cy, r), m.body)
	m.fill(disc(0, cy, r*0.86), m.paper)
	for i := range 36 {
		s, c := math.Sincos(float64(i) * math.Pi / 18)
		k, w := 0.78, 3.5
		if i%9 == 0 {
			k, w = 0.66, 8
		}
		m.line(w, m.ink, s*r*0.83, cy-c*r*0.83, s*r*k, cy-c*r*k)
	}
	m.at(0, cy, m.in(-40, 40), r/180, func() {
		m.fill(poly(0, -128, 22, 0, -22, 0), lch(0.58, 0.18, 30))
		m.fill(poly(0, 128, 22, 0, -22, 0), m.ink.up(0.1))
		m.fill(disc(0, 0, 12), m.metal)
	})
}

func bedding(m *maker) {
	switch m.style {
	case "mummy":
		mummy(m)
	case "rolled":
		r := m.in(150, 170)
		m.coil(-110, -r, r, 330, m.body, m.second)
	case "mat":
		r := m.in(104, 122)
		m.coil(-140, -r, r, 400, m.body, m.body.up(0.1))
	case "pillow":
		m.at(0, -150, 0, 1.2, func() { m.pillow(210, 122, m.body) })
	}
}

// coil is something rolled up, lying on its side: the spiral to the left.
func (m *maker) coil(x, y, r, long float64, t, inner Tone) {
	m.fill(box(x-r*0.2, y-r, long, 2*r, r*0.5), t)
	m.fill(box(x-r*0.2, y+r*0.36, long, r*0.64, r*0.5), t.up(-0.08))
	m.fill(box(x-r*0.2, y-r*0.78, long-30, r*0.26, 20), t.up(0.05))
	for _, q := range []float64{0.42, 0.78} {
		m.fill(rect(x+long*q, y-r-3, 26, 2*r+5), m.ink.up(0.08))
		m.fill(box(x+long*q-8, y-r*0.5, 42, 40, 8), m.accent)
	}
	m.fill(oval(x, y, r*0.62, r), t.up(0.03))
	var line []pt
	for a := 0.0; a < 1440; a += 10 {
		k := r * (0.92 - a/1440*0.86)
		s, c := math.Sincos(a * math.Pi / 180)
		line = append(line, pt{x + c*k*0.62, y + s*k})
	}
	m.fill(stroke(line, r*0.085), inner.up(-0.1))
}

func mummy(m *maker) {
	w, h := m.in(165, 185), m.in(330, 360)
	p := smooth(-w*0.7, -h*0.74, -w*0.5, -h*0.98, 0, -h*1.04, w*0.5, -h*0.98, w*0.7, -h*0.74, w, -h*0.42, w*0.94, 0, w*0.6, h*0.86, w*0.34, h, -w*0.34, h, -w*0.6, h*0.86, -w*0.94, 0, -w, -h*0.42)
	m.fill(p, m.body)
	m.within(p, func() {
		for y := -h * 0.5; y < h; y += 66 {
			m.curve(6, m.body.up(-0.1), -w*1.1, y-16, 0, y+12, w*1.1, y-16)
			m.curve(13, m.body.up(0.04), -w*1.1, y, 0, y+28, w*1.1, y)
		}
		m.fill(rect(w*0.3, -h*1.2, w, h*2.4), m.ink.veil(0.07))
	})
	hole := smooth(-w*0.46, -h*0.62, -w*0.36, -h*0.86, 0, -h*0.92, w*0.36, -h*0.86, w*0.46, -h*0.62, 0, -h*0.52)
	m.fill(hole, m.second)
	m.within(hole, func() { m.fill(oval(0, -h*0.64, w*0.36, h*0.12), m.second.up(0.09)) })
	m.curve(7, m.accent, w*0.42, -h*0.56, w*0.6, -h*0.2, w*0.5, h*0.5)
}

func poles(m *maker) {
	for i, deg := range []float64{-17, 17} {
		t := []Tone{m.body, m.body.up(-0.04)}[i]
		m.at(0, 0, deg+m.in(-3, 3), 1.04, func() { m.pole(t) })
	}
}

func (m *maker) pole(t Tone) {
	m.outline(oval(26, -262, 34, 60), 8, m.ink.up(0.1))
	m.fill(rect(-9, -210, 18, 330), t)
	m.fill(rect(2, -210, 7, 330), t.up(-0.09))
	m.fill(rect(-7, 110, 14, 190), m.metal)
	for i := range 3 {
		m.fill(rect(-9, -90+70*float64(i), 18, 22), m.second)
	}
	m.fill(box(-14, 96, 28, 46, 6), m.ink.up(0.08))
	grip := m.ink.up(0.1)
	if m.style == "cork" {
		grip = lch(0.7, 0.07, 66)
	}
	m.fill(smooth(-18, -330, 18, -330, 24, -300, 16, -270, 19, -210, 19, -210, -19, -210, -19, -210, -16, -270, -24, -300), grip)
	m.fill(poly(-42, 268, 42, 268, 26, 286, -26, 286), m.second)
	m.fill(poly(-6, 300, 6, 300, 0, 330), m.metal.up(-0.15))
}
