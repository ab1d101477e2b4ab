package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below write many rows with different values each, for which ent needs one
// statement a row, or touch rows of other domains that name what goes. Each names the vendor
// of the viewer, beside row-level security, and runs in the caller's transaction, which has
// locked the product.
const (
	// freeSkusSQL lets go of skus before they are given out anew, so that variants can swap
	// theirs: an index is asked after every row.
	freeSkusSQL = `
update product_variants v set sku = null
from unnest($2::uuid[], $3::text[]) as d (id, sku)
where v.vendor_id = $1 and v.id = d.id and v.sku is not null and v.sku is distinct from d.sku`

	writeVariantsSQL = `
update product_variants v set sku = d.sku, title = d.title, price_minor = d.price, compare_at_minor = d.compare_at, cost_minor = d.cost,
  gtin = d.gtin, options = nullif(d.options, '')::jsonb, weight_grams = d.weight, media_id = d.media, position = d.position, updated_at = now()
from unnest($2::uuid[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::int[], $11::uuid[], $12::int[])
  as d (id, sku, title, price, compare_at, cost, gtin, options, weight, media, position)
where v.vendor_id = $1 and v.id = d.id`

	// partVariantsSQL and partProductsSQL let staged products go that had become what is
	// removed: they can be chosen and published again.
	partVariantsSQL = `
update marketplace_products set product_id = null, variant_id = null, adopted = null, pinned = null, changed = false,
  status = case when status = 'PUBLISHED' then 'IMPORTED' else status end, updated_at = now()
where vendor_id = $1 and variant_id = any($2)`

	partProductsSQL = `
update marketplace_products set product_id = null, variant_id = null, adopted = null, pinned = null, changed = false,
  status = case when status = 'PUBLISHED' then 'IMPORTED' else status end, updated_at = now()
where vendor_id = $1 and product_id = any($2)`
)

// part takes variants or products that are about to go away from what names them.
func part(ctx context.Context, tx *store.Tx, statement string, ids []uuid.UUID) error {
	if _, err := tx.Pgx.Exec(ctx, statement, viewer.From(ctx).VendorID, ids); err != nil {
		return fmt.Errorf("part from staged products: %w", err)
	}
	return nil
}

// columns are variants as a statement takes them.
type columns struct {
	ids              []uuid.UUID
	skus, gtins      []*string
	titles, options  []string
	prices           []int64
	compareAt, costs []*int64
	weights          []*int
	media            []*uuid.UUID
	positions        []int
}

func columnsOf(rows []*ent.ProductVariant) (c columns, err error) {
	for _, v := range rows {
		options := ""
		if len(v.Options) > 0 {
			raw, err := json.Marshal(v.Options)
			if err != nil {
				return c, fmt.Errorf("write down options: %w", err)
			}
			options = string(raw)
		}
		c.ids, c.skus, c.gtins = append(c.ids, v.ID), append(c.skus, v.Sku), append(c.gtins, v.Gtin)
		c.titles, c.options = append(c.titles, v.Title), append(c.options, options)
		c.prices, c.compareAt, c.costs = append(c.prices, v.PriceMinor), append(c.compareAt, v.CompareAtMinor), append(c.costs, v.CostMinor)
		c.weights, c.media, c.positions = append(c.weights, v.WeightGrams), append(c.media, v.MediaID), append(c.positions, v.Position)
	}
	return c, nil
}

// writeVariants writes rows that are there.
func writeVariants(ctx context.Context, tx *store.Tx, rows []*ent.ProductVariant) error {
	if len(rows) == 0 {
		return nil
	}
	c, err := columnsOf(rows)
	if err != nil {
		return err
	}
	vendor := viewer.From(ctx).VendorID
	if _, err := tx.Pgx.Exec(ctx, freeSkusSQL, vendor, c.ids, c.skus); err != nil {
		return fmt.Errorf("let go of skus: %w", err)
	}
	_, err = tx.Pgx.Exec(ctx, writeVariantsSQL, vendor, c.ids, c.skus, c.titles, c.prices, c.compareAt, c.costs,
		c.gtins, c.options, c.weights, c.media, c.positions)
	if err != nil {
		return fmt.Errorf("write variants: %w", err)
	}
	return nil
}
