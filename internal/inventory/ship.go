package inventory

import (
	"context"

	"github.com/google/uuid"

	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// Ship takes from the shelf, within the caller's transaction, what an order held and
// sends now. Of what it does not hold nothing was ever counted, so nothing is taken: the
// stock of other orders is never touched.
func (s *Service) Ship(ctx context.Context, tx *store.Tx, order uuid.UUID, lines []Line) error {
	return s.move(ctx, tx, enum.InventoryMovementKindShip, order, lines, held, func(n int64) change {
		return change{onHand: -n, reserved: -n}
	})
}

// Unship puts what Ship took back on the shelf and holds it for the order again.
func (s *Service) Unship(ctx context.Context, tx *store.Tx, order uuid.UUID, lines []Line) error {
	return s.move(ctx, tx, enum.InventoryMovementKindUnship, order, lines, shipped, func(n int64) change {
		return change{onHand: n, reserved: n}
	})
}

// ReleaseSome gives back a part of what an order holds; Release gives back all.
func (s *Service) ReleaseSome(ctx context.Context, tx *store.Tx, order uuid.UUID, lines []Line) error {
	return s.move(ctx, tx, enum.InventoryMovementKindRelease, order, lines, held, func(n int64) change {
		return change{reserved: -n}
	})
}

// Return puts what a buyer sent back on the shelf, where it can be sold again. A variant
// that is gone has no shelf.
func (s *Service) Return(ctx context.Context, tx *store.Tx, order uuid.UUID, lines []Line) error {
	return s.move(ctx, tx, enum.InventoryMovementKindReturn, order, lines, nil, func(n int64) change {
		return change{onHand: n}
	})
}

// A measure is what an order has of each variant.
type measure func(context.Context, *store.Tx, uuid.UUID) (map[uuid.UUID]int64, error)

// move records and makes a change of each line's level, of no more than most says that
// there is. It measures after the lock, so that of two at once the second finds what the
// first left.
func (s *Service) move(ctx context.Context, tx *store.Tx, kind enum.InventoryMovementKind, order uuid.UUID, lines []Line, most measure, by func(int64) change) error {
	why := cause{kind: kind, order: order, actor: viewer.From(ctx).UserID}
	ctx = viewer.Elevate(ctx)
	variants, wanted := summed(lines)
	rows, err := lockLevels(ctx, tx, ofVariants(variants))
	if err != nil {
		return err
	}
	if most != nil {
		there, err := most(ctx, tx, order)
		if err != nil {
			return err
		}
		for id, n := range wanted {
			wanted[id] = max(0, min(n, there[id]))
		}
	}
	var changes []change
	for _, l := range rows {
		if n := wanted[l.VariantID]; n > 0 {
			c := by(n)
			c.level = l
			changes = append(changes, c)
		}
	}
	return s.apply(ctx, tx, why, changes)
}

// summed adds up lines of the same variant.
func summed(lines []Line) ([]uuid.UUID, map[uuid.UUID]int64) {
	variants, sums := make([]uuid.UUID, len(lines)), make(map[uuid.UUID]int64, len(lines))
	for i, l := range lines {
		variants[i] = l.VariantID
		sums[l.VariantID] += l.Quantity
	}
	return variants, sums
}
