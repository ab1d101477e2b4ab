package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent/product"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// Nobody waits in a circle for what others hold, because everybody locks so:
//
// Who changes products holds them by held, in the order of their ids, and then perhaps the
// collections that they come into. Who changes what a collection has holds the collection,
// then by keepThere the products that come or go, and then touches their places in it.
// Others can refer to a product that is held: the two do not wait for each other. Only who
// deletes products keeps everybody from referring to them, and needs no collection.

// held lets nobody else change a row, and anybody refer to it.
func held() sql.LockOption { return sql.WithLockClause("FOR NO KEY UPDATE") }

// keepThere lets nobody delete products for the rest of the transaction.
func keepThere(ctx context.Context, tx *store.Tx, ids []uuid.UUID) error {
	if len(ids) == 0 {
		return nil
	}
	_, err := tx.Product.Query().Where(filter.AnyOf(product.FieldID, ids)).Order(product.ByID()).
		ForShare(sql.WithLockClause("FOR KEY SHARE")).IDs(ctx)
	if err != nil {
		return fmt.Errorf("keep products there: %w", err)
	}
	return nil
}
