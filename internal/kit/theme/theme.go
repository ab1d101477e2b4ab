// Package theme is what a vendor may choose for the look of its shop, and the
// stylesheet that comes of it.
package theme

import (
	"slices"

	"orion/internal/kit/errs"
)

// Theme holds checked values only, so that a stylesheet made of them cannot do
// more than colour a page.
type Theme struct {
	// Accent is a colour like #7a3b2e.
	Accent string `json:"accent,omitempty"`
	// Fonts names one of the pairings of the shop's stylesheet.
	Fonts string `json:"fonts,omitempty"`
	// Radius of controls in pixels: 0, 6 or 14.
	Radius int `json:"radius"`
}

// Default is the look of a shop whose vendor has chosen nothing: the zero Theme.
var Default = Theme{Accent: "#4b4ec6", Fonts: "system", Radius: 6}

// Fonts are the names of the pairings.
var Fonts = []string{"system", "grotesque", "humanist", "geometric", "literary", "editorial"}

// Check refuses what is none of the choices; path names the theme in the arguments.
func (t Theme) Check(path string) error {
	if _, ok := parse(t.Accent); !ok {
		return errs.Field(path+".accent", "must be a colour like %s", Default.Accent)
	}
	if !slices.Contains(Fonts, t.Fonts) {
		return errs.Field(path+".fonts", "is no pairing of fonts")
	}
	if _, ok := cards[t.Radius]; !ok {
		return errs.Field(path+".radius", "must be 0, 6 or 14")
	}
	return nil
}
