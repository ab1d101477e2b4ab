package art

import (
	"image"
	"math/rand/v2"
)

// A stage is the ground of a picture and what stands before it. It is drawn in
// units of a thousandth of the picture's height.
type stage struct {
	*brush
	r     *rand.Rand
	p     Palette
	scale float64 // pixels per unit
	step  int     // pixels per point of haze
	w     float64 // units
	wall  Tone
	floor Tone
	base  float64 // where goods stand
	edge  float64 // where the floor begins
	plain bool    // nothing shadows the wall: the ground is a landscape
}

func newStage(w, h int, scale float64, r *rand.Rand, p Palette) *stage {
	sheet := image.NewRGBA(image.Rect(0, 0, w, h))
	return &stage{
		brush: &brush{sheet: sheet, m: affine{scale, 0, 0, scale, 0, 0}},
		r:     r, p: p, scale: scale, step: max(2, h/125), w: float64(w) / scale,
	}
}

func (s *stage) in(lo, hi float64) float64 { return lo + (hi-lo)*s.r.Float64() }

func (s *stage) chance(p float64) bool { return s.r.Float64() < p }

// set chooses the tones that let the body stand out and paints the ground.
func (s *stage) set(how setting, body Tone) {
	s.wall = s.choose(body)
	s.floor = s.wall.up(s.in(-0.1, -0.05)).warm(s.in(-12, 12))
	if s.wall.L < 0.6 {
		s.floor = s.wall.up(s.in(-0.09, 0.1))
	}
	s.base, s.edge = 845, 1000
	grounds := rooms[s.p.world][how]
	grounds[s.r.IntN(len(grounds))](s)
}

func (s *stage) choose(body Tone) Tone {
	for range 40 {
		// Light grounds come first in the list and are the usual case.
		t := s.p.Walls[min(s.r.IntN(len(s.p.Walls)), s.r.IntN(len(s.p.Walls)+3))]
		if apart(t, body) > 0.2 {
			return t.up(s.in(-0.015, 0.015)).warm(s.in(-6, 6))
		}
	}
	return s.p.Paper
}

// spot is where a single good goes, and how large.
type spot struct{ x, y, size, turn float64 }

func (s *stage) spot(k kind) spot {
	size := k.size * s.in(0.96, 1.04)
	switch k.setting {
	case hang:
		return spot{500, 0, size, 0}
	case wall:
		return spot{500, 455, size, 0}
	case flat:
		return spot{500, 500, size, s.in(-9, 9)}
	default:
		return spot{500 + s.in(-14, 14), s.base, size, 0}
	}
}

// show draws a good with its shadow and its light.
func (s *stage) show(m *maker, k kind, at spot) {
	layer := image.NewRGBA(s.sheet.Rect)
	m.on(layer, s.m.move(at.x, at.y).turn(at.turn).scale(at.size, at.size))
	k.draw(m)

	shape := silhouette(layer, s.step)
	switch k.setting {
	case stand, roomy:
		s.ground(shape, at)
	case hang:
		shape.shifted(7, 3).soft(4).cast(s.sheet, s.step, s.shade(), 0.2, 0, s.sheet.Rect.Dy())
	case wall:
		shape.shifted(3, 3).soft(2).cast(s.sheet, s.step, s.shade(), 0.42, 0, s.sheet.Rect.Dy())
	case flat:
		shape.shifted(2, 2).soft(1).cast(s.sheet, s.step, s.shade(), 0.34, 0, s.sheet.Rect.Dy())
		shape.shifted(4, 5).soft(4).cast(s.sheet, s.step, s.shade(), 0.26, 0, s.sheet.Rect.Dy())
	}
	for _, l := range m.lamps {
		strength := l.strength * min(1, 0.45+0.6*s.wall.L) // dark walls give little back
		glow(s.sheet, l.x, l.y, l.r, l.r, lch(0.97, 0.06, 88), strength)
	}
	over(s.sheet, layer, m.touched)
}

// ground lays the shadows of a good that stands: where it touches, and the long
// one that the light throws over the floor.
func (s *stage) ground(shape *haze, at spot) {
	base := at.y * s.scale / float64(s.step)
	h := s.sheet.Rect.Dy()
	touch := shape.mapped(func(x, y int) float32 {
		if y < int(base)-1 || y > int(base)+1 {
			return 0
		}
		return max(shape.get(x-1, int(base)-1), shape.get(x-1, int(base)-2))
	})
	shape.laid(base+0.5, 0.9, 0.17).soft(2).cast(s.sheet, s.step, s.shade(), 0.4, int(s.edge*s.scale), h)
	touch.soft(1).cast(s.sheet, s.step, s.shade(), 0.62, 0, h)
	if !s.plain {
		shape.shifted(9, 2).soft(5).cast(s.sheet, s.step, s.shade(), 0.13, 0, int(s.edge*s.scale))
	}
}

func (s *stage) shade() Tone { return s.floor.up(-0.34).quiet(0.9) }

// finish is the picture.
func (s *stage) finish() *image.RGBA {
	grain(s.sheet, s.r.IntN(tile), s.r.IntN(tile))
	return s.sheet
}

// all is the whole sheet.
func (s *stage) all() path { return rect(-5, -5, s.w+10, 1010) }

// boards is the floor or the table below y.
func (s *stage) boards(y float64, t Tone) {
	s.edge = y
	s.floor = t
	s.wash(rect(-5, y, s.w+10, 1010-y), t.up(0.012), t.up(-0.03))
}

// lime is a wall that is a little lighter towards the window.
func (s *stage) lime() { s.wash(s.all(), s.wall.up(0.018), s.wall.up(-0.012)) }
