package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/internal/media"
	"orion/internal/store"
)

// refer writes down the pictures of articles, behind those that their products have,
// and leaves out what a product has already.
func (s *Service) refer(ctx context.Context, tx *store.Tx, articles []Article, out []Adopted) error {
	var known []uuid.UUID
	for _, a := range articles {
		if a.ProductID != uuid.Nil {
			known = append(known, a.ProductID)
		}
	}
	have, err := picturesOf(ctx, tx, known)
	if err != nil {
		return err
	}
	var refs []media.Reference
	for i, a := range articles {
		p := out[i].Product
		next, there := 0, map[string]bool{}
		for _, h := range have[p.ID] {
			next, there[h.url] = h.position+1, true
		}
		for _, address := range a.Pictures {
			if there[address] || next >= MaxMedia {
				continue
			}
			there[address] = true
			refs = append(refs, media.Reference{ProductID: p.ID, URL: address, Alt: p.Title, Position: next})
			next++
		}
	}
	return s.media.Refer(ctx, tx, refs)
}

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

func idsOf[T any](m map[uuid.UUID]T) []uuid.UUID {
	out := make([]uuid.UUID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return out
}
