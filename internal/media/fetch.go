package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/fetch"
)

// A Fetcher gets a file from another host, at most MaxBytes of it. An *errs.Error
// means that trying again cannot help.
type Fetcher interface {
	Fetch(ctx context.Context, url string) ([]byte, error)
}

// Fetch gets the file of a picture that was referred to. A picture that is READY is
// left as it is. An *errs.Error means that trying again cannot help.
func (s *Service) Fetch(ctx context.Context, id uuid.UUID) error {
	m, err := s.db.MediaFile.Query().Where(mediafile.ID(id)).Only(ctx)
	if err != nil {
		return fmt.Errorf("find picture %s: %w", id, err)
	}
	if m.Status == enum.MediaStatusReady || m.SourceURL == nil {
		return nil
	}
	content, err := s.world.Fetch(ctx, *m.SourceURL)
	if err != nil {
		return fmt.Errorf("fetch picture %s: %w", id, err)
	}
	if _, err := s.fill(ctx, m, content); err != nil {
		return fmt.Errorf("make picture %s: %w", id, err)
	}
	return nil
}

// fetchTimeout bounds a request to another host.
const fetchTimeout = 20 * time.Second

// World fetches over HTTP from public addresses only; see package fetch.
type World struct{ client *fetch.Client }

// NewWorld returns a World.
func NewWorld() *World { return &World{client: fetch.New()} }

// Fetch implements Fetcher.
func (w *World) Fetch(ctx context.Context, url string) ([]byte, error) {
	res, err := w.client.Get(ctx, fetch.Request{URL: url, Total: fetchTimeout, Idle: fetchTimeout, Bytes: MaxBytes})
	if err != nil {
		return nil, told(err)
	}
	defer func() { _ = res.Body.Close() }()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, told(err)
	}
	return content, nil
}

// told says in words of ours why nothing was fetched, where trying again cannot help.
func told(err error) error {
	e, ok := errors.AsType[*fetch.Error](err)
	switch {
	case !ok || e.Again:
		return fmt.Errorf("get: %w", err)
	case e.Code == fetch.CodeTooLarge:
		return errs.New(errs.TooLong, "the picture is larger than %d MiB", MaxBytes>>20)
	case e.Code == fetch.CodeRedirect:
		return errs.New(errs.Invalid, "the address leads nowhere")
	case e.Status != 0:
		return errs.New(errs.Invalid, "the host answered %d", e.Status)
	}
	return errs.New(errs.Invalid, "the address cannot be fetched")
}
