package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productmedia"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// SetVariants sets options and variants of a product as a whole; see planOf. A variant of
// which orders hold stock stays: CONFLICT at input.variants. NOT_FOUND where there is no
// product of that id, STALE_VERSION where IfVersion is not its version, ALREADY_EXISTS for
// a sku in use.
func (s *Service) SetVariants(ctx context.Context, id publicid.ID, in VariantsSetInput) (*ent.Product, error) {
	return s.change(ctx, id, in.IfVersion, "set variants", func(tx *store.Tx, p *ent.Product) error {
		have, pictures, err := variantsAndPictures(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		to, err := planOf(p.Title, p.Currency, have, pictures, &in)
		if err != nil {
			return err
		}
		return carryOut(ctx, tx, p, have, to)
	})
}

func variantsAndPictures(ctx context.Context, tx *store.Tx, product uuid.UUID) (have []*ent.ProductVariant, pictures []uuid.UUID, err error) {
	if have, err = lockVariants(ctx, tx, product); err != nil {
		return nil, nil, err
	}
	links, err := tx.ProductMedia.Query().Where(productmedia.ProductID(product)).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("look for pictures: %w", err)
	}
	for _, l := range links {
		pictures = append(pictures, l.MediaID)
	}
	return have, pictures, nil
}

// carryOut writes what a plan says, and what it means for the product.
func carryOut(ctx context.Context, tx *store.Tx, p *ent.Product, have []*ent.ProductVariant, to *plan) error {
	if err := usedSkus(ctx, tx, to.rows, func(i int) string { return fmt.Sprintf("input.variants.%d.sku", i) }); err != nil {
		return err
	}
	gone, err := dropVariants(ctx, tx, to.gone)
	if err != nil {
		return err
	}
	rows, events := changed(have, to.rows)
	if err := writeVariants(ctx, tx, rows); err != nil {
		return err
	}
	made, err := makeVariants(ctx, tx, p, to.rows)
	if err != nil {
		return err
	}
	least, most, offered := reach(to.rows)
	update := p.Update().SetMinPriceMinor(least).SetMaxPriceMinor(most).SetInStock(offered).SetOptions(to.options)
	return save(ctx, tx, p, update, append(append(events, made...), gone...)...)
}

// save writes a change of a product with what the record says of it and of its variants.
func save(ctx context.Context, tx *store.Tx, p *ent.Product, update *ent.ProductUpdateOne, events ...audit.Event) error {
	after, err := update.AddVersion(1).Save(ctx)
	if err != nil {
		return fmt.Errorf("write the product: %w", err)
	}
	return audit.RecordAll(ctx, tx, append([]audit.Event{{
		Action: "product.update", TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, after),
	}}, events...))
}

// UpdateVariants changes what is given of some variants of a product; see SetVariants for
// the errors. NOT_FOUND at input.variants.<place>.id for one that is not the product's.
func (s *Service) UpdateVariants(ctx context.Context, id publicid.ID, in VariantsUpdateInput) (*ent.Product, error) {
	if len(in.Variants) > MaxVariants {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxVariants).At("input.variants")
	}
	return s.change(ctx, id, in.IfVersion, "update variants", func(tx *store.Tx, p *ent.Product) error {
		have, pictures, err := variantsAndPictures(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		rows, err := updated(have, pictures, in.Variants)
		if err != nil {
			return err
		}
		if err := usedSkus(ctx, tx, rows, skuPath(rows, in.Variants)); err != nil {
			return err
		}
		written, events := changed(have, rows)
		if err := writeVariants(ctx, tx, written); err != nil {
			return err
		}
		least, most, _ := reach(rows)
		return save(ctx, tx, p, p.Update().SetMinPriceMinor(least).SetMaxPriceMinor(most), events...)
	})
}

// updated are all variants of a product as they are to be.
func updated(have []*ent.ProductVariant, pictures []uuid.UUID, in []*VariantUpdateInput) ([]*ent.ProductVariant, error) {
	rows := make([]*ent.ProductVariant, len(have))
	for i, v := range have {
		is := *v
		rows[i] = &is
	}
	known := byID(rows)
	var bad errs.List
	for i, v := range in {
		at := fmt.Sprintf("input.variants.%d", i)
		id := v.ID.As("ProductVariant")
		row := known[id]
		if row == nil { // not of this product, or named before
			bad = append(bad, errs.New(errs.NotFound, "not found").At(at+".id"))
			continue
		}
		delete(known, id)
		bad = append(bad, v.offer().into(row, pictures, at)...)
	}
	return rows, bad.Or()
}

// skuPath finds where the input speaks of the sku of a row. Two rows that share one are
// told at the one that the input names.
func skuPath(rows []*ent.ProductVariant, in []*VariantUpdateInput) func(int) string {
	return func(place int) string {
		for i, v := range in {
			if v.ID.As("ProductVariant") == rows[place].ID {
				return fmt.Sprintf("input.variants.%d.sku", i)
			}
		}
		return "input.variants"
	}
}
