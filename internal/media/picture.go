package media

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // decoders of what is taken
	"image/jpeg"
	"image/png"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // decoder of what is taken

	"orion/internal/kit/errs"
)

// The limits of a picture.
const (
	// MaxBytes is the largest file that is taken.
	MaxBytes = 10 << 20
	// maxPixels is checked before anything is decoded: 50 million take 200 MB.
	maxPixels = 50_000_000
	// maxSide is what is kept of either side.
	maxSide = 2000
	quality = 86
)

// A picture is checked and written anew, so that nothing but its pixels is left of
// what came in: no position of the camera, no script behind the last pixel.
type picture struct {
	content       []byte
	contentType   string
	extension     string
	width, height int
	color         string
	sum           [sha256.Size]byte
}

// read checks and rewrites a file. What it is decides its content, not its name.
func read(content []byte) (*picture, error) {
	if len(content) > MaxBytes {
		return nil, errs.New(errs.TooLong, "the picture is larger than %d MiB", MaxBytes>>20)
	}
	switch kind := mimetype.Detect(content).String(); kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
	default:
		return nil, errs.New(errs.Invalid, "the file is no JPEG, PNG, GIF or WebP picture")
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || cfg.Width <= 0 || cfg.Height <= 0 {
		return nil, errs.New(errs.Invalid, "the picture cannot be read")
	}
	if int64(cfg.Width)*int64(cfg.Height) > maxPixels {
		return nil, errs.New(errs.TooLong, "the picture has more than %d million pixels", maxPixels/1_000_000)
	}
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, errs.New(errs.Invalid, "the picture cannot be read")
	}
	return rewrite(fit(img))
}

func rewrite(img image.Image) (*picture, error) {
	var out bytes.Buffer
	p := &picture{width: img.Bounds().Dx(), height: img.Bounds().Dy(), color: average(img)}
	var err error
	if opaque(img) {
		p.contentType, p.extension = "image/jpeg", "jpg"
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	} else {
		p.contentType, p.extension = "image/png", "png"
		err = png.Encode(&out, img)
	}
	if err != nil {
		return nil, fmt.Errorf("write a picture: %w", err)
	}
	p.content, p.sum = out.Bytes(), sha256.Sum256(out.Bytes())
	return p, nil
}

// fit scales a picture down to maxSide.
func fit(img image.Image) image.Image {
	w, h := img.Bounds().Dx(), img.Bounds().Dy()
	if w <= maxSide && h <= maxSide {
		return img
	}
	scale := min(float64(maxSide)/float64(w), float64(maxSide)/float64(h))
	to := image.NewRGBA(image.Rect(0, 0, max(1, int(float64(w)*scale)), max(1, int(float64(h)*scale))))
	draw.CatmullRom.Scale(to, to.Bounds(), img, img.Bounds(), draw.Src, nil)
	return to
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
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
