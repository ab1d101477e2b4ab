package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// standIn sets the collections by hand that a product stands in; of those by rule it says
// nothing. New ones get it behind what stands there.
func standIn(ctx context.Context, tx *store.Tx, product uuid.UUID, want []uuid.UUID) error {
	if err := byHand(ctx, tx, want, "input.collectionIds"); err != nil {
		return err
	}
	links, err := tx.CollectionProduct.Query().Where(collectionproduct.ProductID(product),
		collectionproduct.HasCollectionWith(collection.KindEQ(enum.CollectionKindManual))).All(ctx)
	if err != nil {
		return fmt.Errorf("look for collections of the product: %w", err)
	}
	var out, have []uuid.UUID
	for _, l := range links {
		if have = append(have, l.CollectionID); !slices.Contains(want, l.CollectionID) {
			out = append(out, l.ID)
		}
	}
	if _, err := tx.CollectionProduct.Delete().Where(filter.AnyOf(collectionproduct.FieldID, out)).Exec(ctx); err != nil {
		return fmt.Errorf("take the product out of collections: %w", err)
	}
	fresh := slices.DeleteFunc(slices.Clone(want), func(id uuid.UUID) bool { return slices.Contains(have, id) })
	return standBehind(ctx, tx, fresh, []uuid.UUID{product})
}

// byHand locks collections, which must be there and by hand, each named once.
func byHand(ctx context.Context, tx *store.Tx, want []uuid.UUID, path string) error {
	if len(want) == 0 {
		return nil
	}
	rows, err := tx.Collection.Query().Where(filter.AnyOf(collection.FieldID, want)).Order(collection.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return fmt.Errorf("lock collections: %w", err)
	}
	var bad errs.List
	there := make([]uuid.UUID, len(rows))
	for i, c := range rows {
		if there[i] = c.ID; c.Kind != enum.CollectionKindManual {
			bad = append(bad, errs.Field(fmt.Sprintf("%s.%d", path, slices.Index(want, c.ID)), "is a collection by rule"))
		}
	}
	if err := named(want, there, path); err != nil {
		return err
	}
	return bad.Or()
}

// standBehind puts products into collections, behind what stands there. Those that stand in
// one already stay where they are.
func standBehind(ctx context.Context, tx *store.Tx, collections, products []uuid.UUID) error {
	if len(collections) == 0 || len(products) == 0 {
		return nil
	}
	if err := keepThere(ctx, tx, products); err != nil {
		return err
	}
	links, err := tx.CollectionProduct.Query().Where(filter.AnyOf(collectionproduct.FieldCollectionID, collections),
		filter.AnyOf(collectionproduct.FieldProductID, products)).All(ctx)
	if err != nil {
		return fmt.Errorf("look for products in collections: %w", err)
	}
	there := map[[2]uuid.UUID]bool{}
	for _, l := range links {
		there[[2]uuid.UUID{l.CollectionID, l.ProductID}] = true
	}
	next, err := endsOf(ctx, tx, collections)
	if err != nil {
		return err
	}
	var rows []*ent.CollectionProductCreate
	for _, c := range collections {
		for _, p := range products {
			if !there[[2]uuid.UUID{c, p}] {
				rows = append(rows, tx.CollectionProduct.Create().SetCollectionID(c).SetProductID(p).SetPosition(next[c]))
				next[c]++
			}
		}
	}
	if err := tx.CollectionProduct.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("put products into collections: %w", err)
	}
	return nil
}

// endsOf is where the next product of each collection stands.
func endsOf(ctx context.Context, tx *store.Tx, collections []uuid.UUID) (map[uuid.UUID]int, error) {
	var last []struct {
		CollectionID uuid.UUID `json:"collection_id"`
		Max          int       `json:"max"`
	}
	err := tx.CollectionProduct.Query().Where(filter.AnyOf(collectionproduct.FieldCollectionID, collections)).
		GroupBy(collectionproduct.FieldCollectionID).Aggregate(ent.Max(collectionproduct.FieldPosition)).Scan(ctx, &last)
	if err != nil {
		return nil, fmt.Errorf("look for the ends of collections: %w", err)
	}
	out := map[uuid.UUID]int{}
	for _, l := range last {
		out[l.CollectionID] = l.Max + 1
	}
	return out, nil
}

// stillByHand are those of some collections that are there and by hand, locked.
func stillByHand(ctx context.Context, tx *store.Tx, want []uuid.UUID) ([]uuid.UUID, error) {
	if len(want) == 0 {
		return nil, nil
	}
	ids, err := tx.Collection.Query().Where(filter.AnyOf(collection.FieldID, want), collection.KindEQ(enum.CollectionKindManual)).
		Order(collection.ByID()).ForUpdate().IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock collections: %w", err)
	}
	return ids, nil
}
