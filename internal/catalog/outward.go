package catalog

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/category"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/filter"
)

// A Stand says how much a shop shows and since when. It is another one after any change.
type Stand struct {
	Products, Variants int
	Newest             time.Time // when something of it was last changed; zero for an empty shop
}

// Stand returns how things stand in the viewer's shop, in two statements.
func (s *Service) Stand(ctx context.Context) (Stand, error) {
	products, err := newest(ctx, s.db.Product.Query().Aggregate(ent.Count(), ent.Max(product.FieldUpdatedAt)).Scan)
	if err != nil {
		return Stand{}, fmt.Errorf("find the newest product: %w", err)
	}
	variants, err := newest(ctx, s.db.ProductVariant.Query().Aggregate(ent.Count(), ent.Max(productvariant.FieldUpdatedAt)).Scan)
	if err != nil {
		return Stand{}, fmt.Errorf("find the newest variant: %w", err)
	}
	last := products.Max
	if variants.Max.After(last) {
		last = variants.Max
	}
	return Stand{products.Count, variants.Count, last}, nil
}

type standing struct {
	Count int
	Max   time.Time
}

func newest(ctx context.Context, scan func(context.Context, any) error) (out standing, err error) {
	var rows []struct {
		Count int
		Max   *time.Time
	}
	if err := scan(ctx, &rows); err != nil || len(rows) == 0 {
		return out, err
	}
	out.Count = rows[0].Count
	if rows[0].Max != nil {
		out.Max = *rows[0].Max
	}
	return out, nil
}

// Addresses returns slug and last change of products of the viewer's shop in the order in
// which they were made: those after one of them, or after so many.
func (s *Service) Addresses(ctx context.Context, after uuid.UUID, skip, most int) ([]*ent.Product, error) {
	rows, err := s.db.Product.Query().Where(product.IDGT(after)).Order(product.ByID()).Offset(skip).Limit(most).
		Select(product.FieldID, product.FieldSlug, product.FieldUpdatedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list addresses of products: %w", err)
	}
	return rows, nil
}

// Shelves returns slug and last change of the collections of the viewer's shop, up to most.
func (s *Service) Shelves(ctx context.Context, most int) ([]*ent.Collection, error) {
	rows, err := s.db.Collection.Query().Order(collection.ByPosition(), collection.ByID()).Limit(most).
		Select(collection.FieldID, collection.FieldSlug, collection.FieldUpdatedAt).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list addresses of collections: %w", err)
	}
	return rows, nil
}

// An Offer is a product of a shop with all that is said of it to the outside.
type Offer struct {
	Product  *ent.Product
	Variants []*ent.ProductVariant
	Pictures []*ent.MediaFile
	Category *ent.Category // nil where it is in none
}

// Offers returns products of the viewer's shop in the order in which they were made, those
// after one of them, in four statements.
func (s *Service) Offers(ctx context.Context, after uuid.UUID, most int) ([]Offer, error) {
	products, err := s.db.Product.Query().Where(product.IDGT(after)).Order(product.ByID()).Limit(most).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	variants, err := s.db.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, productIDs(products))).
		Order(productvariant.ByPosition(), productvariant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list variants: %w", err)
	}
	pictures, err := s.Media(ctx, products)
	if err != nil {
		return nil, err
	}
	categories, err := s.categoriesOf(ctx, products)
	if err != nil {
		return nil, err
	}
	return offers(products, variants, pictures, categories), nil
}

func (s *Service) categoriesOf(ctx context.Context, products []*ent.Product) (map[uuid.UUID]*ent.Category, error) {
	var ids []uuid.UUID
	for _, p := range products {
		if p.CategoryID != nil {
			ids = append(ids, *p.CategoryID)
		}
	}
	rows, err := s.db.Category.Query().Where(filter.AnyOf(category.FieldID, ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list categories of products: %w", err)
	}
	out := make(map[uuid.UUID]*ent.Category, len(rows))
	for _, c := range rows {
		out[c.ID] = c
	}
	return out, nil
}

func offers(products []*ent.Product, variants []*ent.ProductVariant, pictures [][]*ent.MediaFile, categories map[uuid.UUID]*ent.Category) []Offer {
	of := make(map[uuid.UUID][]*ent.ProductVariant, len(products))
	for _, v := range variants {
		of[v.ProductID] = append(of[v.ProductID], v)
	}
	out := make([]Offer, len(products))
	for i, p := range products {
		out[i] = Offer{Product: p, Variants: of[p.ID], Pictures: pictures[i]}
		if p.CategoryID != nil {
			out[i].Category = categories[*p.CategoryID]
		}
	}
	return out
}
