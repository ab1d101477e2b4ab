package art

func floorLamp(m *maker) {
	map[string]func(*maker){
		"tripod": tripodLamp, "arc": arcLamp, "dome": standLamp, "lantern": lanternLamp, "reader": readerLamp,
	}[m.style](m)
}

func tripodLamp(m *maker) {
	h, r := m.in(400, 450), m.in(145, 185)
	m.shine(0, -h-140, 360, 0.5)
	leg := m.wood
	m.line(15, leg.up(-0.08), 0, -h, m.in(10, 40), -14)
	m.line(17, leg, -10, -h, -150, 0)
	m.line(17, leg.up(-0.03), 10, -h, 150, -2)
	m.fill(box(-30, -h-14, 60, 34, 10), m.metal)
	m.line(6, m.metal, -88, -h*0.4, 92, -h*0.4)
	m.at(0, 0, 0, 1, func() { m.pleats(r, -h-240, m.in(220, 240)) })
}

func arcLamp(m *maker) {
	x, h := m.in(-210, -170), m.in(640, 700)
	m.shine(170, -h*0.5, 340, 0.6)
	m.curve(13, m.metal, x, -20, x, -h*0.6, x+60, -h*0.93, 0, -h, 130, -h*0.94, 185, -h*0.7)
	m.round(x, m.second, 100, -40, 100, -40, 100, 0, 100, 0)
	r, y := m.in(115, 150), -h*0.7
	m.fill(oval(185, y+118, r*0.95, 18), bulbTone)
	m.fill(disc(185, y+122, 34), bulbTone)
	m.at(185, y, 0, 1, func() {
		m.round(0, m.body, 20, -12, 50, 2, r*0.88, 60, r, 118, r, 118)
	})
}

func standLamp(m *maker) {
	h, r := m.in(600, 660), m.in(130, 175)
	m.shine(0, -h+110, 360, 0.5)
	m.fill(rect(-7, -h, 14, h), m.metal)
	m.round(0, m.second, 104, -26, 112, -10, 112, 0, 112, 0)
	m.fill(oval(0, -h+84, r*0.95, 20), bulbTone)
	m.fill(disc(0, -h+88, 34), bulbTone)
	m.round(0, m.body, 24, -h-70, r*0.55, -h-52, r*0.9, -h+20, r, -h+84, r, -h+84)
}

func lanternLamp(m *maker) {
	w, h := m.in(105, 140), m.in(600, 680)
	t := bulbTone.mix(m.body, m.in(0.05, 0.35))
	m.shine(0, -h*0.55, 420, 0.6)
	for _, x := range []float64{-w * 0.7, w * 0.7} {
		m.line(12, m.wood, x, -70, x*1.15, 0)
	}
	n := m.n(3, 5)
	for i := range n {
		top, foot := -h+(h-60)*float64(i)/float64(n), -h+(h-60)*float64(i+1)/float64(n)
		k := m.in(0.82, 1.05)
		m.round(0, t, w*0.72, top, w*0.72, top, w*k, (top+foot)/2, w*0.72, foot, w*0.72, foot)
		for q := 1; q < 6; q++ {
			y := top + (foot-top)*float64(q)/6
			m.line(2.4, t.up(-0.075), -w*0.86, y, w*0.86, y)
		}
	}
	m.fill(box(-w*0.74, -h-10, w*1.48, 18, 5), m.wood)
	m.fill(box(-w*0.74, -70, w*1.48, 18, 5), m.wood)
}

func readerLamp(m *maker) {
	h := m.in(560, 620)
	m.shine(130, -h+120, 320, 0.6)
	m.fill(rect(-67, -h, 14, h), m.metal)
	m.round(-60, m.second, 104, -26, 110, -10, 110, 0, 110, 0)
	m.line(13, m.metal, -60, -h+20, 70, -h-40)
	m.fill(disc(-60, -h+20, 20), m.second)
	m.at(80, -h-44, m.in(-34, -16), 1, func() {
		m.fill(oval(0, 150, 92, 20), bulbTone)
		m.round(0, m.body, 40, -30, 52, -14, 62, 30, 96, 150, 96, 150)
	})
}
