package checkout

import (
	"context"
	"strconv"

	"orion/ent/gen/ent"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/order"
	"orion/internal/store"
)

// record says what became of a cart. It is named by its row: its id on the graph is the
// key to it, which no record may keep.
func record(ctx context.Context, tx *store.Tx, before, after *ent.Cart, held, holds int) error {
	e := audit.Event{Action: "cart.update", TargetType: "Cart", Target: after.ID.String(), Changes: audit.Diff(before, after)}
	if before.Version == 0 { // made by the same call
		e.Action, e.Changes = "cart.create", audit.Diff(nil, after)
	}
	if held != holds {
		was, is := strconv.Itoa(held), strconv.Itoa(holds)
		e.Changes = append(e.Changes, enum.Change{Field: "units", Before: &was, After: &is})
	}
	return audit.Record(ctx, tx, e)
}

// units is how many articles a basket holds.
func (b *basket) units() (n int) {
	for _, it := range b.items {
		n += it.quantity
	}
	return n
}

// recordOrder says what became of an order, in the name of who ordered.
func recordOrder(ctx context.Context, tx *store.Tx, action string, before, after *ent.Order) error {
	target := string(after.PublicID())
	if after.PlacedAt != nil {
		target = order.Number(after)
	}
	return audit.Record(ctx, tx, audit.Event{
		Action: action, TargetType: "Order", Target: target, Changes: audit.Diff(before, after),
		Data: map[string]string{"order": string(after.PublicID())},
	})
}
