package catalog

import (
	"context"
	"fmt"

	"orion/internal/enum"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// DeleteCollection removes a collection; its products stay. Its address says from then on
// that it is gone. NOT_FOUND where there is none.
func (s *Service) DeleteCollection(ctx context.Context, id publicid.ID) (publicid.ID, error) {
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		c, err := lockCollection(ctx, tx, id)
		if err != nil {
			return err
		}
		// Row by row in one statement: what goes with its collection would be noted by
		// nobody, and the search has to forget where its products stood.
		if err := emptyCollection(ctx, tx, c.ID); err != nil {
			return err
		}
		if err := tx.Collection.DeleteOne(c).Exec(ctx); err != nil {
			return err
		}
		if err := leaveSlugs(ctx, tx, enum.SlugKindCollection, formerSlug{c.ID, c.Slug}); err != nil {
			return err
		}
		return recordCollection(ctx, tx, "collection.delete", c, nil)
	})
	if err != nil {
		return "", fmt.Errorf("delete collection: %w", err)
	}
	return id, nil
}
