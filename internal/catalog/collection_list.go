package catalog

import (
	"context"
	"fmt"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/collectionproduct"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
)

// shelfSorts are the orders of collections as a caller would ask for them. The order of
// its own, MANUAL, is none of them, and NEWEST is that of a list without any.
var shelfSorts = map[enum.CollectionSort][]*ProductSort{
	enum.CollectionSortBestSelling: {{Key: enum.ProductSortKeyBestSelling, Direction: enum.SortDirectionDesc}},
	enum.CollectionSortNewest:      nil,
	enum.CollectionSortTitle:       {{Key: enum.ProductSortKeyTitle, Direction: enum.SortDirectionAsc}},
	enum.CollectionSortPriceAsc:    {{Key: enum.ProductSortKeyPrice, Direction: enum.SortDirectionAsc}},
	enum.CollectionSortPriceDesc:   {{Key: enum.ProductSortKeyPrice, Direction: enum.SortDirectionDesc}},
}

// InCollection lists the products of one collection that the viewer may see, in its own
// order unless sort says otherwise.
func (s *Service) InCollection(ctx context.Context, c *ent.Collection, arg page.Arg, where *ProductWhere, sort []*ProductSort) (*ProductConnection, error) {
	vendor := &ent.Vendor{ID: c.VendorID}
	if where != nil { // which may name amounts, and those are of the vendor's currency
		var err error
		if vendor, err = s.db.Vendor.Get(ctx, c.VendorID); err != nil {
			return nil, fmt.Errorf("find the vendor of a collection: %w", err)
		}
	}
	l, err := s.Shelved(ctx, vendor, c, arg, where, sort)
	if err != nil {
		return nil, err
	}
	return s.read(ctx, l)
}

// shelfPlaces is the name of the join that gives products of a collection their order.
const shelfPlaces = "shelf"

// ownOrder is the order of a collection's own, along the index collection_product_order.
var ownOrder = []page.Key{{Column: collectionproduct.FieldPosition, Of: shelfPlaces, ID: collectionproduct.FieldProductID}}

// places reads where products stand on the shelf, nil where they are in another order.
func (l *Listing) places(rows []*ent.Product) (map[uuid.UUID]int64, error) {
	if l.shelf == nil {
		return nil, nil
	}
	out := make(map[uuid.UUID]int64, len(rows))
	for _, p := range rows {
		place, err := placeOn(p)
		if err != nil {
			return nil, err
		}
		out[p.ID] = place
	}
	return out, nil
}

// placesOf joins the places of products in a collection, and selects them beside the
// products.
func placesOf(c *ent.Collection) func(*sql.Selector) {
	return func(s *sql.Selector) {
		s.AppendSelectAs(joinShelf(s, c).C(collectionproduct.FieldPosition), shelfPlaces)
	}
}

// joinShelf joins the places of products in a collection. The join has two columns alone:
// filters name those of products without their table.
func joinShelf(s *sql.Selector, c *ent.Collection) *sql.Selector {
	cp := sql.Table(collectionproduct.Table)
	places := sql.Select(cp.C(collectionproduct.FieldProductID), cp.C(collectionproduct.FieldPosition)).From(cp).
		Where(sql.And(sql.EQ(cp.C(collectionproduct.FieldVendorID), c.VendorID), sql.EQ(cp.C(collectionproduct.FieldCollectionID), c.ID))).As(shelfPlaces)
	s.Join(places).On(s.C(product.FieldID), places.C(collectionproduct.FieldProductID))
	return places
}

// placeOn reads the column that placesOf selects beside a product's own.
func placeOn(p *ent.Product) (int64, error) {
	v, err := p.Value(shelfPlaces)
	if err != nil {
		return 0, fmt.Errorf("read the place of a product: %w", err)
	}
	place, ok := v.(int64)
	if !ok {
		return 0, fmt.Errorf("the place of a product came as %T", v)
	}
	return place, nil
}

// Collections lists a vendor's collections in their own order.
func (s *Service) Collections(ctx context.Context, vendor *ent.Vendor, arg page.Arg) (*CollectionConnection, error) {
	order := []page.Key{{Column: collection.FieldPosition}}
	plan, err := s.signer.Plan(arg, order, "collections", vendor.ID)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Collection.Query().Where(plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list collections: %w", err)
	}
	return page.Cut(plan, rows, func(c *ent.Collection) ([]any, uuid.UUID) { return []any{c.Position}, c.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.Collection.Query().Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// Collection returns a collection by slug or id, nil where there is none.
func (s *Service) Collection(ctx context.Context, slug *string, id *publicid.ID) (*ent.Collection, error) {
	q := s.db.Collection.Query()
	switch {
	case slug != nil:
		q.Where(collection.Slug(*slug))
	case id != nil:
		q.Where(collection.ID(id.As("Collection")))
	default:
		return nil, nil
	}
	c, err := q.Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find collection: %w", err)
	}
	return c, nil
}
