package art

import (
	"image"
	"math"
)

// A haze is a soft darkness over the sheet, kept at a fraction of its size: what
// is blurred needs no fine pixels.
type haze struct {
	w, h int
	dark []float32
}

// silhouette is the haze of what has been painted on a layer.
func silhouette(layer *image.RGBA, step int) *haze {
	h := &haze{w: layer.Rect.Dx()/step + 1, h: layer.Rect.Dy()/step + 1}
	h.dark = make([]float32, h.w*h.h)
	for y := range h.h {
		for x := range h.w {
			px, py := min(x*step+step/2, layer.Rect.Dx()-1), min(y*step+step/2, layer.Rect.Dy()-1)
			h.dark[y*h.w+x] = float32(layer.Pix[layer.PixOffset(px, py)+3]) / 255
		}
	}
	return h
}

func (h *haze) get(x, y int) float32 {
	if x < 0 || y < 0 || x >= h.w || y >= h.h {
		return 0
	}
	return h.dark[y*h.w+x]
}

// shifted is the shadow of something that floats a little above its ground.
func (h *haze) shifted(dx, dy float64) *haze {
	return h.mapped(func(x, y int) float32 { return h.get(x-int(dx), y-int(dy)) })
}

// laid is the shadow that something standing at the row base throws backwards
// over the floor, away from a low light at its left. It fades with distance.
func (h *haze) laid(base, lean, flat float64) *haze {
	return h.mapped(func(x, y int) float32 {
		up := (base - float64(y)) / flat
		if up < 0 || up > float64(h.h) {
			return 0
		}
		fade := 1 - up/(0.85*float64(h.h))
		return h.get(x-int(lean*up), int(base-up)) * float32(math.Max(0, fade))
	})
}

func (h *haze) mapped(f func(x, y int) float32) *haze {
	out := &haze{w: h.w, h: h.h, dark: make([]float32, len(h.dark))}
	for y := range h.h {
		for x := range h.w {
			out.dark[y*h.w+x] = f(x, y)
		}
	}
	return out
}

// soft blurs by three box blurs of the given radius, which look like one
// Gaussian blur.
func (h *haze) soft(radius int) *haze {
	for range 3 {
		h.boxed(radius, 1, h.w, h.h, h.w)
		h.boxed(radius, h.w, h.h, h.w, 1)
	}
	return h
}

func (h *haze) boxed(radius, step, length, lines, next int) {
	row := make([]float32, length)
	for l := range lines {
		at := l * next
		var sum float32
		for i := -radius; i < length; i++ {
			if j := i + radius; j < length {
				sum += h.dark[at+j*step]
			}
			if j := i - radius - 1; j >= 0 {
				sum -= h.dark[at+j*step]
			}
			if i >= 0 {
				row[i] = sum / float32(2*radius+1)
			}
		}
		for i, v := range row {
			h.dark[at+i*step] = v
		}
	}
}

// cast darkens the sheet by the haze towards the tone, at most by strength,
// between two rows of pixels.
func (h *haze) cast(sheet *image.RGBA, step int, t Tone, strength float64, from, to int) {
	col := t.rgb()
	ink := [3]float32{float32(col.R), float32(col.G), float32(col.B)}
	w := sheet.Rect.Dx()
	row := make([]float32, h.w+1)
	for y := max(from, 0); y < min(to, sheet.Rect.Dy()); y++ {
		if !h.row(row, (float32(y)+0.5)/float32(step)-0.5, float32(strength)) {
			continue
		}
		pix := sheet.Pix[sheet.PixOffset(0, y):]
		for x := range w {
			fx := (float32(x)+0.5)/float32(step) - 0.5
			i := max(int(fx), 0)
			k := max(fx-float32(i), 0)
			a := row[i] + (row[i+1]-row[i])*k
			if a < 0.002 {
				continue
			}
			px := pix[4*x : 4*x+3 : 4*x+3]
			for c := range px {
				px[c] = uint8(float32(px[c])*(1-a) + ink[c]*a + 0.5)
			}
		}
	}
}

// row reads one line of the haze between two of its own, and whether there is
// anything in it.
func (h *haze) row(out []float32, fy, strength float32) (any bool) {
	i := max(int(fy), 0)
	k := max(fy-float32(i), 0)
	for x := range h.w {
		v := h.get(x, i) + (h.get(x, i+1)-h.get(x, i))*k
		out[x] = v * strength
		any = any || v > 0.004
	}
	out[h.w] = out[h.w-1]
	return any
}

// glow lightens an oval of the sheet softly towards the tone.
func glow(sheet *image.RGBA, cx, cy, rx, ry float64, t Tone, strength float64) {
	col := t.rgb()
	light := [3]float64{float64(col.R), float64(col.G), float64(col.B)}
	r := image.Rect(int(cx-rx), int(cy-ry), int(cx+rx)+1, int(cy+ry)+1).Intersect(sheet.Rect)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		dy := (float64(y) - cy) / ry
		for x := r.Min.X; x < r.Max.X; x++ {
			dx := (float64(x) - cx) / rx
			far := dx*dx + dy*dy
			if far >= 1 {
				continue
			}
			a := (1 - far) * (1 - far) * strength
			px := sheet.Pix[sheet.PixOffset(x, y):]
			for c := range 3 {
				px[c] = uint8(float64(px[c])*(1-a) + light[c]*a + 0.5)
			}
		}
	}
}
