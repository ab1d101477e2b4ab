package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below write many rows with different values each, for which ent needs
// one statement a row. Each names the vendor of the viewer, beside row-level security,
// and runs in the caller's transaction, which has locked the rows.
const (
	amendVariantsSQL = `
update product_variants v set price_minor = d.price, compare_at_minor = d.compare_at, gtin = d.gtin, updated_at = now()
from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[]) as d (id, price, compare_at, gtin)
where v.vendor_id = $1 and v.id = d.id`

	// amendProductsSQL also brings the prices into step with the variants.
	amendProductsSQL = `
update products p set title = d.title, description = d.description, brand = d.brand, product_type = d.product_type,
  min_price_minor = coalesce(v.least, p.min_price_minor), max_price_minor = coalesce(v.most, p.max_price_minor),
  version = p.version + 1, updated_at = now()
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[]) as d (id, title, description, brand, product_type)
left join (
  select product_id, min(price_minor) as least, max(price_minor) as most from product_variants
  where vendor_id = $1 and product_id = any($2) group by product_id
) v on v.product_id = d.id
where p.vendor_id = $1 and p.id = d.id`
)

func amendVariants(ctx context.Context, tx *store.Tx, all []Amendment, rows []*ent.ProductVariant) error {
	var ids []uuid.UUID
	var price []int64
	var compareAt []*int64
	var gtin []*string
	for _, v := range rows {
		is := *v
		for _, a := range all {
			if a.VariantID == v.ID {
				set(&is.PriceMinor, a.PriceMinor)
				set(&is.CompareAtMinor, a.CompareAtMinor)
				set(&is.Gtin, a.GTIN)
			}
		}
		ids, price, compareAt, gtin = append(ids, is.ID), append(price, is.PriceMinor), append(compareAt, is.CompareAtMinor), append(gtin, is.Gtin)
	}
	if _, err := tx.Pgx.Exec(ctx, amendVariantsSQL, viewer.From(ctx).VendorID, ids, price, compareAt, gtin); err != nil {
		return fmt.Errorf("amend variants: %w", err)
	}
	return nil
}

func amendProducts(ctx context.Context, tx *store.Tx, all []Amendment, rows []*ent.Product) error {
	var ids []uuid.UUID
	var title, description []string
	var brand, productType []*string
	for _, p := range rows {
		is := amended(*p, all)
		ids, title, description = append(ids, is.ID), append(title, is.Title), append(description, is.Description)
		brand, productType = append(brand, is.Brand), append(productType, is.ProductType)
	}
	_, err := tx.Pgx.Exec(ctx, amendProductsSQL, viewer.From(ctx).VendorID, ids, title, description, brand, productType)
	if err != nil {
		return fmt.Errorf("amend products: %w", err)
	}
	return nil
}
