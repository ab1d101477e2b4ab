package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/mediafile"
	"orion/internal/kit/filter"
)

// CollectionsOf returns the collections of each product: one statement for all.
func (s *Service) CollectionsOf(ctx context.Context, products []*ent.Product) ([][]*ent.Collection, error) {
	links, err := s.db.CollectionProduct.Query().Where(filter.AnyOf(collectionproduct.FieldProductID, productIDs(products))).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list collections of products: %w", err)
	}
	ids := make([]uuid.UUID, len(links))
	for i, l := range links {
		ids[i] = l.CollectionID
	}
	rows, err := s.db.Collection.Query().Where(filter.AnyOf(collection.FieldID, ids)).
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

// CollectionMedia returns a picture to stand for each collection, its own or else that of
// its first product with one: three statements at most for all.
func (s *Service) CollectionMedia(ctx context.Context, collections []*ent.Collection) ([]*ent.MediaFile, error) {
	own, err := s.ownPictures(ctx, collections)
	if err != nil {
		return nil, err
	}
	var without []*ent.Collection
	for _, c := range collections {
		if own[c.ID] == nil {
			without = append(without, c)
		}
	}
	faces, err := s.facesOf(ctx, without)
	if err != nil {
		return nil, err
	}
	out := make([]*ent.MediaFile, len(collections))
	for i, c := range collections {
		if out[i] = own[c.ID]; out[i] == nil {
			out[i] = faces[c.ID]
		}
	}
	return out, nil
}

// ownPictures are the pictures that collections were given, as far as they can be shown.
func (s *Service) ownPictures(ctx context.Context, collections []*ent.Collection) (map[uuid.UUID]*ent.MediaFile, error) {
	var ids []uuid.UUID
	for _, c := range collections {
		if c.MediaID != nil {
			ids = append(ids, *c.MediaID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := s.db.MediaFile.Query().Where(filter.AnyOf(mediafile.FieldID, ids), mediafile.StatusEQ("READY")).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the pictures of collections: %w", err)
	}
	byID, out := make(map[uuid.UUID]*ent.MediaFile, len(rows)), map[uuid.UUID]*ent.MediaFile{}
	for _, m := range rows {
		byID[m.ID] = m
	}
	for _, c := range collections {
		if c.MediaID != nil && byID[*c.MediaID] != nil {
			out[c.ID] = byID[*c.MediaID]
		}
	}
	return out, nil
}

// maxFaces is how many products of a collection are looked at for its picture.
const maxFaces = 5

// facesOf are the pictures of the first products of collections.
func (s *Service) facesOf(ctx context.Context, collections []*ent.Collection) (map[uuid.UUID]*ent.MediaFile, error) {
	if len(collections) == 0 {
		return nil, nil
	}
	links, err := s.db.CollectionProduct.Query().Where(firstOf(collections, maxFaces)).
		Order(collectionproduct.ByPosition(), collectionproduct.ByProductID()).All(ctx)
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
	out := make(map[uuid.UUID]*ent.MediaFile, len(collections))
	for i, l := range links {
		if out[l.CollectionID] == nil {
			out[l.CollectionID] = faces[i]
		}
	}
	return out, nil
}
