package auth

import (
	"context"
	"time"

	"github.com/google/uuid"

	"orion/internal/kit/errs"
	"orion/internal/kit/ratelimit"
	"orion/internal/kit/tenant"
	"orion/internal/viewer"
)

// After so many wrong passwords an account is closed for closedFor to the network that
// they came from. After many more it lets nobody in but one in a good minute, wherever
// they come from: who guesses from many networks gets no further, and the owner waits.
var (
	fromOneNetwork = ratelimit.Of(10, 15*time.Minute)
	fromEverywhere = ratelimit.Of(50, time.Hour)
	closedFor      = ratelimit.Of(1, 15*time.Minute)
)

func lockKey(what, account string, network ...string) string {
	return tenant.Key(uuid.Nil, append([]string{"wrong", what, account}, network...)...)
}

// lockedOut refuses a try of an account that had too many wrong ones: THROTTLED, whether
// there is such an account or not.
func (s *Service) lockedOut(ctx context.Context, account string) error {
	near := lockKey("closed", account, ratelimit.Network(viewer.RequestFrom(ctx).Address))
	if err := s.empty(ctx, near, closedFor); err != nil {
		return err
	}
	return s.empty(ctx, lockKey("far", account), fromEverywhere)
}

// empty refuses while a bucket is empty, and takes nothing out of it.
func (s *Service) empty(ctx context.Context, key string, of ratelimit.Limit) error {
	if s.limiter.Take(ctx, key, of, 0).Available > 0 {
		return nil
	}
	state := s.limiter.Take(ctx, key, of, 1) // only this tells how long to wait
	if !state.Allowed {
		return errs.TryAgain(state.Wait)
	}
	s.limiter.Give(ctx, key, of, 1) // it came back this very moment
	return nil
}

// wrong counts a wrong password or code of an account.
func (s *Service) wrong(ctx context.Context, account string) {
	at := ratelimit.Network(viewer.RequestFrom(ctx).Address)
	s.limiter.Take(ctx, lockKey("far", account), fromEverywhere, 1)
	if s.limiter.Take(ctx, lockKey("near", account, at), fromOneNetwork, 1).Available == 0 {
		s.limiter.Take(ctx, lockKey("closed", account, at), closedFor, 1)
	}
}
