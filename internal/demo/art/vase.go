package art

// forms are the turned shapes of vessels as radius and height, each a fraction
// of the greatest radius and of the height, from the mouth down.
var forms = map[string][]float64{
	"bottle":  {0.24, 1, 0.24, 1, 0.2, 0.86, 0.24, 0.7, 0.82, 0.46, 1, 0.24, 0.8, 0.05, 0.66, 0, 0.66, 0},
	"ovoid":   {0.5, 1, 0.5, 1, 0.44, 0.92, 0.8, 0.76, 1, 0.52, 0.86, 0.24, 0.5, 0.03, 0.46, 0, 0.46, 0},
	"amphora": {0.46, 1, 0.46, 1, 0.32, 0.92, 0.32, 0.82, 0.86, 0.64, 1, 0.5, 0.7, 0.2, 0.4, 0.04, 0.44, 0, 0.44, 0},
	"tall":    {0.86, 1, 0.86, 1, 0.78, 0.8, 0.88, 0.4, 1, 0.1, 0.94, 0, 0.94, 0},
	"gourd":   {0.26, 1, 0.26, 1, 0.22, 0.9, 0.56, 0.76, 0.58, 0.66, 0.42, 0.54, 0.94, 0.34, 1, 0.2, 0.74, 0.02, 0.68, 0, 0.68, 0},
	"flared":  {0.9, 1, 0.9, 1, 0.62, 0.86, 0.5, 0.66, 0.84, 0.34, 1, 0.18, 0.7, 0.02, 0.66, 0, 0.66, 0},
	"moon":    {0.3, 1, 0.3, 1, 0.26, 0.95, 0.62, 0.86, 0.96, 0.62, 1, 0.45, 0.9, 0.24, 0.5, 0.02, 0.46, 0, 0.46, 0},
}

func turned(form string, r, h float64) []float64 {
	out := make([]float64, len(forms[form]))
	for i, k := range forms[form] {
		if i%2 == 0 {
			out[i] = k * r
		} else {
			out[i] = -k * h
		}
	}
	return out
}

func vase(m *maker) {
	h, r := m.in(330, 420), m.in(140, 180)
	if m.style == "tall" || m.style == "bottle" {
		r *= 0.8
	}
	if m.style == "moon" {
		r = h * 0.56
	}
	rh := turned(m.style, r, h)
	if m.chance(0.62) {
		m.bunch(-h+10, rh[0])
	}
	if m.style == "amphora" {
		for _, side := range []float64{-1, 1} {
			m.curve(20, m.body.up(-0.03), side*r*0.34, -h*0.9, side*r*0.95, -h*0.94, side*r*1.02, -h*0.74, side*r*0.8, -h*0.62)
		}
	}
	m.glaze(rh, r, h)
	m.lid(-h, rh[0], rh[0]*0.17, m.body.up(0.05), m.body.up(-0.2))
}

// glaze is a turned vessel with one of several decorations.
func (m *maker) glaze(rh []float64, r, h float64) {
	m.fill(lathe(0, rh...), m.body)
	m.within(lathe(0, rh...), func() {
		switch m.n(0, 5) {
		case 0: // dipped
			y := -h * m.in(0.3, 0.6)
			m.fill(smooth(-r*1.3, y, -r*0.5, y+18, 0, y-12, r*0.6, y+14, r*1.3, y-6, r*1.3, y-6, r*1.3, 40, r*1.3, 40, -r*1.3, 40, -r*1.3, 40), m.second)
		case 1: // bands
			y := -h * m.in(0.35, 0.7)
			for i := range m.n(2, 4) {
				m.fill(rect(-r*1.2, y+34*float64(i), r*2.4, 13), m.second)
			}
		case 2: // speckled
			for range 70 {
				m.fill(disc(m.in(-r, r), -m.in(0, h), m.in(2, 5)), m.ink.veil(0.5))
			}
		case 3: // fluted
			for k := -0.85; k < 0.9; k += 0.17 {
				m.fill(flank(0, k-0.022, k+0.022, rh...), m.body.up(-0.07))
			}
		case 4: // brushed arcs
			for i := range 3 {
				m.outline(disc(-r*0.2, -h*0.42, r*(0.75-0.22*float64(i))), 11, m.second)
			}
		}
	})
	dark := m.ink.veil(0.1)
	m.fill(flank(0, 0.42, 1, rh...), dark)
	m.fill(flank(0, 0.76, 1, rh...), dark)
	m.fill(flank(0, -0.74, -0.52, rh...), m.paper.veil(0.2))
}

// bunch is what stands in a vase whose mouth is at height y.
func (m *maker) bunch(y, mouth float64) {
	tones := []Tone{m.second, m.accent, lch(0.58, 0.06, 125)}
	leafy := m.n(0, 3)
	n := m.n(3, 6)
	for i := range n {
		k := (float64(i) - float64(n-1)/2) / float64(n)
		tip, top := k*m.in(300, 400), y-m.in(110, 205)
		t := tones[i%len(tones)]
		stem := lch(0.5, 0.045, 110)
		m.curve(6, stem, k*mouth*0.9, y+6, k*mouth*1.6, y-60, tip*0.8, (y+top)/2, tip, top)
		switch leafy {
		case 0: // round seed heads
			m.fill(disc(tip, top, m.in(18, 34)), t)
			m.fill(disc(tip+6, top+5, 10), t.up(-0.07))
		case 1: // long leaves
			m.leaf(tip, top+30, 150, k*70, t)
			m.leaf(tip*0.7, (y+top)/2, 110, k*70-30, t.up(-0.05))
			m.leaf(tip*0.7, (y+top)/2+20, 100, k*70+34, t.up(-0.03))
		case 2: // berries along the twig
			for q := range 7 {
				a := float64(q) / 7
				m.fill(disc(tip*(1-a*0.5)+m.in(-24, 24), top+(y-top)*a*0.7, m.in(9, 14)), t)
			}
		default: // plumes of grass
			m.at(tip, top+26, k*60, 1, func() {
				m.fill(smooth(0, 14, -26, -50, -14, -130, 6, -172, 22, -110, 24, -40), t.mix(m.paper, 0.35))
				m.line(3, t.up(-0.06), 0, 10, 3, -120)
			})
		}
	}
}

// leaf is a pointed leaf from x, y, long, turned by deg from upright.
func (m *maker) leaf(x, y, long, deg float64, t Tone) {
	m.at(x, y, deg, 1, func() {
		m.fill(smooth(0, 0, 0, 0, -long*0.2, -long*0.45, 0, -long, 0, -long, long*0.2, -long*0.45), t)
		m.fill(smooth(0, 0, 0, 0, 0, -long*0.5, 0, -long, 0, -long, long*0.2, -long*0.45), t.up(-0.05))
	})
}

func bowl(m *maker) {
	switch m.style {
	case "bowl":
		r, h := m.in(220, 270), m.in(170, 210)
		m.fruit(r, h)
		rh := []float64{r, -h, r, -h, r * 0.92, -h * 0.6, r * 0.5, -h * 0.14, r * 0.4, 0, r * 0.4, 0}
		m.glaze(rh, r, h)
	case "footed":
		r, h := m.in(220, 260), m.in(230, 270)
		m.fruit(r, h)
		rh := []float64{r, -h, r, -h, r * 0.86, -h * 0.68, r * 0.2, -h * 0.44, r * 0.14, -h * 0.36, r * 0.2, -h * 0.14, r * 0.46, -14, r * 0.48, 0, r * 0.48, 0}
		m.glaze(rh, r, h)
	case "stack":
		for i := range m.n(3, 4) {
			y, r := -58*float64(i), m.in(190, 235)-18*float64(i)
			t := []Tone{m.body, m.second, m.accent, m.body.up(0.1)}[i]
			m.at(0, y, 0, 1, func() {
				m.round(0, t, r, -92, r, -92, r*0.9, -54, r*0.5, -8, r*0.46, 0, r*0.46, 0)
				m.lid(-92, r, 20, t.up(0.05), t.up(-0.07))
			})
		}
	case "pitcher":
		pitcher(m)
	}
}

func (m *maker) fruit(r, h float64) {
	m.fill(oval(0, -h, r, r*0.14), m.body.up(-0.14))
	tones := []Tone{m.second, m.accent, m.second.up(0.08)}
	for i := range m.n(3, 5) {
		x, d := -r*0.55+r*0.32*float64(i), m.in(50, 64)
		if x > r*0.6 {
			break
		}
		t := tones[i%3]
		m.fill(disc(x, -h-d*0.35, d), t)
		m.fill(disc(x-d*0.32, -h-d*0.65, d*0.22), t.up(0.09))
		m.line(5, m.ink, x, -h-d*1.2, x+6, -h-d*1.5)
	}
}

func pitcher(m *maker) {
	h, r := m.in(360, 410), m.in(120, 150)
	m.curve(28, m.body.up(-0.03), r*0.5, -h*0.88, r*1.35, -h*0.9, r*1.5, -h*0.56, r*0.9, -h*0.34)
	rh := []float64{r * 0.66, -h, r * 0.66, -h, r * 0.5, -h * 0.84, r * 0.62, -h * 0.66, r, -h * 0.36, r * 0.92, -h * 0.1, r * 0.72, 0, r * 0.72, 0}
	m.glaze(rh, r, h)
	m.fill(smooth(-r*0.4, -h*0.9, -r*0.64, -h, -r*0.64, -h, -r*0.98, -h*1.06, -r*0.98, -h*1.06, -r*0.62, -h*0.84), m.body.up(0.03))
	m.lid(-h, r*0.66, r*0.13, m.body.up(0.05), m.body.up(-0.2))
}
