package auth

import (
	"context"
	"fmt"

	"orion/ent/gen/ent/session"
	"orion/internal/store"
)

// sweptAtOnce bounds one statement.
const sweptAtOnce = 5_000

// Sweep records the impersonations whose time is up. They are read in portions, so that it
// can be broken off.
func (s *Service) Sweep(ctx context.Context) error {
	if err := s.endImpersonations(store.AcrossVendors(ctx, store.ReasonSchedule)); err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	return nil
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
