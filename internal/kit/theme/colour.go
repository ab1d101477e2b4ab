package theme

import (
	"fmt"
	"math"
	"strconv"
)

// A rgb is a colour of the screen, each channel 0 to 255.
type rgb [3]uint8

// parse reads #rrggbb.
func parse(s string) (rgb, bool) {
	if len(s) != 7 || s[0] != '#' {
		return rgb{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return rgb{uint8(n >> 16), uint8(n >> 8), uint8(n)}, err == nil
}

func (c rgb) String() string { return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2]) }

func (c rgb) linear() (r, g, b float64) { return toLinear(c[0]), toLinear(c[1]), toLinear(c[2]) }

func toLinear(v uint8) float64 {
	f := float64(v) / 255
	if f <= 0.04045 {
		return f / 12.92
	}
	return math.Pow((f+0.055)/1.055, 2.4)
}

func fromLinear(v float64) uint8 {
	if v <= 0.0031308 {
		v *= 12.92
	} else {
		v = 1.055*math.Pow(v, 1/2.4) - 0.055
	}
	return uint8(math.Round(255 * min(1, max(0, v))))
}

// contrast is the ratio of two colours by WCAG 2, 1 to 21.
func contrast(a, b rgb) float64 {
	la, lb := a.luminance(), b.luminance()
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

func (c rgb) luminance() float64 {
	r, g, b := c.linear()
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// A tone is a colour by how it looks: lightness 0 to 1, chroma 0 to about 0.3, and hue
// in degrees (OKLCH). Changing the lightness leaves the other two as they look.
type tone struct{ l, c, h float64 }

// toneOf uses the matrices of the OKLab definition.
func toneOf(c rgb) tone {
	r, g, b := c.linear()
	l := math.Cbrt(0.4122214708*r + 0.5363325363*g + 0.0514459929*b)
	m := math.Cbrt(0.2119034982*r + 0.6806995451*g + 0.1073969566*b)
	s := math.Cbrt(0.0883024619*r + 0.2817188376*g + 0.6299787005*b)
	x := 1.9779984951*l - 2.4285922050*m + 0.4505937099*s
	y := 0.0259040371*l + 0.7827717662*m - 0.8086757660*s
	hue := math.Mod(math.Atan2(y, x)*180/math.Pi+360, 360)
	return tone{0.2104542553*l + 0.7936177850*m - 0.0040720468*s, math.Hypot(x, y), hue}
}

// rgb is the nearest colour that a screen can show: chroma gives way, lightness and
// hue stay.
func (t tone) rgb() rgb {
	for range 200 {
		r, g, b := t.linear()
		if shown(r) && shown(g) && shown(b) {
			break
		}
		t.c *= 0.98
	}
	r, g, b := t.linear()
	return rgb{fromLinear(r), fromLinear(g), fromLinear(b)}
}

func shown(v float64) bool { return v > -0.001 && v < 1.001 }

func (t tone) linear() (r, g, b float64) {
	y, x := math.Sincos(t.h * math.Pi / 180)
	x, y = x*t.c, y*t.c
	l := t.l + 0.3963377774*x + 0.2158037573*y
	m := t.l - 0.1055613458*x - 0.0638541728*y
	s := t.l - 0.0894841775*x - 1.2914855480*y
	l, m, s = l*l*l, m*m*m, s*s*s
	return 4.0767416621*l - 3.3077115913*m + 0.2309699292*s,
		-1.2684380046*l + 2.6097574011*m - 0.3413193965*s,
		-0.0041960863*l - 0.7034186147*m + 1.7076147010*s
}
