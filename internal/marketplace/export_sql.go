package marketplace

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"orion/internal/store"
)

// attributeNames are the attributes without a column of their own that any staged product
// of the viewer's vendor has, by name. ent cannot look into jsonb; it is confined to the
// vendor by $1 and by row-level security.
func (s *Service) attributeNames(ctx context.Context) (names []string, err error) {
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := tx.Pgx.Query(ctx, `select distinct jsonb_object_keys(attributes) as name from marketplace_products
where vendor_id = $1 and attributes is not null order by name`, vendorOf(ctx))
		if err != nil {
			return err
		}
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the names of attributes: %w", err)
	}
	return names, nil
}
