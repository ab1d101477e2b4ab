package inventory

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/internal/audit"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Difference says how many levels of a vendor are not the sum of their movements.
type Difference struct {
	VendorID uuid.UUID
	Levels   int
	// Variants are the first of them.
	Variants []uuid.UUID
}

// Prove compares the levels of all vendors with the sums of their movements, in one
// statement, and returns where they differ, which is a mistake of the program or of
// somebody at the database. Each is written into its vendor's record, and nothing is
// mended: people have to look first. It is for workers.
func (s *Service) Prove(ctx context.Context) ([]Difference, error) {
	var found []Difference
	across := store.AcrossVendors(ctx, store.ReasonSchedule)
	err := s.db.Tx(across, func(tx *store.Tx) (err error) {
		found, err = differences(across, tx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("prove stock: %w", err)
	}
	for _, d := range found {
		if err := s.tell(viewer.NewContext(ctx, viewer.ForVendor(d.VendorID)), d); err != nil {
			return found, fmt.Errorf("record a difference of stock: %w", err)
		}
	}
	return found, nil
}

func (s *Service) tell(ctx context.Context, d Difference) error {
	names := make([]string, len(d.Variants))
	for i, v := range d.Variants {
		names[i] = string(publicid.New("ProductVariant", v))
	}
	return s.db.Tx(ctx, func(tx *store.Tx) error {
		return audit.Record(ctx, tx, audit.Event{
			Action: "inventory.differ", TargetType: "Vendor", Target: string(publicid.New("Vendor", d.VendorID)),
			Data: map[string]string{"levels": strconv.Itoa(d.Levels), "variants": strings.Join(names, " ")},
		})
	})
}
