package art

func armchair(m *maker) {
	switch m.style {
	case "shell":
		shellChair(m)
	case "club":
		clubChair(m)
	case "lounge":
		loungeChair(m)
	case "wing":
		wingChair(m)
	}
}

// legs are two pairs of them below a seat at height y.
func (m *maker) legs(w, y, splay float64, t Tone) {
	for _, side := range []float64{-1, 1} {
		m.line(15, t.up(-0.1), side*w*0.62, y, side*(w*0.62+splay*0.5), -22)
	}
	for _, side := range []float64{-1, 1} {
		m.fill(poly(side*w-12, y, side*w+12, y, side*(w+splay)+7, 0, side*(w+splay)-7, 0), t)
	}
}

func shellChair(m *maker) {
	w, h := m.in(225, 265), m.in(430, 480)
	m.legs(w*0.62, -150, 34, m.wood)
	back := smooth(-w, -210, -w*1.02, -h*0.72, -w*0.6, -h*0.97, 0, -h, w*0.6, -h*0.97, w*1.02, -h*0.72, w, -210, w*0.6, -150, -w*0.6, -150)
	m.fill(back, m.body)
	m.within(back, func() {
		m.fill(rect(w*0.4, -h, w, h), m.body.up(-0.05))
		n := m.n(5, 8)
		for i := range n { // the seams of the shell
			k := (float64(i) + 0.5 - float64(n)/2) / float64(n) * 2
			m.curve(5, m.body.up(-0.085), k*w*0.45, -200, k*w*0.82, -h*0.6, k*w*0.95, -h)
		}
	})
	m.fill(smooth(-w*0.86, -236, 0, -262, w*0.86, -236, w*0.9, -176, 0, -150, -w*0.9, -176), m.body.up(0.045))
	m.fill(smooth(-w*0.9, -186, 0, -162, w*0.9, -186, w*0.84, -150, 0, -132, -w*0.84, -150), m.body.up(-0.05))
}

func clubChair(m *maker) {
	w, h := m.in(235, 270), m.in(370, 420)
	m.legs(w*0.8, -84, 10, m.wood)
	m.fill(box(-w*0.86, -h, w*1.72, h-120, 70), m.body)
	m.fill(rect(-w*0.8, -220, w*1.6, 70), m.body.up(-0.1))
	m.fill(box(-w*0.7, -252, w*1.4, 104, 36), m.body.up(0.04))
	m.fill(box(-w*0.72, -160, w*1.44, 84, 14), m.body.up(-0.03))
	for _, side := range []float64{-1, 1} {
		t := m.body.up(0.015)
		if side > 0 {
			t = m.body.up(-0.045)
		}
		m.fill(box(side*w*0.83-62, -290, 124, 216, 58), t)
	}
	if m.chance(0.7) {
		m.at(m.in(-40, 40), -290, m.in(-10, 10), 1, func() { m.pillow(96, 84, m.second) })
	}
}

func loungeChair(m *maker) { // from the side
	t := m.wood
	m.line(19, t.up(-0.07), 150, -210, 205, -2)
	m.line(19, t, -130, -200, -215, 0)
	m.fill(poly(-250, -210, -236, -250, 60, -190, 250, -470, 290, -452, 100, -120, 76, -108), t.up(-0.02))
	m.fill(smooth(-250, -262, -225, -306, 40, -256, 62, -214, 40, -190, -230, -240), m.body)
	m.fill(smooth(50, -240, 206, -520, 262, -540, 286, -500, 116, -200, 70, -190), m.body.up(-0.03))
	for i := range 3 {
		k := float64(i)
		m.line(5, m.body.up(-0.09), 100+48*k, -255-84*k, 152+46*k, -232-80*k)
	}
	m.curve(20, t, -205, -330, -60, -352, 120, -340, 165, -330)
	m.line(18, t, -180, -330, -172, -190)
	if m.chance(0.6) {
		m.at(178, -420, 30, 1, func() { m.pillow(44, 74, m.second) })
	}
}

func wingChair(m *maker) {
	w, h := m.in(185, 215), m.in(520, 570)
	m.legs(w*0.8, -120, 18, m.wood)
	back := smooth(-w*0.9, -200, -w*0.94, -h*0.8, -w*0.5, -h, 0, -h*1.01, w*0.5, -h, w*0.94, -h*0.8, w*0.9, -200)
	m.fill(back, m.body.up(-0.03))
	for _, y := range []float64{-h * 0.8, -h * 0.66, -h * 0.52} {
		for x := -0.42; x < 0.5; x += 0.42 {
			m.fill(disc(x*w, y, 8), m.body.up(-0.13))
		}
	}
	for _, side := range []float64{-1, 1} {
		t := m.body.up(0.02)
		if side > 0 {
			t = m.body.up(-0.06)
		}
		m.fill(smooth(side*w*0.72, -h*0.9, side*w*1.14, -h*0.76, side*w*1.1, -h*0.46, side*w*1.24, -h*0.42, side*w*1.2, -120, side*w*1.2, -120, side*w*0.76, -120, side*w*0.76, -120, side*w*0.72, -h*0.5), t)
	}
	m.fill(box(-w*0.78, -240, w*1.56, 80, 28), m.body.up(0.05))
	m.fill(box(-w*0.8, -170, w*1.6, 62, 10), m.body.up(-0.02))
	m.at(0, -300, m.in(-8, 8), 1, func() { m.pillow(88, 70, m.second) })
}

// pillow is a soft cushion about the origin.
func (m *maker) pillow(w, h float64, t Tone) {
	p := smooth(-w, -h, -w, -h, 0, -h*0.9, w, -h, w, -h, w*0.93, 0, w, h, w, h, 0, h*0.92, -w, h, -w, h, -w*0.93, 0)
	m.fill(p, t)
	m.within(p, func() {
		switch m.n(0, 4) {
		case 0:
			for x := -w; x < w; x += w * 0.34 {
				m.fill(rect(x, -h, w*0.13, 2*h), t.up(0.11))
			}
		case 1:
			for y := -h + h*0.25; y < h; y += h * 0.5 {
				m.fill(rect(-w, y, 2*w, h*0.16), m.accent)
			}
		case 2:
			m.fill(disc(0, 0, w*0.5), m.accent)
			m.fill(rect(-w*0.5, 0, w, h), t)
		case 3:
			for y := -1.0; y <= 1; y += 0.4 {
				for x := -1.0; x <= 1; x += 0.4 {
					m.fill(disc(x*w*0.9, y*h*0.9, w*0.06), t.up(0.14))
				}
			}
		}
		m.fill(smooth(w*0.35, -h, w, -h, w, -h, w, h, w, h, 0, h, w*0.5, 0), t.up(-0.07).veil(0.55))
	})
}

func cushion(m *maker) {
	w := m.in(220, 250)
	h := w * m.in(0.86, 0.98)
	if m.style == "long" {
		w, h = m.in(290, 320), m.in(150, 175)
	}
	if m.style == "pair" {
		m.at(96, -h*0.86, 8, 0.82, func() { m.pillow(w, h, m.second) })
		m.at(-70, -h*0.8, -5, 0.86, func() { m.pillow(w, h, m.body) })
		return
	}
	m.at(0, -h*0.96, m.in(-4, 4), 1, func() { m.pillow(w, h, m.body) })
}

func throw(m *maker) {
	n := m.n(3, 5)
	if m.style == "folded" {
		n = m.n(2, 3)
	}
	y := 0.0
	tones := []Tone{m.body, m.second, m.accent, m.body.up(0.1), m.paper.up(-0.04)}
	for i := range n {
		t, w, h := tones[i], m.in(220, 255), m.in(78, 104)
		p := smooth(-w, y-h, -w, y-h, 0, y-h*1.03, w*0.92, y-h, w*1.02, y-h/2, w*0.92, y, 0, y, -w, y, -w, y)
		m.fill(p, t)
		m.within(p, func() {
			for x := -w + 40; x < w; x += m.in(60, 90) {
				m.fill(rect(x, y-h-10, 12, h+20), t.up(0.09))
			}
			m.fill(rect(w*0.5, y-h-10, w, h+20), t.up(-0.08).veil(0.5))
			m.fill(rect(-w, y-h*0.52, 2*w, 5), t.up(-0.1))
		})
		for q := y - h + 8; q < y-4; q += 11 { // the fringe at its open end
			m.line(4, t.up(0.06), -w+2, q, -w-26, q+m.in(-4, 5))
		}
		y -= h
	}
}
