package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below give many rows a number by their order, for which ent needs one
// statement a row. Each names the vendor of the viewer, beside row-level security, and runs
// in a transaction that holds what it puts in order.
const (
	// spreadCollectionsSQL puts a vendor's collections apart.
	spreadCollectionsSQL = `
update collections c set position = n.place * $2, updated_at = now()
from (select id, row_number() over (order by position, id) as place from collections where vendor_id = $1) n
where c.vendor_id = $1 and c.id = n.id`

	// spreadProductsSQL does the same for the products of one.
	spreadProductsSQL = `
update collection_products c set position = n.place * $2, updated_at = now()
from (select id, row_number() over (order by position, product_id) as place from collection_products where vendor_id = $1 and collection_id = $3) n
where c.vendor_id = $1 and c.id = n.id`
)

// spread makes room between things that have an order.
func spread(ctx context.Context, tx *store.Tx, statement string, of ...any) error {
	if _, err := tx.Pgx.Exec(ctx, statement, append([]any{viewer.From(ctx).VendorID, int64(step)}, of...)...); err != nil {
		return fmt.Errorf("make room in an order: %w", err)
	}
	return nil
}

// firstOf is the condition that a row is among the first n of its collection, for which ent
// has no window. The rows are read through their policy; the vendor that the sub-select
// names is each collection's own, for the index that begins with it.
func firstOf(collections []*ent.Collection, n int) func(*sql.Selector) {
	ids, vendors := make([]uuid.UUID, len(collections)), make([]uuid.UUID, len(collections))
	for i, c := range collections {
		ids[i], vendors[i] = c.ID, c.VendorID
	}
	return func(s *sql.Selector) {
		s.Where(sql.P(func(b *sql.Builder) {
			b.WriteString(s.C(collectionproduct.FieldID)).WriteString(" IN (SELECT first.id FROM unnest(").Arg(ids).WriteString("::uuid[], ").Arg(vendors).
				WriteString(`::uuid[]) AS c (id, vendor_id) CROSS JOIN LATERAL (
SELECT x.id FROM collection_products x WHERE x.vendor_id = c.vendor_id AND x.collection_id = c.id ORDER BY x.position, x.product_id LIMIT `).
				Arg(n).WriteString(") AS first)")
		}))
	}
}
