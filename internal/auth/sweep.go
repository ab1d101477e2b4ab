package auth

import (
	"context"
	"fmt"
	"time"

	"orion/ent/gen/ent/onetimetoken"
	"orion/ent/gen/ent/session"
	"orion/internal/store"
)

const (
	// keptAfter is how long what has ended is kept for those who look back.
	keptAfter = 30 * 24 * time.Hour
	// sweptAtOnce bounds one statement.
	sweptAtOnce = 5_000
)

// Sweep removes sessions and links that ended more than 30 days ago, and returns how
// many. It works in portions, so that it locks little and can be broken off.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	ctx = store.AcrossVendors(ctx, store.ReasonSchedule)
	before, total := s.clock.Now().Add(-keptAfter), 0
	for _, portion := range []func(context.Context, time.Time) (int, error){s.sweepSessions, s.sweepLinks} {
		for {
			n, err := portion(ctx, before)
			if err != nil {
				return total, fmt.Errorf("sweep: %w", err)
			}
			total += n
			if n < sweptAtOnce {
				break
			}
		}
	}
	return total, nil
}

func (s *Service) sweepSessions(ctx context.Context, before time.Time) (int, error) {
	ids, err := s.db.Session.Query().
		Where(session.Or(session.RevokedAtLT(before), session.ExpiresAtLT(before))).Limit(sweptAtOnce).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return s.db.Session.Delete().Where(session.IDIn(ids...)).Exec(ctx)
}

func (s *Service) sweepLinks(ctx context.Context, before time.Time) (int, error) {
	ids, err := s.db.OneTimeToken.Query().
		Where(onetimetoken.Or(onetimetoken.UsedAtLT(before), onetimetoken.ExpiresAtLT(before))).Limit(sweptAtOnce).IDs(ctx)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return s.db.OneTimeToken.Delete().Where(onetimetoken.IDIn(ids...)).Exec(ctx)
}
