package art

func backpack(m *maker) {
	map[string]func(*maker){
		"daypack": dayPack, "trekking": trekPack, "rolltop": rollTop, "duffel": duffel, "drybag": dryBag,
	}[m.style](m)
}

// buckle is a strap with its clip between two heights.
func (m *maker) buckle(x, top, foot float64) {
	m.fill(rect(x-9, top, 18, foot-top), m.ink.up(0.08))
	m.fill(box(x-16, foot-40, 32, 34, 7), m.ink.up(0.18))
}

// sack is a soft upright body with its right side in shade.
func (m *maker) sack(w, h, y float64, t Tone) {
	p := smooth(-w*0.94, y, -w*0.94, y, -w*1.02, y-h*0.4, -w*0.9, y-h*0.86, -w*0.5, y-h, w*0.5, y-h, w*0.9, y-h*0.86, w*1.02, y-h*0.4, w*0.94, y, w*0.94, y)
	m.fill(p, t)
	m.within(p, func() {
		m.fill(smooth(w*0.48, y-h*1.1, w*1.3, y-h*1.1, w*1.3, y+40, w*0.6, y+40, w*0.66, y-h*0.5), t.up(-0.06))
	})
}

func dayPack(m *maker) {
	w, h := m.in(175, 200), m.in(420, 460)
	m.outline(oval(0, -h-12, 50, 40), 15, m.ink.up(0.08))
	for _, side := range []float64{-1, 1} {
		m.fill(smooth(side*w*0.9, -h*0.2, side*w*1.22, -h*0.3, side*w*1.18, 0, side*w*1.18, 0, side*w*0.8, 0), m.body.up(-0.1))
	}
	m.sack(w, h, 0, m.body)
	m.curve(6, m.body.up(-0.13), -w*0.72, -h*0.5, -w*0.68, -h*0.84, 0, -h*0.93, w*0.68, -h*0.84, w*0.72, -h*0.5)
	m.fill(tray(-w*0.72, -h*0.5, w*1.44, h*0.44, 40, 26), m.second)
	m.fill(tray(w*0.34, -h*0.5, w*0.38, h*0.44, 40, 26), m.second.up(-0.055))
	m.fill(rect(-w*0.6, -h*0.4, w*1.2, 7), m.second.up(-0.14))
	m.fill(box(w*0.44, -h*0.4, 12, 44, 6), m.accent)
	m.fill(box(-44, -h*0.73, 88, 46, 8), m.paper)
	m.fill(poly(-22, -h*0.73+36, 0, -h*0.73+10, 22, -h*0.73+36), m.body)
}

func trekPack(m *maker) {
	w, h := m.in(165, 190), m.in(470, 520)
	roll := m.in(36, 46)
	m.fill(box(-w*1.06, -roll*2-4, w*2.12, roll*2, roll), m.accent)
	m.fill(box(w*0.4, -roll*2-4, w*0.66, roll*2, roll), m.accent.up(-0.06))
	foot := -roll*2 + 8
	for _, side := range []float64{-1, 1} {
		m.fill(box(side*w*1.04-44, foot-h*0.5, 88, h*0.42, 30), m.body.up(-0.1))
	}
	m.at(-w*1.04, foot-h*0.42, 0, 1, func() { m.round(0, m.metal, 24, -150, 24, -150, 34, -118, 34, 0, 34, 0) })
	m.fill(box(-w*1.04-44, foot-h*0.36, 88, h*0.3, 22), m.body.up(-0.1))
	m.sack(w, h*0.86, foot, m.body)
	m.fill(tray(-w*0.68, foot-h*0.46, w*1.36, h*0.38, 34, 28), m.body.up(0.05))
	m.fill(rect(-w*0.54, foot-h*0.38, w*1.08, 7), m.body.up(-0.12))
	lid := smooth(-w*1.02, foot-h*0.74, -w*0.98, foot-h*0.92, -w*0.6, foot-h, w*0.6, foot-h, w*0.98, foot-h*0.92, w*1.02, foot-h*0.74, w*0.5, foot-h*0.68, -w*0.5, foot-h*0.68)
	m.fill(lid, m.second)
	m.within(lid, func() { m.fill(rect(w*0.5, foot-h*1.1, w, h), m.second.up(-0.06)) })
	m.fill(rect(-w*0.6, foot-h*0.84, w*1.2, 7), m.second.up(-0.14))
	m.buckle(-w*0.44, foot-h*0.7, foot-h*0.44)
	m.buckle(w*0.44, foot-h*0.7, foot-h*0.44)
	m.buckle(-w*0.6, foot-30, foot+roll*2+2)
	m.buckle(w*0.6, foot-30, foot+roll*2+2)
}

func rollTop(m *maker) {
	w, h := m.in(170, 195), m.in(400, 440)
	m.sack(w, h, 0, m.body)
	m.fill(box(-w*0.98, -h-44, w*1.96, 92, 40), m.second)
	m.fill(box(-w*0.98, -h+4, w*1.96, 44, 22), m.second.up(-0.05))
	m.fill(rect(-w*0.9, -h, w*1.8, 5), m.second.up(-0.12))
	m.buckle(0, -h-44, -h*0.5)
	m.fill(box(-w*0.74, -h*0.46, w*1.48, h*0.38, 18), m.body.up(-0.05))
	m.fill(box(-w*0.74, -h*0.46, w*1.48, 20, 8), m.body.up(-0.1))
	m.fill(box(-w*0.5, -h*0.3, 76, 54, 6), m.paper)
	m.fill(disc(-w*0.5+38, -h*0.3+27, 16), m.second)
}

func duffel(m *maker) {
	w, h := m.in(270, 300), m.in(230, 260)
	m.curve(17, m.ink.up(0.08), -w*0.44, -h*0.5, -w*0.36, -h*1.36, 0, -h*1.56, w*0.36, -h*1.36, w*0.44, -h*0.5)
	body := smooth(-w, -h*0.1, -w*1.02, -h*0.6, -w*0.86, -h*0.94, 0, -h, w*0.86, -h*0.94, w*1.02, -h*0.6, w, -h*0.1, w*0.9, 0, -w*0.9, 0)
	m.fill(body, m.body)
	m.within(body, func() {
		m.fill(rect(-w*1.1, -h*1.1, w*0.4, h*1.2), m.second)
		m.fill(rect(w*0.7, -h*1.1, w*0.4, h*1.2), m.second.up(-0.05))
		m.fill(rect(-w*1.1, -h*0.26, w*2.2, h), m.ink.veil(0.12))
		m.fill(rect(-w*1.1, -h*0.8, w*2.2, 7), m.ink.veil(0.5))
	})
	m.fill(rect(-w*0.47, -h*0.97, 20, h*0.97), m.ink.up(0.08))
	m.fill(rect(w*0.47-20, -h*0.97, 20, h*0.97), m.ink.up(0.08))
	m.fill(box(-w*0.26, -h*0.6, w*0.52, h*0.2, 8), m.paper)
	m.fill(box(-w*0.18, -h*0.53, w*0.36, 10, 5), m.body)
}

func dryBag(m *maker) {
	for i, x := range []float64{-145, 40, 195} {
		t := []Tone{m.body, m.second, m.accent}[i]
		h, r := []float64{430, 330, 230}[i]+m.in(-20, 20), []float64{104, 92, 76}[i]
		m.round(x, t, r*0.86, -h+30, r*0.96, -h*0.8, r, -h*0.4, r, -30, r*0.84, 0, r*0.84, 0)
		m.fill(box(x-r*0.96, -h-26, r*1.92, 60, 26), t.up(-0.06))
		m.fill(rect(x-r*0.9, -h+2, r*1.8, 5), t.up(-0.14))
		m.curve(11, m.ink.up(0.1), x-r*0.92, -h, x-r*0.5, -h-64, x+r*0.5, -h-64, x+r*0.92, -h)
		m.fill(box(x-20, -h-78, 40, 26, 8), m.ink.up(0.16))
		m.fill(box(x-r*0.5, -h*0.56, r, h*0.2, 6), m.paper.veil(0.92))
		m.fill(box(x-r*0.34, -h*0.5, r*0.5, 8, 4), t)
	}
}
