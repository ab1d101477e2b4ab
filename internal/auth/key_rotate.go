package auth

import (
	"context"
	"fmt"
	"time"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// RotateKey makes the key that follows an active one: with its name and permissions and,
// where that was to end, as long a life. The old one goes on working for the overlap, 0 to
// 168 hours, or until it was to end anyway. The second result is the new key itself, which
// nobody sees again. INVALID_STATE at id unless the old one is ACTIVE, INVALID at id where
// it may what the viewer lacks, INVALID at overlapHours.
func (s *Service) RotateKey(ctx context.Context, id publicid.ID, overlapHours int) (*ent.ApiKey, string, error) {
	if overlapHours < 0 || overlapHours > int(maxOverlap.Hours()) {
		return nil, "", errs.Field("overlapHours", "must be 0 to %d", int(maxOverlap.Hours()))
	}
	v, err := keyWriter(ctx)
	if err != nil {
		return nil, "", err
	}
	var (
		k      *ent.ApiKey
		secret string
	)
	own := viewer.Elevate(ctx)
	err = s.db.Tx(own, func(tx *store.Tx) error {
		if err := lockKeys(ctx, tx.Pgx, v.VendorID); err != nil {
			return err
		}
		old, err := s.rotatable(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := s.retire(ctx, tx, old, time.Duration(overlapHours)*time.Hour); err != nil {
			return err
		}
		next := newKeyRow{name: old.Name, may: enum.PermissionsOf(old.Permissions), replaces: &old.ID}
		if old.ExpiresAt != nil {
			ends := s.clock.Now().Add(old.ExpiresAt.Sub(old.CreatedAt))
			next.ends = &ends
		}
		k, secret, err = s.insertKey(ctx, tx, next)
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("rotate an API key: %w", err)
	}
	return k, secret, nil
}

// rotatable locks a key and returns it if the viewer may have one that follows it.
func (s *Service) rotatable(ctx context.Context, tx *store.Tx, id publicid.ID) (*ent.ApiKey, error) {
	own := viewer.Elevate(ctx)
	old, err := keyForUpdate(own, tx, id)
	if err != nil {
		return nil, err
	}
	next, err := successor(own, tx.Client, old)
	if err != nil {
		return nil, err
	}
	if is := s.KeyStatus(old, next != nil); is != enum.ApiKeyStatusActive {
		return nil, errs.New(errs.InvalidState, "only an active API key can be replaced").At("id")
	}
	if err := checkGrants(viewer.From(ctx), enum.PermissionsOf(old.Permissions), "id"); err != nil {
		return nil, err
	}
	working, err := s.ofStatus(tx.ApiKey.Query(), enum.ApiKeyStatusActive, enum.ApiKeyStatusRetiring).Count(own)
	if err != nil {
		return nil, fmt.Errorf("count keys: %w", err)
	}
	if working >= maxWorking {
		return nil, errs.New(errs.QuotaExceeded, "there are %d API keys already: revoke one first", maxWorking)
	}
	return old, nil
}

// retire has a key end after the overlap, if it does not before.
func (s *Service) retire(ctx context.Context, tx *store.Tx, old *ent.ApiKey, overlap time.Duration) error {
	ends := s.clock.Now().Add(overlap)
	if old.ExpiresAt != nil && old.ExpiresAt.Before(ends) {
		ends = *old.ExpiresAt
	}
	after, err := tx.ApiKey.UpdateOne(old).SetExpiresAt(ends).Save(viewer.Elevate(ctx))
	if err != nil {
		return fmt.Errorf("retire a key: %w", err)
	}
	return s.keyChanged(ctx, tx, "key.rotate", old, after)
}
