package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"orion/internal/kit/rendition"
)

// quality is that of JPEG copies.
const quality = 82

// widths are those of a picture's smaller copies. A picture is never enlarged.
var widths = []int{320, 640, 960, 1280}

// A copied is a picture in one size and format, written anew.
type copied struct {
	rendition.Rendition // without a key
	extension           string
	content             []byte
}

// A picture is what is kept of a file.
type picture struct {
	copies []copied // narrowest first; those of one width have WebP last
	main   copied
	color  string
	sum    [sha256.Size]byte // of the pixels
	webp   bool
}

func (p *picture) all() []copied { return append(p.copies[:len(p.copies):len(p.copies)], p.main) }

// read checks a file and makes what is kept of it. One picture is decoded at a time, so
// that memory is bounded by the limits of one.
func (s *Service) read(ctx context.Context, content []byte) (*picture, error) {
	h, err := look(content)
	if err != nil {
		return nil, err
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to read a picture: %w", ctx.Err())
	}
	img, err := decode(content, h)
	if err != nil {
		return nil, err
	}
	p, err := sized(img)
	if err != nil {
		return nil, err
	}
	return p, s.addWebP(ctx, p)
}

// sized makes a picture with its smaller copies.
func sized(img *image.RGBA) (*picture, error) {
	p := &picture{color: average(img), sum: fingerprint(img)}
	opaque := img.Opaque()
	for _, w := range widths {
		if w >= img.Rect.Dx() {
			break
		}
		height := max(1, (img.Rect.Dy()*w+img.Rect.Dx()/2)/img.Rect.Dx())
		c, err := encode(scale(img, image.Pt(w, height)), opaque)
		if err != nil {
			return nil, err
		}
		p.copies = append(p.copies, c)
	}
	var err error
	p.main, err = encode(img, opaque)
	return p, err
}

// encode writes a picture: as PNG where one can see through it, as JPEG elsewhere.
func encode(img *image.RGBA, opaque bool) (copied, error) {
	var out bytes.Buffer
	c := copied{Rendition: rendition.Rendition{Width: img.Rect.Dx(), Height: img.Rect.Dy(), ContentType: "image/jpeg"}, extension: "jpg"}
	var err error
	if opaque {
		err = jpeg.Encode(&out, img, &jpeg.Options{Quality: quality})
	} else {
		c.ContentType, c.extension = "image/png", "png"
		err = png.Encode(&out, img)
	}
	if err != nil {
		return copied{}, fmt.Errorf("write a picture: %w", err)
	}
	c.content, c.Bytes = out.Bytes(), int64(out.Len())
	return c, nil
}

// fingerprint is the same for pictures of the same size and pixels.
func fingerprint(img *image.RGBA) (sum [sha256.Size]byte) {
	h := sha256.New()
	h.Write(binary.BigEndian.AppendUint64(nil, uint64(img.Rect.Dx())))
	h.Write(img.Pix)
	return [sha256.Size]byte(h.Sum(nil))
}
