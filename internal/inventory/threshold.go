package inventory

import (
	"context"
	"fmt"
	"math"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// MaxVariants is how many variants one call can name.
const MaxVariants = 100

// SetThresholds says from where down the stock of variants counts as low; nil: never. It
// returns their levels in the order of variants. TOO_MANY, INVALID for less than 0,
// NOT_FOUND at variantIds.<place>.
func (s *Service) SetThresholds(ctx context.Context, variants []publicid.ID, at *int) ([]*ent.InventoryLevel, error) {
	switch {
	case len(variants) > MaxVariants:
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxVariants).At("variantIds")
	case at != nil && (*at < 0 || *at > math.MaxInt32):
		return nil, errs.Field("lowStockAt", "must be 0 to %d", math.MaxInt32)
	}
	var out []*ent.InventoryLevel
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		out, err = setThresholds(ctx, tx, publicid.All("ProductVariant", variants), at)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("set thresholds: %w", err)
	}
	return out, nil
}

func setThresholds(ctx context.Context, tx *store.Tx, ids []uuid.UUID, at *int) ([]*ent.InventoryLevel, error) {
	variants, err := known(ctx, tx, ids)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	if err := open(ctx, tx, ids); err != nil {
		return nil, err
	}
	before, err := lockLevels(ctx, tx, ofVariants(ids))
	if err != nil {
		return nil, err
	}
	change := tx.InventoryLevel.Update().Where(ofVariants(ids))
	if at == nil {
		change.ClearLowStockAt()
	} else {
		change.SetLowStockAt(int64(*at))
	}
	if _, err := change.Save(ctx); err != nil {
		return nil, err
	}
	if err := follow(ctx, tx, ids); err != nil {
		return nil, err
	}
	after, err := tx.InventoryLevel.Query().Where(ofVariants(ids)).Order(inventorylevel.ByVariantID()).All(ctx)
	if err != nil {
		return nil, err
	}
	return inOrder(ids, after), audit.RecordAll(ctx, tx, thresholdEvents(variants, before, after))
}

// known reads variants, which must all be there.
func known(ctx context.Context, tx *store.Tx, ids []uuid.UUID) (map[uuid.UUID]*ent.ProductVariant, error) {
	rows, err := tx.ProductVariant.Query().Where(productvariant.IDIn(ids...)).All(ctx)
	if err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID]*ent.ProductVariant, len(rows))
	for _, v := range rows {
		out[v.ID] = v
	}
	var bad errs.List
	for i, id := range ids {
		if out[id] == nil {
			bad = append(bad, errs.New(errs.NotFound, "not found").At("variantIds."+strconv.Itoa(i)))
		}
	}
	return out, bad.Or()
}

func inOrder(ids []uuid.UUID, levels []*ent.InventoryLevel) []*ent.InventoryLevel {
	of := byVariant(levels)
	out := make([]*ent.InventoryLevel, len(ids))
	for i, id := range ids {
		out[i] = of[id]
	}
	return out
}

// thresholdEvents are what the record says of levels that have changed; both are in the
// order of their variants.
func thresholdEvents(variants map[uuid.UUID]*ent.ProductVariant, before, after []*ent.InventoryLevel) (events []audit.Event) {
	for i, l := range after {
		changes := audit.Diff(before[i], l)
		if len(changes) == 0 {
			continue
		}
		v := variants[l.VariantID]
		events = append(events, audit.Event{
			Action: "inventory.threshold", TargetType: "ProductVariant", Target: named(v), Changes: changes,
			Data: map[string]string{"variant": string(v.PublicID())},
		})
	}
	return events
}

// named is what people call a variant: its sku, or its title where it has none.
func named(v *ent.ProductVariant) string {
	if v.Sku != nil {
		return *v.Sku
	}
	return v.Title
}
