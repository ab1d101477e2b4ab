package search

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/store"
)

// load reads what the engines are to know of products: the documents of those in the shop,
// and the ids of the others. It is five statements for any number.
func load(ctx context.Context, tx *store.Tx, vendor uuid.UUID, ids []uuid.UUID) (put []*Document, gone []uuid.UUID, err error) {
	v, err := tx.Vendor.Get(ctx, vendor)
	if err != nil {
		return nil, nil, fmt.Errorf("read the shop's language: %w", err)
	}
	found, err := tx.Product.Query().Where(filter.AnyOf(product.FieldID, ids), product.StatusEQ(enum.ProductStatusActive)).All(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("read products: %w", err)
	}
	in, err := readAround(ctx, tx, found)
	if err != nil {
		return nil, nil, err
	}
	there := map[uuid.UUID]bool{}
	for _, p := range found {
		there[p.ID] = true
		src := source{language: v.Language, product: p, variants: in.variants[p.ID], collections: in.collections[p.ID], categories: in.above(p.CategoryID)}
		put = append(put, src.document())
	}
	for _, id := range ids {
		if !there[id] {
			gone = append(gone, id)
		}
	}
	return put, gone, nil
}

// surroundings are what belongs to several products.
type surroundings struct {
	variants    map[uuid.UUID][]*ent.ProductVariant
	collections map[uuid.UUID][]uuid.UUID
	categories  map[uuid.UUID]*ent.Category
}

func readAround(ctx context.Context, tx *store.Tx, products []*ent.Product) (*surroundings, error) {
	ids := make([]uuid.UUID, len(products))
	for i, p := range products {
		ids[i] = p.ID
	}
	out := &surroundings{map[uuid.UUID][]*ent.ProductVariant{}, map[uuid.UUID][]uuid.UUID{}, map[uuid.UUID]*ent.Category{}}
	variants, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read variants: %w", err)
	}
	for _, v := range variants {
		out.variants[v.ProductID] = append(out.variants[v.ProductID], v)
	}
	shelves, err := tx.CollectionProduct.Query().Where(filter.AnyOf(collectionproduct.FieldProductID, ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read collections: %w", err)
	}
	for _, c := range shelves {
		out.collections[c.ProductID] = append(out.collections[c.ProductID], c.CollectionID)
	}
	categories, err := tx.Category.Query().All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read categories: %w", err)
	}
	for _, c := range categories {
		out.categories[c.ID] = c
	}
	return out, nil
}

// deepest bounds how far up a category is followed: a ring in the tree must not hang.
const deepest = 20

// above returns a category and those that it is below.
func (s *surroundings) above(id *uuid.UUID) []*ent.Category {
	var out []*ent.Category
	for ; id != nil && len(out) < deepest; id = s.categories[*id].ParentID {
		c := s.categories[*id]
		if c == nil {
			break
		}
		out = append(out, c)
	}
	return out
}
