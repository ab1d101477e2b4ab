package art

func pencils(m *maker) {
	tones := []Tone{
		m.body, m.second, m.accent, m.body.up(0.12), m.second.up(-0.09), m.accent.up(0.1), m.paper.up(-0.09), m.ink.up(0.12),
	}
	switch m.style {
	case "row":
		n := m.n(6, 8)
		for i := range n {
			m.at((float64(i)-float64(n-1)/2)*62, m.in(-30, 30), 0, 1, func() { m.pencil(500, tones[i%len(tones)]) })
		}
	case "fan":
		n := m.n(6, 8)
		for i := range n {
			m.at(0, 260, (float64(i)-float64(n-1)/2)*13, 1, func() {
				m.at(0, -300, 0, 1, func() { m.pencil(430, tones[i%len(tones)]) })
			})
		}
	case "box":
		m.fill(box(-270, -250, 540, 520, 16), m.body)
		m.fill(box(-248, -228, 496, 476, 10), m.body.up(-0.14))
		for i := range 7 {
			m.at(-204+68*float64(i), 4, 0, 1, func() { m.pencil(450, tones[(i+1)%len(tones)]) })
		}
		m.fill(box(-270, 120, 540, 150, 16), m.body)
		m.fill(box(-120, 160, 240, 70, 8), m.paper)
		m.fill(rect(-80, 182, 160, 10), m.ink)
		m.fill(rect(-50, 204, 100, 7), m.ink.veil(0.6))
	case "pair":
		for i, deg := range []float64{-32, 24} {
			m.at(0, 0, deg, 1.15, func() { m.pencil(520, tones[i]) })
		}
		m.at(150, 190, 12, 1, func() {
			m.fill(box(-70, -38, 140, 76, 10), m.paper)
			m.fill(box(-70, -38, 90, 76, 10), m.accent)
		})
	}
}

// pencil stands upright about the origin, its point up.
func (m *maker) pencil(long float64, t Tone) {
	y := -long / 2
	m.fill(poly(-22, y+70, 0, y, 22, y+70), lch(0.82, 0.06, 72))
	m.fill(poly(-8, y+25, 0, y, 8, y+25), t.up(-0.08))
	m.fill(rect(-22, y+68, 44, long-110), t)
	m.fill(rect(-22, y+68, 14, long-110), t.up(0.07))
	m.fill(rect(9, y+68, 13, long-110), t.up(-0.07))
	m.fill(smooth(-22, y+70, -11, y+62, 0, y+70, 11, y+62, 22, y+70, 22, y+74, -22, y+74), t)
	m.fill(rect(-22, long/2-52, 44, 22), m.metal)
	m.fill(box(-22, long/2-32, 44, 32, 8), m.paper.mix(t, 0.35))
	m.fill(rect(-4, long/2-190, 8, 90), m.legible(t).veil(0.8))
}

func fountainPen(m *maker) {
	switch m.style {
	case "open":
		m.at(-20, 0, 34, 1.1, func() { m.fountain(true) })
		m.at(190, 110, 52, 1.1, func() { m.penCap(0) })
	case "capped":
		m.at(0, 0, 38, 1.15, func() { m.fountain(false) })
	case "trio":
		for i, t := range []Tone{m.body, m.second, m.accent} {
			m.at(-130+130*float64(i), 10*float64(i%2), 12, 0.98, func() {
				m.body = t
				m.fountain(i == 1)
			})
		}
	case "boxed":
		m.fill(box(-150, -330, 300, 660, 20), m.second)
		m.fill(box(-122, -302, 244, 604, 12), m.second.up(-0.13))
		m.fountain(false)
		m.fill(rect(-122, 120, 244, 30), m.second)
	}
}

func (m *maker) penCap(y float64) {
	m.round(0, m.body, 26, y-130, 36, y-118, 38, y-60, 40, y+86, 40, y+86)
	m.fill(rect(-41, y+56, 82, 18), m.metal)
	m.fill(box(-8, y-124, 17, 170, 8), m.metal.up(0.05))
	m.fill(disc(0, y+46, 12), m.metal.up(0.05))
}

// fountain is a pen with its nib up, or with its cap on.
func (m *maker) fountain(open bool) {
	m.round(0, m.body, 37, -90, 38, -60, 37, 150, 26, 272, 12, 286, 12, 286)
	m.fill(rect(-37, 128, 74, 9), m.metal)
	if !open {
		m.penCap(-150)
		return
	}
	m.fill(rect(-38, -104, 76, 18), m.metal)
	m.round(0, m.body.up(-0.08), 24, -196, 28, -190, 33, -104, 33, -104)
	m.fill(smooth(0, -318, 0, -318, -26, -236, -23, -190, -23, -190, 23, -190, 23, -190, 26, -236), m.metal)
	m.fill(smooth(0, -318, 0, -318, 4, -236, 4, -190, 4, -190, 23, -190, 23, -190, 26, -236), m.metal.up(-0.08))
	m.line(3, m.ink, 0, -312, 0, -232)
	m.fill(disc(0, -228, 6), m.ink)
}

func ink(m *maker) {
	r, h := m.in(150, 180), m.in(210, 260)
	glass := lch(0.9, 0.015, 230)
	form := []float64{r * 0.52, -h, r * 0.52, -h, r * 0.6, -h * 0.86, r, -h * 0.7, r, -h * 0.62, r, -20, r * 0.94, 0, r * 0.94, 0}
	if m.style == "square" {
		form = []float64{r * 0.5, -h, r * 0.5, -h, r * 0.5, -h * 0.84, r * 0.5, -h * 0.84, r, -h * 0.74, r, -h * 0.74, r, 0, r, 0}
	}
	if m.style == "round" {
		form = []float64{r * 0.44, -h, r * 0.44, -h, r * 0.46, -h * 0.88, r * 0.9, -h * 0.62, r, -h * 0.34, r * 0.8, -h * 0.04, r * 0.7, 0, r * 0.7, 0}
	}
	m.fill(lathe(0, form...), glass)
	m.within(lathe(0, form...), func() {
		m.fill(rect(-r, -h*0.66, 2*r, h), m.body)
		m.fill(rect(-r, -h*0.66, 2*r, 9), m.body.up(0.1))
		m.fill(flank(0, 0.45, 1, form...), m.ink.veil(0.13))
		m.fill(flank(0, -0.8, -0.62, form...), m.paper.veil(0.35))
	})
	m.round(0, m.second, r*0.62, -h-78, r*0.66, -h-70, r*0.66, -h+6, r*0.66, -h+6)
	m.fill(rect(-r*0.66, -h-14, r*1.32, 6), m.second.up(-0.12))
	m.label(0, -h*0.33, r*1.2, h*0.42)
}

func deskSet(m *maker) {
	switch m.style {
	case "pot":
		tones := []Tone{m.second, m.accent, m.wood, m.second.up(0.1), m.accent.up(-0.08)}
		for i, x := range []float64{-80, -36, 8, 50, 88} {
			m.at(x*0.9, -250, x*0.11, 1, func() { m.at(0, -m.in(40, 90), 0, 1, func() { m.pencil(m.in(360, 440), tones[i]) }) })
		}
		r, h := m.in(125, 145), m.in(250, 280)
		m.glaze([]float64{r, -h, r, -h, r, 0, r, 0}, r, h)
		m.fill(box(-r-3, -h-6, 2*r+6, 14, 6), m.body.up(0.06))
	case "tape":
		for i, q := range [][3]float64{{-140, -90, 140}, {150, -120, 112}, {-20, 160, 126}, {200, 130, 84}} {
			t := []Tone{m.body, m.second, m.accent, m.paper.up(-0.08)}[i]
			m.fill(ring(q[0], q[1], q[2], q[2]*0.52), t)
			m.outline(disc(q[0], q[1], q[2]*0.9), 4, t.up(-0.08))
			m.outline(disc(q[0], q[1], q[2]*0.74), 4, t.up(-0.08))
			m.fill(ring(q[0], q[1], q[2]*0.5, q[2]*0.1), m.paper.up(-0.1))
		}
	case "bookmarks":
		for i := range 4 {
			t := []Tone{m.body, m.second, m.accent, m.paper.up(-0.04)}[i]
			m.at(-210+140*float64(i), 20*float64(i%2), m.in(-7, 7), 1, func() {
				m.curve(6, m.accent.up(-0.1), 0, -250, -14, -300, 16, -340, 0, -372)
				p := box(-52, -270, 104, 540, 10)
				m.fill(p, t)
				m.within(p, func() { m.motif(52, 270, t) })
				m.fill(disc(0, -240, 12), m.paper.up(-0.2))
			})
		}
	case "clips":
		for i := range 6 {
			t := []Tone{m.body, m.second, m.accent, m.metal}[i%4]
			m.at(-190+190*float64(i%3), -140+280*float64(i/3), m.in(-40, 40), 1, func() {
				m.curve(13, t, -40, 60, -40, -60, 0, -110, 40, -60, 40, 80, 0, 120, -24, 84, -24, -40, 0, -68, 20, -40, 20, 50)
			})
		}
	}
}
