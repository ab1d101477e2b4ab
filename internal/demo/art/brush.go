package art

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
)

// A brush paints on one sheet. Coordinates go through m; what lies outside the
// mask is left alone.
type brush struct {
	sheet *image.RGBA
	m     affine
	mask  *image.Alpha // nil: the whole sheet

	// touched is where anything has been painted so far.
	touched image.Rectangle

	ras     vector.Rasterizer
	scratch []uint8
}

// fill paints a path in one tone.
func (b *brush) fill(p path, t Tone) {
	col := t.rgb()
	b.paint(p, func(int) color.RGBA { return col }, true)
}

// wash paints a path from one tone at its top to another at its foot.
func (b *brush) wash(p path, top, foot Tone) {
	lo, hi := p.through(b.m).bounds()
	const steps = 96
	var ramp [steps]color.RGBA
	for i := range ramp {
		ramp[i] = top.mix(foot, float64(i)/(steps-1)).rgb()
	}
	b.paint(p, func(y int) color.RGBA {
		k := (float64(y) - lo.y) / math.Max(1, hi.y-lo.y)
		return ramp[min(max(int(k*steps), 0), steps-1)]
	}, false)
}

// within runs draw so that it cannot paint outside the path.
func (b *brush) within(p path, draw func()) {
	outer := b.mask
	defer func() { b.mask = outer }()
	area, cover := b.cover(p.through(b.m))
	if area.Empty() {
		return
	}
	mask := image.NewAlpha(area)
	copy(mask.Pix, cover)
	b.mask = mask
	draw()
}

// at runs draw with its origin moved to x, y, turned clockwise by deg and
// enlarged by size.
func (b *brush) at(x, y, deg, size float64, draw func()) {
	b.placed(b.m.move(x, y).turn(deg).scale(size, size), draw)
}

// flipped runs draw with left and right exchanged.
func (b *brush) flipped(draw func()) { b.placed(b.m.scale(-1, 1), draw) }

func (b *brush) placed(m affine, draw func()) {
	outer := b.m
	b.m = m
	draw()
	b.m = outer
}

// line draws straight lines of width w, with round ends, through x, y, x, y, ….
func (b *brush) line(w float64, t Tone, xy ...float64) { b.fill(stroke(points(xy), w), t) }

// curve draws a soft line of width w through the points.
func (b *brush) curve(w float64, t Tone, xy ...float64) {
	b.fill(stroke(spline(points(xy), false), w), t)
}

// outline draws the edge of a path.
func (b *brush) outline(p path, w float64, t Tone) {
	for _, line := range p {
		closed := append(append([]pt{}, line...), line[0])
		b.fill(stroke(closed, w), t)
	}
}

// dashes draws a line in pieces: on long, then off long, starting at phase.
func (b *brush) dashes(line []pt, w, on, off, phase float64, t Tone) {
	var all path
	for _, piece := range cut(line, on, off, phase) {
		all = append(all, stroke(piece, w)...)
	}
	b.fill(all, t)
}

// stroke is the area that a round pen of width w covers along a line. Its
// pieces all turn the same way, so that they add up and never cancel.
func stroke(line []pt, w float64) path {
	var out path
	r := w / 2
	for i := 1; i < len(line); i++ {
		a, c := line[i-1], line[i]
		if a == c {
			continue
		}
		deg := math.Atan2(c.y-a.y, c.x-a.x) * 180 / math.Pi
		out = append(out, append(nib(c, r, deg-90), nib(a, r, deg+90)...))
	}
	return out
}

// nib is the half circle at the end of a stroke. Thin strokes need few corners,
// and there are thousands of them.
func nib(at pt, r, from float64) []pt {
	n := 4 + min(int(r/3), 20)
	out := make([]pt, n+1)
	for i := range out {
		s, c := math.Sincos((from + 180*float64(i)/float64(n)) * math.Pi / 180)
		out[i] = pt{at.x + r*c, at.y + r*s}
	}
	return out
}

func cut(line []pt, on, off, phase float64) (pieces [][]pt) {
	var piece []pt
	pos := math.Mod(phase, on+off)
	for i := 1; i < len(line); i++ {
		a, c := line[i-1], line[i]
		length := math.Hypot(c.x-a.x, c.y-a.y)
		for done := 0.0; done < length; {
			edge := on
			if pos >= on {
				edge = on + off
			}
			step := math.Min(edge-pos, length-done) + 1e-9
			from, to := done/length, math.Min(1, (done+step)/length)
			if pos < on {
				if piece == nil {
					piece = append(piece, pt{a.x + (c.x-a.x)*from, a.y + (c.y-a.y)*from})
				}
				piece = append(piece, pt{a.x + (c.x-a.x)*to, a.y + (c.y-a.y)*to})
			} else if piece != nil {
				pieces, piece = append(pieces, piece), nil
			}
			done, pos = done+step, math.Mod(pos+step, on+off)
		}
	}
	if piece != nil {
		pieces = append(pieces, piece)
	}
	return pieces
}

// cover says how much of each pixel a path in pixels covers, within sheet and
// mask. The bytes are valid until the next call.
func (b *brush) cover(p path) (image.Rectangle, []uint8) {
	lo, hi := p.bounds()
	limit := b.sheet.Rect
	if b.mask != nil {
		limit = b.mask.Rect
	}
	r := image.Rect(int(math.Floor(lo.x)), int(math.Floor(lo.y)), int(math.Ceil(hi.x))+1, int(math.Ceil(hi.y))+1).Intersect(limit)
	if r.Empty() {
		return r, nil
	}
	w, h := r.Dx(), r.Dy()
	b.ras.Reset(w, h)
	for _, line := range p {
		b.trace(line, float64(r.Min.X), float64(r.Min.Y))
	}
	if cap(b.scratch) < w*h {
		b.scratch = make([]uint8, w*h)
	}
	cover := b.scratch[:w*h]
	dst := &image.Alpha{Pix: cover, Stride: w, Rect: image.Rect(0, 0, w, h)}
	b.ras.DrawOp = 1 // draw.Src
	b.ras.Draw(dst, dst.Rect, image.Opaque, image.Point{})
	if b.mask != nil {
		b.masked(r, cover)
	}
	return r, cover
}

func (b *brush) trace(line []pt, x0, y0 float64) {
	for i, p := range line {
		x, y := float32(p.x-x0), float32(p.y-y0)
		if i == 0 {
			b.ras.MoveTo(x, y)
		} else {
			b.ras.LineTo(x, y)
		}
	}
	b.ras.ClosePath()
}

func (b *brush) masked(r image.Rectangle, cover []uint8) {
	w := r.Dx()
	for y := range r.Dy() {
		row := cover[y*w : (y+1)*w]
		off := b.mask.PixOffset(r.Min.X, r.Min.Y+y)
		for x, m := range b.mask.Pix[off : off+w] {
			if row[x] != 0 {
				row[x] = uint8(uint32(row[x]) * uint32(m) / 255)
			}
		}
	}
}

func (b *brush) paint(p path, colour func(y int) color.RGBA, even bool) {
	r, cover := b.cover(p.through(b.m))
	b.touched = b.touched.Union(r)
	w := r.Dx()
	var col color.RGBA
	for y := range r.Dy() {
		if y == 0 || !even {
			col = colour(r.Min.Y + y)
		}
		off := b.sheet.PixOffset(r.Min.X, r.Min.Y+y)
		blend(b.sheet.Pix[off:off+4*w], cover[y*w:(y+1)*w], col)
	}
}

// blend lays a colour (not premultiplied) over a row of premultiplied pixels.
func blend(dst, cover []uint8, col color.RGBA) {
	r, g, bl, alpha := uint32(col.R), uint32(col.G), uint32(col.B), uint32(col.A)
	for x, c := range cover {
		if c == 0 {
			continue
		}
		px := dst[4*x : 4*x+4 : 4*x+4]
		a := (uint32(c)*alpha + 127) / 255
		if a == 255 {
			px[0], px[1], px[2], px[3] = col.R, col.G, col.B, 255
			continue
		}
		inv := 255 - a
		px[0] = uint8((r*a + uint32(px[0])*inv + 127) / 255)
		px[1] = uint8((g*a + uint32(px[1])*inv + 127) / 255)
		px[2] = uint8((bl*a + uint32(px[2])*inv + 127) / 255)
		px[3] = uint8((255*a + uint32(px[3])*inv + 127) / 255)
	}
}
