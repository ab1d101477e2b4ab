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
	// movedSQL are the published products of a source that an import has written, and those
	// that the source has no longer and whose stock is not yet taken away, by their ids in
	// the feed, with the units that the feed said before.
	movedSQL = `
select id, external_id, variant_id, status = 'MISSING', quantity, availability, coalesce(adopted ->> 'QUANTITY', '') from marketplace_products
where vendor_id = $1 and source_id = $2 and variant_id is not null and external_id > $4
  and (status = 'PUBLISHED' and import_job_id = $3 or status = 'MISSING' and adopted ->> 'QUANTITY' is distinct from '0')
order by external_id limit $5`

	keepQuantitySQL = `
update marketplace_products p set adopted = coalesce(p.adopted, '{}') || jsonb_build_object('QUANTITY', d.quantity)
from unnest($2::uuid[], $3::text[]) as d (id, quantity) where p.vendor_id = $1 and p.id = d.id`
)

// moved is a chunk of the products whose units an import may have changed.
type moved struct {
	vendor     uuid.UUID
	ids        []uuid.UUID // whose units have changed
	quantities []string    // of ids, as they are kept
	lines      []inventory.Line
	gone       []inventory.Line // of what the source has no longer
	seen       int
	last       string
}

// A stocked is a product of a feed, and what was last made stock of it.
type stocked struct {
	id, variant  uuid.UUID
	gone         bool
	quantity     *int64
	availability *string
	before       string
}

func movedStock(ctx context.Context, tx *store.Tx, job *ent.MarketplaceImportJob, src *ent.MarketplaceSource, after string) (*moved, error) {
	rows, err := tx.Pgx.Query(ctx, movedSQL, job.VendorID, job.SourceID, job.ID, after, followChunk)
	if err != nil {
		return nil, fmt.Errorf("read what an import has written: %w", err)
	}
	out := &moved{vendor: job.VendorID}
	var p stocked
	_, err = pgx.ForEachRow(rows, []any{&p.id, &out.last, &p.variant, &p.gone, &p.quantity, &p.availability, &p.before}, func() error {
		out.seen++
		out.add(&p, src)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read what an import has written: %w", err)
	}
	return out, nil
}

// add takes a product whose units are others than before.
func (m *moved) add(p *stocked, src *ent.MarketplaceSource) {
	var units int64
	if !p.gone {
		units = unitsOf(p.quantity, p.availability, src)
	}
	now := strconv.FormatInt(units, 10)
	if now == p.before {
		return
	}
	m.ids, m.quantities = append(m.ids, p.id), append(m.quantities, now)
	line := inventory.Line{VariantID: p.variant, Quantity: units}
	if p.gone {
		m.gone = append(m.gone, line)
		return
	}
	m.lines = append(m.lines, line)
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
