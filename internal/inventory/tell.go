package inventory

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
)

// maxTold is how many variants one message tells of; of more there are several.
const maxTold = 100

// outLevels is what integrators are told of a change of stock: the levels that it left.
type (
	outLevels struct {
		Levels []outLevel `json:"levels"`
	}
	outLevel struct {
		VariantID publicid.ID `json:"variantId"`
		ProductID publicid.ID `json:"productId"`
		SKU       *string     `json:"sku"`
		OnHand    int64       `json:"onHand"`
		Reserved  int64       `json:"reserved"`
		Available int64       `json:"available"`
	}
)

// announce has integrators told, if tx commits, of changes that were made together: one
// message, however many variants an order or a count has, up to maxTold.
func (s *Service) announce(ctx context.Context, tx *store.Tx, changes []change) error {
	changes = slices.DeleteFunc(changes, func(c change) bool { return c.onHand == 0 && c.reserved == 0 })
	if len(changes) == 0 {
		return nil
	}
	return s.events.Offer(ctx, tx, webhook.InventoryChanged, func(ctx context.Context) (all []webhook.Happening, err error) {
		variants, err := variantsOf(ctx, tx, changes)
		if err != nil {
			return nil, err
		}
		for some := range slices.Chunk(changes, maxTold) {
			var out outLevels
			for _, c := range some {
				out.Levels = append(out.Levels, left(c, variants[c.level.VariantID]))
			}
			all = append(all, webhook.Happening{Subject: some[0].level.VariantID, Data: out})
		}
		return all, nil
	})
}

// left is a level as a change leaves it.
func left(c change, v *ent.ProductVariant) outLevel {
	out := outLevel{
		VariantID: v.PublicID(), ProductID: publicid.New("Product", v.ProductID), SKU: v.Sku,
		OnHand: c.level.OnHand + c.onHand, Reserved: c.level.Reserved + c.reserved,
	}
	out.Available = out.OnHand - out.Reserved
	return out
}

func variantsOf(ctx context.Context, tx *store.Tx, changes []change) (map[uuid.UUID]*ent.ProductVariant, error) {
	ids := make([]uuid.UUID, len(changes))
	for i, c := range changes {
		ids[i] = c.level.VariantID
	}
	rows, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the variants whose stock has changed: %w", err)
	}
	out := make(map[uuid.UUID]*ent.ProductVariant, len(rows))
	for _, v := range rows {
		out[v.ID] = v
	}
	return out, nil
}
