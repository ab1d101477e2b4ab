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

// editedSQL writes products with different values each, for which ent needs one statement a
// row, and brings their prices into step with the variants. A category that is gone by now
// is none. It names the vendor of the viewer, beside row-level security, and runs in the
// caller's transaction, which has locked the rows.
const editedSQL = `
update products p set brand = d.brand, tags = d.tags::jsonb, tax_class = d.tax_class,
  category_id = (select c.id from categories c where c.vendor_id = $1 and c.id = d.category_id),
  min_price_minor = coalesce(v.least, p.min_price_minor), max_price_minor = coalesce(v.most, p.max_price_minor),
  version = p.version + 1, updated_at = now()
from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::uuid[]) as d (id, brand, tags, tax_class, category_id)
left join (
  select product_id, min(price_minor) as least, max(price_minor) as most from product_variants
  where vendor_id = $1 and product_id = any($2) group by product_id
) v on v.product_id = d.id
where p.vendor_id = $1 and p.id = d.id`

func writeEdited(ctx context.Context, tx *store.Tx, rows []*ent.Product) error {
	var brands []*string
	var tags, classes []string
	var categories []*uuid.UUID
	for _, p := range rows {
		raw, err := json.Marshal(p.Tags)
		if err != nil {
			return fmt.Errorf("write down tags: %w", err)
		}
		brands, tags = append(brands, p.Brand), append(tags, string(raw))
		classes, categories = append(classes, string(p.TaxClass)), append(categories, p.CategoryID)
	}
	_, err := tx.Pgx.Exec(ctx, editedSQL, viewer.From(ctx).VendorID, idsIn(rows), brands, tags, classes, categories)
	if err != nil {
		return fmt.Errorf("write edited products: %w", err)
	}
	return nil
}
