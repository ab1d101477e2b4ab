package marketplace

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/internal/enum"
	"orion/internal/store"
)

// staged is what a sweep has to know of a staged product.
type staged struct {
	id              uuid.UUID
	external, title string
}

// mayMiss are the states that a product can go missing from. What was put aside stays
// so.
var mayMiss = []string{
	string(enum.MarketplaceProductStatusImported), string(enum.MarketplaceProductStatusSelected), string(enum.MarketplaceProductStatusPublished),
}

const (
	// pageSQL walks the products of a source by their key. ent would make models with all
	// columns of twenty thousand. It is confined to the vendor by $1 and by row-level
	// security.
	pageSQL = `select id, external_id, title from marketplace_products
where vendor_id = $1 and source_id = $2 and external_id > $3 and status = any($4) order by external_id limit $5`

	// loseSQL makes products MISSING; one that was put aside meanwhile is left so. ent
	// would send a parameter for each. It is confined to the vendor by $1 and by
	// row-level security.
	loseSQL = `update marketplace_products set status = 'MISSING', import_job_id = $2, updated_at = $3
where vendor_id = $1 and id = any($4) and status = any($5)`
)

func (r *run) page(ctx context.Context, tx *store.Tx, after string) ([]staged, error) {
	rows, err := tx.Pgx.Query(ctx, pageSQL, r.job.VendorID, r.source.ID, after, mayMiss, missingPage)
	if err != nil {
		return nil, fmt.Errorf("look for what is missing: %w", err)
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p staged, err error) {
		err = row.Scan(&p.id, &p.external, &p.title)
		return p, err
	})
	if err != nil {
		return nil, fmt.Errorf("look for what is missing: %w", err)
	}
	return out, nil
}

// lose makes products MISSING and returns how many it were.
func (r *run) lose(ctx context.Context, tx *store.Tx, gone []staged) (int, error) {
	if len(gone) == 0 {
		return 0, nil
	}
	ids := make([]uuid.UUID, len(gone))
	for i, p := range gone {
		ids[i] = p.id
	}
	tag, err := tx.Pgx.Exec(ctx, loseSQL, r.job.VendorID, r.job.ID, r.clock.Now(), ids, mayMiss)
	if err != nil {
		return 0, fmt.Errorf("note what is missing: %w", err)
	}
	return int(tag.RowsAffected()), nil
}
