package art

// bulbTone is the colour of a lit bulb or of opal glass.
var bulbTone = lch(0.965, 0.045, 90)

func pendant(m *maker) {
	y := m.in(270, 330)
	shade := map[string]func(*maker, float64){
		"dome": domeShade, "cone": coneShade, "globe": globeShade, "drum": drumShade,
		"paper": paperShade, "bell": bellShade, "saucer": saucerShade, "cage": cageShade,
	}
	if m.style == "cluster" {
		cluster(m)
		return
	}
	m.cord(0, y)
	shade[m.style](m, y)
}

// cord is the cable from the ceiling and the fitting at its end.
func (m *maker) cord(x, y float64) {
	m.fill(rect(x-2.5, -20, 5, y), m.ink.up(0.06))
	m.plain(x, m.metal, 15, y-46, 15, y-46, 20, y, 20, y)
}

func domeShade(m *maker, y float64) {
	r, h := m.in(215, 270), m.in(170, 225)
	m.shine(0, y+h+70, 330, 0.55)
	m.fill(oval(0, y+h, r*0.97, 26), bulbTone.mix(m.body, 0.25))
	m.fill(disc(0, y+h+2, 40), bulbTone)
	m.fill(dome(0, y+h, r, h), m.body)
	m.within(dome(0, y+h, r, h), func() {
		m.fill(oval(r*0.62, y+h, r*0.6, h*1.05), m.body.up(-0.05))
		m.fill(oval(r*0.92, y+h, r*0.42, h*0.95), m.body.up(-0.095))
		m.curve(15, m.body.up(0.07), -r*0.78, y+h*0.74, -r*0.58, y+h*0.4, -r*0.28, y+h*0.16)
		if m.chance(0.45) {
			m.fill(rect(-r, y+h-34, 2*r, 14), m.second)
		}
	})
	m.fill(rect(-r, y+h-5, 2*r, 7), m.body.up(-0.12))
}

func coneShade(m *maker, y float64) {
	r, h, neck := m.in(170, 240), m.in(230, 300), m.in(26, 46)
	m.shine(0, y+h+60, 300, 0.55)
	m.fill(oval(0, y+h, r*0.96, 22), bulbTone.mix(m.body, 0.2))
	m.fill(disc(0, y+h+4, 36), bulbTone)
	m.round(0, m.body, neck, y, neck, y, neck+6, y+40, neck+6, y+40, r, y+h, r, y+h)
	m.fill(lathe(0, neck+2, y, neck+2, y, neck+6, y+40), m.second)
	m.fill(rect(-r, y+h-6, 2*r, 7), m.body.up(-0.12))
}

func globeShade(m *maker, y float64) {
	r := m.in(165, 215)
	glass := bulbTone
	if m.chance(0.5) {
		glass = m.body.mix(bulbTone, 0.35)
	}
	m.shine(0, y+r, r*2.2, 0.6)
	m.globe(0, y+r-6, r, glass)
	m.plain(0, m.metal, 42, y-22, 42, y-22, 52, y+16, 52, y+16)
}

// globe is a ball of lit glass.
func (m *maker) globe(x, y, r float64, t Tone) {
	m.fill(disc(x, y, r), t)
	m.within(disc(x, y, r), func() {
		m.fill(disc(x, y, r).without(disc(x-r*0.13, y-r*0.12, r*0.9)), t.up(-0.055))
		m.fill(disc(x-r*0.3, y-r*0.32, r*0.34), t.up(0.04))
	})
}

func drumShade(m *maker, y float64) {
	r, h := m.in(190, 250), m.in(190, 250)
	m.shine(0, y+h*0.6, r*1.9, 0.5)
	for _, x := range []float64{-r * 0.7, r * 0.7} {
		m.line(4, m.metal, 0, y, x, y+46)
	}
	m.pleats(r, y+36, h)
}

// pleats is a round shade of pleated or woven cloth.
func (m *maker) pleats(r, y, h float64) {
	t := m.body.up(0.03)
	foot := r * m.in(1, 1.12)
	m.round(0, t, r, y, r, y, foot, y+h, foot, y+h)
	m.within(lathe(0, r, y, r, y, foot, y+h, foot, y+h), func() {
		if m.chance(0.6) {
			for k := -0.98; k < 1; k += 0.09 {
				m.line(3, t.up(-0.075), k*r, y, k*foot, y+h)
			}
		} else {
			for yy := y + 24; yy < y+h; yy += 24 {
				m.line(3, t.up(-0.06), -foot, yy, foot, yy)
			}
		}
	})
	m.fill(box(-r-2, y-4, 2*r+4, 12, 4), m.second)
	m.fill(box(-foot-2, y+h-9, 2*foot+4, 13, 4), m.second)
}

func paperShade(m *maker, y float64) {
	r, k := m.in(190, 245), m.in(0.7, 1.05)
	h := r * k
	t := bulbTone.mix(m.body, m.in(0.08, 0.5))
	m.shine(0, y+h, r*2.1, 0.6)
	m.fill(oval(0, y+h, r, h), t)
	m.within(oval(0, y+h, r, h), func() {
		m.fill(oval(0, y+h, r, h).without(oval(-r*0.12, y+h*0.95, r*0.9, h*0.93)), t.up(-0.05))
		n := m.n(9, 14)
		for i := 1; i < n; i++ {
			yy := y + 2*h*float64(i)/float64(n)
			m.curve(3.2, t.up(-0.095), -r, yy-7, 0, yy+7, r, yy-7)
		}
	})
	m.fill(box(-52, y-8, 104, 18, 6), m.wood)
	m.fill(box(-52, y+2*h-9, 104, 16, 6), m.wood)
}

func bellShade(m *maker, y float64) {
	r, h := m.in(180, 230), m.in(250, 300)
	m.shine(0, y+h+60, 300, 0.55)
	m.fill(oval(0, y+h, r*0.96, 24), bulbTone.mix(m.second, 0.3))
	m.fill(disc(0, y+h+6, 42), bulbTone)
	m.round(0, m.body, 30, y, 62, y+14, 84, y+80, 96, y+h*0.52, r*0.78, y+h*0.84, r, y+h, r, y+h)
	m.fill(rect(-r, y+h-5, 2*r, 8), m.second)
}

func saucerShade(m *maker, y float64) {
	n, r := m.n(2, 4), m.in(230, 280)
	m.shine(0, y+210, 340, 0.5)
	for i := range n {
		k := float64(n-i) / float64(n)
		if n == 4 && i == 3 {
			k = 0.4
		}
		t := m.body.up(0.035 * float64(i))
		if i == n-1 && m.chance(0.6) {
			t = m.second
		}
		top := y + 8 + 74*float64(i)
		m.fill(oval(0, top+66, r*k*0.93, 17), bulbTone)
		m.round(0, t, 28, top, 40, top+14, r*k*0.72, top+38, r*k, top+68, r*k, top+68)
		m.fill(lathe(0, 24, top+60, 24, top+60, 24, top+86), m.metal)
	}
}

func cageShade(m *maker, y float64) {
	r, h := m.in(160, 205), m.in(300, 360)
	m.shine(0, y+h*0.6, 330, 0.7)
	m.globe(0, y+h*0.5, 70, bulbTone)
	m.plain(0, m.metal, 26, y, 26, y, 30, y+h*0.5-56, 30, y+h*0.5-56)
	t := m.body.up(-0.02)
	for i := range 7 {
		k := -1 + float64(i)/3
		m.curve(8, t, k*34, y, k*r*0.72, y+h*0.22, k*r, y+h*0.62, k*r*0.8, y+h)
	}
	for _, q := range [][2]float64{{0.22, 0.72}, {0.62, 1}, {1, 0.8}} {
		m.curve(9, t.up(-0.05), -r*q[1], y+h*q[0], 0, y+h*q[0]+12, r*q[1], y+h*q[0])
	}
}

func cluster(m *maker) {
	n := m.n(3, 5)
	m.fill(box(-190, -2, 380, 22, 6), m.metal)
	for i := range n {
		x := (float64(i) - float64(n-1)/2) * 330 / float64(n-1)
		y := m.in(150, 470)
		r := m.in(62, 92)
		t := bulbTone
		if i%2 == 0 {
			t = m.body.mix(bulbTone, 0.25)
		} else if m.chance(0.6) {
			t = m.second.mix(bulbTone, 0.3)
		}
		m.fill(rect(x-2, 0, 4, y), m.ink.up(0.06))
		m.shine(x, y+r, r*2.4, 0.5)
		m.globe(x, y+r, r, t)
		m.plain(x, m.metal, 15, y-34, 15, y-34, 24, y+8, 24, y+8)
	}
}
