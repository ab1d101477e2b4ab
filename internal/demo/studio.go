package demo

import (
	"context"
	"fmt"
	"net/url"
	"path"
	"strings"

	"orion/internal/demo/art"
	"orion/internal/kit/errs"
	"orion/internal/media"
)

// pictureHost is where the feeds of the demo say that their pictures are. There is
// no such host: what is asked of it is drawn.
const pictureHost = "pictures.example"

// pictureSize is the side of a product's picture in pixels.
const pictureSize = 800

// A Studio draws the pictures that the demo's feeds refer to and fetches all others
// from the world outside. It is safe for concurrent use.
type Studio struct {
	outside media.Fetcher
	goods   map[string]art.Good
	size    int
}

var _ media.Fetcher = (*Studio)(nil)

// NewStudio returns a Studio in front of outside.
func NewStudio(outside media.Fetcher) (*Studio, error) {
	g, err := goods()
	if err != nil {
		return nil, err
	}
	return &Studio{outside: outside, goods: g, size: pictureSize}, nil
}

// Fetch implements media.Fetcher. A picture that no article of the demo has is
// NOT_FOUND.
func (s *Studio) Fetch(ctx context.Context, address string) ([]byte, error) {
	u, err := url.Parse(address)
	if err != nil || u.Host != pictureHost {
		return s.outside.Fetch(ctx, address)
	}
	dir, file := path.Split(u.Path)
	id, view := strings.TrimSuffix(file, ".jpg"), uint64(0)
	if first, ok := strings.CutSuffix(id, "-2"); ok {
		id, view = first, 1
	}
	g, ok := s.goods[strings.ToUpper(id)]
	of := bySlug(strings.Trim(dir, "/"))
	if !ok || of == nil {
		return nil, errs.New(errs.NotFound, "not found")
	}
	g.View = view
	img, err := art.Draw(g, of.palette, s.size)
	if err != nil {
		return nil, fmt.Errorf("draw %s: %w", id, err)
	}
	return art.PNG(img)
}

func bySlug(slug string) *shop {
	for i := range shops {
		if shops[i].slug == slug {
			return &shops[i]
		}
	}
	return nil
}
