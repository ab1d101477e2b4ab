package art

func stove(m *maker) {
	switch m.style {
	case "cartridge":
		r := m.in(118, 138)
		m.round(0, m.body, r*0.4, -240, r*0.86, -228, r, -190, r, -24, r*0.9, 0, r*0.9, 0)
		m.fill(rect(-r, -128, 2*r, 46), m.second)
		m.fill(poly(-26, -92, 0, -122, 26, -92), m.paper)
		m.burner(-240)
	case "low":
		for _, x := range []float64{-190, 190} {
			m.line(13, m.metal, x*0.3, -70, x, 0)
		}
		m.line(13, m.metal.up(-0.08), 0, -60, 20, 0)
		m.curve(13, m.second, 30, -60, 170, -40, 240, 0, 300, -10)
		m.burner(-40)
	case "wood":
		r, h := m.in(120, 140), m.in(270, 310)
		m.flames(0, -h+6, r*0.7)
		m.round(0, m.metal, r, -h, r, -h, r, 0, r, 0)
		for row := range 2 {
			for k := -0.7; k < 0.9; k += 0.35 {
				m.fill(disc(k*r, -h*0.7+90*float64(row), 15), m.ink)
			}
		}
		m.fill(box(-50, -72, 100, 58, 12), m.ink)
		m.fill(dome(0, -16, 34, 40), lch(0.78, 0.16, 60))
		m.fill(box(-r-12, -h-6, 2*r+24, 22, 8), m.body)
		m.fill(box(-r-8, -16, 2*r+16, 18, 6), m.body.up(-0.04))
	}
}

// burner is the head of a gas stove, with its flame and a pot on top, over height y.
func (m *maker) burner(y float64) {
	m.fill(rect(-15, y-60, 30, 70), m.metal)
	m.fill(box(12, y-34, 74, 14, 7), m.metal.up(-0.06))
	m.fill(box(76, y-44, 40, 34, 8), m.second)
	m.round(0, m.metal.up(-0.03), 50, y-92, 50, y-92, 28, y-52, 28, y-52)
	for i := range 7 {
		x := -60 + 20*float64(i)
		h := 40.0
		m.fill(smooth(x-9, y-92, x-7, y-92-h*0.5, x, y-92-h, x+7, y-92-h*0.5, x+9, y-92), lch(0.68, 0.11, 235).veil(0.9))
	}
	for _, x := range []float64{-1, 1} {
		m.line(11, m.metal.up(-0.1), x*26, y-60, x*104, y-100, x*104, y-146)
	}
	m.at(0, y-146, 0, 0.92, func() { m.kettle() })
}

func (m *maker) flames(x, y, w float64) {
	m.shine(x, y-60, 260, 0.5)
	for i, t := range []Tone{lch(0.66, 0.17, 42), lch(0.8, 0.15, 75), lch(0.93, 0.1, 95)} {
		k := 1 - 0.3*float64(i)
		m.fill(smooth(x-w*k, y+10, x-w*0.8*k, y-90*k, x-w*0.3*k, y-60*k, x-w*0.05, y-190*k, x-w*0.05, y-190*k, x+w*0.36*k, y-90*k, x+w*0.7*k, y-120*k, x+w*k, y+10), t)
	}
}

// kettle is a small pot with a folding handle, its foot at the origin.
func (m *maker) kettle() {
	t := m.accent
	m.curve(11, m.ink.up(0.08), 118, -120, 200, -130, 214, -60, 190, -40)
	m.round(0, t, 128, -150, 128, -150, 124, -20, 108, 0, 108, 0)
	m.fill(box(-136, -164, 272, 20, 10), t.up(0.07))
	m.fill(box(-22, -186, 44, 24, 10), m.ink.up(0.08))
}

func cookware(m *maker) {
	switch m.style {
	case "mug":
		mug(m)
	case "pot":
		r, h := m.in(190, 215), m.in(210, 240)
		m.outline(path{append(arc(0, -h+10, r*0.96, m.in(190, 230), 180, 360), pt{0, -h + 10})}, 11, m.metal.up(-0.12))
		m.round(0, m.body, r, -h, r, -h, r, -60, r*0.8, 0, r*0.8, 0)
		m.fill(box(-r-14, -h-12, 2*r+28, 24, 12), m.body.up(0.06))
		m.fill(dome(0, -h-8, r*0.96, 56), m.body.up(0.03))
		m.within(dome(0, -h-8, r*0.96, 56), func() { m.fill(rect(r*0.4, -h-80, r, 90), m.body.up(-0.04)) })
		m.fill(box(-26, -h-92, 52, 34, 14), m.second)
	case "set":
		y := 0.0
		for i := range 3 {
			r := 215 - 34*float64(i)
			t := []Tone{m.body, m.second, m.accent}[i]
			m.at(0, y, 0, 1, func() {
				m.curve(15, m.ink.up(0.08), r-6, -84, r+76, -92, r+96, -50)
				m.round(0, t, r, -118, r, -118, r*0.98, -24, r*0.9, 0, r*0.9, 0)
				m.fill(box(-r-7, -126, 2*r+14, 16, 8), t.up(0.07))
			})
			y -= 122
		}
	}
}

func mug(m *maker) {
	r, h := m.in(165, 190), m.in(290, 330)
	m.outline(oval(r*1.06, -h*0.52, r*0.46, h*0.27), 25, m.body.up(-0.05))
	m.round(0, m.body, r, -h, r, -h, r*0.97, -20, r*0.9, 0, r*0.9, 0)
	m.within(rect(-r*0.98, -h, r*1.96, h), func() {
		switch m.n(0, 2) {
		case 0:
			m.fill(poly(-r, -h*0.1, -r*0.4, -h*0.56, -r*0.1, -h*0.34, r*0.3, -h*0.7, r, -h*0.1), m.second)
			m.fill(poly(r*0.3, -h*0.7, r*0.12, -h*0.56, r*0.3, -h*0.5, r*0.5, -h*0.57), m.paper)
		case 1:
			m.fill(disc(0, -h*0.42, r*0.42), m.second)
			m.fill(poly(-r*0.3, -h*0.3, 0, -h*0.58, r*0.3, -h*0.3), m.paper)
		default:
			for i := range 4 {
				m.fill(box(-r*0.7+r*0.36*float64(i), -h*0.6, r*0.1, h*0.36, 6), m.second)
			}
		}
	})
	m.lid(-h, r, r*0.17, m.second, m.ink.up(0.1))
	if m.chance(0.6) {
		for _, x := range []float64{-50, 30} {
			m.curve(9, m.paper.veil(0.6), x, -h-30, x-24, -h-80, x+20, -h-130, x-6, -h-180)
		}
	}
}

func cutlery(m *maker) {
	for i, x := range []float64{-150, 0, 150} {
		t := m.metal
		m.at(x, 0, m.in(-4, 4), 1.1, func() {
			m.fill(box(-23, 20, 46, 260, 22), []Tone{m.body, m.second, m.accent}[i])
			m.fill(box(-13, -80, 26, 120, 10), t)
			switch i {
			case 0:
				m.fill(smooth(-16, -60, -54, -150, -44, -240, 0, -270, 44, -240, 54, -150, 16, -60), t)
				m.fill(smooth(-6, -90, -34, -150, -28, -220, 0, -240, 10, -160), t.up(0.1))
			case 1:
				m.fill(tray(-54, -170, 108, 110, 10, 52), t)
				for k := range 4 {
					m.fill(box(-54+30*float64(k), -276, 17, 130, 8), t)
				}
			default:
				m.fill(smooth(-22, -50, -30, -220, 0, -290, 0, -290, 30, -240, 26, -50), t)
				m.fill(smooth(-22, -60, -30, -220, 0, -290, 0, -290, -6, -160), t.up(0.1))
			}
			m.fill(disc(0, 250, 9), m.ink)
		})
	}
}

func thermos(m *maker) {
	w, h := m.in(86, 100), m.in(420, 470)
	switch m.style {
	case "flask":
		m.round(0, m.metal, w*0.8, -h-66, w*0.84, -h-66, w*0.84, -h+30, w*0.84, -h+30)
		m.round(0, m.body, w*0.8, -h, w, -h+70, w, -h+70, w, -16, w*0.92, 0, w*0.92, 0)
		m.fill(rect(-w, -h*0.2, 2*w, 22), m.second)
	case "bottle":
		w *= 1.14
		m.outline(oval(0, -h-64, 46, 42), 15, m.second)
		m.fill(box(-w*0.56, -h-44, w*1.12, 70, 14), m.second)
		m.fill(box(w*0.2, -h-44, w*0.36, 70, 12), m.second.up(-0.07))
		m.round(0, m.body, w*0.58, -h+22, w*0.66, -h+30, w, -h+100, w, -h+140, w, -20, w*0.9, 0, w*0.9, 0)
	case "tumbler":
		h *= 0.78
		w *= 1.2
		m.fill(box(-w*1.02, -h-44, w*2.04, 58, 20), m.ink.up(0.08))
		m.fill(box(-w*0.4, -h-62, w*0.6, 26, 10), m.ink.up(0.14))
		m.round(0, m.body, w, -h, w, -h, w*0.78, -14, w*0.72, 0, w*0.72, 0)
		m.fill(lathe(0, w*0.96, -h*0.62, w*0.96, -h*0.62, w*0.87, -h*0.3, w*0.87, -h*0.3), m.second)
		m.fill(flank(0, 0.45, 1, w*0.96, -h*0.62, w*0.96, -h*0.62, w*0.87, -h*0.3, w*0.87, -h*0.3), m.second.up(-0.06))
	}
	y := -h * 0.48
	m.fill(poly(-40, y+34, -8, y-28, 10, y+4, 22, y-12, 46, y+34), m.paper.veil(0.95))
}

func campLight(m *maker) {
	switch m.style {
	case "headlamp":
		m.outline(oval(0, -40, 250, 190), 46, m.body)
		m.dashes(arc(0, -40, 250, 190, 0, 360), 9, 26, 22, 0, m.second)
		m.fill(box(-120, 76, 240, 136, 46), m.ink.up(0.08))
		m.fill(disc(-46, 142, 52), m.metal)
		m.fill(disc(-46, 142, 40), lch(0.96, 0.06, 95))
		m.fill(disc(52, 142, 30), m.metal.up(-0.06))
		m.fill(disc(52, 142, 21), lch(0.95, 0.05, 95))
		m.fill(box(-30, 66, 60, 20, 8), m.accent)
	case "torch":
		m.at(0, 0, 38, 1.15, func() {
			m.round(0, m.body, 56, -130, 56, -130, 56, 250, 50, 270, 50, 270)
			m.round(0, m.body.up(-0.04), 96, -260, 96, -260, 92, -190, 56, -120, 56, -120)
			m.fill(oval(0, -260, 96, 24), lch(0.95, 0.06, 95))
			for i := range 7 {
				m.fill(rect(-56, -60+30*float64(i), 112, 10), m.body.up(-0.1))
			}
			m.fill(box(-22, -104, 44, 30, 10), m.second)
		})
	}
}

func campLantern(m *maker) {
	r, h := m.in(120, 140), m.in(380, 420)
	m.shine(0, -h*0.54, 380, 0.6)
	m.outline(path{append(arc(0, -h-6, r*0.8, 112, 180, 360), pt{0, -h - 6})}, 11, m.metal)
	m.round(0, m.body, r*0.5, -h-24, r*0.6, -h-20, r*1.02, -h+44, r*1.02, -h+60, r*1.02, -h+60)
	glass := bulbTone
	if m.style == "cage" {
		m.round(0, glass, r*0.84, -h+60, r*0.84, -h+60, r*0.84, -h*0.3, r*0.84, -h*0.3)
		for _, k := range []float64{-0.8, -0.28, 0.28, 0.8} {
			m.line(10, m.metal, k*r, -h+56, k*r, -h*0.3)
		}
	} else {
		m.round(0, glass, r*0.8, -h+60, r*1.04, -h*0.6, r*1.04, -h*0.5, r*0.8, -h*0.3, r*0.8, -h*0.3)
	}
	m.round(0, m.body, r*1.02, -h*0.31, r*1.02, -h*0.31, r*1.1, -20, r*1.06, 0, r*1.06, 0)
	m.fill(disc(0, -h*0.15, 26), m.second)
	m.fill(rect(-3, -h*0.15-20, 6, 18), m.paper)
}
