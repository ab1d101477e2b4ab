package inventory

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// A Line is so much of a variant.
type Line struct {
	VariantID uuid.UUID
	Quantity  int64
}

// A change is what a locked level is about to gain or lose.
type change struct {
	level            *ent.InventoryLevel
	onHand, reserved int64
}

// A cause is why levels change: what kind of movement it is, for which order, which
// member of a team did it, and in which words, if any.
type cause struct {
	kind         enum.InventoryMovementKind
	order, actor uuid.UUID
	reason       string
}

// Reserve holds stock for an order within the caller's transaction, until Release
// gives it back. Either all lines are held or none: if some are short, it returns an
// INSUFFICIENT_STOCK for each of them at lines.<place>. Rows are locked in the order
// of variants, so that concurrent reservations wait for each other and never in a
// circle. Reserving again for an order that holds stock is no change.
//
// The program acts here for the viewer, of whom the caller has seen that they may
// place the order.
func (s *Service) Reserve(ctx context.Context, tx *store.Tx, order uuid.UUID, lines []Line) error {
	why := cause{kind: enum.InventoryMovementKindReserve, order: order, actor: viewer.From(ctx).UserID}
	ctx = viewer.Elevate(ctx)
	variants := make([]uuid.UUID, len(lines))
	for i, l := range lines {
		variants[i] = l.VariantID
	}
	rows, err := lockLevels(ctx, tx, ofVariants(variants))
	if err != nil {
		return err
	}
	holds, err := held(ctx, tx, order)
	if err != nil || len(holds) > 0 {
		return err
	}
	changes, err := claim(rows, lines)
	if err != nil {
		return err
	}
	return s.apply(ctx, tx, why, changes)
}

// claim says how the levels, in their order, change if all lines are held.
func claim(levels []*ent.InventoryLevel, lines []Line) ([]change, error) {
	wanted := make(map[uuid.UUID]int64, len(lines))
	have := byVariant(levels)
	var short errs.List
	for i, line := range lines {
		var left int64
		if l := have[line.VariantID]; l != nil {
			left = Available(l) - wanted[line.VariantID]
		}
		wanted[line.VariantID] += line.Quantity
		if line.Quantity > left {
			short = append(short, Short(left).At(fmt.Sprintf("lines.%d", i)))
		}
	}
	changes := make([]change, len(levels))
	for i, l := range levels {
		changes[i] = change{level: l, reserved: wanted[l.VariantID]}
	}
	return changes, short.Or()
}

// Short is the INSUFFICIENT_STOCK that says how many are left.
func Short(left int64) *errs.Error {
	if left <= 0 {
		return errs.New(errs.InsufficientStock, "this article is sold out")
	}
	return errs.New(errs.InsufficientStock, "only %d of this article are left", left)
}

// Release gives back, within the caller's transaction, what the ledger says that the
// order still holds. Releasing again is no change.
func (s *Service) Release(ctx context.Context, tx *store.Tx, order uuid.UUID) error {
	why := cause{kind: enum.InventoryMovementKindRelease, order: order, actor: viewer.From(ctx).UserID}
	ctx = viewer.Elevate(ctx)
	rows, err := lockLevels(ctx, tx, touchedBy(order))
	if err != nil {
		return err
	}
	// After the lock, so that of two releases the second finds nothing held.
	holds, err := held(ctx, tx, order)
	if err != nil {
		return err
	}
	var changes []change
	for _, l := range rows {
		if n := holds[l.VariantID]; n != 0 {
			changes = append(changes, change{level: l, reserved: -n})
		}
	}
	return s.apply(ctx, tx, why, changes)
}

func touchedBy(order uuid.UUID) func(*sql.Selector) {
	return func(s *sql.Selector) {
		m := sql.Table(inventorymovement.Table)
		s.Where(sql.In(s.C(inventorylevel.FieldVariantID), sql.Select(m.C(inventorymovement.FieldVariantID)).From(m).
			Where(sql.And(sql.ColumnsEQ(m.C(inventorymovement.FieldVendorID), s.C(inventorylevel.FieldVendorID)),
				sql.EQ(m.C(inventorymovement.FieldOrderID), order)))))
	}
}

// Receive puts the first stock of a variant on the shelf, or more, within the
// caller's transaction. Of 0 it only opens the level.
func (s *Service) Receive(ctx context.Context, tx *store.Tx, variant uuid.UUID, quantity int64) error {
	return s.ReceiveAll(ctx, tx, []Line{{VariantID: variant, Quantity: quantity}})
}

// ReceiveAll is Receive for many variants, in a constant number of statements.
func (s *Service) ReceiveAll(ctx context.Context, tx *store.Tx, lines []Line) error {
	if len(lines) == 0 {
		return nil
	}
	why := cause{kind: enum.InventoryMovementKindReceipt, actor: viewer.From(ctx).UserID}
	ctx = viewer.Elevate(ctx)
	variants, more := make([]uuid.UUID, len(lines)), make(map[uuid.UUID]int64, len(lines))
	for i, l := range lines {
		if l.Quantity < 0 {
			return fmt.Errorf("receive %d of a variant", l.Quantity)
		}
		variants[i] = l.VariantID
		more[l.VariantID] += l.Quantity
	}
	if err := open(ctx, tx, variants); err != nil {
		return err
	}
	rows, err := lockLevels(ctx, tx, ofVariants(variants))
	if err != nil {
		return err
	}
	var changes []change
	for _, l := range rows {
		if n := more[l.VariantID]; n > 0 {
			changes = append(changes, change{level: l, onHand: n})
		}
	}
	return s.apply(ctx, tx, why, changes)
}

// lockLevels locks levels in the order of their variants: the one order that all
// transactions keep.
func lockLevels(ctx context.Context, tx *store.Tx, which func(*sql.Selector)) ([]*ent.InventoryLevel, error) {
	rows, err := tx.InventoryLevel.Query().Where(which).Order(inventorylevel.ByVariantID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock stock: %w", err)
	}
	return rows, nil
}

// apply records changes of locked levels in the ledger, makes them, shows shoppers what
// begins or ends being sold by them, or being low, and tells integrators.
func (s *Service) apply(ctx context.Context, tx *store.Tx, why cause, changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	var flips []uuid.UUID
	for _, c := range changes {
		before := Available(c.level)
		if after := before + c.onHand - c.reserved; (before > 0) != (after > 0) || low(before, c.level) != low(after, c.level) {
			flips = append(flips, c.level.VariantID)
		}
	}
	if err := record(ctx, tx, why, changes); err != nil {
		return err
	}
	if err := add(ctx, tx, changes); err != nil {
		return err
	}
	if err := follow(ctx, tx, flips); err != nil {
		return err
	}
	return s.announce(ctx, tx, changes)
}
