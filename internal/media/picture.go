package media

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif"  // decoders of what is taken
	_ "image/jpeg" // decoders of what is taken
	_ "image/png"  // decoders of what is taken

	"github.com/gabriel-vasile/mimetype"
	_ "golang.org/x/image/webp" // decoder of what is taken

	"orion/internal/kit/errs"
)

// The limits of a picture.
const (
	// MaxBytes is the largest file that is taken.
	MaxBytes = 10 << 20
	// maxPixels is checked before anything is decoded.
	maxPixels = 50_000_000
	// maxDecoded is what a picture may take once it is decoded, in bytes. It lets all of
	// maxPixels through but for pictures that take more than eight bytes each, which are
	// progressive JPEGs: these may have 26 million.
	maxDecoded = 400_000_000
)

// A header is what a file says of itself before it is decoded.
type header struct {
	kind          string
	width, height int
	orientation   int
}

// look reads the header of a file, checks it against the limits and decodes nothing.
// What a file is decides its content, not its name and not what was said of it.
func look(content []byte) (header, error) {
	if len(content) > MaxBytes {
		return header{}, errs.New(errs.TooLong, "the picture is larger than %d MiB", MaxBytes>>20)
	}
	h := header{kind: mimetype.Detect(content).String(), orientation: 1}
	switch h.kind {
	case "image/jpeg", "image/png", "image/gif", "image/webp":
	default:
		return header{}, errs.New(errs.Invalid, "the file is no JPEG, PNG, GIF or WebP picture")
	}
	cfg, _, err := image.DecodeConfig(bytes.NewReader(content))
	if err != nil || cfg.Width <= 0 || cfg.Height <= 0 {
		return header{}, errs.New(errs.Invalid, "the picture cannot be read")
	}
	if int64(cfg.Width)*int64(cfg.Height) > maxPixels {
		return header{}, errs.New(errs.TooLong, "the picture has more than %d million pixels", maxPixels/1_000_000)
	}
	h.width, h.height = cfg.Width, cfg.Height
	each := depth(cfg.ColorModel)
	if h.kind == "image/jpeg" {
		segments := segmentsOf(content)
		h.orientation = segments.orientation
		if segments.progressive {
			each = 15 // coefficients of four bytes for each of three colours, and the picture itself
		}
	}
	if most := maxDecoded / each; int64(cfg.Width)*int64(cfg.Height) > int64(most) {
		return header{}, errs.New(errs.TooLong, "the picture has more than %d million pixels", most/1_000_000)
	}
	return h, nil
}

// depth is how many bytes a pixel of a colour model takes.
func depth(m color.Model) int {
	switch m {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.GrayModel, color.AlphaModel:
		return 1
	case color.Gray16Model:
		return 2
	}
	return 4
}

// decode reads the pixels of a file that look has let through, upright and not larger than
// what is kept of a picture. Nothing else of the file is left: no position of the camera,
// no script behind the last pixel.
func decode(content []byte, h header) (*image.RGBA, error) {
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		return nil, errs.New(errs.Invalid, "the picture cannot be read")
	}
	width, height := img.Bounds().Dx(), img.Bounds().Dy()
	if width*height > maxPixels || width <= 0 || height <= 0 { // one that is not what its header said
		return nil, errs.New(errs.Invalid, "the picture cannot be read")
	}
	most := image.Pt(maxWidth, maxHeight)
	if h.orientation > 4 {
		most = image.Pt(maxHeight, maxWidth)
	}
	return turned(scale(img, within(width, height, most)), h.orientation), nil
}
