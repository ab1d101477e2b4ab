package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/internal/store"
)

// shelve puts products into the collections of their articles, behind what stands there.
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
	there, err := tx.Collection.Query().Where(anyOf(collection.FieldID, idsOf(wanted))).IDs(ctx)
	if err != nil {
		return fmt.Errorf("look for collections: %w", err)
	}
	var last []struct {
		CollectionID uuid.UUID `json:"collection_id"`
		Max          int       `json:"max"`
	}
	err = tx.CollectionProduct.Query().Where(anyOf(collectionproduct.FieldCollectionID, there)).
		GroupBy(collectionproduct.FieldCollectionID).Aggregate(ent.Max(collectionproduct.FieldPosition)).Scan(ctx, &last)
	if err != nil {
		return fmt.Errorf("look for the ends of collections: %w", err)
	}
	next := map[uuid.UUID]int{}
	for _, l := range last {
		next[l.CollectionID] = l.Max + 1
	}
	var rows []*ent.CollectionProductCreate
	for _, id := range there {
		for n, p := range wanted[id] {
			rows = append(rows, tx.CollectionProduct.Create().SetCollectionID(id).SetProductID(p).SetPosition(next[id]+n))
		}
	}
	if err := tx.CollectionProduct.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("put products into collections: %w", err)
	}
	return nil
}
