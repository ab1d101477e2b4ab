package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"code.dny.dev/ssrf"
	"github.com/google/uuid"

	"orion/ent/gen/ent/mediafile"
	"orion/internal/enum"
	"orion/internal/kit/errs"
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
	return s.fill(ctx, m, content)
}

// GiveUp marks a picture that could not be fetched; why is for the vendor.
func (s *Service) GiveUp(ctx context.Context, id uuid.UUID, why string) error {
	err := s.db.MediaFile.UpdateOneID(id).SetStatus(enum.MediaStatusFailed).SetFailure(cut(why, 200)).Exec(ctx)
	if err != nil {
		return fmt.Errorf("give up picture %s: %w", id, err)
	}
	return nil
}

// The limits of a request to another host.
const (
	fetchTimeout = 20 * time.Second
	dialTimeout  = 5 * time.Second
	maxHops      = 5
)

// World fetches over HTTP from public addresses only: the address that a name
// resolved to is checked where it is dialled, at every hop.
type World struct{ client *http.Client }

// NewWorld returns a World.
func NewWorld() *World {
	dialer := &net.Dialer{Timeout: dialTimeout, Control: ssrf.New().Safe}
	return &World{client: &http.Client{
		Timeout: fetchTimeout,
		Transport: &http.Transport{ // no proxy: one would dial for us, unchecked
			DialContext: dialer.DialContext, TLSHandshakeTimeout: dialTimeout,
			ResponseHeaderTimeout: dialTimeout, MaxIdleConnsPerHost: 4,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) >= maxHops || !web(req.URL.Scheme) {
				return errs.New(errs.Invalid, "the address leads nowhere")
			}
			return nil
		},
	}}
}

func web(scheme string) bool { return scheme == "http" || scheme == "https" }

// Fetch implements Fetcher.
func (w *World) Fetch(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil || !web(req.URL.Scheme) || req.URL.User != nil {
		return nil, errs.New(errs.Invalid, "the address cannot be fetched")
	}
	res, err := w.client.Do(req)
	if errors.Is(err, ssrf.ErrProhibitedIP) || errors.Is(err, ssrf.ErrProhibitedPort) || errors.Is(err, ssrf.ErrProhibitedNetwork) {
		return nil, errs.New(errs.Invalid, "the address cannot be fetched")
	}
	if err != nil {
		return nil, fmt.Errorf("get: %w", err)
	}
	defer res.Body.Close()
	switch {
	case res.StatusCode == http.StatusTooManyRequests || res.StatusCode >= 500:
		return nil, fmt.Errorf("the host answered %d", res.StatusCode)
	case res.StatusCode != http.StatusOK:
		return nil, errs.New(errs.Invalid, "the host answered %d", res.StatusCode)
	}
	content, err := io.ReadAll(io.LimitReader(res.Body, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read: %w", err)
	}
	return content, nil
}
