package catalog

import (
	"context"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// AddToCollection puts products behind the others of a collection by hand; those that are
// there stay where they are. NOT_FOUND at productIds.<place>, TOO_MANY, INVALID_STATE for a
// collection by rule.
func (s *Service) AddToCollection(ctx context.Context, id publicid.ID, products []publicid.ID) (*ent.Collection, error) {
	return s.byHand(ctx, id, products, func(tx *store.Tx, c *ent.Collection) (bool, error) {
		fresh, err := absent(ctx, tx, c.ID, products)
		if err != nil || len(fresh) == 0 {
			return false, err
		}
		if err := stand(ctx, tx, c.ID, fresh); err != nil {
			return false, err
		}
		return true, recordProducts(ctx, tx, "collection.products-add", c, fresh)
	})
}

// RemoveFromCollection takes products out of a collection by hand; those that are not
// there are no mistake. TOO_MANY, INVALID_STATE for a collection by rule.
func (s *Service) RemoveFromCollection(ctx context.Context, id publicid.ID, products []publicid.ID) (*ent.Collection, error) {
	return s.byHand(ctx, id, products, func(tx *store.Tx, c *ent.Collection) (bool, error) {
		of := filter.AnyOf(collectionproduct.FieldProductID, publicid.All("Product", products))
		rows, err := tx.CollectionProduct.Query().Where(collectionproduct.CollectionID(c.ID), of).All(ctx)
		if err != nil || len(rows) == 0 {
			return false, err
		}
		gone := make([]uuid.UUID, len(rows))
		for i, r := range rows {
			gone[i] = r.ProductID
		}
		if err := keepThere(ctx, tx, gone); err != nil {
			return false, err
		}
		if _, err := tx.CollectionProduct.Delete().Where(collectionproduct.CollectionID(c.ID), of).Exec(ctx); err != nil {
			return false, err
		}
		return true, recordProducts(ctx, tx, "collection.products-remove", c, gone)
	})
}

// MoveInCollection puts a product behind another of a collection by hand, or first where
// after is nil. NOT_FOUND at productId or after where that is not in it, INVALID behind
// itself, INVALID_STATE for a collection by rule.
func (s *Service) MoveInCollection(ctx context.Context, id, productID publicid.ID, after *publicid.ID) (*ent.Collection, error) {
	if after != nil && *after == productID {
		return nil, errs.Field("after", "cannot stand behind itself")
	}
	return s.byHand(ctx, id, nil, func(tx *store.Tx, c *ent.Collection) (bool, error) {
		row, err := tx.CollectionProduct.Query().
			Where(collectionproduct.CollectionID(c.ID), collectionproduct.ProductID(productID.As("Product"))).Only(ctx)
		if ent.IsNotFound(err) {
			return false, errs.New(errs.NotFound, "not found").At("productId")
		}
		if err != nil {
			return false, err
		}
		to, err := shelfPlace(ctx, tx, c.ID, row.ProductID, after)
		if err != nil {
			return false, err
		}
		if err := row.Update().SetPosition(to).Exec(ctx); err != nil {
			return false, err
		}
		return true, recordProducts(ctx, tx, "collection.product-move", c, []uuid.UUID{row.ProductID})
	})
}

// shelfPlace is the position behind a product of a collection; all are put apart where
// there is no room.
func shelfPlace(ctx context.Context, tx *store.Tx, shelf, moving uuid.UUID, after *publicid.ID) (int, error) {
	for range 2 {
		near, err := neighbours(ctx, tx, shelf, moving, after)
		if err != nil {
			return 0, err
		}
		to, ok, err := roomBehind(near, after, "Product")
		if err != nil || ok {
			return to, err
		}
		if err := spread(ctx, tx, spreadProductsSQL, shelf); err != nil {
			return 0, err
		}
	}
	return 0, errs.New(errs.TooMany, "there are too many to be put in order")
}

// byHand changes the products of a collection by hand while nobody else does. change
// reports whether it has changed any; then the collection counts up.
func (s *Service) byHand(ctx context.Context, id publicid.ID, products []publicid.ID, change func(*store.Tx, *ent.Collection) (bool, error)) (*ent.Collection, error) {
	if len(products) > MaxIDs {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("productIds")
	}
	var c *ent.Collection
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		if c, err = lockCollection(ctx, tx, id); err != nil {
			return err
		}
		if c.Kind != enum.CollectionKindManual {
			return errs.New(errs.InvalidState, "a collection by rule finds its products itself").At("id")
		}
		changed, err := change(tx, c)
		if err != nil || !changed {
			return err
		}
		c, err = c.Update().AddVersion(1).Save(ctx)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("change the products of a collection: %w", err)
	}
	return c, nil
}

// absent returns those of the products that are not yet in a collection, in their order.
func absent(ctx context.Context, tx *store.Tx, shelf uuid.UUID, ids []publicid.ID) ([]uuid.UUID, error) {
	wanted := publicid.All("Product", ids)
	if err := allThere(ctx, tx, wanted, "productIds"); err != nil {
		return nil, err
	}
	rows, err := tx.CollectionProduct.Query().
		Where(collectionproduct.CollectionID(shelf), filter.AnyOf(collectionproduct.FieldProductID, wanted)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look into a collection: %w", err)
	}
	in := make(map[uuid.UUID]bool, len(rows))
	for _, r := range rows {
		in[r.ProductID] = true
	}
	var out []uuid.UUID
	for _, p := range wanted {
		if !in[p] {
			in[p] = true
			out = append(out, p)
		}
	}
	return out, nil
}

// allThere says NOT_FOUND for each product that is not.
func allThere(ctx context.Context, tx *store.Tx, ids []uuid.UUID, path string) error {
	rows, err := tx.Product.Query().Where(filter.AnyOf(product.FieldID, ids)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("find products: %w", err)
	}
	there := make(map[uuid.UUID]bool, len(rows))
	for _, id := range rows {
		there[id] = true
	}
	var bad errs.List
	for i, id := range ids {
		if !there[id] {
			bad = append(bad, errs.New(errs.NotFound, "not found").At(path+"."+strconv.Itoa(i)))
		}
	}
	return bad.Or()
}

// addProducts puts the first products into a new collection. A second mention is refused
// as well: a product stands on a shelf once.
func addProducts(ctx context.Context, tx *store.Tx, shelf uuid.UUID, ids []publicid.ID, path string) error {
	wanted, seen := publicid.All("Product", ids), map[uuid.UUID]bool{}
	if err := allThere(ctx, tx, wanted, path); err != nil {
		return err
	}
	for i, id := range wanted {
		if seen[id] {
			return errs.New(errs.NotFound, "not found").At(path + "." + strconv.Itoa(i))
		}
		seen[id] = true
	}
	return stand(ctx, tx, shelf, wanted)
}

// stand puts products behind what stands in a collection that the transaction holds.
func stand(ctx context.Context, tx *store.Tx, shelf uuid.UUID, products []uuid.UUID) error {
	return standAll(ctx, tx, map[uuid.UUID][]uuid.UUID{shelf: products})
}

// emptyCollection takes all products out of a collection that the transaction holds.
func emptyCollection(ctx context.Context, tx *store.Tx, shelf uuid.UUID) error {
	if _, err := tx.CollectionProduct.Delete().Where(collectionproduct.CollectionID(shelf)).Exec(ctx); err != nil {
		return fmt.Errorf("empty a collection: %w", err)
	}
	return nil
}
