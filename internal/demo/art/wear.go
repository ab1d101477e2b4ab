package art

func boots(m *maker) {
	long := map[string]float64{"hiking": 315, "alpine": 400, "trail": 0, "hut": 0}[m.style]
	m.at(64, -26, 0, 0.95, func() { m.boot(long, m.body.up(-0.08)) })
	m.at(-46, 0, 0, 1, func() { m.boot(long, m.body) })
}

// boot is seen from its side, the toe to the left.
func (m *maker) boot(shaft float64, t Tone) {
	up := shaft
	sole := m.ink.up(0.05)
	m.fill(smooth(-262, -46, -262, -46, 214, -46, 214, -46, 220, -6, 200, 0, 130, 0, 120, -14, 60, -14, 40, 0, -210, 0, -256, -12), sole)
	for x := -220.0; x < 200 && m.style != "hut"; x += 44 {
		m.fill(rect(x, -14, 17, 16), t.up(-0.2).quiet(0.3))
	}
	m.fill(smooth(-266, -72, -266, -72, 212, -78, 212, -78, 218, -40, 100, -38, -250, -38), m.second)
	if shaft == 0 {
		m.shoe(t)
		return
	}
	upper := smooth(-258, -66, -240, -120, -170, -150, -76, -182, 10, -up+10, 10, -up+10, 100, -up-20, 196, -up, 196, -up, 190, -150, 212, -72, 212, -72)
	m.fill(upper, t)
	m.within(upper, func() {
		m.fill(smooth(-280, -60, -250, -130, -190, -150, -166, -60), t.up(-0.09))
		m.fill(smooth(110, -60, 120, -150, 230, -170, 230, -60), t.up(-0.07))
		m.fill(smooth(-60, -60, 30, -130, 120, -110, 110, -60), t.up(0.05))
	})
	m.fill(smooth(2, -up-14, 100, -up-40, 204, -up-8, 200, -up+26, 100, -up+8, 12, -up+24), m.second.up(-0.03))
	n := 3 + int(up/75)
	for i := range n {
		k := float64(i) / float64(n-1)
		x, y := -66+84*k, -190-(up-214)*k
		m.line(10, m.accent, x, y, x+56, y-12+20*k)
		m.fill(disc(x+58, y-12+20*k, 8), m.metal)
	}
	m.curve(8, m.accent, 18, -up+20, -30, -up-20, -70, -up+34)
	m.line(15, m.second, 196, -up, 208, -up-46)
}

// shoe is the low upper of a trail shoe or a slipper.
func (m *maker) shoe(t Tone) {
	upper := smooth(-258, -66, -246, -116, -176, -146, -60, -196, 0, -236, 0, -236, 50, -206, 110, -184, 168, -196, 206, -240, 206, -240, 220, -160, 212, -72, 212, -72)
	m.fill(upper, t)
	m.within(upper, func() {
		m.fill(smooth(-280, -60, -250, -126, -200, -150, -170, -60), t.up(-0.09))
		m.fill(smooth(120, -60, 130, -140, 190, -190, 240, -200, 230, -60), t.up(-0.07))
		if m.style == "trail" {
			m.fill(smooth(-90, -60, -30, -140, 40, -196, 70, -190, 10, -130, -20, -60), m.second)
			m.fill(smooth(10, -60, 50, -120, 100, -180, 124, -176, 80, -120, 60, -60), m.second.up(-0.05))
		}
	})
	if m.style == "hut" {
		m.fill(stroke(spline([]pt{{-6, -232}, {46, -206}, {110, -186}, {168, -198}, {204, -236}}, false), 42), m.paper.up(-0.03))
		m.sprig(-110, -90, 60, m.second)
		return
	}
	for i := range 5 {
		k := float64(i) / 4
		x, y := -132+104*k, -166-54*k
		m.line(9, m.accent, x, y, x+46, y+22)
	}
	m.curve(8, m.accent, -30, -222, -70, -262, -110, -226)
	m.line(13, m.second, 206, -236, 214, -266)
}

func jacket(m *maker) {
	w, h := m.in(150, 172), m.in(225, 250)
	y := 70.0
	sleeve := smooth(-w*0.8, y-h*0.86, -w*0.8, y-h*0.86, -w*1.34, y-h*0.5, -w*1.74, y+h*0.6, -w*1.74, y+h*0.6, -w*1.32, y+h*0.72, -w*1.32, y+h*0.72, -w*0.94, y-h*0.04)
	if m.style == "vest" {
		sleeve = nil
	}
	if sleeve != nil {
		for _, flip := range []bool{false, true} {
			p, t := sleeve, m.body.up(-0.02)
			if flip {
				p, t = sleeve.mirrored(), m.body.up(-0.06)
			}
			m.fill(p, t)
			m.within(p, func() {
				m.quilt(w*2, h*1.4, t)
				m.fill(rect(-w*2, y+h*0.56, w*4, h), m.second)
			})
		}
	}
	torso := smooth(-w*0.56, y-h, -w*0.56, y-h, -w*0.98, y-h*0.84, -w*0.98, y-h*0.84, -w, y, -w*1.02, y+h, -w*1.02, y+h, w*1.02, y+h, w*1.02, y+h, w, y, w*0.98, y-h*0.84, w*0.98, y-h*0.84, w*0.56, y-h, w*0.56, y-h)
	m.hood(w, y-h)
	m.fill(torso, m.body)
	m.within(torso, func() {
		if m.style == "shell" || m.style == "fleece" {
			m.fill(poly(-w*1.2, y-h*1.1, w*1.2, y-h*1.1, w*1.2, y-h*0.5, 0, y-h*0.36, -w*1.2, y-h*0.5), m.second)
		}
		m.quilt(w*1.1, h*1.1, m.body)
		m.fill(rect(0, y-h*1.2, w*1.2, h*2.4), m.ink.veil(0.09))
		m.fill(rect(-w*1.2, y+h-22, w*2.4, 24), m.ink.veil(0.16))
	})
	m.fill(rect(-4, y-h*1.02, 8, h*2), m.accent)
	m.fill(box(-9, y-h*0.86, 18, 40, 6), m.accent.up(-0.08))
	for _, side := range []float64{-1, 1} {
		m.line(8, m.ink.veil(0.55), side*w*0.74, y+h*0.24, side*w*0.5, y+h*0.62)
	}
	m.fill(box(-w*0.66, y-h*0.56, w*0.36, 16, 5), m.paper)
}

func (m *maker) hood(w, top float64) {
	if m.style == "shell" || m.style == "down" {
		m.fill(smooth(-w*0.66, top+26, -w*0.74, top-66, -w*0.3, top-136, w*0.3, top-136, w*0.74, top-66, w*0.66, top+26), m.body.up(-0.05))
		m.fill(smooth(-w*0.4, top+20, -w*0.46, top-50, 0, top-104, w*0.46, top-50, w*0.4, top+20), m.ink.up(0.08))
		return
	}
	m.fill(tray(-w*0.5, top-46, w, 70, 22, 4), m.second.up(-0.05))
	m.fill(tray(-w*0.34, top-34, w*0.68, 50, 16, 4), m.ink.up(0.1))
}

// quilt are the seams of a padded jacket, or the pile of a fleece.
func (m *maker) quilt(w, h float64, t Tone) {
	switch m.style {
	case "down", "vest":
		for y := -h * 1.1; y < h*1.1; y += 58 {
			m.fill(rect(-w*1.2, y, w*2.4, 6), t.up(-0.1))
			m.fill(rect(-w*1.2, y+8, w*2.4, 16), t.up(0.045))
		}
	case "fleece":
		for range 140 {
			x, y := m.in(-w, w), m.in(-h, h)
			m.line(4, t.up(-0.06).veil(0.6), x, y, x+9, y+5)
		}
	}
}

func knitwear(m *maker) {
	switch m.style {
	case "beanie":
		beanie(m)
	case "socks":
		for _, q := range []float64{1, 0} {
			m.at(-46+112*q, 10*q, 6*q-2, 1.05, func() { m.sock(m.body.up(-0.05 * q)) })
		}
	case "gloves":
		m.at(-150, 10, -8, 1.05, func() { m.glove(m.body) })
		m.at(150, 10, 8, 1.05, func() { m.flipped(func() { m.glove(m.body.up(-0.03)) }) })
	}
}

func beanie(m *maker) {
	w, h := m.in(210, 235), m.in(280, 320)
	cap := smooth(-w, 120, -w, 120, -w*0.94, -h*0.2, -w*0.5, -h*0.72, 0, -h*0.84, w*0.5, -h*0.72, w*0.94, -h*0.2, w, 120, w, 120)
	if m.chance(0.6) {
		for range 60 {
			x, y := m.in(-56, 56), m.in(-50, 50)
			if x*x+y*y < 3300 {
				m.line(13, m.second.up(m.in(-0.05, 0.08)), 0, -h*0.92, x, -h*0.92+y)
			}
		}
	}
	m.fill(cap, m.body)
	m.within(cap, func() {
		for x := -1.0; x <= 1; x += 0.13 {
			m.curve(5, m.body.up(-0.07), x*w*0.25, -h*0.84, x*w*0.8, -h*0.3, x*w, 130)
		}
		for i, y := range []float64{-10, 34, 56} {
			m.fill(rect(-w, y, 2*w, []float64{30, 10, 10}[i]), m.second)
		}
		m.fill(rect(w*0.5, -h, w, 2*h), m.ink.veil(0.09))
	})
	m.fill(box(-w*1.05, 92, w*2.1, 110, 34), m.second)
	for x := -w; x < w; x += 22 {
		m.fill(box(x, 98, 6, 98, 3), m.second.up(-0.08))
	}
	m.fill(box(-38, 124, 76, 44, 5), m.paper)
}

func (m *maker) sock(t Tone) {
	p := smooth(-70, -270, -70, -270, 70, -270, 70, -270, 64, 60, 90, 130, 84, 190, 20, 216, -150, 262, -216, 240, -220, 190, -170, 160, -84, 110, -66, 40)
	m.fill(p, t)
	m.within(p, func() {
		m.fill(rect(-90, -280, 180, 60), m.second)
		for x := -66.0; x < 70; x += 18 {
			m.fill(rect(x, -270, 5, 50), m.second.up(-0.08))
		}
		for i, y := range []float64{-180, -148, -134} {
			m.fill(rect(-90, y, 180, []float64{20, 8, 8}[i]), m.accent)
		}
		m.fill(disc(80, 160, 62), m.second)
		m.fill(disc(-222, 210, 70), m.second)
		m.fill(rect(24, -280, 60, 400), m.ink.veil(0.08))
	})
}

func (m *maker) glove(t Tone) {
	for i, x := range []float64{-72, -26, 22, 66} {
		long := []float64{150, 188, 192, 150}[i]
		m.fill(box(x-24, -110-long*0.9, 48, long+70, 24), t.up(-0.012*float64(i)))
	}
	m.fill(stroke(spline([]pt{{80, 40}, {118, -20}, {140, -90}}, false), 54), t.up(-0.05))
	m.fill(box(-98, -130, 192, 240, 46), t)
	m.fill(box(-70, -100, 130, 110, 30), m.second)
	m.fill(tray(-102, 96, 200, 130, 14, 22), m.second.up(-0.06))
	m.fill(rect(-102, 118, 200, 18), m.accent)
}
