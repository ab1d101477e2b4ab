package art

import "math"

func stool(m *maker) {
	h := m.in(330, 390)
	switch m.style {
	case "round":
		r := m.in(150, 180)
		m.line(15, m.wood.up(-0.1), -r*0.3, -h, -r*0.42, -18)
		m.line(15, m.wood.up(-0.1), r*0.3, -h, r*0.42, -18)
		m.fill(poly(-r*0.74-10, -h, -r*0.74+14, -h, -r*0.96+8, 0, -r*0.96-8, 0), m.wood)
		m.fill(poly(r*0.74-14, -h, r*0.74+10, -h, r*0.96+8, 0, r*0.96-8, 0), m.wood.up(-0.04))
		m.line(9, m.wood.up(-0.05), -r*0.84, -h*0.42, r*0.84, -h*0.42)
		m.fill(tray(-r, -h-44, 2*r, 62, 30, 14), m.body)
		m.fill(tray(r*0.4, -h-44, r*0.6, 62, 30, 14), m.body.up(-0.06))
	case "drum":
		w, hh := m.in(160, 190), m.in(270, 310)
		m.round(0, m.body, w*0.9, -hh, w, -hh*0.86, w, -hh*0.14, w*0.9, 0, w*0.9, 0)
		m.fill(oval(0, -hh+4, w*0.9, 30), m.body.up(0.05))
		for k := -0.9; k < 0.95; k += 0.15 {
			m.fill(flank(0, k-0.02, k+0.02, w*0.9, -hh, w, -hh*0.86, w, -hh*0.14, w*0.9, 0, w*0.9, 0), m.body.up(-0.085))
		}
	case "saddle":
		m.fill(poly(-150, -h+10, -122, -h+10, -178, 0, -198, 0), m.wood)
		m.fill(poly(150, -h+10, 122, -h+10, 178, 0, 198, 0), m.wood.up(-0.05))
		m.line(13, m.wood.up(-0.03), -168, -h*0.36, 168, -h*0.36)
		m.line(11, m.wood.up(-0.07), -150, -h*0.6, 150, -h*0.6)
		m.fill(smooth(-190, -h-30, -190, -h-30, -90, -h-8, 90, -h-8, 190, -h-30, 190, -h-30, 196, -h+6, 120, -h+26, -120, -h+26, -196, -h+6), m.body)
	case "turned":
		r := m.in(130, 155)
		m.round(0, m.body, r, -h, r, -h, r, -h+34, r*0.7, -h+50, r*0.34, -h*0.66, r*0.62, -h*0.5, r*0.34, -h*0.34, r*0.8, -46, r*0.92, -30, r*0.92, 0, r*0.92, 0)
		m.fill(oval(0, -h, r, 20), m.body.up(0.05))
	}
}

func sideTable(m *maker) {
	h, r := m.in(340, 400), m.in(190, 230)
	switch m.style {
	case "tray":
		m.line(11, m.metal.up(-0.05), -r*0.4, -h, r*0.62, -8)
		m.line(11, m.metal, r*0.4, -h, -r*0.62, 0)
		m.line(11, m.metal, -r*0.8, -h, r*0.1, 0)
		m.fill(tray(-r, -h-34, 2*r, 44, 6, 16), m.body)
		m.fill(rect(r*0.4, -h-34, r*0.58, 40), m.body.up(-0.06))
	case "pedestal":
		m.round(0, m.body, 40, -h, 40, -h, 34, -h*0.6, 70, -60, r*0.62, 0, r*0.62, 0)
		m.fill(box(-r, -h-26, 2*r, 38, 19), m.second)
		m.fill(box(r*0.3, -h-26, r*0.7, 38, 19), m.second.up(-0.05))
	default:
		m.legs(r*0.8, -h, 20, m.wood)
		m.fill(box(-r, -h*0.42, 2*r, 20, 10), m.wood.up(-0.05))
		m.fill(box(-r, -h-22, 2*r, 34, 17), m.body)
	}
	m.at(-r*0.36, -h-24, 0, 0.42, func() {
		m.round(0, m.accent, 56, -230, 56, -230, 44, -190, 120, -110, 96, 0, 96, 0)
		m.leaf(0, -220, 190, -18, lch(0.52, 0.06, 125))
		m.leaf(10, -220, 170, 22, lch(0.46, 0.06, 130))
	})
	for i, t := range []Tone{m.second, m.paper.up(-0.05)} {
		m.fill(box(r*0.12, -h-46-22*float64(i), r*0.62-20*float64(i), 22, 3), t)
	}
}

func mirror(m *maker) {
	frame := m.body
	glassTone := lch(0.9, 0.018, 215)
	var out, in path
	w, h := m.in(200, 235), m.in(270, 310)
	edge := m.in(20, 40)
	switch m.style {
	case "round":
		out, in = disc(0, 0, 265), disc(0, 0, 265-edge)
	case "arch":
		out, in = tray(-w, -h, 2*w, 2*h, w, 12), tray(-w+edge, -h+edge, 2*w-2*edge, 2*h-2*edge, w-edge, 6)
	case "oval":
		out, in = oval(0, 0, w, h), oval(0, 0, w-edge, h-edge)
	case "pebble":
		k := m.in(-0.12, 0.12)
		knots := []float64{-230, -40, -150, -230, 60, -265, 235, -130, 225 + 200*k, 130, 40, 250, -180, 200}
		out, in = smooth(knots...), smooth(scaled(knots, 1-edge/250)...)
	case "sun":
		n := m.n(18, 28)
		for i := range n {
			a := float64(i) * 2 * math.Pi / float64(n)
			long := 300.0
			if i%2 == 1 {
				long = 250
			}
			m.line(13, frame.up(0.02*float64(i%2)), 165*math.Cos(a), 165*math.Sin(a), long*math.Cos(a), long*math.Sin(a))
		}
		out, in = disc(0, 0, 185), disc(0, 0, 160)
	}
	m.fill(out, frame)
	m.within(out, func() { m.fill(out.moved(60, 70), frame.up(-0.06)) })
	m.fill(in, glassTone)
	m.within(in, func() {
		m.wash(rect(-400, -400, 800, 800), glassTone.up(0.05), glassTone.up(-0.06))
		x := m.in(-200, 40)
		m.fill(poly(x, -400, x+130, -400, x-230, 400, x-360, 400), glassTone.up(0.07).veil(0.8))
		m.fill(poly(x+170, -400, x+200, -400, x-160, 400, x-190, 400), glassTone.up(0.07).veil(0.8))
		m.fill(in.without(in.moved(9, 12)).moved(0, 0), m.ink.veil(0.07))
	})
}

func scaled(xy []float64, k float64) []float64 {
	out := make([]float64, len(xy))
	for i, v := range xy {
		out[i] = v * k
	}
	return out
}

func clock(m *maker) {
	r := m.in(225, 255)
	face := m.body
	switch m.style {
	case "round":
		m.fill(disc(0, 0, r), m.second)
		m.fill(disc(0, 0, r-22), face)
	case "wood":
		m.fill(disc(0, 0, r), m.wood)
		m.within(disc(0, 0, r), func() {
			for i := range 7 {
				m.curve(3, m.wood.up(-0.05), -300, -200+70*float64(i), -80, -190+70*float64(i)+m.in(-20, 20), 300, -210+70*float64(i))
			}
		})
		face = m.wood
	case "half":
		m.fill(disc(0, 0, r), face)
		m.within(disc(0, 0, r), func() { m.fill(poly(-300, 60, 300, -60, 300, 300, -300, 300), m.second) })
	case "square":
		m.fill(box(-r, -r, 2*r, 2*r, 70), m.second)
		m.fill(box(-r+20, -r+20, 2*r-40, 2*r-40, 54), face)
	}
	mark := m.ink
	if face.L < 0.6 {
		mark = m.paper
	}
	dots := m.chance(0.4)
	for i := range 12 {
		a := float64(i) * math.Pi / 6
		s, c := math.Sincos(a)
		long := 22.0
		if i%3 == 0 {
			long = 42
		}
		if dots {
			m.fill(disc(s*(r-54), c*(r-54), long/4.5), mark)
			continue
		}
		m.line(8, mark, s*(r-42), c*(r-42), s*(r-42-long), c*(r-42-long))
	}
	m.hand(m.in(290, 320), r*0.48, 17, mark)
	m.hand(m.in(40, 75), r*0.7, 12, mark)
	m.hand(m.in(100, 260), r*0.74, 5, m.accent)
	m.fill(disc(0, 0, 16), m.accent)
}

// hand is a clock's hand, deg clockwise from noon.
func (m *maker) hand(deg, long, w float64, t Tone) {
	s, c := math.Sincos(deg * math.Pi / 180)
	m.line(w, t, -s*long*0.16, c*long*0.16, s*long, -c*long)
}

func sconce(m *maker) {
	switch m.style {
	case "globes":
		m.fill(disc(0, 40, 62), m.body)
		m.fill(disc(0, 40, 40), m.body.up(-0.06))
		m.curve(17, m.metal, -190, -10, -190, 60, -150, 74, 0, 40, 150, 74, 190, 60, 190, -10)
		for _, x := range []float64{-190, 190} {
			m.shine(x, -96, 300, 0.55)
			m.globe(x, -96, 112, bulbTone)
			m.plain(x, m.metal, 46, -6, 46, -6, 34, 22, 34, 22)
		}
	case "dish":
		m.shine(0, 0, 480, 0.75)
		m.fill(disc(0, 0, 195), m.body)
		m.within(disc(0, 0, 195), func() { m.fill(disc(0, 0, 195).without(disc(-24, -24, 176)), m.body.up(-0.07)) })
		m.fill(disc(0, 0, 62), m.second)
	case "updown":
		m.shine(0, -250, 300, 0.7)
		m.shine(0, 250, 300, 0.7)
		m.fill(oval(0, -170, 84, 17), bulbTone)
		m.round(0, m.body, 86, -168, 86, -168, 86, 168, 86, 168)
		m.fill(rect(-86, -12, 172, 24), m.second)
	}
}
