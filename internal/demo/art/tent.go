package art

func tent(m *maker) {
	map[string]func(*maker){
		"ridge": ridgeTent, "dome": domeTent, "tunnel": tunnelTent, "tipi": tipiTent, "tarp": tarpTent, "hammock": hammock,
	}[m.style](m)
}

// guys are the lines to the pegs from both ends of a tent.
func (m *maker) guys(x, top, out float64) {
	for _, side := range []float64{-1, 1} {
		m.line(4, m.paper, side*x, top, side*(x+out), -2)
		m.line(8, m.metal, side*(x+out), -14, side*(x+out)-side*5, 6)
	}
}

func ridgeTent(m *maker) {
	w, h := m.in(250, 285), m.in(330, 380)
	m.guys(w*0.3, -h*0.7, w*1.0)
	m.fill(poly(-w, 0, -20, -h, 150, -h+34, w+40, 0), m.body.up(-0.08))
	m.fill(poly(-w, 0, -20, -h, w*0.72, 0), m.body)
	m.fill(poly(-w*0.34, 0, -20, -h*0.86, w*0.3, 0), m.ink.up(0.06))
	m.fill(smooth(-w*0.36, 0, -w*0.36, 0, -20, -h*0.88, -20, -h*0.88, -w*0.12, -h*0.3, -w*0.2, 0, -w*0.2, 0), m.second)
	m.fill(smooth(w*0.34, 0, w*0.34, 0, -20, -h*0.88, -20, -h*0.88, w*0.12, -h*0.3, w*0.18, 0, w*0.18, 0), m.second.up(-0.05))
	m.line(9, m.body.up(0.09), -w, -2, -20, -h, w*0.72, -2)
	m.line(9, m.metal, -20, -h-26, -20, -h+6)
}

func domeTent(m *maker) {
	w, h := m.in(290, 325), m.in(290, 340)
	shell := smooth(-w, 0, -w, 0, -w*0.86, -h*0.5, -w*0.4, -h*0.92, 0, -h, w*0.4, -h*0.92, w*0.86, -h*0.5, w, 0, w, 0)
	m.guys(w*0.7, -h*0.66, w*0.52)
	m.fill(shell, m.body)
	m.within(shell, func() {
		m.fill(smooth(w*0.16, -h*1.1, w*1.2, -h, w*1.2, 40, w*0.62, 40, w*0.5, -h*0.5), m.body.up(-0.06))
		m.fill(smooth(-w*1.2, -h*0.2, -w*0.5, -h*0.62, 0, -h*0.74, w*0.5, -h*0.62, w*1.2, -h*0.2, w*1.2, -h*1.3, -w*1.2, -h*1.3), m.second)
		m.fill(smooth(w*0.16, -h*1.1, w*1.2, -h*1.1, w*1.2, -h*0.2, w*0.5, -h*0.64), m.second.up(-0.06))
	})
	door := smooth(-w*0.42, 0, -w*0.42, 0, -w*0.36, -h*0.42, 0, -h*0.64, w*0.36, -h*0.42, w*0.42, 0, w*0.42, 0)
	m.fill(door, m.ink.up(0.07))
	m.within(door, func() {
		m.fill(smooth(-w*0.5, 10, -w*0.5, -h*0.7, -w*0.06, -h*0.7, -w*0.06, -h*0.7, -w*0.18, -h*0.3, -w*0.34, 10), m.body.up(0.05))
	})
	m.outline(door, 6, m.paper.up(-0.06))
	m.curve(9, m.paper.up(-0.04), -w, -2, -w*0.62, -h*0.6, 0, -h*0.99, w*0.6, -h*0.62, w, -2)
	m.curve(8, m.paper.up(-0.1), -w*0.3, -h*0.95, 0, -h*0.99, w*0.3, -h*0.95)
}

func tunnelTent(m *maker) {
	h := m.in(270, 310)
	for i := 3; i >= 0; i-- {
		k := float64(i)
		x, w := -110+128*k, 205-22*k
		hh := h * (1 - 0.09*k)
		t := m.body.up(-0.03 * k)
		if i == 2 {
			t = m.second
		}
		m.fill(smooth(x-w, 0, x-w, 0, x-w*0.86, -hh*0.62, x, -hh, x+w*0.9, -hh*0.62, x+w, 0, x+w, 0), t)
		m.curve(8, t.up(0.1), x-w, -3, x-w*0.86, -hh*0.62, x, -hh, x+w*0.9, -hh*0.62, x+w, -3)
	}
	m.fill(smooth(-240, 0, -240, 0, -212, -h*0.5, -110, -h*0.72, -10, -h*0.5, 16, 0, 16, 0), m.ink.up(0.07))
	m.fill(smooth(-240, 0, -240, 0, -212, -h*0.5, -130, -h*0.7, -130, -h*0.7, -170, -h*0.3, -186, 0, -186, 0), m.second)
	m.line(4, m.paper, -300, -h*0.6, -390, 0)
	m.line(4, m.paper, 330, -h*0.5, 420, 0)
}

func tipiTent(m *maker) {
	w, h := m.in(215, 250), m.in(470, 530)
	for _, x := range []float64{-46, -16, 20, 50} {
		m.line(9, m.wood, -x*0.4, -h+46, x, -h-58)
	}
	m.fill(poly(-w, 0, 0, -h, w, 0), m.body)
	m.fill(poly(w*0.16, 0, 0, -h, w, 0), m.body.up(-0.055))
	m.within(poly(-w, 0, 0, -h, w, 0), func() {
		for i, y := range []float64{-h * 0.2, -h * 0.29} {
			m.fill(rect(-w, y, 2*w, 20-8*float64(i)), m.second)
		}
		for x := -w; x < w; x += 44 {
			m.fill(poly(x, -h*0.2, x+22, -h*0.2-32, x+44, -h*0.2), m.second)
		}
	})
	m.fill(poly(-w*0.3, 0, 0, -h*0.56, w*0.26, 0), m.ink.up(0.07))
	m.fill(smooth(-w*0.32, 0, -w*0.32, 0, 0, -h*0.58, 0, -h*0.58, -w*0.1, -h*0.2, -w*0.14, 0, -w*0.14, 0), m.body.up(0.05))
}

func tarpTent(m *maker) {
	w, h := m.in(290, 330), m.in(290, 330)
	m.line(11, m.wood, -w*0.62, -h-20, -w*0.66, 0)
	m.line(11, m.wood, w*0.62, -h*0.74, w*0.66, 0)
	m.line(4, m.paper, -w*0.62, -h-10, -w*1.12, 0)
	m.line(4, m.paper, w*0.62, -h*0.72, w*1.12, 0)
	m.fill(smooth(-w*0.62, -h, -w*0.62, -h, 0, -h*0.84, w*0.62, -h*0.74, w*0.62, -h*0.74, w, -70, w, -70, 0, -120, -w*0.8, -80, -w*0.8, -80), m.body)
	m.fill(smooth(-w*0.62, -h, -w*0.62, -h, 0, -h*0.84, w*0.62, -h*0.74, w*0.62, -h*0.74, 0, -h*0.66, -w*0.66, -h*0.7, -w*0.66, -h*0.7), m.body.up(0.06))
	m.fill(smooth(w*0.1, -h*0.8, w*0.62, -h*0.74, w*0.62, -h*0.74, w, -70, w, -70, w*0.3, -106, w*0.24, -h*0.5), m.body.up(-0.055))
	m.fill(box(-120, -34, 210, 34, 16), m.second)
	m.fill(box(-120, -52, 70, 34, 16), m.second.up(0.08))
}

func hammock(m *maker) {
	for _, x := range []float64{-315, 315} {
		m.fill(smooth(x-24, 0, x-17, -560, x-17, -560, x+17, -560, x+17, -560, x+26, 0), m.wood)
		m.fill(rect(x-26, -372, 50, 22), m.ink.up(0.08))
	}
	m.line(6, m.paper, -300, -360, -200, -300)
	m.line(6, m.paper, 300, -360, 200, -300)
	m.fill(smooth(-206, -304, -206, -304, -120, -236, 0, -214, 120, -236, 206, -304, 206, -304, 150, -130, 0, -76, -150, -130), m.body)
	m.fill(smooth(-206, -304, -206, -304, -120, -236, 0, -214, 120, -236, 206, -304, 206, -304, 130, -206, 0, -176, -130, -206), m.second)
	for i := range 3 {
		k := float64(i+1) * 0.25
		m.curve(4, m.body.up(-0.07), -200+40*k, -280+60*k, 0, -190+100*k, 200-40*k, -280+60*k)
	}
}
