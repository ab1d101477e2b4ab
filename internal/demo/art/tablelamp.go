package art

func tableLamp(m *maker) {
	map[string]func(*maker){
		"mushroom": mushroomLamp, "classic": classicLamp, "globe": globeLamp, "arm": armLamp,
		"portable": portableLamp, "column": columnLamp, "arch": archLamp,
	}[m.style](m)
}

func mushroomLamp(m *maker) {
	h, r := m.in(390, 480), m.in(200, 250)
	m.shine(0, -h+80, 380, 0.5)
	foot := m.in(90, 130)
	m.round(0, m.second, 46, -h+40, 44, -h*0.5, foot*0.72, -40, foot, 0, foot, 0)
	m.fill(oval(0, -h+72, r*0.96, 26), bulbTone.mix(m.body, 0.2))
	top := m.in(170, 215)
	m.fill(dome(0, -h+72, r, top), m.body)
	m.within(dome(0, -h+72, r, top), func() {
		m.fill(oval(r*0.6, -h+72, r*0.6, top*1.05), m.body.up(-0.05))
		m.fill(oval(r*0.94, -h+72, r*0.4, top*0.9), m.body.up(-0.09))
		m.curve(15, m.body.up(0.07), -r*0.78, -h+20, -r*0.6, -h-40, -r*0.28, -h+72-top*0.84)
	})
	m.fill(rect(-r, -h+66, 2*r, 7), m.body.up(-0.12))
}

func classicLamp(m *maker) {
	base, r := m.in(250, 310), m.in(100, 150)
	m.shine(0, -base-120, 400, 0.5)
	switch m.n(0, 2) {
	case 0:
		m.round(0, m.body, 26, -base, 34, -base+30, r, -base*0.5, r*0.72, -30, r*0.6, 0, r*0.6, 0)
	case 1:
		m.round(0, m.body, 24, -base, 24, -base+20, r*0.8, -base*0.66, r*0.4, -base*0.4, r*0.9, -60, r*0.7, 0, r*0.7, 0)
	default:
		m.round(0, m.body, 28, -base, r*0.8, -base+40, r, -base*0.62, r*0.66, -base*0.22, r*0.8, 0, r*0.8, 0)
	}
	m.fill(rect(-7, -base-50, 14, 60), m.metal)
	m.at(0, -base-20, 0, 1, func() { m.shade(m.in(110, 150), m.in(205, 250), m.in(190, 230)) })
}

// shade is a cone of cloth over the origin.
func (m *maker) shade(top, foot, h float64) {
	t := m.paper.mix(m.second, m.in(0.05, 0.9))
	m.round(0, t, top, -h, top, -h, foot, 0, foot, 0)
	m.fill(box(-top-2, -h-3, 2*top+4, 10, 4), t.up(-0.1))
	m.fill(box(-foot-2, -7, 2*foot+4, 11, 4), t.up(-0.12))
}

func globeLamp(m *maker) {
	r := m.in(150, 200)
	h := m.in(120, 240)
	m.shine(0, -h-r, r*2.3, 0.6)
	m.globe(0, -h-r+24, r, bulbTone.mix(m.second, m.in(0, 0.25)))
	foot := m.in(95, 135)
	if m.chance(0.5) {
		m.round(0, m.body, 70, -h, 70, -h, 70, -h+34, 70, -h+34)
		m.round(0, m.body, 24, -h+34, 24, -h+34, 24, -34, 24, -34)
		m.round(0, m.body, foot, -34, foot, -34, foot, 0, foot, 0)
		return
	}
	m.round(0, m.body, 84, -h, 84, -h, foot, 0, foot, 0)
}

func armLamp(m *maker) {
	knee, head := pt{m.in(-190, -130), m.in(-330, -270)}, pt{m.in(40, 110), m.in(-560, -480)}
	m.shine(head.x+110, head.y+150, 330, 0.6)
	m.round(-20, m.body, 120, -34, 124, -16, 124, 0, 124, 0)
	m.line(15, m.metal, -20, -34, knee.x, knee.y)
	m.line(15, m.metal, knee.x, knee.y, head.x, head.y)
	m.fill(disc(knee.x, knee.y, 22), m.second)
	m.fill(disc(-20, -44, 22), m.second)
	m.at(head.x, head.y, m.in(-46, -30), 1, func() {
		m.fill(oval(0, 176, 118, 26), bulbTone)
		m.round(0, m.body, 36, -40, 50, -18, 56, 40, 122, 176, 122, 176)
		m.fill(lathe(0, 36, -40, 30, -56, 30, -56, 0, -62), m.second)
	})
	m.fill(disc(head.x, head.y, 20), m.second)
}

func portableLamp(m *maker) {
	w, h := m.in(120, 155), m.in(330, 400)
	m.shine(0, -h*0.62, 340, 0.6)
	m.outline(path{append(arc(0, -h+20, w*0.72, m.in(95, 140), 180, 360), pt{0, -h + 20})}, 11, m.metal)
	m.fill(rect(-w*0.74, -h+14, w*1.48, 16), m.body)
	glass := bulbTone.mix(m.second, m.in(0.1, 0.4))
	m.round(0, glass, w*0.9, -h+20, w, -h*0.7, w, -h*0.45, w*0.92, -h*0.36, w*0.92, -h*0.36)
	m.round(0, m.body, w*0.98, -h*0.37, w*0.98, -h*0.37, w*0.98, 0, w*0.98, 0)
	m.round(0, m.body, w, -h+4, w, -h+4, w, -h+42, w, -h+42)
	m.fill(disc(-w*0.3, -h*0.18, 14), m.second)
}

func columnLamp(m *maker) {
	base, r := m.in(230, 300), m.in(70, 100)
	m.shine(0, -base-110, 400, 0.5)
	m.round(0, m.body, r, -base, r, -base, r, 0, r, 0)
	if m.chance(0.65) { // fluted
		for k := -0.8; k < 0.9; k += 0.266 {
			m.fill(flank(0, k-0.05, k+0.05, r, -base, r, -base, r, 0, r, 0), m.body.up(-0.07))
		}
	}
	m.fill(box(-r-8, -base-10, 2*r+16, 20, 6), m.metal)
	m.fill(box(-r-12, -22, 2*r+24, 22, 6), m.metal)
	m.fill(rect(-7, -base-60, 14, 56), m.metal)
	m.at(0, -base-34, 0, 1, func() { m.shade(m.in(150, 200), m.in(200, 230), m.in(180, 220)) })
}

func archLamp(m *maker) {
	w, h := m.in(170, 220), m.in(420, 480)
	t := m.metal
	if m.chance(0.5) {
		t = m.body
	}
	m.shine(w*0.75, -h*0.4, 320, 0.6)
	line := append([]pt{{-w * 0.75, -20}}, arc(0, -h+w*0.75, w*0.75, w*0.75, 180, 360)...)
	line = append(line, pt{w * 0.75, -h * 0.52})
	m.fill(stroke(line, 22), t)
	m.round(-w*0.75, m.second, 112, -30, 116, -14, 116, 0, 116, 0)
	x, y, r := w*0.75, -h*0.5, m.in(110, 140)
	m.fill(oval(x, y+92, r*0.95, 18), bulbTone)
	m.fill(disc(x, y+94, 30), bulbTone)
	m.at(x, 0, 0, 1, func() {
		m.round(0, m.body, 26, y-14, 56, y+2, r*0.86, y+50, r, y+94, r, y+94)
	})
}
