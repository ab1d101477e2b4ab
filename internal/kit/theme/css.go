package theme

import (
	"fmt"
	"math"
	"strings"
)

// readable is the least contrast of text, WCAG 2 level AA.
const readable = 4.5

// cards are the corners of cards by those of controls.
var cards = map[int]int{0: 0, 6: 10, 14: 20}

// A pairing is the typography of headings and text. The stacks are those of tokens.css.
type pairing struct{ heading, text, weight, tracking string }

var pairings = map[string]pairing{
	"system":    {"system", "system", "650", "-0.015em"},
	"grotesque": {"condensed", "grotesque", "650", "0"},
	"humanist":  {"humanist", "humanist", "650", "-0.01em"},
	"geometric": {"geometric", "humanist", "500", "-0.01em"},
	"literary":  {"old-style", "transitional", "500", "-0.01em"},
	"editorial": {"didone", "system", "400", "-0.01em"},
}

// Stylesheet returns the CSS that puts the theme into effect, after tokens.css: it sets
// custom properties in the layer "theme" and nothing else. The accent keeps its hue;
// its lightness gives way until text in it and text on it can be read in light and in
// dark. A value that is none of the choices is that of Default.
func (t Theme) Stylesheet() string {
	t = t.OrDefault()
	accent, _ := parse(t.Accent)
	light, dark := accents(accent)
	hue, tint := neutrals(accent)
	p := pairings[t.Fonts]
	var b strings.Builder
	// The order of layers is that of tokens.css, so that it holds whichever comes first.
	b.WriteString("@layer reset, tokens, base, components, pages, utilities, theme;\n\n@layer theme {\n  :root {\n")
	for _, line := range [][2]string{
		{"hue", fmt.Sprintf("%.1f", hue)},
		{"tint", fmt.Sprintf("%.4f", tint)},
		{"accent", fmt.Sprintf("light-dark(%s, %s)", light.fill, dark.fill)},
		{"on-accent", fmt.Sprintf("light-dark(%s, %s)", light.on, dark.on)},
		{"wash", fmt.Sprintf("light-dark(%s, %s)", wash(accent, 0.93, 0.04), wash(accent, 0.265, 0.04))},
		{"on-wash", fmt.Sprintf("light-dark(%s, %s)", wash(accent, 0.26, 0.03), wash(accent, 0.94, 0.012))},
		{"radius", fmt.Sprintf("%dpx", t.Radius)},
		{"radius-card", fmt.Sprintf("%dpx", cards[t.Radius])},
		{"font-heading", "var(--stack-" + p.heading + ")"},
		{"font-text", "var(--stack-" + p.text + ")"},
		{"heading-weight", p.weight},
		{"heading-tracking", p.tracking},
	} {
		fmt.Fprintf(&b, "    --%s: %s;\n", line[0], line[1])
	}
	b.WriteString("  }\n}\n")
	return b.String()
}

// OrDefault returns the theme with what is none of the choices as Default has it.
func (t Theme) OrDefault() Theme {
	if t == (Theme{}) {
		return Default
	}
	if _, ok := parse(t.Accent); !ok {
		t.Accent = Default.Accent
	}
	if _, ok := pairings[t.Fonts]; !ok {
		t.Fonts = Default.Fonts
	}
	if _, ok := cards[t.Radius]; !ok {
		t.Radius = Default.Radius
	}
	return t
}

// A pair is a fill and the text on it.
type pair struct{ fill, on rgb }

// accents returns the accent for light and for dark pages.
func accents(accent rgb) (light, dark pair) {
	t := toneOf(accent)
	light.on = tone{0.99, min(t.c, 0.004), t.h}.rgb()
	dark.on = tone{0.2, min(t.c, 0.03), t.h}.rgb()
	light.fill = reach(t, -0.005, grounds(accent, 0.99, 0.965, 0.95, 0.93), light.on)
	if t.l < 0.7 {
		t.l = 0.7 // a dark page wants a light accent, not merely one that can be read
	}
	dark.fill = reach(t, 0.005, grounds(accent, 0.165, 0.19, 0.225, 0.265), dark.on)
	return light, dark
}

// reach changes the lightness step by step until the colour can be read on all grounds,
// on a tint of itself too, and its own text on it.
func reach(t tone, step float64, on []rgb, text rgb) rgb {
	for ; t.l > 0 && t.l < 1; t.l += step {
		c := t.rgb()
		least := contrast(c, text)
		for _, ground := range on {
			least = min(least, contrast(c, ground), contrast(c, mix(c, ground, 0.1)))
		}
		if least >= readable {
			return c
		}
	}
	return tone{min(1, max(0, t.l)), 0, 0}.rgb() // black or white, which can always be read
}

// grounds are the surfaces of a page, by lightness: tokens.css makes them of the hue.
func grounds(accent rgb, lightness ...float64) []rgb {
	hue, tint := neutrals(accent)
	out := make([]rgb, len(lightness))
	for i, l := range lightness {
		out[i] = tone{l, tint, hue}.rgb()
	}
	return out
}

// neutrals are the hue of the greys and their trace of it: none for a grey accent.
func neutrals(accent rgb) (hue, tint float64) {
	t := toneOf(accent)
	return paper(t.h), min(0.012, t.c/12)
}

func wash(accent rgb, lightness, chroma float64) rgb {
	t := toneOf(accent)
	return tone{lightness, min(chroma, t.c/3, 0.026), paper(t.h)}.rgb()
}

// paper returns the hue of the greys beside an accent: its own, but for reds and
// oranges, whose greys would be pink.
func paper(hue float64) float64 {
	if hue > 75 && hue < 330 {
		return hue
	}
	if hue >= 330 {
		hue -= 360
	}
	return 70 + (hue-30)*0.12
}

// mix is k of a over b, near enough to color-mix in OKLab for a tenth.
func mix(a, b rgb, k float64) rgb {
	ta, tb := toneOf(a), toneOf(b)
	ay, ax := math.Sincos(ta.h * math.Pi / 180)
	by, bx := math.Sincos(tb.h * math.Pi / 180)
	x, y := ax*ta.c*k+bx*tb.c*(1-k), ay*ta.c*k+by*tb.c*(1-k)
	return tone{ta.l*k + tb.l*(1-k), math.Hypot(x, y), math.Mod(math.Atan2(y, x)*180/math.Pi+360, 360)}.rgb()
}
