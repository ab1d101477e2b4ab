package art

import "math"

// book is a volume lying on its back, seen from above: the cover, the pages at
// its right and its foot.
func book(m *maker) {
	w, h := m.in(205, 235), m.in(300, 330)
	thick := m.in(16, 34)
	m.fill(box(-w, -h, 2*w+thick, 2*h+thick, 8), m.body.up(-0.14))
	m.fill(poly(w, -h+6, w+thick-6, -h+thick, w+thick-6, h+thick-6, -w+thick, h+thick-6, -w+6, h, w, h), m.paper.up(-0.02))
	for i := range int(thick/7) + 1 {
		k := 5 + 7*float64(i)
		m.line(1.8, m.paper.up(-0.13), w+k, -h+k, w+k, h+k, -w+k, h+k)
	}
	cover := box(-w, -h, 2*w, 2*h, 6)
	m.fill(cover, m.body)
	m.within(cover, func() {
		covers[m.style](m, w, h)
		m.fill(rect(-w, -h, 26, 2*h), m.ink.veil(0.13))
		m.fill(rect(-w+26, -h, 5, 2*h), m.paper.veil(0.16))
	})
}

// covers are the designs of a book's front, between -w, -h and w, h.
var covers = map[string]func(m *maker, w, h float64){
	"sun": coverSun, "waves": coverWaves, "leaf": coverLeaf, "shapes": coverShapes, "type": coverType,
	"house": coverHouse, "stars": coverStars, "bird": coverBird, "rings": coverRings, "peaks": coverPeaks,
}

// words stand for a title and its author: bars where lines of type would be.
func (m *maker) words(x, y, w float64, t Tone) {
	n := m.n(1, 2)
	for i := range n {
		k := w * (1 - 0.22*float64(i))
		m.fill(rect(x-k/2, y+34*float64(i), k, 20), t)
	}
	m.fill(rect(x-w*0.24, y+34*float64(n)+12, w*0.48, 8), t.veil(0.85))
}

// legible is the paper or the ink, whichever is read better on the tone.
func (m *maker) legible(on Tone) Tone {
	if on.L > 0.66 {
		return m.ink
	}
	return m.paper
}

func coverSun(m *maker, w, h float64) {
	y := m.in(-20, 60)
	m.fill(disc(m.in(-50, 50), y, w*m.in(0.46, 0.62)), m.second)
	m.fill(smooth(-w*1.3, y+40, -w*0.4, y+10, w*0.4, y+70, w*1.3, y+20, w*1.3, y+20, w*1.3, h*1.2, w*1.3, h*1.2, -w*1.3, h*1.2, -w*1.3, h*1.2), m.accent)
	m.fill(smooth(-w*1.3, y+150, -w*0.3, y+170, w*0.5, y+120, w*1.3, y+160, w*1.3, y+160, w*1.3, h*1.2, w*1.3, h*1.2, -w*1.3, h*1.2, -w*1.3, h*1.2), m.accent.up(-0.1))
	m.words(0, -h*0.8, w*1.1, m.legible(m.body))
}

func coverWaves(m *maker, w, h float64) {
	step := m.in(46, 70)
	for i := range 12 {
		y := -h*0.35 + step*float64(i)
		t := []Tone{m.second, m.body, m.accent, m.body}[i%4]
		var xy []float64
		for x := -w * 1.2; x <= w*1.2; x += w * 0.3 {
			xy = append(xy, x, y+math.Sin(x/w*3.1+float64(i)*0.5)*26)
		}
		m.curve(step*0.5, t, xy...)
	}
	m.words(0, -h*0.82, w*1.2, m.legible(m.body))
}

func coverLeaf(m *maker, w, h float64) {
	for i := range 5 {
		y := h*0.78 - 105*float64(i)
		m.leaf(0, y, 190, -58+m.in(-8, 8), m.second)
		m.leaf(0, y-30, 190, 58+m.in(-8, 8), m.second.up(0.06))
	}
	m.curve(9, m.second.up(-0.07), 0, h, m.in(-14, 14), 0, 0, -h*0.3)
	m.leaf(0, -h*0.16, 170, 0, m.second)
	m.fill(box(-w*0.62, -h*0.84, w*1.24, 150, 4), m.paper)
	m.words(0, -h*0.84+32, w*0.9, m.ink)
}

func coverShapes(m *maker, w, h float64) {
	size := w / 2
	tones := []Tone{m.second, m.accent, m.paper.up(-0.03), m.body.up(0.1)}
	for row := range 4 {
		for col := range 4 {
			x, y := -w+size*float64(col), -h*0.38+size*float64(row)
			t := tones[m.r.IntN(4)]
			switch m.n(0, 4) {
			case 0:
				m.fill(slice(x, y, size, 0, 90), t)
			case 1:
				m.fill(slice(x+size, y+size, size, 180, 270), t)
			case 2:
				m.fill(disc(x+size/2, y+size/2, size*0.4), t)
			case 3:
				m.fill(poly(x, y, x+size, y, x, y+size), t)
			}
		}
	}
	m.words(0, -h*0.8, w*1.2, m.legible(m.body))
}

func coverType(m *maker, w, h float64) {
	t := m.legible(m.body)
	m.outline(rect(-w*0.84, -h*0.88, w*1.72, h*1.76), 4, t.veil(0.9))
	m.words(0.04*w, -h*0.7, w*1.2, t)
	m.at(w*0.03, h*0.16, 0, 1, func() {
		r := w * 0.46
		switch m.n(0, 2) {
		case 0: // an ampersand of arcs
			m.fill(ring(0, 0, r, r*0.3), m.second)
			m.fill(disc(0, 0, r*0.34), m.second)
		case 1:
			for i := range 8 {
				m.at(0, 0, 45*float64(i), 1, func() { m.fill(smooth(0, 0, -r*0.3, -r*0.6, 0, -r*1.1, r*0.3, -r*0.6), m.second) })
			}
			m.fill(disc(0, 0, r*0.22), m.accent)
		default:
			m.fill(poly(0, -r, r, 0, 0, r, -r, 0), m.second)
			m.fill(poly(0, -r*0.5, r*0.5, 0, 0, r*0.5, -r*0.5, 0), m.body)
		}
	})
}

func coverHouse(m *maker, w, h float64) {
	m.fill(disc(w*0.4, -h*0.22, w*0.2), m.paper)
	x := -w
	for x < w {
		q, top := m.in(70, 125), m.in(-20, 130)
		t := []Tone{m.second, m.accent, m.second.up(-0.1), m.accent.up(0.08)}[m.r.IntN(4)]
		m.fill(poly(x, h, x, top, x+q/2, top-m.in(40, 90), x+q, top, x+q, h), t)
		for row := range 3 {
			for col := range 2 {
				m.fill(rect(x+q*0.2+q*0.36*float64(col), top+24+58*float64(row), q*0.2, 28), lch(0.9, 0.09, 90))
			}
		}
		x += q
	}
	m.fill(rect(-w, h*0.82, 2*w, h), m.body.up(-0.1))
	m.words(0, -h*0.8, w*1.2, m.legible(m.body))
}

func coverStars(m *maker, w, h float64) {
	for range 46 {
		m.fill(disc(m.in(-w, w), m.in(-h*0.6, h), m.in(2, 6)), m.paper)
	}
	x, y, r := m.in(-40, 40), m.in(20, 90), w*0.5
	m.fill(disc(x, y, r), m.second)
	m.fill(disc(x+r*0.4, y-r*0.2, r*0.84), m.body)
	m.curve(6, m.accent, -w, h*0.8, -w*0.3, h*0.5, w*0.4, h*0.62, w, h*0.3)
	m.words(0, -h*0.82, w*1.2, m.legible(m.body))
}

func coverBird(m *maker, w, h float64) {
	m.fill(disc(0, 30, w*0.66), m.second)
	m.at(-10, 60, m.in(-10, 10), 1.05, func() {
		m.fill(smooth(-120, 10, -60, -60, 10, -70, 70, -120, 110, -110, 150, -90, 150, -90, 104, -74, 80, 0, 0, 60, -130, 70, -130, 70), m.paper)
		m.fill(smooth(-40, -30, 30, -40, 0, 40, -80, 60, -160, 110, -160, 110, -110, 30), m.accent)
		m.fill(disc(104, -94, 6), m.ink)
		m.line(5, m.ink, -10, 56, -14, 110)
		m.line(5, m.ink, 20, 46, 20, 108)
	})
	m.curve(9, m.ink.up(0.1), -w, 190, -w*0.2, 168, w, 182)
	m.words(0, -h*0.8, w*1.1, m.legible(m.body))
}

func coverRings(m *maker, w, h float64) {
	n := m.n(4, 7)
	x, y := m.in(-w*0.3, w*0.3), h*0.2
	for i := range n {
		r := w * 1.0 * (1 - float64(i)/float64(n))
		m.fill(disc(x, y, r), []Tone{m.second, m.body, m.accent, m.paper.up(-0.03)}[i%4])
	}
	m.words(0, -h*0.86, w*1.2, m.legible(m.body))
}

func coverPeaks(m *maker, w, h float64) {
	for i := range 4 {
		y := -h*0.1 + 95*float64(i)
		t := m.second.mix(m.body, 0.55-0.2*float64(i))
		x := m.in(-w*0.7, w*0.7)
		m.fill(poly(-w*1.5, h*1.1, x-w*0.7, y+70, x-w*0.3, y+20, x, y-m.in(60, 120), x+w*0.5, y+60, x+w*0.8, y+20, w*1.5, h*1.1), t)
	}
	m.fill(disc(-w*0.42, -h*0.3, w*0.16), m.accent)
	m.words(0, -h*0.84, w*1.1, m.legible(m.body))
}

// spines is a row or a pile of books.
func spines(m *maker) {
	tones := []Tone{m.body, m.second, m.accent, m.body.up(0.1), m.second.up(-0.08), m.paper.up(-0.05), m.body.up(-0.07)}
	if m.style == "pile" {
		y := 0.0
		for i := range m.n(4, 6) {
			w, h := m.in(380, 460)-12*float64(i), m.in(54, 82)
			m.at(m.in(-18, 18), y, 0, 1, func() { m.lying(w, h, tones[i%len(tones)]) })
			y -= h
		}
		return
	}
	x := -240.0
	for i := 0; x < 215; i++ {
		w, h := m.in(46, 84), m.in(330, 420)
		if m.style == "set" { // volumes of one edition
			w, h = 76, 400
			tones = []Tone{m.body}
		}
		lean := 0.0
		if m.style == "row" && x > 130 {
			lean = m.in(7, 11)
		}
		m.at(x, 0, lean, 1, func() { m.upright(w, h, tones[i%len(tones)], i) })
		x += w + 2 + lean*3
	}
}

func (m *maker) lying(w, h float64, t Tone) {
	m.fill(box(-w/2, -h, w, h, 5), t)
	m.fill(rect(-w/2, -h, w, 7), t.up(0.06))
	m.fill(rect(-w/2, -9, w, 9), t.up(-0.08))
	if m.chance(0.35) { // pages to the front
		m.fill(rect(-w/2+14, -h+9, w-14, h-18), m.paper)
		for y := -h + 16; y < -12; y += 8 {
			m.fill(rect(-w/2+14, y, w-14, 2), m.paper.up(-0.09))
		}
		return
	}
	u := m.legible(t)
	m.fill(rect(-w*0.4, -h+7, 9, h-16), u.veil(0.8))
	m.fill(rect(w*0.38, -h+7, 9, h-16), u.veil(0.8))
	m.fill(rect(-w*0.24, -h*0.58, w*m.in(0.3, 0.46), h*0.18), u)
}

func (m *maker) upright(w, h float64, t Tone, i int) {
	m.fill(box(0, -h, w, h, 5), t)
	m.fill(rect(w*0.72, -h+2, w*0.28, h-2), t.up(-0.06))
	u := m.legible(t)
	m.fill(rect(0, -h*0.9, w, 8), u.veil(0.8))
	m.fill(rect(0, -h*0.14, w, 8), u.veil(0.8))
	if m.style == "set" {
		m.fill(disc(w/2, -h*0.26, w*0.2), m.second)
		m.fill(rect(w*0.4, -h*0.78, w*0.2, h*0.3), m.second)
		for k := range i + 1 {
			m.fill(rect(w*0.3, -h*0.4+9*float64(k), w*0.4, 4), u)
		}
		return
	}
	switch m.n(0, 2) {
	case 0:
		m.fill(rect(w*0.36, -h*0.78, w*0.28, h*0.4), u)
	case 1:
		m.fill(rect(0, -h*0.72, w, h*0.2), m.accent.mix(t, 0.2))
		m.fill(rect(w*0.36, -h*0.44, w*0.26, h*0.2), u)
	default:
		m.fill(disc(w/2, -h*0.66, w*0.26), u)
		m.fill(rect(w*0.4, -h*0.52, w*0.2, h*0.26), u.veil(0.85))
	}
}
