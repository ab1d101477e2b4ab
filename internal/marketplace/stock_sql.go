package marketplace

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/internal/inventory"
	"orion/internal/store"
)

// The statements below read one value out of a JSON column of many rows and write it
// back, for which ent would load and write each row whole. They are confined to the
// vendor by $1 and by row-level security, and run in the caller's transaction.
const (
	// touchedSQL are the published products of a source that an import has written, by
	// their ids in the feed, with the units that the feed said before.
	touchedSQL = `
select id, external_id, variant_id, quantity, availability, coalesce(adopted ->> 'QUANTITY', '') from marketplace_products
where vendor_id = $1 and source_id = $2 and import_job_id = $3 and variant_id is not null and status = 'PUBLISHED' and external_id > $4
order by external_id limit $5`

	keepQuantitySQL = `
update marketplace_products p set adopted = coalesce(p.adopted, '{}') || jsonb_build_object('QUANTITY', d.quantity)
from unnest($2::uuid[], $3::text[]) as d (id, quantity) where p.vendor_id = $1 and p.id = d.id`
)

// moved is a chunk of the products that an import has written.
type moved struct {
	vendor     uuid.UUID
	ids        []uuid.UUID // whose units have changed
	lines      []inventory.Line
	quantities []string
	seen       int
	last       string
}

func movedStock(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, src *ent.MarketplaceSource, after string) (*moved, error) {
	rows, err := tx.Pgx.Query(ctx, touchedSQL, job.VendorID, job.SourceID, job.ID, after, followChunk)
	if err != nil {
		return nil, fmt.Errorf("read what an import has written: %w", err)
	}
	out := &moved{vendor: job.VendorID}
	var id, variant uuid.UUID
	var quantity *int64
	var availability *string
	var before string
	_, err = pgx.ForEachRow(rows, []any{&id, &out.last, &variant, &quantity, &availability, &before}, func() error {
		out.seen++
		units := unitsOf(quantity, availability, src)
		if now := strconv.FormatInt(units, 10); now != before {
			out.ids, out.quantities = append(out.ids, id), append(out.quantities, now)
			out.lines = append(out.lines, inventory.Line{VariantID: variant, Quantity: units})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what an import has written: %w", err)
	}
	return out, nil
}

func keepQuantities(ctx context.Context, tx *store.Tx, m *moved) error {
	if len(m.ids) == 0 {
		return nil
	}
	if _, err := tx.Pgx.Exec(ctx, keepQuantitySQL, m.vendor, m.ids, m.quantities); err != nil {
		return fmt.Errorf("write down what the feed says: %w", err)
	}
	return nil
}
