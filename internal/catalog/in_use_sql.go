package catalog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/store"
	"orion/internal/viewer"
)

// maxInUse is how many words that are in use are told.
const maxInUse = 500

// tagsSQL takes the tags of all products apart, for which ent has no query. It names the
// vendor of the viewer, beside row-level security.
const tagsSQL = `
select distinct t from products p, jsonb_array_elements_text(p.tags) as t
where p.vendor_id = $1 and jsonb_typeof(p.tags) = 'array' order by t limit $2`

// Tags returns the tags in use of the viewer's vendor, in order, up to 500. FORBIDDEN
// for whoever may not read its catalogue.
func (s *Service) Tags(ctx context.Context) (tags []string, err error) {
	if !viewer.From(ctx).May(string(enum.PermissionCatalogRead)) {
		return nil, errs.New(errs.Forbidden, "you may not do that")
	}
	err = s.db.Tx(ctx, func(tx *store.Tx) error {
		rows, err := tx.Pgx.Query(ctx, tagsSQL, viewer.From(ctx).VendorID, maxInUse)
		if err != nil {
			return err
		}
		tags, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list tags in use: %w", err)
	}
	return tags, nil
}

// Brands returns the brands in use of the viewer's vendor, in order, up to 500.
func (s *Service) Brands(ctx context.Context) ([]string, error) {
	brands, err := s.db.Product.Query().Where(product.BrandNotNil()).Unique(true).
		Order(product.ByBrand()).Limit(maxInUse).Select(product.FieldBrand).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("list brands in use: %w", err)
	}
	return brands, nil
}
