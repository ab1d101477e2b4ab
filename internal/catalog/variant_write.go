package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/viewer"
)

// lockVariants locks all variants of a product.
func lockVariants(ctx context.Context, tx *store.Tx, product uuid.UUID) ([]*ent.ProductVariant, error) {
	rows, err := tx.ProductVariant.Query().Where(productvariant.ProductID(product)).Order(productvariant.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock variants: %w", err)
	}
	return rows, nil
}

// makeVariants makes the rows that have no id, with a stock of nothing, and returns the
// entries of the record.
func makeVariants(ctx context.Context, tx *store.Tx, p *ent.Product, rows []*ent.ProductVariant) ([]audit.Event, error) {
	var creates []*ent.ProductVariantCreate
	for _, v := range rows {
		if v.ID != uuid.Nil {
			continue
		}
		creates = append(creates, tx.ProductVariant.Create().SetProductID(p.ID).SetNillableSku(v.Sku).SetTitle(v.Title).SetCurrency(v.Currency).
			SetPriceMinor(v.PriceMinor).SetNillableCompareAtMinor(v.CompareAtMinor).SetNillableCostMinor(v.CostMinor).SetNillableGtin(v.Gtin).
			SetOptions(v.Options).SetNillableWeightGrams(v.WeightGrams).SetNillableMediaID(v.MediaID).SetPosition(v.Position).
			SetPublished(p.Status == enum.ProductStatusActive))
	}
	if len(creates) == 0 {
		return nil, nil
	}
	made, err := tx.ProductVariant.CreateBulk(creates...).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("make variants: %w", err)
	}
	levels, events := make([]*ent.InventoryLevelCreate, len(made)), make([]audit.Event, len(made))
	for i, v := range made {
		levels[i] = tx.InventoryLevel.Create().SetVariantID(v.ID)
		events[i] = variantEvent("product.variant-create", nil, v)
	}
	// Whoever may make a variant may not thereby count it: a stock of nothing is the
	// program's own.
	if err := tx.InventoryLevel.CreateBulk(levels...).Exec(viewer.Elevate(ctx)); err != nil {
		return nil, fmt.Errorf("open the stock of variants: %w", err)
	}
	return events, nil
}

func variantEvent(action string, before, after *ent.ProductVariant) audit.Event {
	of := after
	if of == nil {
		of = before
	}
	return audit.Event{Action: action, TargetType: "ProductVariant", Target: string(of.PublicID()), Changes: audit.Diff(before, after)}
}

// changed returns the rows that differ from those of before, and the entries of the record.
func changed(have, rows []*ent.ProductVariant) (out []*ent.ProductVariant, events []audit.Event) {
	before := byID(have)
	for _, v := range rows {
		was := before[v.ID]
		if was == nil {
			continue
		}
		if e := variantEvent("product.variant-update", was, v); len(e.Changes) > 0 {
			out, events = append(out, v), append(events, e)
		}
	}
	return inIDOrder(out), events
}

// dropVariants removes variants. CONFLICT for those of which orders hold stock.
func dropVariants(ctx context.Context, tx *store.Tx, gone []*ent.ProductVariant) ([]audit.Event, error) {
	if len(gone) == 0 {
		return nil, nil
	}
	ids, events := make([]uuid.UUID, len(gone)), make([]audit.Event, len(gone))
	for i, v := range gone {
		ids[i], events[i] = v.ID, variantEvent("product.variant-delete", v, nil)
	}
	held, err := heldOf(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var bad errs.List
	for _, v := range gone {
		if held[v.ID] {
			bad = append(bad, errs.New(errs.Conflict, "orders hold stock of the variant %s", v.Title).At("input.variants"))
		}
	}
	if err := bad.Or(); err != nil {
		return nil, err
	}
	if err := part(ctx, tx, partVariantsSQL, ids); err != nil {
		return nil, err
	}
	if _, err := tx.ProductVariant.Delete().Where(filter.AnyOf(productvariant.FieldID, ids)).Exec(ctx); err != nil {
		return nil, fmt.Errorf("remove variants: %w", err)
	}
	return events, nil
}

// heldOf says of which variants orders hold stock. It locks their levels, so that no order
// takes any before the transaction is over.
func heldOf(ctx context.Context, tx *store.Tx, variants []uuid.UUID) (map[uuid.UUID]bool, error) {
	levels, err := tx.InventoryLevel.Query().Where(filter.AnyOf(inventorylevel.FieldVariantID, variants)).
		Order(inventorylevel.ByVariantID()).ForUpdate().All(viewer.Elevate(ctx))
	if err != nil {
		return nil, fmt.Errorf("look for stock that is held: %w", err)
	}
	out := map[uuid.UUID]bool{}
	for _, l := range levels {
		out[l.VariantID] = l.Reserved > 0
	}
	return out, nil
}

// usedSkus says which skus of rows other variants of the vendor have, at the paths that at
// gives for their places.
func usedSkus(ctx context.Context, tx *store.Tx, rows []*ent.ProductVariant, at func(int) string) error {
	place, own := map[string]int{}, make([]uuid.UUID, 0, len(rows))
	var bad errs.List
	for i, v := range rows {
		own = append(own, v.ID)
		if v.Sku == nil {
			continue
		}
		if _, twice := place[*v.Sku]; twice {
			bad = append(bad, skuInUse(*v.Sku).At(at(i)))
			continue
		}
		place[*v.Sku] = i
	}
	taken, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldSku, keysOf(place)), productvariant.IDNotIn(own...)).
		Order(productvariant.BySku()).Select(productvariant.FieldSku).Strings(ctx)
	if err != nil {
		return fmt.Errorf("look for skus in use: %w", err)
	}
	for _, sku := range taken {
		bad = append(bad, skuInUse(sku).At(at(place[sku])))
	}
	return bad.Or()
}

func skuInUse(sku string) *errs.Error {
	return errs.New(errs.AlreadyExists, "the sku %s is already used by another variant", sku)
}
