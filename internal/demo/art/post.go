package art

import "math"

// envelope lies face down about the origin, its flap to us.
func (m *maker) envelope(w, h float64, t, lining Tone, open bool) {
	m.fill(box(-w, -h, 2*w, 2*h, 6), t)
	if open {
		m.fill(poly(-w, -h, 0, -h*2, w, -h), t.up(-0.04))
		m.fill(poly(-w*0.86, -h, 0, -h*1.84, w*0.86, -h), lining)
		m.fill(box(-w*0.86, -h*1.4, w*1.72, h*1.6, 5), m.paper)
		for i := range 3 {
			m.fill(rect(-w*0.6, -h*1.16+32*float64(i), w*(1.1-0.25*float64(i)), 8), m.ink.veil(0.6))
		}
		m.fill(box(-w, -h*0.98, 2*w, 2*h*0.99, 6).without(poly(-w, -h, w, -h, 0, h*0.1)), t)
	}
	m.fill(poly(-w, h, 0, -h*0.06, w, h), t.up(-0.035))
	m.line(3, t.up(-0.1), -w+4, h-4, 0, -h*0.06, w-4, h-4)
	if !open {
		m.fill(poly(-w, -h, 0, h*0.24, w, -h), t.up(0.025))
		m.line(3.4, t.up(-0.12), -w+4, -h+4, 0, h*0.24, w-4, -h+4)
	}
}

// address is the front of a letter: a stamp and three lines.
func (m *maker) address(w, h float64, t Tone) {
	m.fill(box(-w, -h, 2*w, 2*h, 6), t)
	m.fill(rect(w*0.56, -h*0.8, w*0.32, h*0.62), m.paper)
	m.fill(rect(w*0.59, -h*0.76, w*0.26, h*0.54), m.accent)
	m.fill(disc(w*0.72, -h*0.5, h*0.15), m.paper)
	for i := range 3 {
		m.fill(rect(-w*0.1, h*0.1+34*float64(i), w*(0.7-0.16*float64(i)), 8), m.legible(t).veil(0.75))
	}
}

func letters(m *maker) {
	switch m.style {
	case "fan":
		for i, t := range []Tone{m.accent, m.second, m.body} {
			m.at(-60+50*float64(i), -140+130*float64(i), -16+13*float64(i), 0.94, func() { m.envelope(270, 172, t, m.second, false) })
		}
		m.seal(40, 130)
	case "open":
		m.at(0, 90, 0, 1.08, func() { m.envelope(275, 185, m.body, m.second, true) })
	case "bundle":
		for i := range 4 {
			m.at(-12+9*float64(i), 18-13*float64(i), m.in(-5, 5), 1, func() { m.address(285, 195, []Tone{m.second, m.paper.up(-0.05), m.accent, m.body}[i]) })
		}
		m.line(9, m.wood, -300, 10, 300, -14)
		m.line(9, m.wood, -96, -214, -76, 212)
		for _, side := range []float64{-1, 1} {
			m.outline(oval(-86+side*44, -14, 44, 22), 8, m.wood)
		}
	case "airmail":
		m.at(70, -80, 11, 0.92, func() { m.envelope(275, 180, m.second, m.accent, false) })
		m.at(-40, 70, -8, 1, func() {
			m.address(290, 195, m.paper.up(-0.015))
			for k := -290.0; k < 280; k += 60 {
				for _, y := range []float64{-195, 177} {
					m.fill(poly(k, y+18, k+14, y, k+40, y, k+26, y+18), m.body)
				}
			}
		})
	}
}

// seal is one of wax.
func (m *maker) seal(x, y float64) {
	var ring []float64
	for a := 0.0; a < 360; a += 24 {
		s, c := math.Sincos(a * math.Pi / 180)
		r := m.in(48, 60)
		ring = append(ring, x+c*r, y+s*r)
	}
	t := lch(0.45, 0.14, 22)
	m.fill(smooth(ring...), t)
	m.outline(disc(x, y, 36), 5, t.up(-0.08))
	m.sprig(x, y+22, 46, t.up(-0.1))
}

func card(m *maker) {
	m.at(80, 60, m.in(6, 14), 1, func() { m.envelope(265, 185, m.second, m.accent, false) })
	m.at(-70, -30, m.in(-10, -3), 1, func() {
		w, h := 195.0, 265.0
		m.fill(box(-w+5, -h+6, 2*w, 2*h, 5), m.ink.veil(0.16))
		p := box(-w, -h, 2*w, 2*h, 5)
		m.fill(p, m.paper)
		m.within(p, func() { cards[m.style](m, w, h) })
	})
}

var cards = map[string]func(m *maker, w, h float64){
	"balloons": func(m *maker, _, h float64) {
		for i := range 5 {
			x, y := -110+55*float64(i), -60+m.in(-80, 50)
			t := []Tone{m.body, m.second, m.accent, m.body.up(0.12), m.second.up(0.1)}[i]
			m.curve(3, m.ink, x, y+60, x*0.6, h*0.2, 0, h*0.5)
			m.fill(smooth(x-48, y, x, y-62, x+48, y, x, y+66), t)
		}
		m.fill(rect(-80, h*0.68, 160, 16), m.ink)
	},
	"bouquet": func(m *maker, _, h float64) {
		for i := range 9 {
			deg := -56 + 14*float64(i)
			m.at(0, h*0.4, deg, 1, func() {
				m.line(5, lch(0.5, 0.06, 135), 0, 0, 0, -200)
				m.leaf(0, -80, 70, 30, lch(0.52, 0.07, 135))
				t := []Tone{m.body, m.second, m.accent}[i%3]
				y := -200 - 40*float64(i%2)
				for k := range 6 {
					m.at(0, y, 60*float64(k), 1, func() { m.fill(oval(0, -20, 13, 21), t) })
				}
				m.fill(disc(0, y, 11), lch(0.86, 0.12, 90))
			})
		}
		m.fill(poly(-44, h*0.18, 44, h*0.18, 26, h*0.8, -26, h*0.8), m.body)
	},
	"cake": func(m *maker, w, h float64) {
		for i := range 3 {
			q := 130 - 34*float64(i)
			m.fill(box(-q, h*0.5-100*float64(i)-92, 2*q, 98, 14), []Tone{m.body, m.second, m.accent}[i])
			m.fill(box(-q, h*0.5-100*float64(i)-92, 2*q, 30, 14), m.paper.up(-0.05))
		}
		for _, x := range []float64{-36, 0, 36} {
			m.line(9, m.second, x, h*0.5-292, x, h*0.5-350)
			m.fill(oval(x, h*0.5-370, 9, 17), lch(0.82, 0.14, 75))
		}
		m.fill(rect(-w*0.4, h*0.74, w*0.8, 14), m.ink)
	},
	"moon": func(m *maker, w, h float64) {
		m.fill(rect(-w, -h, 2*w, 2*h), m.body)
		m.fill(disc(20, -50, 120), lch(0.92, 0.07, 92))
		for range 26 {
			m.fill(disc(m.in(-w, w), m.in(-h, h*0.4), m.in(2, 5)), m.paper)
		}
		m.fill(smooth(-w*1.2, h*0.4, -60, h*0.2, 80, h*0.5, w*1.2, h*0.3, w*1.2, h*0.3, w*1.2, h*1.2, w*1.2, h*1.2, -w*1.2, h*1.2, -w*1.2, h*1.2), m.second)
		m.fill(rect(-70, h*0.76, 140, 14), m.paper)
	},
}

func worldMap(m *maker) {
	w, h := 300.0, 255.0
	n := 4
	for i := range n { // the folds
		x0, x1 := -w+2*w*float64(i)/float64(n), -w+2*w*float64(i+1)/float64(n)
		y0, y1 := 12.0, -12.0
		if i%2 == 1 {
			y0, y1 = y1, y0
		}
		panel := poly(x0, -h+y0, x1, -h+y1, x1, h+y1, x0, h+y0)
		sea := m.paper.mix(m.body, 0.22)
		m.fill(panel, sea)
		m.within(panel, func() {
			m.terrain(w, h)
			if i%2 == 1 {
				m.fill(panel, m.ink.veil(0.07))
			}
		})
	}
}

// terrain is land, height lines, a river and a route; the same in every panel.
func (m *maker) terrain(w, h float64) {
	switch m.style {
	case "contour":
		for i := range 8 {
			k := 300 - 38*float64(i)
			m.fill(smooth(-60-k, 0, -50, -k*0.72, 40+k*0.7, -k*0.5, 60+k*0.9, 40, 10, k*0.66, -k*0.7, k*0.5), m.second.mix(m.paper, 0.85-0.1*float64(i)))
		}
		m.curve(9, m.body, -w, -h*0.4, -w*0.4, -h*0.1, -w*0.1, h*0.3, w*0.4, h*0.4, w*0.5, h)
	case "coast":
		m.fill(smooth(-w*1.1, -h*1.1, -w*0.2, -h*1.1, -w*0.1, -h*0.5, w*0.24, -h*0.2, 0, h*0.2, -w*0.3, h*0.4, -w*0.2, h*1.1, -w*1.1, h*1.1), m.second.mix(m.paper, 0.3))
		m.fill(smooth(w*0.4, h*0.1, w*0.66, 0, w*0.8, h*0.3, w*0.56, h*0.5), m.second.mix(m.paper, 0.3))
		m.fill(smooth(-w*1.1, -h*0.4, -w*0.5, -h*0.3, -w*0.5, h*0.2, -w*1.1, h*0.4), m.second)
	case "city":
		for x := -w; x < w; x += 66 {
			for y := -h; y < h; y += 62 {
				t := m.paper.up(-0.03)
				if int(x*7+y*13)%5 == 0 {
					t = m.second.mix(m.paper, 0.35)
				}
				m.fill(box(x+6, y+6, 54, 50, 4), t)
			}
		}
		m.curve(30, m.body.mix(m.paper, 0.3), -w, h*0.5, -w*0.3, h*0.1, w*0.2, h*0.2, w, -h*0.4)
	}
	m.dashes(spline([]pt{{-w * 0.7, h * 0.6}, {-w * 0.3, h * 0.1}, {w * 0.1, 0}, {w * 0.5, -h * 0.5}}, false), 8, 22, 16, 0, m.accent)
	m.at(w*0.5, -h*0.5, 0, 1, func() {
		m.fill(smooth(0, 0, 0, 0, -26, -44, 0, -76, 26, -44), m.accent)
		m.fill(disc(0, -46, 11), m.paper)
	})
}

func globe(m *maker) {
	r := m.in(195, 220)
	cy := -r - 120
	foot := m.in(120, 150)
	m.round(0, m.wood, 24, -104, 24, -104, 26, -50, foot, -22, foot, 0, foot, 0)
	m.fill(stroke(arc(0, cy, r+24, r+24, -62, 118), 17), m.metal)
	m.fill(disc(0, cy, r), m.body)
	m.within(disc(0, cy, r), func() {
		turn := m.in(-120, 120)
		land := m.second
		m.at(turn*0.5, cy, 18, r/210, func() {
			m.fill(smooth(-150, -130, -60, -170, 10, -120, -30, -60, -60, -10, -110, -20, -170, -60), land)
			m.fill(smooth(-70, 20, 0, 10, 40, 60, 0, 130, -40, 180, -60, 100), land)
			m.fill(smooth(70, -140, 150, -150, 220, -60, 160, 0, 170, 70, 110, 120, 70, 40, 60, -40), land)
			m.fill(smooth(150, 120, 210, 110, 200, 170, 150, 170), land)
			m.fill(smooth(-240, 40, -190, 30, -180, 100, -230, 130), land)
		})
		for _, k := range []float64{0.34, 0.7, 1} {
			m.outline(oval(0, cy, r*k, r), 2.4, m.paper.veil(0.35))
		}
		for _, k := range []float64{-0.5, 0, 0.5} {
			m.curve(2.4, m.paper.veil(0.35), -r, cy+k*r-10, 0, cy+k*r+16, r, cy+k*r-10)
		}
		m.fill(disc(0, cy, r).without(disc(-r*0.12, cy-r*0.1, r*0.9)), m.ink.veil(0.13))
	})
	m.fill(disc(math.Sin(62*math.Pi/180)*(r+24)*0.53, cy-r-14, 14), m.metal.up(-0.06))
	m.line(14, m.metal, 0, cy+r+20, 0, -96)
}
