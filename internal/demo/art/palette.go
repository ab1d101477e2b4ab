package art

import (
	"math"
)

// A Palette is the world of one vendor: its colours by name and the ground that
// its goods are shown on.
type Palette struct {
	// Colours are those of the goods; Order lists the ones that the seed may choose.
	Colours map[string]Tone
	Order   []string
	// Walls are the grounds.
	Walls  []Tone
	Woods  []Tone
	Metals []Tone
	Ink    Tone
	Paper  Tone

	world world
	hero  []prop
	mark  func(*brush, Palette)
}

// world is the family of grounds that a vendor's goods stand on.
type world int

const (
	interior world = iota
	outdoor
	desk
)

// Lumiere is warm: clay, ochre, olive and brass in rooms of limewash.
var Lumiere = Palette{
	world: interior, hero: lumiereHero, mark: lumiereMark,
	Order: []string{"terracotta", "ochre", "olive", "plum", "sand", "petrol", "blush", "chalk"},
	Colours: map[string]Tone{
		"terracotta": lch(0.60, 0.125, 42), "ochre": lch(0.74, 0.125, 78), "olive": lch(0.55, 0.065, 118),
		"plum": lch(0.39, 0.075, 5), "sand": lch(0.80, 0.045, 75), "petrol": lch(0.45, 0.06, 205),
		"blush": lch(0.80, 0.062, 32), "chalk": lch(0.945, 0.014, 85), "charcoal": lch(0.33, 0.012, 60),
		"brass": lch(0.73, 0.095, 84), "sage": lch(0.73, 0.04, 140), "brick": lch(0.50, 0.13, 33),
	},
	Walls: []Tone{
		lch(0.925, 0.022, 78), lch(0.88, 0.038, 62), lch(0.86, 0.03, 110), lch(0.83, 0.05, 45),
		lch(0.90, 0.018, 220), lch(0.80, 0.07, 76), lch(0.70, 0.06, 40), lch(0.52, 0.05, 190), lch(0.44, 0.06, 20), lch(0.62, 0.05, 120),
	},
	Woods:  []Tone{lch(0.66, 0.075, 66), lch(0.52, 0.07, 52), lch(0.40, 0.045, 48), lch(0.76, 0.06, 76)},
	Metals: []Tone{lch(0.73, 0.095, 84), lch(0.35, 0.012, 60), lch(0.58, 0.085, 55)},
	Ink:    lch(0.27, 0.025, 40), Paper: lch(0.965, 0.013, 85),
}

// Alpine is clear: spruce, glacier and signal orange under wide skies.
var Alpine = Palette{
	world: outdoor, hero: alpineHero, mark: alpineMark,
	Order: []string{"orange", "spruce", "glacier", "sun", "slate", "moss", "berry", "navy"},
	Colours: map[string]Tone{
		"orange": lch(0.68, 0.17, 48), "spruce": lch(0.45, 0.075, 165), "glacier": lch(0.72, 0.075, 225),
		"sun": lch(0.83, 0.145, 88), "slate": lch(0.48, 0.025, 245), "moss": lch(0.60, 0.085, 130),
		"berry": lch(0.47, 0.135, 12), "navy": lch(0.36, 0.07, 255), "snow": lch(0.955, 0.008, 230),
		"steel": lch(0.76, 0.012, 240), "black": lch(0.29, 0.012, 250), "loam": lch(0.47, 0.06, 55), "red": lch(0.58, 0.18, 30),
	},
	Walls: []Tone{
		lch(0.93, 0.014, 225), lch(0.88, 0.03, 215), lch(0.90, 0.03, 80), lch(0.86, 0.045, 60),
		lch(0.84, 0.045, 190), lch(0.80, 0.055, 235), lch(0.87, 0.06, 88), lch(0.40, 0.05, 245), lch(0.42, 0.045, 180), lch(0.78, 0.07, 38),
	},
	Woods:  []Tone{lch(0.62, 0.07, 62), lch(0.72, 0.055, 74), lch(0.47, 0.05, 52)},
	Metals: []Tone{lch(0.78, 0.01, 240), lch(0.62, 0.012, 245), lch(0.36, 0.01, 250)},
	Ink:    lch(0.27, 0.03, 245), Paper: lch(0.965, 0.008, 220),
}

// Papyrus is bookish: cloth reds, ink blue, kraft and cream on a tidy desk.
var Papyrus = Palette{
	world: desk, hero: papyrusHero, mark: papyrusMark,
	Order: []string{"burgundy", "inkblue", "mustard", "bottle", "coral", "kraft", "lilac", "mist"},
	Colours: map[string]Tone{
		"burgundy": lch(0.42, 0.12, 17), "inkblue": lch(0.38, 0.095, 265), "mustard": lch(0.77, 0.13, 84),
		"bottle": lch(0.44, 0.07, 158), "coral": lch(0.69, 0.14, 30), "kraft": lch(0.70, 0.06, 68),
		"lilac": lch(0.74, 0.065, 305), "mist": lch(0.78, 0.045, 230), "cream": lch(0.95, 0.025, 90),
		"black": lch(0.27, 0.012, 280), "white": lch(0.975, 0.005, 90), "teal": lch(0.55, 0.075, 195), "rose": lch(0.82, 0.06, 10),
	},
	Walls: []Tone{
		lch(0.935, 0.022, 88), lch(0.89, 0.035, 20), lch(0.87, 0.03, 260), lch(0.88, 0.03, 150),
		lch(0.84, 0.07, 85), lch(0.80, 0.055, 25), lch(0.76, 0.045, 235), lch(0.45, 0.075, 262), lch(0.45, 0.10, 18), lch(0.50, 0.055, 160),
	},
	Woods:  []Tone{lch(0.62, 0.075, 60), lch(0.48, 0.065, 48), lch(0.73, 0.06, 75)},
	Metals: []Tone{lch(0.74, 0.09, 84), lch(0.78, 0.008, 260), lch(0.34, 0.01, 270)},
	Ink:    lch(0.26, 0.035, 275), Paper: lch(0.972, 0.014, 90),
}

// apart is how far two tones look apart; 0.1 is told at a glance.
func apart(t, u Tone) float64 {
	ta, tb := t.ab()
	ua, ub := u.ab()
	return math.Sqrt((t.L-u.L)*(t.L-u.L) + 1.6*((ta-ua)*(ta-ua)+(tb-ub)*(tb-ub)))
}
