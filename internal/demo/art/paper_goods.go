package art

func origami(m *maker) {
	t := m.body
	switch m.style {
	case "crane":
		m.at(0, -250, 0, 1.08, func() {
			m.fill(poly(40, 30, 286, -150, 120, 70), t.up(-0.1))
			m.fill(poly(-70, 40, -150, -260, 60, 60), t.up(0.06))
			m.fill(poly(-20, 60, 96, -290, 120, 70), t)
			m.fill(poly(-20, 60, 96, -290, 40, 62), t.up(-0.05))
			m.fill(poly(-90, 70, -276, -140, -50, 20), t.up(-0.03))
			m.fill(poly(-276, -140, -318, -84, -246, -112), m.second)
			m.fill(poly(-90, 70, 120, 70, 30, 200, -30, 210), t.up(0.03))
			m.fill(poly(20, 70, 120, 70, 30, 200), t.up(-0.06))
			m.fill(poly(-30, 210, 30, 200, 0, 250), t.up(-0.12))
		})
	case "boat":
		m.fill(poly(-110, -170, 0, -420, 110, -170), m.second)
		m.fill(poly(0, -420, 110, -170, 0, -170), m.second.up(-0.06))
		m.fill(poly(-330, -200, -110, -170, 110, -170, 330, -200, 210, 0, -210, 0), t)
		m.fill(poly(330, -200, 210, 0, -20, 0, 110, -170), t.up(-0.06))
		m.fill(poly(-330, -200, -210, 0, -110, -100), t.up(0.06))
	case "fox":
		m.fill(poly(-180, 0, 60, -330, 250, 0), t)
		m.fill(poly(60, -330, 250, 0, 80, 0), t.up(-0.07))
		m.fill(poly(250, 0, 330, -220, 130, -60), m.second)
		m.fill(poly(330, -220, 250, 0, 290, -20), m.second.up(-0.07))
		m.at(-40, -330, 0, 1, func() {
			m.fill(poly(-150, -150, -160, 40, -20, 0), t.up(0.04))
			m.fill(poly(150, -150, 160, 40, 20, 0), t.up(-0.04))
			m.fill(poly(-150, 0, 150, 0, 0, 170), t.up(0.02))
			m.fill(poly(0, 0, 150, 0, 0, 170), t.up(-0.05))
			m.fill(poly(-46, 118, 46, 118, 0, 170), m.paper)
			m.fill(poly(-70, 40, -36, 40, -46, 60), m.ink)
			m.fill(poly(70, 40, 36, 40, 46, 60), m.ink)
		})
	case "sheets":
		for i := range 6 {
			u := []Tone{m.body, m.second, m.accent, m.body.up(0.12), m.paper.up(-0.05), m.second.up(-0.08)}[i]
			m.at(0, -14*float64(i), 0, 1, func() {
				m.fill(poly(-300+10*float64(i), -20, 60, -92, 300-6*float64(i), -30, -70, 0), u)
				m.fill(poly(-300+10*float64(i), -20, -70, 0, -70, 8, -300+10*float64(i), -12), u.up(-0.1))
				m.fill(poly(300-6*float64(i), -30, -70, 0, -70, 8, 300-6*float64(i), -22), u.up(-0.06))
			})
		}
		m.style = "crane"
		m.at(20, -122, 0, 0.62, func() { origami(m) })
	}
}

func bookends(m *maker) {
	tones := []Tone{m.second, m.accent, m.paper.up(-0.05), m.second.up(-0.09), m.accent.up(0.1)}
	x := -170.0
	for i := 0; x < 120; i++ {
		w, h := m.in(44, 70), m.in(300, 370)
		m.at(x, 0, 0, 1, func() { m.upright(w, h, tones[i%len(tones)], i) })
		x += w + 2
	}
	for _, end := range []struct{ x, side float64 }{{-172, -1}, {x, 1}} {
		m.at(end.x, 0, 0, 1, func() {
			t := m.body
			if end.side > 0 {
				t = m.body.up(-0.05)
			}
			m.bookend(end.side, t)
		})
	}
}

// bookend leans against books at its inner side.
func (m *maker) bookend(side float64, t Tone) {
	switch m.style {
	case "arch":
		for i := range 3 {
			r := 190 - 58*float64(i)
			u := []Tone{t, m.metal, t.up(0.1)}[i]
			m.fill(path{append(arc(0, 0, r, r*1.25, 270, 270+side*90), pt{0, 0})}, u)
		}
	case "block":
		q := 110.0
		m.fill(rect(min(0, side*q), -250, q, 250), t)
		m.fill(rect(min(0, side*q)+q*0.66, -250, q*0.34, 250), t.up(-0.07))
		for range 14 {
			x, y := side*m.in(12, 98), -m.in(14, 236)
			m.fill(smooth(x-9, y, x, y-7, x+10, y+2, x, y+8), m.paper.veil(0.5))
		}
	case "sphere":
		m.fill(rect(min(0, side*26), -210, 26, 210), m.wood)
		m.fill(rect(min(0, side*190), -24, 190, 24), m.wood)
		m.fill(disc(side*112, -102, 80), t)
		m.within(disc(side*112, -102, 80), func() {
			m.fill(disc(side*112, -102, 80).without(disc(side*112-12, -114, 70)), t.up(-0.08))
			m.fill(disc(side*112-26, -130, 20), t.up(0.1))
		})
	case "letter":
		m.fill(poly(0, -270, side*34, -270, side*34, -34, side*180, -34, side*180, 0, 0, 0), t)
		m.fill(poly(side*34, -34, side*180, -34, side*180, -26, side*34, -26), t.up(0.08))
		m.fill(poly(side*34, -190, side*134, -34, side*34, -34), m.metal.up(-0.02))
	}
}

// framed is a print in its frame.
func framed(m *maker) {
	w, h := m.in(225, 250), m.in(300, 325)
	frame := m.wood
	if m.chance(0.4) {
		frame = m.ink.up(0.06)
	}
	m.fill(rect(-w, -h, 2*w, 2*h), frame)
	m.fill(poly(w, -h, w, h, -w, h, -w+18, h-18, w-18, h-18, w-18, -h+18), frame.up(-0.06))
	m.fill(rect(-w+22, -h+22, 2*w-44, 2*h-44), m.paper)
	q := rect(-w*0.68, -h*0.72, w*1.36, h*1.36)
	m.fill(q, m.body)
	m.within(q, func() {
		m.at(0, -h*0.04, 0, 0.86, func() {
			switch m.style {
			case "botanical":
				m.fill(rect(-w, -h, 2*w, 2*h), m.body.mix(m.paper, 0.6))
				m.sprig(0, h*0.72, h*1.35, m.second)
			case "abstract":
				m.fill(disc(-w*0.2, -h*0.24, w*0.5), m.second)
				m.fill(tray(-w*0.1, -h*0.1, w*0.8, h, w*0.4, 0), m.accent)
				m.curve(11, m.legible(m.body), -w*0.7, h*0.5, -w*0.2, h*0.2, w*0.2, h*0.5, w*0.7, h*0.1)
			case "landscape":
				m.fill(rect(-w, -h, 2*w, 2*h), m.body.mix(m.paper, 0.4))
				coverLand(m, w, h)
			}
		})
	})
	m.fill(rect(-40, h*0.78, 80, 7), m.ink.veil(0.5))
}

func coverLand(m *maker, w, h float64) {
	m.fill(disc(w*0.24, -h*0.36, w*0.2), m.accent)
	for i := range 4 {
		y := -h*0.1 + h*0.24*float64(i)
		t := m.second.mix(m.paper, 0.5-0.16*float64(i))
		k := m.in(-40, 40)
		m.fill(smooth(-w*1.4, y+k, -w*0.5, y-60, w*0.1, y+30-k, w*0.7, y-30, w*1.4, y+k, w*1.4, y+k, w*1.4, h*1.4, w*1.4, h*1.4, -w*1.4, h*1.4, -w*1.4, h*1.4), t)
	}
}
