package art

func notebook(m *maker) {
	switch m.style {
	case "pair":
		m.at(70, -26, 9, 0.9, func() { m.pad(205, 285, m.second, "stitched") })
		m.at(-60, 26, -7, 0.9, func() { m.pad(205, 285, m.body, "band") })
	case "trio":
		for i, t := range []Tone{m.accent, m.second, m.body} {
			m.at(-120+120*float64(i), -30+30*float64(i), -14+12*float64(i), 0.74, func() { m.pad(195, 275, t, "stitched") })
		}
	case "open":
		m.spread()
	default:
		m.pad(m.in(205, 235), m.in(295, 325), m.body, m.style)
	}
}

// pad is a closed notebook, seen from above.
func (m *maker) pad(w, h float64, t Tone, style string) {
	m.fill(box(-w+7, -h+8, 2*w+5, 2*h+5, 22), m.paper.up(-0.06))
	m.line(3, m.paper.up(-0.16), w+8, -h+30, w+8, h)
	cover := box(-w, -h, 2*w, 2*h, 24)
	m.fill(cover, t)
	m.within(cover, func() {
		m.motif(w, h, t)
		m.fill(rect(-w, -h, 34, 2*h), t.up(-0.07))
	})
	switch style {
	case "band":
		m.fill(rect(w*0.66, -h-2, 20, 2*h+4), m.accent)
		m.fill(poly(-w*0.3, h, -w*0.3+20, h, -w*0.3+20, h+64, -w*0.3+10, h+50, -w*0.3, h+64), m.accent.up(-0.05))
	case "spiral":
		for y := -h + 34; y < h-20; y += 32 {
			m.fill(disc(-w+20, y, 9), m.paper)
			m.line(8, m.metal, -w-16, y-3, -w+20, y)
		}
	case "stitched":
		for y := -h + 40; y < h-40; y += 58 {
			m.line(5, m.legible(t), -w+17, y, -w+17, y+34)
		}
	case "label":
		m.fill(box(-w*0.46, -h*0.62, w*1.06, h*0.42, 8), m.paper)
		m.outline(box(-w*0.4, -h*0.58, w*0.94, h*0.34, 6), 3, m.accent)
		for i := range 2 {
			m.fill(rect(-w*0.28, -h*0.46+30*float64(i), w*0.7, 4), m.ink.veil(0.7))
		}
	}
}

// motif decorates a cover: often nothing, or a quiet pattern.
func (m *maker) motif(w, h float64, t Tone) {
	u := t.up(0.09)
	if t.L > 0.75 {
		u = t.up(-0.08)
	}
	switch m.n(0, 6) {
	case 0:
		for y := -h; y < h; y += 44 {
			m.fill(rect(-w, y, 2*w, 16), u)
		}
	case 1:
		for j := range 16 {
			for i := range 11 {
				m.fill(disc(-w+44*float64(i)+22*float64(j%2), -h+44*float64(j), 7), u)
			}
		}
	case 2:
		m.fill(disc(w*0.2, h*0.3, w*0.6), m.second.mix(t, 0.1))
		m.fill(disc(-w*0.2, h*0.62, w*0.4), m.accent)
	case 3:
		for i := range 6 {
			m.outline(disc(0, h*0.15, 36+36*float64(i)), 6, u)
		}
	case 4:
		m.fill(poly(-w, h*0.2, w, -h*0.3, w, h, -w, h), m.second)
	case 5:
		m.sprig(w*0.08, h*0.72, h*1.2, u)
	}
}

// spread is an open notebook with some writing in it.
func (m *maker) spread() {
	w, h := 290.0, 225.0
	m.fill(box(-w-14, -h-12, 2*w+28, 2*h+24, 16), m.body)
	for _, side := range []float64{-1, 1} {
		p := smooth(0, -h+14, 0, -h+14, side*w*0.4, -h-6, side*w, -h+4, side*w, -h+4, side*w, h-2, side*w, h-2, side*w*0.4, h-10, 0, h+6, 0, h+6)
		m.fill(p, m.paper)
		m.within(p, func() {
			for y := -h + 56; y < h-20; y += 30 {
				m.fill(rect(-w, y, 2*w, 2.4), m.body.mix(m.paper, 0.75))
			}
			m.fill(rect(side*18-18, -h-10, 36, 2*h+30), m.ink.veil(0.07))
		})
	}
	for i := range 9 {
		x, y := -w+44.0, -h+54+30*float64(i)
		var xy []float64
		for end := x + m.in(120, 200); x < end; x += 9 {
			xy = append(xy, x, y-m.in(0, 13))
		}
		m.curve(3, m.ink, xy...)
	}
	if m.chance(0.5) {
		m.sprig(w*0.5, h*0.5, 250, m.second)
	} else {
		m.fill(disc(w*0.5, -20, 84), m.second)
		m.fill(poly(w*0.2, 90, w*0.5, -40, w*0.8, 90), m.accent)
	}
	m.fill(poly(-9, -h, 9, -h, 11, h+62, 0, h+48, -9, h+62), m.accent)
}

func planner(m *maker) {
	w, h := 235.0, 310.0
	m.fill(box(-w+6, -h+8, 2*w+6, 2*h+6, 10), m.paper.up(-0.08))
	m.fill(box(-w, -h, 2*w, 2*h, 10), m.paper)
	switch m.style {
	case "week":
		m.fill(tray(-w, -h, 2*w, 104, 10, 0), m.body)
		m.fill(rect(-w+36, -h+40, w*0.9, 22), m.legible(m.body))
		for i := range 6 {
			y := -h + 128 + 80*float64(i)
			m.fill(disc(-w+50, y+28, 17), []Tone{m.second, m.accent}[i%2])
			m.fill(rect(-w+88, y+12, m.in(120, 300), 8), m.ink.veil(0.7))
			m.fill(rect(-w+88, y+36, m.in(60, 240), 8), m.ink.veil(0.35))
			m.fill(rect(-w+30, y+66, 2*w-60, 2.5), m.body.mix(m.paper, 0.6))
		}
	case "month":
		m.fill(tray(-w, -h, 2*w, 190, 10, 0), m.body)
		m.within(rect(-w, -h, 2*w, 190), func() {
			m.fill(disc(w*0.4, -h+170, 130), m.second)
			m.fill(disc(-w*0.5, -h+30, 60), m.accent)
		})
		m.month(-w+40, -h+236, 2*w-80, 2*h-290)
	}
	for x := -w + 40; x < w-20; x += 36 {
		m.fill(disc(x, -h+16, 8), m.ink.up(0.1))
		m.line(7, m.metal, x, -h+14, x, -h-16)
	}
}

// month is a grid of days with one of them marked.
func (m *maker) month(x, y, w, h float64) {
	mark := m.n(8, 24)
	first := m.n(0, 5)
	for day := first; day < first+31; day++ {
		cx, cy := x+w*(float64(day%7)+0.5)/7, y+h*(float64(day/7)+0.5)/6
		t := m.ink.veil(0.75)
		if day%7 == 6 {
			t = m.accent
		}
		if day-first == mark {
			m.fill(disc(cx, cy, min(w/15, h/13)), m.second)
			t = m.legible(m.second)
		}
		m.digits(day-first+1, cx, cy, min(w/36, h/22), t)
	}
}

// segments are the strokes of the ten digits in a box 1 wide and 2 high.
var segments = [10][]float64{
	{0, 0, 1, 0, 1, 2, 0, 2, 0, 0},
	{0.2, 0.4, 0.6, 0, 0.6, 2},
	{0, 0.3, 0.5, 0, 1, 0.4, 0, 2, 1, 2},
	{0, 0, 1, 0, 0.4, 0.8, 1, 1.3, 0.7, 2, 0, 1.9},
	{0.8, 2, 0.8, 0, 0, 1.4, 1, 1.4},
	{1, 0, 0.1, 0, 0, 0.8, 0.8, 0.8, 1, 1.4, 0.6, 2, 0, 1.9},
	{0.9, 0, 0.1, 0.9, 0, 2, 1, 2, 1, 1, 0.1, 1},
	{0, 0, 1, 0, 0.3, 2},
	{0, 0, 1, 0, 1, 2, 0, 2, 0, 0, 0, 1, 1, 1},
	{1, 1, 0, 1, 0, 0, 1, 0, 0.9, 1, 0.3, 2},
}

// digits writes a number of one or two figures about x, y.
func (m *maker) digits(n int, x, y, size float64, t Tone) {
	figures := []int{n}
	if n > 9 {
		figures = []int{n / 10, n % 10}
	}
	left := x - (1.5*float64(len(figures))-0.5)*size/2
	for i, f := range figures {
		var xy []float64
		for k := 0; k < len(segments[f]); k += 2 {
			xy = append(xy, left+1.5*size*float64(i)+segments[f][k]*size, y-size+segments[f][k+1]*size)
		}
		m.line(size*0.3, t, xy...)
	}
}

func calendar(m *maker) {
	switch m.style {
	case "easel":
		w, h := m.in(250, 275), m.in(330, 370)
		m.fill(poly(w*0.7, -h+20, w*1.1, 0, w*0.8, 0), m.body.up(-0.16))
		m.fill(poly(-w, 0, -w*0.94, -h, w*0.94, -h, w, 0), m.body)
		m.fill(poly(-w*0.93, -30, -w*0.88, -h+22, w*0.88, -h+22, w*0.93, -30), m.paper)
		m.within(poly(-w*0.93, -30, -w*0.88, -h+22, w*0.88, -h+22, w*0.93, -30), func() {
			m.fill(rect(-w, -h, w*0.86, h), m.second)
			m.fill(disc(-w*0.5, -h*0.4, w*0.26), m.accent)
			m.fill(poly(-w*1.1, 0, -w*0.66, -h*0.5, -w*0.14, 0), m.body)
		})
		m.month(-w*0.06, -h+60, w*0.88, h-110)
		for x := -w * 0.8; x < w*0.85; x += 32 {
			m.line(7, m.metal, x, -h+12, x, -h-20)
		}
	case "blocks":
		m.fill(box(-230, -60, 460, 60, 8), m.wood)
		m.fill(rect(-230, -16, 460, 16), m.wood.up(-0.06))
		for i, x := range []float64{-112, 112} {
			t := []Tone{m.body, m.second}[i]
			m.fill(box(x-104, -268, 208, 208, 16), t)
			m.fill(rect(x+70, -256, 34, 184), t.up(-0.06))
			m.digits(m.n(0, 9)*i+m.n(0, 3)*(1-i), x-6, -164, 58, m.legible(t))
		}
		m.fill(box(-150, -46, 300, 30, 6), m.paper)
		m.fill(rect(-70, -36, 140, 10), m.ink)
	case "stand":
		w, h := m.in(170, 190), m.in(400, 440)
		m.fill(box(-w, -h, 2*w, h-40, 6), m.paper)
		m.fill(rect(-w, -h, 2*w, h*0.46), m.body)
		m.within(rect(-w, -h, 2*w, h*0.46), func() {
			m.fill(disc(w*0.3, -h*0.74, w*0.5), m.second)
			m.leaf(-w*0.5, -h*0.5, 200, 14, m.accent)
			m.leaf(-w*0.2, -h*0.5, 150, 40, m.accent.up(-0.06))
		})
		m.month(-w+26, -h*0.5, 2*w-52, h*0.36)
		m.fill(box(-w-26, -62, 2*w+52, 62, 8), m.wood)
		m.fill(rect(-w-26, -18, 2*w+52, 18), m.wood.up(-0.07))
	}
}
