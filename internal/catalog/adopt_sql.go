package catalog

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent"
	"orion/internal/store"
	"orion/internal/viewer"
)

// The statements below change many rows by different amounts, or read what ent has no
// query for, such as the last position of each of several products. Each names the
// vendor of the viewer, beside row-level security, and runs in the caller's transaction.
const (
	// widenSQL brings the prices and the options of products that get more variants into
	// step. They are locked.
	widenSQL = `
update products p set min_price_minor = least(p.min_price_minor, d.least), max_price_minor = greatest(p.max_price_minor, d.most),
  options = d.options::jsonb, version = p.version + 1, updated_at = now()
from unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::text[]) as d (id, least, most, options)
where p.vendor_id = $1 and p.id = d.id`

	// nextPositionSQL is where the next variant of each product stands.
	nextPositionSQL = `
select product_id, max(position) + 1 from product_variants where vendor_id = $1 and product_id = any($2) group by product_id`

	// picturesSQL are the pictures of products, fetched or not, in their order.
	picturesSQL = `
select pm.product_id, coalesce(m.source_url, ''), pm.position from product_media pm
join media_files m on m.vendor_id = pm.vendor_id and m.id = pm.media_id
where pm.vendor_id = $1 and pm.product_id = any($2) order by pm.product_id, pm.position, pm.media_id`
)

func widen(ctx context.Context, tx *store.Tx, articles []Article, known map[uuid.UUID]*ent.Product) error {
	if len(known) == 0 {
		return nil
	}
	var ids []uuid.UUID
	var least, most []int64
	var options []string
	for _, a := range articles {
		if a.ProductID == uuid.Nil {
			continue
		}
		low, high := a.prices()
		now, _ := chosen(known[a.ProductID].Options, false, a.Variants)
		raw, err := json.Marshal(now)
		if err != nil {
			return fmt.Errorf("write down options: %w", err)
		}
		ids, least, most, options = append(ids, a.ProductID), append(least, low), append(most, high), append(options, string(raw))
	}
	if _, err := tx.Pgx.Exec(ctx, widenSQL, viewer.From(ctx).VendorID, ids, least, most, options); err != nil {
		return fmt.Errorf("bring prices and options into step: %w", err)
	}
	return nil
}

// nextPositions is where the next variant of each product that is there stands.
func nextPositions(ctx context.Context, tx *store.Tx, articles []Article) (map[uuid.UUID]int, error) {
	var ids []uuid.UUID
	for _, a := range articles {
		if a.ProductID != uuid.Nil {
			ids = append(ids, a.ProductID)
		}
	}
	out := map[uuid.UUID]int{}
	if len(ids) == 0 {
		return out, nil
	}
	rows, err := tx.Pgx.Query(ctx, nextPositionSQL, viewer.From(ctx).VendorID, ids)
	if err != nil {
		return nil, fmt.Errorf("look for the last variants: %w", err)
	}
	var id uuid.UUID
	var next int
	if _, err := pgx.ForEachRow(rows, []any{&id, &next}, func() error {
		out[id] = next
		return nil
	}); err != nil {
		return nil, fmt.Errorf("look for the last variants: %w", err)
	}
	return out, nil
}

// A shown picture is one of a product's, with the address that it came from.
type shown struct {
	url      string
	position int
}

func picturesOf(ctx context.Context, tx *store.Tx, products []uuid.UUID) (map[uuid.UUID][]shown, error) {
	if len(products) == 0 {
		return nil, nil
	}
	rows, err := tx.Pgx.Query(ctx, picturesSQL, viewer.From(ctx).VendorID, products)
	if err != nil {
		return nil, fmt.Errorf("look for pictures: %w", err)
	}
	out := map[uuid.UUID][]shown{}
	var id uuid.UUID
	var one shown
	if _, err := pgx.ForEachRow(rows, []any{&id, &one.url, &one.position}, func() error {
		out[id] = append(out[id], one)
		return nil
	}); err != nil {
		return nil, fmt.Errorf("look for pictures: %w", err)
	}
	return out, nil
}
