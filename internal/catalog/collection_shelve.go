package catalog

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// shelve puts new products into the collections of their articles, behind what stands
// there. A collection by rule finds its products itself.
func shelve(ctx context.Context, tx *store.Tx, articles []Article, out []Adopted) error {
	wanted := map[uuid.UUID][]uuid.UUID{}
	for i, a := range articles {
		if a.CollectionID != nil && a.ProductID == uuid.Nil {
			wanted[*a.CollectionID] = append(wanted[*a.CollectionID], out[i].Product.ID)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	there, err := lockShelves(ctx, tx, idsOf(wanted))
	if err != nil {
		return err
	}
	into := make(map[uuid.UUID][]uuid.UUID, len(there))
	for _, c := range there {
		into[c.ID] = wanted[c.ID]
	}
	return standAll(ctx, tx, into)
}

// lockShelves locks those of the collections that are there and kept by hand, in the order
// of their ids.
func lockShelves(ctx context.Context, tx *store.Tx, ids []uuid.UUID) ([]*ent.Collection, error) {
	rows, err := tx.Collection.Query().Where(filter.AnyOf(collection.FieldID, ids), collection.KindEQ(enum.CollectionKindManual)).
		Order(collection.ByID()).ForUpdate().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("lock collections: %w", err)
	}
	return rows, nil
}

// standAll puts products behind what stands in each of several collections, in a constant
// number of statements. The transaction holds the collections.
func standAll(ctx context.Context, tx *store.Tx, into map[uuid.UUID][]uuid.UUID) error {
	if err := keepThere(ctx, tx, slices.Concat(slices.Collect(maps.Values(into))...)); err != nil {
		return err
	}
	shelves := idsOf(into)
	last, err := lastOf(ctx, tx, shelves)
	if err != nil {
		return err
	}
	var rows []*ent.CollectionProductCreate
	for _, id := range shelves {
		for n, p := range into[id] {
			rows = append(rows, tx.CollectionProduct.Create().SetCollectionID(id).SetProductID(p).SetPosition(last[id]+(n+1)*step))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := tx.CollectionProduct.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("put products into collections: %w", err)
	}
	return nil
}

// lastOf is where the last product of each collection stands.
func lastOf(ctx context.Context, tx *store.Tx, shelves []uuid.UUID) (map[uuid.UUID]int, error) {
	var rows []struct {
		CollectionID uuid.UUID `json:"collection_id"`
		Max          int       `json:"max"`
	}
	err := tx.CollectionProduct.Query().Where(filter.AnyOf(collectionproduct.FieldCollectionID, shelves)).
		GroupBy(collectionproduct.FieldCollectionID).Aggregate(ent.Max(collectionproduct.FieldPosition)).Scan(ctx, &rows)
	if err != nil {
		return nil, fmt.Errorf("look for the ends of collections: %w", err)
	}
	out := make(map[uuid.UUID]int, len(rows))
	for _, r := range rows {
		out[r.CollectionID] = r.Max
	}
	return out, nil
}
