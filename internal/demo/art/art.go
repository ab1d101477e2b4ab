// Package art draws the pictures of the demo shops: goods in flat shapes on a
// quiet ground, in the few colours of their vendor, on paper with a little
// grain. Everything varies with a seed and nothing else: the same good is the
// same picture, byte for byte.
package art

import (
	"bytes"
	"fmt"
	"hash/fnv"
	"image"
	"image/draw"
	"image/png"
	"maps"
	"math/rand/v2"
	"slices"
)

// A Good says what is in a picture.
type Good struct {
	// Kind is one of Kinds, such as "pendant" or "rope".
	Kind string
	// Style is a form of the kind, such as "dome". Empty: the seed chooses.
	Style string
	// Colour and Second name colours of the palette. Empty: the seed chooses.
	Colour, Second string
	// Seed decides proportions, details and the ground behind.
	Seed uint64
	// View changes the ground, the light and the angle, never the good itself:
	// 0 is the first picture of a product, 1 the second.
	View uint64
}

// Kinds are the goods that can be drawn, sorted.
func Kinds() []string { return slices.Sorted(maps.Keys(kinds)) }

// Draw paints a good as a square picture of size by size pixels. It fails for a
// kind, a style or a colour that does not exist.
func Draw(g Good, p Palette, size int) (*image.RGBA, error) {
	k, ok := kinds[g.Kind]
	if !ok {
		return nil, fmt.Errorf("draw: no kind %q", g.Kind)
	}
	m, err := newMaker(g, k, p)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", g.Kind, err)
	}
	s := newStage(size, size, float64(size)/1000, dice(g.Seed, g.Kind, g.View+1), p)
	s.set(k.setting, m.body)
	s.show(m, k, s.spot(k))
	return s.finish(), nil
}

// PNG encodes a picture without loss and, for speed, without making it small:
// whoever keeps it writes it anew.
func PNG(img image.Image) ([]byte, error) {
	var buf bytes.Buffer
	e := png.Encoder{CompressionLevel: png.NoCompression}
	if err := e.Encode(&buf, img); err != nil {
		return nil, fmt.Errorf("encode png: %w", err)
	}
	return buf.Bytes(), nil
}

// dice is a source of chance of its own for each purpose, so that a change in
// how one thing is drawn does not change all the others.
func dice(seed uint64, purpose string, n uint64) *rand.Rand {
	h := fnv.New64a()
	_, _ = h.Write([]byte(purpose))                                    // never fails
	return rand.New(rand.NewPCG(seed, h.Sum64()+n*0x9e3779b97f4a7c15)) //nolint:gosec // it draws pictures and keeps no secret
}

// over lays what is painted on a layer on the sheet; r is where that is.
func over(sheet, layer *image.RGBA, r image.Rectangle) {
	draw.Draw(sheet, r, layer, r.Min, draw.Over)
}
