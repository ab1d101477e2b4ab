package art

func rug(m *maker) {
	w, h := m.in(235, 265), m.in(325, 360)
	cloth := rect(-w, -h, 2*w, 2*h)
	if m.style == "round" {
		roundRug(m)
		return
	}
	if m.chance(0.7) {
		for x := -w + 8; x < w; x += 15 {
			for _, end := range []float64{-1, 1} {
				m.line(5, m.paper.up(-0.05), x, end*(h-4), x+m.in(-3, 3), end*(h+32))
			}
		}
	}
	m.fill(cloth, m.body)
	m.within(cloth, func() {
		map[string]func(*maker, float64, float64){
			"stripes": stripes, "arches": arches, "checks": checks, "border": border, "diamonds": diamonds, "landscape": landscape,
		}[m.style](m, w, h)
		for y := -h; y < h; y += 8 { // the weave
			m.fill(rect(-w, y, 2*w, 2), m.ink.veil(0.05))
		}
	})
}

func stripes(m *maker, w, h float64) {
	tones := []Tone{m.second, m.accent, m.paper.up(-0.03), m.body.up(0.09)}
	for y, i := -h+m.in(10, 50), 0; y < h; i++ {
		t := m.in(10, 62)
		m.fill(rect(-w, y, 2*w, t), tones[i%len(tones)])
		y += t + m.in(14, 60)
	}
}

func arches(m *maker, w, h float64) {
	tones := []Tone{m.second, m.accent, m.body.up(0.12), m.body}
	for row := range 3 {
		for col := range 2 {
			x, y := -w/2+w*float64(col), -h*2/3+float64(row)*h*2/3
			for i := range 3 {
				r := (w/2 - 14) * (1 - 0.3*float64(i))
				m.fill(tray(x-r, y-r*0.7, 2*r, h/3+r*0.7-8, r, 0), tones[(row+col+i)%len(tones)])
			}
		}
	}
}

func checks(m *maker, w, h float64) {
	n := m.n(4, 6)
	size := 2 * w / float64(n)
	for j := range int(2*h/size) + 1 {
		for i := range n {
			if (i+j)%2 == 0 {
				m.fill(rect(-w+size*float64(i), -h+size*float64(j), size, size), m.second)
			}
		}
	}
	m.fill(rect(-w, -h, 2*w, 2*h).without(rect(-w+16, -h+16, 2*w-32, 2*h-32)), m.accent)
}

func border(m *maker, w, h float64) {
	for i, t := range []Tone{m.second, m.body, m.accent, m.body} {
		k := 24 + 26*float64(i)
		m.fill(rect(-w+k, -h+k, 2*w-2*k, 2*h-2*k), t)
	}
	m.fill(poly(0, -h*0.5, w*0.5, 0, 0, h*0.5, -w*0.5, 0), m.second)
	m.fill(poly(0, -h*0.34, w*0.34, 0, 0, h*0.34, -w*0.34, 0), m.paper.up(-0.03))
	m.fill(poly(0, -h*0.16, w*0.16, 0, 0, h*0.16, -w*0.16, 0), m.accent)
}

func diamonds(m *maker, w, h float64) {
	dx, dy := 2*w/3, m.in(110, 150)
	for j := range int(2*h/dy) + 2 {
		for i := range 5 {
			x, y := -w+dx*float64(i)-dx/2*float64(j%2), -h+dy*float64(j)
			m.outline(poly(x, y-dy*0.8, x+dx*0.4, y, x, y+dy*0.8, x-dx*0.4, y), 9, m.second)
			m.fill(poly(x, y-dy*0.3, x+dx*0.15, y, x, y+dy*0.3, x-dx*0.15, y), m.accent)
		}
	}
}

func landscape(m *maker, w, h float64) {
	m.fill(disc(m.in(-90, 90), -h*0.34, m.in(90, 130)), m.accent)
	y := -h * 0.1
	for i, t := range []Tone{m.second, m.body.up(-0.08), m.second.up(0.1)} {
		k := m.in(-60, 60)
		m.fill(smooth(-w-80, y+k, -w*0.3, y-70+k, w*0.3, y+50-k, w+80, y-20, w+80, y-20, w+80, h+99, w+80, h+99, -w-80, h+99, -w-80, h+99), t)
		y += 130 + 20*float64(i)
	}
}

func roundRug(m *maker) {
	r := m.in(290, 320)
	tones := []Tone{m.body, m.second, m.accent, m.paper.up(-0.04), m.body.up(0.1)}
	n := m.n(3, 6)
	for i := range n {
		m.fill(disc(0, 0, r*(1-float64(i)/float64(n)*m.in(0.9, 1))), tones[i%len(tones)])
	}
	for k := 14.0; k < r; k += 14 {
		m.outline(disc(0, 0, k), 2, m.ink.veil(0.07))
	}
}
