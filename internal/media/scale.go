package media

import (
	"fmt"
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// What is kept of a picture's sides.
const (
	maxWidth  = 1920
	maxHeight = 2400
)

// band is how many rows or columns are scaled at once. The scaler keeps 32 bytes for each
// pixel of a column's height and a row's new width, which would be half a gigabyte for a
// photograph; in bands it is a few megabytes.
const band = 64

// within is the size of a picture that fits into most and is not enlarged.
func within(width, height int, most image.Point) image.Point {
	if width <= most.X && height <= most.Y {
		return image.Pt(width, height)
	}
	by := min(float64(most.X)/float64(width), float64(most.Y)/float64(height))
	return image.Pt(max(1, int(float64(width)*by+0.5)), max(1, int(float64(height)*by+0.5)))
}

// scale returns a picture in another size, first made narrow and then low, band by band.
func scale(img image.Image, to image.Point) *image.RGBA {
	from := img.Bounds()
	narrow := image.NewRGBA(image.Rect(0, 0, to.X, from.Dy()))
	for y := 0; y < from.Dy(); y += band {
		rows := min(band, from.Dy()-y)
		part := image.Rect(from.Min.X, from.Min.Y+y, from.Max.X, from.Min.Y+y+rows)
		resample(narrow, image.Rect(0, y, to.X, y+rows), img, part)
	}
	if to.Y == from.Dy() {
		return narrow
	}
	out := image.NewRGBA(image.Rectangle{Max: to})
	for x := 0; x < to.X; x += band {
		columns := min(band, to.X-x)
		resample(out, image.Rect(x, 0, x+columns, to.Y), narrow, image.Rect(x, 0, x+columns, from.Dy()))
	}
	return out
}

// resample scales a part of a picture; parts of the same size are copied.
func resample(to *image.RGBA, there image.Rectangle, from image.Image, part image.Rectangle) {
	if there.Size() == part.Size() {
		draw.Draw(to, there, from, part.Min, draw.Src)
		return
	}
	draw.CatmullRom.Scale(to, there, from, part, draw.Src, nil)
}

// turned returns a picture upright that a camera was held for as EXIF counts.
func turned(img *image.RGBA, orientation int) *image.RGBA {
	if orientation < 2 {
		return img
	}
	w, h := img.Rect.Dx(), img.Rect.Dy()
	if orientation > 4 {
		w, h = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			sx, sy := origin(x, y, w, h, orientation)
			copy(out.Pix[out.PixOffset(x, y):][:4], img.Pix[img.PixOffset(sx, sy):][:4])
		}
	}
	return out
}

// origin is where a pixel of the upright picture, of w by h, lies in the one that was taken.
func origin(x, y, w, h, orientation int) (sx, sy int) {
	switch orientation {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return y, w - 1 - x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return h - 1 - y, x
	}
	return x, y
}

// average returns the mean colour of a picture, from a grid of its pixels.
func average(img image.Image) string {
	const steps = 16
	b := img.Bounds()
	var r, g, bl, n uint32
	for i := range steps {
		for j := range steps {
			c := color.RGBAModel.Convert(img.At(b.Min.X+i*b.Dx()/steps, b.Min.Y+j*b.Dy()/steps)).(color.RGBA)
			r, g, bl, n = r+uint32(c.R), g+uint32(c.G), bl+uint32(c.B), n+1
		}
	}
	return fmt.Sprintf("#%02x%02x%02x", r/n, g/n, bl/n)
}
