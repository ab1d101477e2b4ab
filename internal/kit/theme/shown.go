package theme

import "math"

// A Preview is what a theme makes of a shop: its stylesheet, and its accent on light and on
// dark pages.
type Preview struct {
	Stylesheet  string
	Light, Dark Shown
}

// Shown is an accent as pages show it.
type Shown struct {
	// Color is the accent and Text that of text on it, like #7a3b2e.
	Color, Text string
	// Contrast is between the two, by WCAG 2: 4.5 to 21, to the hundredth.
	Contrast float64
	// Adjusted says that Color is not what was chosen, which could not be read.
	Adjusted bool
}

// Preview returns what the theme makes of a shop.
func (t Theme) Preview() *Preview {
	accent, _ := parse(t.OrDefault().Accent)
	light, dark := accents(accent)
	return &Preview{Stylesheet: t.Stylesheet(), Light: light.shown(accent), Dark: dark.shown(accent)}
}

func (p pair) shown(chosen rgb) Shown {
	ratio := math.Floor(contrast(p.fill, p.on)*100) / 100
	return Shown{Color: p.fill.String(), Text: p.on.String(), Contrast: ratio, Adjusted: p.fill != chosen}
}
