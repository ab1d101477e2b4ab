package auth

import (
	"context"
	"fmt"
	"time"

	"orion/ent/gen/ent/onetimetoken"
	"orion/ent/gen/ent/session"
	"orion/internal/settings"
	"orion/internal/store"
)

// sweptAtOnce bounds one statement.
const sweptAtOnce = 5_000

// Sweep records the impersonations whose time is up, removes sessions and links that
// ended longer ago than settings.SessionKeepDays, and returns how many it removed. It works in portions, so
// that it locks little and can be broken off.
func (s *Service) Sweep(ctx context.Context) (int, error) {
	ctx = store.AcrossVendors(ctx, store.ReasonSchedule)
	if err := s.endImpersonations(ctx); err != nil {
		return 0, fmt.Errorf("sweep: %w", err)
	}
	kept, err := s.set.Days(ctx, settings.SessionKeepDays)
	if err != nil {
		return 0, fmt.Errorf("sweep: %w", err)
	}
	before, total := s.clock.Now().Add(-kept), 0
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

// endImpersonations ends those whose time is up, so that the record says so. They let
// nobody in as it is.
func (s *Service) endImpersonations(ctx context.Context) error {
	for {
		ids, err := s.db.Session.Query().Where(session.RevokedAtIsNil(), session.ImpersonatorIDNotNil(), session.EndsAtLTE(s.clock.Now())).
			Limit(sweptAtOnce).IDs(ctx)
		if err != nil || len(ids) == 0 {
			return err
		}
		if err := s.db.Tx(ctx, func(tx *store.Tx) error { return s.revoke(ctx, tx, timeUp, session.IDIn(ids...)) }); err != nil {
			return err
		}
	}
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
