package auth

import (
	"context"
	"crypto/subtle"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/viewer"
)

// usedEvery is how exact the last use of a key is known.
const usedEvery = time.Minute

// notForKeys are permissions that no key has: a stolen key must not make keys, let people
// in or turn the shop over.
var notForKeys = []enum.Permission{
	enum.PermissionTeamWrite, enum.PermissionKeyWrite, enum.PermissionSettingsWrite,
}

// A keyState is what is known of a key that works.
type keyState struct {
	hash   []byte
	slug   string
	ends   *time.Time
	viewer *viewer.Viewer
	// used is when its last use was noted, in microseconds.
	used atomic.Int64
}

// authenticateKey is Authenticate for API keys: what it returns has no user and no
// session, and the same rules hold. That a key is used is noted in the background.
func (s *Service) authenticateKey(ctx context.Context, key string) (*viewer.Viewer, error) {
	refused := errs.New(errs.Unauthenticated, "the API key is not good, or not any more")
	id, ok := readKey(key)
	if !ok {
		return nil, refused
	}
	now := s.clock.Now()
	k, err := s.keys.Get(ctx, id, func(ctx context.Context) (*keyState, error) {
		return lookUpKey(ctx, s.db.Platform, id, now)
	})
	switch {
	case err != nil:
		return nil, err
	case k == nil || subtle.ConstantTimeCompare(k.hash, hashOf(key)) != 1, k.ends != nil && !k.ends.After(now):
		return nil, refused
	}
	if named := viewer.RequestFrom(ctx).Vendor; named != "" && named != k.slug {
		return nil, errs.New(errs.Forbidden, "the API key is another vendor's")
	}
	s.noteUse(ctx, id, k, now)
	return k.viewer, nil
}

// noteUse writes down that a key was used, once a minute, and has nobody wait for it.
func (s *Service) noteUse(ctx context.Context, id uuid.UUID, k *keyState, now time.Time) {
	noted := k.used.Load()
	if now.UnixMicro()-noted < usedEvery.Microseconds() || !k.used.CompareAndSwap(noted, now.UnixMicro()) {
		return
	}
	ctx = context.WithoutCancel(ctx)
	s.behind.Go(func() {
		ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		if err := touchKey(ctx, s.db.Platform, id, now); err != nil {
			s.log.WarnContext(ctx, "auth: the use of an API key is not noted", "key", id, "err", err)
		}
	})
}

// Close waits for what is still written in the background. Call it when no request comes
// in any more, before the database is closed.
func (s *Service) Close() { s.behind.Wait() }
