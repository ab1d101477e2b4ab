package marketplace

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/ent/gen/ent/predicate"
	"orion/internal/kit/filter"
	"orion/internal/store"
	"orion/internal/viewer"
)

// keepAnswersSQL writes what became of each of many staged products, for which ent needs
// a statement a row. It is confined to the vendor by $1 and by row-level security; the
// caller has locked the rows and seen that the viewer may do it.
const keepAnswersSQL = `
update marketplace_products p set adopted = d.adopted::jsonb, pinned = d.pinned::jsonb, changed = d.changed, updated_at = $6
from unnest($2::uuid[], $3::text[], $4::text[], $5::bool[]) as d (id, adopted, pinned, changed)
where p.vendor_id = $1 and p.id = d.id`

func keepAnswers(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, now time.Time) error {
	ids, changed := make([]uuid.UUID, len(rows)), make([]bool, len(rows))
	adopted, pinned := make([]string, len(rows)), make([]string, len(rows))
	for i, p := range rows {
		words, err := json.Marshal(p.Adopted)
		if err != nil {
			return fmt.Errorf("write down what was adopted: %w", err)
		}
		fields, err := json.Marshal(p.Pinned)
		if err != nil {
			return fmt.Errorf("write down what is pinned: %w", err)
		}
		ids[i], adopted[i], pinned[i], changed[i] = p.ID, string(words), string(fields), p.Changed
	}
	if _, err := tx.Pgx.Exec(ctx, keepAnswersSQL, viewer.From(ctx).VendorID, ids, adopted, pinned, changed, now); err != nil {
		return fmt.Errorf("write down answers: %w", err)
	}
	return nil
}

// pinned matches products of which a field is pinned, or all others. Of those that never
// had a pin the column is null, or was written as one of JSON.
func pinned(is bool) predicate.MarketplaceProduct {
	return func(s *sql.Selector) {
		column := s.C(marketplaceproduct.FieldPinned)
		some := sql.ExprP(column + " <> '[]' and " + column + " <> 'null'")
		if is {
			s.Where(some)
			return
		}
		s.Where(sql.Or(sql.IsNull(column), sql.Not(some)))
	}
}

// writtenBy are the published products that an import has marked as changed, from an id
// in the feed on.
func writtenBy(job *ent.MarketplaceImportJob, after string) []predicate.MarketplaceProduct {
	return []predicate.MarketplaceProduct{
		marketplaceproduct.SourceID(job.SourceID), marketplaceproduct.ImportJobID(job.ID), marketplaceproduct.Changed(true),
		marketplaceproduct.ExternalIDGT(after),
	}
}

// unmark takes the mark off the rows that say nothing new.
func unmark(ctx context.Context, tx *store.Tx, rows []*ent.MarketplaceProduct, c *counter) error {
	var quiet []uuid.UUID
	for _, p := range rows {
		if len(newsOf(p, c.sources[p.SourceID], c.currency)) == 0 {
			quiet = append(quiet, p.ID)
		}
	}
	if len(quiet) == 0 {
		return nil
	}
	err := tx.MarketplaceProduct.Update().Where(anyID(quiet)).SetChanged(false).Exec(ctx)
	if err != nil {
		return fmt.Errorf("take off the mark of a change: %w", err)
	}
	return nil
}

// anyID matches ids; see anyOf.
func anyID(ids []uuid.UUID) predicate.MarketplaceProduct {
	return filter.AnyOf(marketplaceproduct.FieldID, ids)
}
