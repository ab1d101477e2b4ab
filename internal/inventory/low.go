package inventory

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/internal/store"
	"orion/internal/vendor"
	"orion/internal/viewer"
)

// lowHour is when a day of low stock ends, in UTC: before people in Europe begin to work.
const lowHour = 5 * time.Hour

// Owners are told of low stock: vendor.Service.
type Owners interface {
	// StockLow tells the owners of the viewer's vendor which variants have begun to run low on
	// a day, once.
	StockLow(ctx context.Context, tx *store.Tx, day time.Time, low []vendor.LowVariant) error
}

// TellLow has the owners of every vendor told of the variants that have begun to run low on
// the last day that is over, which now names. What was low before that day was told then,
// and is told again once it has been refilled. It can be repeated: each is told once. The
// viewer is the program, acting for the platform.
func (s *Service) TellLow(ctx context.Context, now time.Time, owners Owners) error {
	end := now.UTC().Add(-lowHour).Truncate(24 * time.Hour).Add(lowHour)
	all, err := s.lowSince(ctx, end.Add(-24*time.Hour), end)
	if err != nil {
		return err
	}
	for id, low := range all {
		if err := s.tellLow(ctx, id, end, low, owners); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellLow(ctx context.Context, id uuid.UUID, day time.Time, low []vendor.LowVariant, owners Owners) error {
	own := viewer.NewContext(ctx, viewer.ForVendor(id))
	err := s.db.Tx(own, func(tx *store.Tx) error { return owners.StockLow(own, tx, day, low) })
	if err != nil {
		return fmt.Errorf("tell of low stock: %w", err)
	}
	return nil
}
