package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
)

// CollectionsOf returns the collections of each product: one statement for all.
func (s *Service) CollectionsOf(ctx context.Context, products []*ent.Product) ([][]*ent.Collection, error) {
	links, err := s.db.CollectionProduct.Query().Where(anyOf(collectionproduct.FieldProductID, productIDs(products))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list collections of products: %w", err)
	}
	ids := make([]uuid.UUID, len(links))
	for i, l := range links {
		ids[i] = l.CollectionID
	}
	rows, err := s.db.Collection.Query().Where(anyOf(collection.FieldID, ids)).
		Order(collection.ByPosition(), collection.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list collections of products: %w", err)
	}
	in := make(map[uuid.UUID]map[uuid.UUID]bool, len(products))
	for _, l := range links {
		if in[l.ProductID] == nil {
			in[l.ProductID] = map[uuid.UUID]bool{}
		}
		in[l.ProductID][l.CollectionID] = true
	}
	out := make([][]*ent.Collection, len(products))
	for i, p := range products {
		for _, c := range rows {
			if in[p.ID][c.ID] {
				out[i] = append(out[i], c)
			}
		}
	}
	return out, nil
}

// CollectionMedia returns a picture to stand for each collection, that of its first
// product with one: two statements for all.
func (s *Service) CollectionMedia(ctx context.Context, collections []*ent.Collection) ([]*ent.MediaFile, error) {
	ids := make([]uuid.UUID, len(collections))
	for i, c := range collections {
		ids[i] = c.ID
	}
	links, err := s.db.CollectionProduct.Query().Where(anyOf(collectionproduct.FieldCollectionID, ids), firstOf(maxFaces)).
		Order(collectionproduct.ByPosition(), collectionproduct.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the first products of collections: %w", err)
	}
	products := make([]*ent.Product, len(links))
	for i, l := range links {
		products[i] = &ent.Product{ID: l.ProductID}
	}
	faces, err := s.FeaturedMedia(ctx, products)
	if err != nil {
		return nil, err
	}
	face := make(map[uuid.UUID]*ent.MediaFile, len(collections))
	for i, l := range links {
		if face[l.CollectionID] == nil {
			face[l.CollectionID] = faces[i]
		}
	}
	out := make([]*ent.MediaFile, len(collections))
	for i, c := range collections {
		out[i] = face[c.ID]
	}
	return out, nil
}

// maxFaces is how many products of a collection are looked at for its picture.
const maxFaces = 5

func firstOf(n int) func(*sql.Selector) {
	return func(s *sql.Selector) { s.Where(sql.LT(s.C(collectionproduct.FieldPosition), n)) }
}
