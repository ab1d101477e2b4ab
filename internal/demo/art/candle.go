package art

import "math"

// flame is a candle's light with its foot at x, y.
func (m *maker) flame(x, y, h float64) {
	m.shine(x, y-h*0.4, h*4.2, 0.6)
	m.line(3.4, m.ink, x, y+h*0.2, x, y-4)
	m.fill(smooth(x, y, x-h*0.27, y-h*0.28, x-h*0.12, y-h*0.66, x+h*0.03, y-h*1.1, x+h*0.03, y-h*1.1, x+h*0.2, y-h*0.58, x+h*0.26, y-h*0.26), lch(0.82, 0.15, 74))
	m.fill(smooth(x, y-h*0.03, x-h*0.14, y-h*0.22, x, y-h*0.62, x+h*0.13, y-h*0.22), lch(0.95, 0.09, 95))
}

// wax is a pillar of it, with an uneven rim.
func (m *maker) wax(x, w, h float64, t Tone) {
	m.round(x, t, w, -h, w, -h, w, 0, w, 0)
	m.fill(oval(x, -h, w, w*0.2), t.up(0.05))
	m.fill(oval(x, -h+w*0.04, w*0.62, w*0.11), t.up(-0.05))
	if m.chance(0.5) {
		q := x - w*m.in(0.3, 0.7)
		m.fill(box(q, -h, w*0.2, w*m.in(0.5, 1.1), w*0.1), t.up(0.05))
	}
}

func candle(m *maker) {
	switch m.style {
	case "pillars":
		pillars(m)
	case "jar":
		jar(m)
	case "taper":
		tapers(m)
	case "shapes":
		shapedCandles(m)
	}
}

func pillars(m *maker) {
	n := m.n(2, 3)
	x := -140.0
	if n == 2 {
		x = -90
	}
	tones := []Tone{m.body, m.second, m.body.up(0.1)}
	for i := range n {
		w, h := m.in(62, 86), m.in(170, 400)
		if i == 1 {
			h = m.in(380, 450)
		}
		m.wax(x, w, h, tones[i])
		m.flame(x, -h+2, 56)
		x += m.in(158, 176)
	}
}

func jar(m *maker) {
	w, h := m.in(140, 175), m.in(270, 350)
	glass := m.body
	m.round(0, glass, w*0.96, -h, w*0.96, -h, w, -h*0.9, w, -h*0.9, w, -24, w*0.94, 0, w*0.94, 0)
	m.lid(-h, w*0.96, w*0.16, glass.up(0.06), m.paper.mix(glass, 0.2))
	m.flame(0, -h+6, 64)
	m.fill(rect(-w, -h*0.7, 2*w, 0), glass)
	m.label(0, -h*0.44, w*1.06, h*0.42)
}

// label is a printed paper label about x, y.
func (m *maker) label(x, y, w, h float64) {
	m.fill(box(x-w/2, y-h/2, w, h, 5), m.paper)
	m.outline(box(x-w/2+9, y-h/2+9, w-18, h-18, 3), 2.6, m.second)
	switch m.n(0, 2) {
	case 0:
		m.fill(disc(x, y-h*0.14, h*0.16), m.second)
	case 1:
		m.sprig(x, y+h*0.06, h*0.36, m.second)
	default:
		m.fill(dome(x, y-h*0.02, h*0.2, h*0.2), m.second)
		m.fill(rect(x-h*0.2, y, h*0.4, 5), m.second)
	}
	for i := range 2 {
		q := w * (0.5 - 0.16*float64(i))
		m.fill(box(x-q/2, y+h*(0.2+0.12*float64(i)), q, 6, 3), m.ink.veil(0.8))
	}
}

// sprig is a small branch growing up from x, y.
func (m *maker) sprig(x, y, h float64, t Tone) {
	m.line(h*0.035, t, x, y, x, y-h)
	for i := range 4 {
		k := y - h*(0.18+0.22*float64(i))
		s := h * (0.3 - 0.04*float64(i))
		for _, side := range []float64{-1, 1} {
			m.fill(smooth(x, k, x+side*s*0.45, k-s*0.62, x+side*s, k-s*0.72, x+side*s*0.62, k-s*0.16), t)
		}
	}
}

func tapers(m *maker) {
	n := m.n(4, 6)
	tones := []Tone{m.body, m.second, m.accent, m.body.up(0.12), m.second.up(-0.08), m.paper.up(-0.03)}
	for i := range n {
		x := (float64(i) - float64(n-1)/2) * 66
		h := m.in(430, 520)
		m.round(x, tones[i], 13, -h, 13, -h, 22, -20, 22, 0, 22, 0)
		m.curve(3.2, m.ink, x, -h, x+m.in(-6, 6), -h-22, x+m.in(-12, 12), -h-34)
	}
	w := float64(n)*33 + 14
	m.fill(box(-w, -150, 2*w, 66, 6), m.paper)
	m.fill(box(-w, -150, 2*w, 10, 4), m.paper.up(-0.06))
	m.fill(box(-w*0.5, -124, w, 9, 4), m.ink.veil(0.8))
	m.fill(box(-w*0.3, -106, w*0.6, 7, 3), m.ink.veil(0.5))
}

func shapedCandles(m *maker) {
	r := m.in(88, 105)
	m.fill(disc(-118, -r, r), m.body)
	m.within(disc(-118, -r, r), func() {
		for i := range 5 {
			m.fill(disc(-118, -r, r).without(disc(-118-16-12*float64(i), -r-10, r)), m.body.up(-0.022).veil(0.6))
		}
	})
	m.flame(-118, -2*r+2, 52)
	h, w := m.in(330, 400), m.in(70, 84)
	for i := range 6 { // a twisted pillar
		y := -h + h*float64(i)/6
		m.fill(poly(46, y, 46+2*w, y-28, 46+2*w, y+h/6-28, 46, y+h/6), m.second.up(0.03*float64(i%2)))
	}
	m.fill(rect(46+2*w*0.72, -h-20, 2*w*0.28, h+20-26), m.second.up(-0.07).veil(0.7))
	m.fill(rect(46, -8, 2*w, 8), m.second.up(-0.05))
	m.flame(46+w, -h-10, 52)
}

func candlestick(m *maker) {
	switch m.style {
	case "turned":
		for i, x := range []float64{-120, 110} {
			h := m.in(170, 260) + 90*float64(i)
			r := m.in(66, 84)
			m.taperIn(x, h, m.paper.mix(m.second, 0.5*float64(i)))
			m.round(x, m.body.up(-0.04*float64(i)), 34, -h, 34, -h, 14, -h*0.86, 34, -h*0.7, 12, -h*0.52, 26, -h*0.3, 16, -h*0.2, r, -18, r, 0, r, 0)
		}
	case "chamber":
		r := m.in(150, 180)
		m.taperIn(0, 90, m.second)
		m.outline(disc(r*0.92, -64, 46), 14, m.body.up(-0.05))
		m.round(0, m.body, 44, -100, 44, -100, 40, -40, 40, -40)
		m.round(0, m.body, r, -46, r, -46, r*0.82, 0, r*0.82, 0)
		m.fill(oval(0, -46, r, 20), m.body.up(0.04))
		m.plain(0, m.body, 42, -104, 42, -104, 38, -46, 38, -46)
	case "arms":
		arms(m)
	case "blocks":
		for i, x := range []float64{-170, 0, 170} {
			h := []float64{110, 210, 150}[i] + m.in(-20, 30)
			t := []Tone{m.body, m.second, m.accent}[i]
			m.taperIn(x, h, m.paper.mix(t, 0.25))
			m.round(x, t, 62, -h, 62, -h, 62, 0, 62, 0)
			m.fill(oval(x, -h, 62, 13), t.up(0.05))
		}
	}
}

// taperIn is a burning taper that rises from height h.
func (m *maker) taperIn(x, h float64, t Tone) {
	long := m.in(190, 260)
	m.round(x, t, 13, -h-long, 13, -h-long, 17, -h+6, 17, -h+6)
	m.flame(x, -h-long+3, 50)
}

func arms(m *maker) {
	h := m.in(250, 300)
	for _, x := range []float64{-170, 0, 170} {
		lift := 40 * math.Abs(x) / 170
		m.taperIn(x, h-lift, m.paper.mix(m.second, 0.3))
		m.curve(14, m.body, 0, -110, x*0.6, -130, x, -h*0.6-lift*0.4, x, -h+lift+8)
		m.round(x, m.body, 34, -h+lift-6, 34, -h+lift-6, 22, -h+lift+16, 22, -h+lift+16)
	}
	m.round(0, m.body, 14, -h*0.8, 14, -h*0.8, 14, -60, 30, -40, 104, -14, 104, 0, 104, 0)
}

func lantern(m *maker) {
	w, h := m.in(130, 165), m.in(360, 420)
	m.outline(path{append(arc(0, -h-52, 64, 70, 180, 360), pt{0, -h - 52})}, 11, m.body)
	m.fill(rect(-w+20, -h, 2*w-40, h-30), m.paper.mix(lch(0.9, 0.09, 85), 0.5))
	m.round(0, m.second, 48, -190, 48, -190, 48, -30, 48, -30)
	m.flame(0, -188, 66)
	for _, x := range []float64{-w + 14, w - 14} {
		m.line(18, m.body, x, -h, x, -30)
	}
	switch m.style {
	case "storm":
		m.fill(poly(-w-14, -h, -w*0.5, -h-66, w*0.5, -h-66, w+14, -h), m.body)
		m.fill(poly(w*0.2, -h, w*0.2, -h-66, w*0.5, -h-66, w+14, -h), m.body.up(-0.06))
		m.line(7, m.body, -w+14, -30, w-14, -h)
		m.line(7, m.body, w-14, -30, -w+14, -h)
	default:
		m.fill(dome(0, -h+4, w+8, 74), m.body)
		m.within(dome(0, -h+4, w+8, 74), func() { m.fill(rect(w*0.3, -h-90, w, 120), m.body.up(-0.06)) })
		m.line(8, m.body, 0, -h, 0, -h+1)
	}
	m.fill(box(-w-16, -h-6, 2*w+32, 20, 6), m.body.up(-0.04))
	m.fill(box(-w-10, -36, 2*w+20, 36, 6), m.body)
	m.fill(rect(w*0.35, -30, w*0.7, 30), m.body.up(-0.06))
}
