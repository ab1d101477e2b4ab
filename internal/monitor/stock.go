package monitor

import (
	"context"
	"fmt"
	"strconv"

	"orion/internal/notify"
	"orion/internal/store"
	"orion/internal/viewer"
)

// tellOfStock tells the teams of variants that have begun to run low. Each is told once a day at
// most, however often it goes up and down.
func (s *Service) tellOfStock(ctx context.Context) error {
	low, err := s.lately(ctx)
	if err != nil {
		return err
	}
	day := s.clock.Now().Format("2006-01-02")
	for _, v := range low {
		own := viewer.NewContext(ctx, viewer.ForVendor(v.vendor))
		err := s.db.Tx(own, func(tx *store.Tx) error {
			return notify.Tell(own, tx, notify.Note{
				Kind: notify.NoteStockLow, VendorID: v.vendor, Event: v.variant.String() + "/" + day,
				Data: map[string]string{"sku": v.sku, "left": strconv.FormatInt(v.left, 10)},
			})
		})
		if err != nil {
			return fmt.Errorf("tell of low stock: %w", err)
		}
	}
	return nil
}
