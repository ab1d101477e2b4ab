package auth

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/settings"
	"orion/internal/viewer"
)

// throttle refuses a try of an account, such as "VENDOR/lumiere/owner@…", or of the
// caller's address that comes too early. An account of "" is none.
func (s *Service) throttle(ctx context.Context, account string) error {
	if at := ratelimit.Network(viewer.RequestFrom(ctx).Address); at != "" {
		most, err := s.most(ctx, settings.SignInPerAddress, s.limits.PerAddress)
		if err != nil {
			return err
		}
		if err := s.take(ctx, "address/"+at, most); err != nil {
			return err
		}
	}
	if account == "" {
		return nil
	}
	most, err := s.most(ctx, settings.SignInPerAccount, s.limits.PerAccount)
	if err != nil {
		return err
	}
	return s.take(ctx, "account/"+account, most)
}

// most is how many tries there are a minute: as it is set, or otherwise where nothing can be.
func (s *Service) most(ctx context.Context, key settings.Key, otherwise int) (int, error) {
	if s.set == nil {
		return otherwise, nil
	}
	return s.set.Int(ctx, key)
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
