package art

import (
	"image/color"
	"math"
)

// A Tone is a colour in OKLCH: lightness 0 to 1, chroma about 0 to 0.2, hue in
// degrees, and how opaque it is. Shading by lightness keeps the hue, so that two
// colours of a palette still belong together in light and in shadow.
type Tone struct {
	L, C, H float64
	A       float64
}

// lch is an opaque tone.
func lch(l, c, h float64) Tone { return Tone{l, c, h, 1} }

// up lightens by d; a negative d darkens and calms the colour a little.
func (t Tone) up(d float64) Tone {
	t.L = math.Min(0.985, math.Max(0.08, t.L+d))
	if d > 0 {
		t.C *= 1 - d*0.6
	}
	return t
}

// veil is the same tone, opaque by a only.
func (t Tone) veil(a float64) Tone {
	t.A = a
	return t
}

// warm turns the hue by d degrees.
func (t Tone) warm(d float64) Tone {
	t.H += d
	return t
}

// quiet scales the chroma.
func (t Tone) quiet(k float64) Tone {
	t.C *= k
	return t
}

// mix goes from t (k = 0) to u (k = 1) in a straight line through OKLab.
func (t Tone) mix(u Tone, k float64) Tone {
	ta, tb := t.ab()
	ua, ub := u.ab()
	a, b := ta+(ua-ta)*k, tb+(ub-tb)*k
	return Tone{
		L: t.L + (u.L-t.L)*k,
		C: math.Hypot(a, b),
		H: math.Atan2(b, a) * 180 / math.Pi,
		A: t.A + (u.A-t.A)*k,
	}
}

func (t Tone) ab() (a, b float64) {
	s, c := math.Sincos(t.H * math.Pi / 180)
	return t.C * c, t.C * s
}

// rgb is the nearest colour that a screen can show: chroma gives way until
// every channel fits, lightness and hue stay.
func (t Tone) rgb() color.RGBA {
	for range 24 {
		r, g, b := t.linear()
		if inGamut(r) && inGamut(g) && inGamut(b) {
			break
		}
		t.C *= 0.94
	}
	r, g, b := t.linear()
	return color.RGBA{gamma(r), gamma(g), gamma(b), uint8(255*t.A + 0.5)}
}

func (t Tone) linear() (r, g, b float64) {
	ca, cb := t.ab()
	l := t.L + 0.3963377774*ca + 0.2158037573*cb
	m := t.L - 0.1055613458*ca - 0.0638541728*cb
	s := t.L - 0.0894841775*ca - 1.2914855480*cb
	l, m, s = l*l*l, m*m*m, s*s*s
	r = 4.0767416621*l - 3.3077115913*m + 0.2309699292*s
	g = -1.2684380046*l + 2.6097574011*m - 0.3413193965*s
	b = -0.0041960863*l - 0.7034186147*m + 1.7076147010*s
	return r, g, b
}

func inGamut(v float64) bool { return v > -0.002 && v < 1.002 }

func gamma(v float64) uint8 {
	v = math.Min(1, math.Max(0, v))
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(v*255 + 0.5)
}
