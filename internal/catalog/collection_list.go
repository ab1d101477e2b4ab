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
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/viewer"
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
	id := c.PublicID()
	in := &ProductWhere{Collection: &filter.ID{Eq: &id}}
	if where != nil {
		in.And = []*ProductWhere{where}
	}
	vendor, err := s.db.Vendor.Get(ctx, c.VendorID)
	if err != nil {
		return nil, fmt.Errorf("find the vendor of a collection: %w", err)
	}
	if len(sort) == 0 {
		if c.Sort == enum.CollectionSortManual {
			return s.inOwnOrder(ctx, vendor, c, arg, in)
		}
		sort = shelfSorts[c.Sort]
	}
	return s.Products(ctx, vendor, arg, in, sort)
}

// shelfPlaces is the name of the join that gives products of a collection their order.
const shelfPlaces = "shelf"

// ownOrder is the order of a collection's own, along the index collection_product_order.
var ownOrder = []page.Key{{Column: collectionproduct.FieldPosition, Of: shelfPlaces, ID: collectionproduct.FieldProductID}}

// inOwnOrder lists products of a collection in the order that its team, or time, has put
// them in.
func (s *Service) inOwnOrder(ctx context.Context, vendor *ent.Vendor, c *ent.Collection, arg page.Arg, where *ProductWhere) (*ProductConnection, error) {
	if viewer.From(ctx).Shopper() {
		where = where.shown()
	}
	match, err := where.predicate(vendor.Currency)
	if err != nil {
		return nil, err
	}
	plan, err := s.signer.Plan(arg, ownOrder, "products", vendor.ID, viewer.From(ctx).Shopper(), where)
	if err != nil {
		return nil, err
	}
	rows, err := s.db.Product.Query().Where(placesOf(c), match, plan.Where).Order(plan.Order).Limit(plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the products of a collection: %w", err)
	}
	places := make(map[uuid.UUID]int64, len(rows))
	for _, p := range rows {
		if places[p.ID], err = placeOn(p); err != nil {
			return nil, err
		}
	}
	return page.Cut(plan, rows, func(p *ent.Product) ([]any, uuid.UUID) { return []any{places[p.ID]}, p.ID },
		func(ctx context.Context, limit int) (int, error) {
			ids, err := s.db.Product.Query().Where(match).Limit(limit).IDs(ctx)
			return len(ids), err
		}), nil
}

// placesOf joins the places of products in a collection, and selects them beside the
// products. The join has these two columns alone: filters name those of products without
// their table.
func placesOf(c *ent.Collection) func(*sql.Selector) {
	return func(s *sql.Selector) {
		cp := sql.Table(collectionproduct.Table)
		places := sql.Select(cp.C(collectionproduct.FieldProductID), cp.C(collectionproduct.FieldPosition)).From(cp).
			Where(sql.And(sql.EQ(cp.C(collectionproduct.FieldVendorID), c.VendorID), sql.EQ(cp.C(collectionproduct.FieldCollectionID), c.ID))).As(shelfPlaces)
		s.Join(places).On(s.C(product.FieldID), places.C(collectionproduct.FieldProductID))
		s.AppendSelectAs(places.C(collectionproduct.FieldPosition), shelfPlaces)
	}
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
