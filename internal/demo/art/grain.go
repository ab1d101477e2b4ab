package art

import (
	"image"
	"math/rand/v2"
	"sync"
)

const tile = 256

// paper is a tile of grain that repeats without a seam: fine tooth and a softer
// mottling, in steps of brightness.
var paper = sync.OnceValue(func() []int16 {
	r := rand.New(rand.NewPCG(17, 4)) //nolint:gosec // it draws pictures and keeps no secret
	fine, broad := noise(r), mellow(noise(r), 3)
	fine = mellow(fine, 1)
	out := make([]int16, tile*tile)
	for i := range out {
		out[i] = int16(fine[i]*1.2 + broad[i]*1.7)
	}
	return out
})

func noise(r *rand.Rand) []float64 {
	out := make([]float64, tile*tile)
	for i := range out {
		out[i] = r.NormFloat64() * 6
	}
	return out
}

// mellow averages every point with its neighbours, round the edges.
func mellow(in []float64, reach int) []float64 {
	out := in
	for _, step := range []int{1, tile} {
		next := make([]float64, len(out))
		for i := range out {
			var sum float64
			for k := -reach; k <= reach; k++ {
				x, y := i%tile, i/tile
				if step == 1 {
					x = (x + k + tile) % tile
				} else {
					y = (y + k + tile) % tile
				}
				sum += out[y*tile+x]
			}
			next[i] = sum / float64(2*reach+1)
		}
		out = next
	}
	return out
}

// grain lays the tooth of paper over the sheet.
func grain(sheet *image.RGBA, dx, dy int) {
	tooth := paper()
	for y := range sheet.Rect.Dy() {
		line := tooth[(y+dy)%tile*tile:][:tile]
		row := sheet.Pix[sheet.PixOffset(0, y):]
		for x := range sheet.Rect.Dx() {
			n := line[(x+dx)%tile]
			px := row[4*x : 4*x+3 : 4*x+3]
			for c := range px {
				px[c] = uint8(min(max(int16(px[c])+n, 0), 255))
			}
		}
	}
}
