package art

import (
	"fmt"
	"image"
)

// A prop is a good in a still life, placed in thousandths of its height.
type prop struct {
	good       Good
	x, y, size float64
}

// Hero paints the wide picture at the top of a shop: a still life of its goods
// with a quiet left third, where a sentence may stand.
func Hero(p Palette, w, h int) (*image.RGBA, error) {
	s := newStage(w, h, float64(h)/1000, dice(uint64(p.world), "hero", 0), p)
	heroGrounds[p.world](s)
	for _, q := range p.hero {
		k := kinds[q.good.Kind]
		m, err := newMaker(q.good, k, p)
		if err != nil {
			return nil, fmt.Errorf("draw hero: %w", err)
		}
		s.show(m, k, spot{x: q.x * s.w / 2000, y: q.y, size: q.size})
	}
	return s.finish(), nil
}

var heroGrounds = map[world]func(*stage){
	interior: func(s *stage) {
		s.wall = s.p.Walls[1]
		s.lime()
		s.fill(tray(1000*s.w/2000, 130, 560, 800, 280, 0), s.p.Walls[3])
		s.within(tray(1000*s.w/2000, 130, 560, 800, 280, 0), func() {
			s.fill(s.all().without(tray(1026*s.w/2000, 148, 560, 800, 280, 0)), s.p.Walls[3].up(-0.06))
		})
		s.boards(770, s.p.Walls[5].up(-0.06).quiet(0.8))
		s.fill(oval(1310*s.w/2000, 915, 560, 62), s.p.Colours["chalk"].up(-0.05))
		s.fill(oval(1310*s.w/2000, 915, 520, 54), s.p.Colours["blush"])
	},
	outdoor: func(s *stage) {
		s.wall = s.p.Walls[3]
		s.sky()
		s.fill(disc(1180*s.w/2000, 330, 120), s.p.Colours["sun"].mix(s.wall, 0.35))
		for i, t := range []string{"glacier", "slate", "spruce"} {
			s.fill(s.ridge(430+95*float64(i), 105-20*float64(i), 12), s.wall.mix(s.p.Colours[t], 0.26+0.14*float64(i)))
		}
		for x := -20.0; x < s.w; x += s.in(40, 84) {
			s.fir(x, 775, s.in(90, 190), s.wall.mix(s.p.Colours["spruce"], 0.72))
		}
		t := s.wall.mix(s.p.Colours["moss"], 0.6)
		s.edge, s.floor, s.plain = 745, t, true
		s.wash(s.hills(752, 10), t.up(0.02), t.up(-0.05))
	},
	desk: func(s *stage) {
		s.wall = s.p.Walls[4]
		s.lime()
		s.fill(rect(-5, 520, s.w+10, 500), s.wall.up(-0.05))
		s.boards(770, s.p.Woods[0].mix(s.wall, 0.35))
	},
}

var lumiereHero = []prop{
	{Good{Kind: "mirror", Style: "round", Colour: "brass", Seed: 4}, 1690, 300, 0.46},
	{Good{Kind: "pendant", Style: "dome", Colour: "terracotta", Second: "chalk", Seed: 8}, 1290, -150, 0.8},
	{Good{Kind: "floorlamp", Style: "lantern", Colour: "sand", Second: "chalk", Seed: 5}, 880, 862, 0.84},
	{Good{Kind: "armchair", Style: "shell", Colour: "petrol", Second: "ochre", Seed: 3}, 1270, 905, 0.86},
	{Good{Kind: "sidetable", Style: "pedestal", Colour: "plum", Second: "chalk", Seed: 2}, 1610, 905, 0.66},
	{Good{Kind: "vase", Style: "amphora", Colour: "ochre", Second: "chalk", Seed: 11}, 1820, 905, 0.62},
}

var alpineHero = []prop{
	{Good{Kind: "tent", Style: "dome", Colour: "orange", Second: "sun", Seed: 2}, 1290, 850, 1.12},
	{Good{Kind: "backpack", Style: "trekking", Colour: "spruce", Second: "slate", Seed: 6}, 1740, 905, 0.78},
	{Good{Kind: "stove", Style: "cartridge", Colour: "glacier", Second: "navy", Seed: 3}, 820, 900, 0.52},
	{Good{Kind: "cookware", Style: "mug", Colour: "red", Second: "snow", Seed: 4}, 955, 925, 0.34},
	{Good{Kind: "boots", Style: "hiking", Colour: "loam", Second: "sun", Seed: 5}, 1480, 940, 0.56},
	{Good{Kind: "camplantern", Style: "cage", Colour: "navy", Second: "sun", Seed: 7}, 1100, 930, 0.4},
}

var papyrusHero = []prop{
	{Good{Kind: "print", Style: "abstract", Colour: "inkblue", Second: "coral", Seed: 5}, 1180, 320, 0.72},
	{Good{Kind: "print", Style: "botanical", Colour: "bottle", Second: "bottle", Seed: 6}, 1570, 290, 0.56},
	{Good{Kind: "globe", Style: "tilted", Colour: "mist", Second: "bottle", Seed: 4}, 1785, 880, 0.82},
	{Good{Kind: "bookends", Style: "arch", Colour: "burgundy", Second: "inkblue", Seed: 9}, 1290, 880, 0.9},
	{Good{Kind: "desk", Style: "pot", Colour: "cream", Second: "coral", Seed: 3}, 905, 890, 0.7},
	{Good{Kind: "ink", Style: "round", Colour: "inkblue", Second: "black", Seed: 3}, 1075, 925, 0.5},
	{Good{Kind: "origami", Style: "crane", Colour: "coral", Second: "mustard", Seed: 3}, 1575, 925, 0.36},
}

// Mark draws the sign of a shop on nothing, for a logo.
func Mark(p Palette, size int) *image.RGBA {
	k := float64(size) / 100
	b := &brush{sheet: image.NewRGBA(image.Rect(0, 0, size, size)), m: affine{k, 0, 0, k, 0, 0}}
	p.mark(b, p)
	return b.sheet
}

// lumiereMark is a lamp over its light.
func lumiereMark(b *brush, p Palette) {
	b.fill(disc(50, 58, 27), p.Colours["ochre"].up(0.08))
	b.fill(dome(50, 55, 40, 36), p.Colours["terracotta"].up(-0.06))
	b.fill(rect(48.2, 4, 3.6, 18), p.Ink)
}

// alpineMark is two summits and the snow on them.
func alpineMark(b *brush, p Palette) {
	b.fill(poly(34, 86, 64, 30, 96, 86), p.Colours["glacier"].up(-0.1))
	b.fill(poly(4, 86, 38, 16, 72, 86), p.Colours["spruce"].up(-0.02))
	b.fill(poly(38, 16, 27, 38.6, 34, 34, 39, 42, 44.5, 34.6, 49.6, 40), p.Paper)
	b.fill(disc(78, 22, 9), p.Colours["orange"])
}

// papyrusMark is an open book.
func papyrusMark(b *brush, p Palette) {
	left := smooth(50, 28, 50, 28, 34, 19, 8, 20, 8, 20, 8, 76, 8, 76, 34, 75, 50, 84, 50, 84)
	b.fill(left, p.Colours["burgundy"])
	b.fill(left.through(affine{-1, 0, 0, 1, 100, 0}), p.Colours["burgundy"].up(-0.07))
	b.fill(rect(62, 20, 12, 38).and(poly(62, 58, 68, 51, 74, 58)), p.Colours["mustard"])
}
