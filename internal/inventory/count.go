package inventory

import (
	"context"
	"fmt"
	"math"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Stocktake is how many of each variant were counted.
type Stocktake struct {
	// Lines name each variant once.
	Lines []Line
	// Reason is 1 to 200 characters, for the ledger.
	Reason string
	// Actor is the member of the team who ordered it; zero for none.
	Actor uuid.UUID
	// DryRun only looks.
	DryRun bool
}

// A Counted is what was on the shelf before a count, and how many of them are promised
// to orders.
type Counted struct{ OnHand, Reserved int64 }

// Short reports whether a count is below what is promised: the level stays as it was.
func (c Counted) Short(quantity int64) bool { return quantity < c.Reserved }

// SetAll sets what lies on the shelf of many variants within the caller's transaction,
// in a constant number of statements, and returns for each line what was there before. A
// count that finds it so makes no movement, one that is Short changes nothing. The
// variants must be the viewer's vendor's.
func (s *Service) SetAll(ctx context.Context, tx *store.Tx, take Stocktake) ([]Counted, error) {
	ctx = viewer.Elevate(ctx)
	variants := make([]uuid.UUID, len(take.Lines))
	for i, l := range take.Lines {
		if l.Quantity < 0 || l.Quantity > math.MaxInt32 {
			return nil, fmt.Errorf("count %d of a variant", l.Quantity)
		}
		variants[i] = l.VariantID
	}
	levels, err := levelsToCount(ctx, tx, variants, take.DryRun)
	if err != nil {
		return nil, err
	}
	have := byVariant(levels)
	out := make([]Counted, len(take.Lines))
	target := make(map[uuid.UUID]int64, len(take.Lines))
	for i, line := range take.Lines {
		if l := have[line.VariantID]; l != nil {
			out[i] = Counted{OnHand: l.OnHand, Reserved: l.Reserved}
		}
		target[line.VariantID] = line.Quantity
	}
	if take.DryRun {
		return out, nil
	}
	why := cause{kind: enum.InventoryMovementKindAdjust, actor: take.Actor, reason: take.Reason}
	return out, s.apply(ctx, tx, why, counts(levels, target))
}

// counts says how levels, in their order, change to become their targets.
func counts(levels []*ent.InventoryLevel, target map[uuid.UUID]int64) (changes []change) {
	for _, l := range levels {
		if n := target[l.VariantID]; n != l.OnHand && n >= l.Reserved {
			changes = append(changes, change{level: l, onHand: n - l.OnHand})
		}
	}
	return changes
}

// levelsToCount locks the levels of variants, opened where there are none yet. Who only
// looks does neither.
func levelsToCount(ctx context.Context, tx *store.Tx, variants []uuid.UUID, look bool) ([]*ent.InventoryLevel, error) {
	match := ofVariants(variants)
	if look {
		all, err := tx.InventoryLevel.Query().Where(match).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("read stock: %w", err)
		}
		return all, nil
	}
	if err := open(ctx, tx, variants); err != nil {
		return nil, err
	}
	return lockLevels(ctx, tx, match)
}
