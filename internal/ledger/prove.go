package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/payment"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Prove proves the ledger of every vendor that was ever paid: that each posting adds up to
// nothing, and that all agree with payments, refunds and orders. What it came to is written
// down, and those that do not agree are returned. It mends nothing: people have to look
// first. It is for a periodic job.
func (s *Service) Prove(ctx context.Context) (faulty []*ent.LedgerCheck, err error) {
	var vendors []uuid.UUID
	across := store.AcrossVendors(ctx, store.ReasonSchedule)
	if err := s.db.Payment.Query().Where(payment.PaidAtNotNil()).Unique(true).Select(payment.FieldVendorID).Scan(across, &vendors); err != nil {
		return nil, fmt.Errorf("find who was paid: %w", err)
	}
	for _, id := range vendors {
		c, one := s.ProveOne(viewer.NewContext(ctx, viewer.ForVendor(id)))
		if one != nil {
			err = errors.Join(err, fmt.Errorf("prove the ledger of %s: %w", id, one))
			continue
		}
		if len(c.Faults) > 0 {
			faulty = append(faulty, c)
		}
	}
	return faulty, err
}

// ProveOne proves the ledger of the viewer's vendor and writes down what it came to.
func (s *Service) ProveOne(ctx context.Context) (c *ent.LedgerCheck, err error) {
	ctx = viewer.Elevate(ctx)
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		found, orders, entries, err := faults(ctx, tx, viewer.From(ctx).VendorID)
		if err != nil {
			return err
		}
		made := tx.LedgerCheck.Create().SetOrders(orders).SetEntries(entries)
		if len(found) > 0 {
			made.SetFaults(found)
		}
		c, err = made.Save(ctx)
		return err
	})
	return c, err
}
