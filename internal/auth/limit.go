package auth

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

// throttle refuses a try of an account, such as "VENDOR/lumiere/owner@…", or of the
// caller's address that comes too early. An account of "" is none.
func (s *Service) throttle(ctx context.Context, account string) error {
	if at := ratelimit.Network(viewer.RequestFrom(ctx).Address); at != "" {
		if err := s.take(ctx, "address/"+at, s.limits.PerAddress); err != nil {
			return err
		}
	}
	if account == "" {
		return nil
	}
	return s.take(ctx, "account/"+account, s.limits.PerAccount)
}

// take counts one try of a key that has so many a minute. One that comes too early is
// THROTTLED, and does not count.
func (s *Service) take(ctx context.Context, key string, perMinute int) error {
	// Who tries is not known yet, nor whether the vendor that they name is one: the keys
	// are the platform's.
	got := s.limiter.Take(ctx, tenant.Key(uuid.Nil, "sign-in", key), ratelimit.PerMinute(perMinute), 1)
	if !got.Allowed {
		return errs.TryAgain(got.Wait)
	}
	return nil
}

// accountKey names an account before it is known whether there is one.
func accountKey(audience viewer.Audience, slug, email string) string {
	email = strings.ToLower(strings.TrimSpace(email))
	return tenant.Key(uuid.Nil, string(audience), slug, email[:min(len(email), 254)])
}
