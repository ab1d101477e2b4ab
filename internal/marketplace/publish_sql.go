package marketplace

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"orion/internal/store"
	"orion/internal/viewer"
)

// publishedSQL writes on each staged product what it has become, all in one statement:
// ent would need one a row. It is confined to the vendor by $1 and by row-level security,
// and the caller has seen that the viewer may publish.
const publishedSQL = `
update marketplace_products p set status = 'PUBLISHED', product_id = d.product_id, variant_id = d.variant_id,
  adopted = d.adopted::jsonb, pinned = null, changed = false, updated_at = $6
from unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) as d (id, product_id, variant_id, adopted)
where p.vendor_id = $1 and p.id = d.id`

func (s *Service) published(ctx context.Context, tx *store.Tx, marks []mark) error {
	ids, products, variants := make([]uuid.UUID, len(marks)), make([]uuid.UUID, len(marks)), make([]uuid.UUID, len(marks))
	adopted := make([]string, len(marks))
	for i, m := range marks {
		raw, err := json.Marshal(m.adopted)
		if err != nil {
			return fmt.Errorf("write down what was adopted: %w", err)
		}
		ids[i], products[i], variants[i], adopted[i] = m.row.ID, m.product, m.variant, string(raw)
	}
	tag, err := tx.Pgx.Exec(ctx, publishedSQL, viewer.From(ctx).VendorID, ids, products, variants, adopted, s.clock.Now())
	if err != nil {
		return fmt.Errorf("mark staged products: %w", err)
	}
	if n := tag.RowsAffected(); n != int64(len(marks)) {
		return fmt.Errorf("marked %d staged products of %d", n, len(marks))
	}
	return nil
}
