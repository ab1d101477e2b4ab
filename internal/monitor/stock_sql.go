package monitor

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
)

// scarce is a variant that is running low.
type scarce struct {
	vendor, variant uuid.UUID
	sku             string
	left            int64
}

// What changed within the last minutes, over all vendors at once; a vendor's first notes are not all
// that ever ran low. Who restocks many at once is told of a few.
const latelyLow = `SELECT v.vendor_id, v.id, v.sku, l.on_hand - l.reserved FROM product_variants v
JOIN inventory_levels l ON l.vendor_id = v.vendor_id AND l.variant_id = v.id
WHERE v.low_stock AND l.updated_at >= now() - interval '3 minutes' ORDER BY l.updated_at DESC LIMIT 50`

func (s *Service) lately(ctx context.Context) ([]scarce, error) {
	rows, err := s.db.Platform.Query(ctx, latelyLow)
	if err != nil {
		return nil, fmt.Errorf("look for low stock: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (v scarce, err error) {
		return v, row.Scan(&v.vendor, &v.variant, &v.sku, &v.left)
	})
	if err != nil {
		return nil, fmt.Errorf("look for low stock: %w", err)
	}
	return out, nil
}
