package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
)

// Products lists the products of a vendor that the viewer may see, newest first
// unless sort says otherwise.
func (s *Service) Products(ctx context.Context, vendor *ent.Vendor, arg page.Arg, where *ProductWhere, sort []*ProductSort) (*ProductConnection, error) {
	l, err := s.List(ctx, vendor, arg, where, sort)
	if err != nil {
		return nil, err
	}
	return s.read(ctx, l)
}

// read reads a page that has been checked, under the policies of the viewer.
func (s *Service) read(ctx context.Context, l *Listing) (*ProductConnection, error) {
	base := func() *ent.ProductQuery {
		q := s.db.Product.Query()
		if l.match != nil {
			q.Where(l.match)
		}
		return q
	}
	q := base()
	if l.shelf != nil {
		q.Where(placesOf(l.shelf))
	}
	rows, err := q.Where(l.plan.Where).Order(l.plan.Order).Limit(l.plan.Limit()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list products: %w", err)
	}
	places, err := l.places(rows)
	if err != nil {
		return nil, err
	}
	return l.Cut(rows, places, func(ctx context.Context, limit int) (int, error) {
		ids, err := base().Limit(limit).IDs(ctx)
		return len(ids), err
	}), nil
}

func sortValues(order []page.Key) func(*ent.Product) ([]any, uuid.UUID) {
	return func(p *ent.Product) ([]any, uuid.UUID) {
		values := make([]any, len(order))
		for i, k := range order {
			switch k.Column {
			case product.FieldTitle:
				values[i] = p.Title
			case product.FieldMinPriceMinor:
				values[i] = p.MinPriceMinor
			case product.FieldSoldCount:
				values[i] = p.SoldCount
			case product.FieldUpdatedAt:
				values[i] = p.UpdatedAt
			case product.FieldCreatedAt:
				values[i] = p.CreatedAt
			}
		}
		return values, p.ID
	}
}

// Product returns a product by slug or id, nil where the viewer sees none.
func (s *Service) Product(ctx context.Context, slug *string, id *publicid.ID) (*ent.Product, error) {
	q := s.db.Product.Query()
	switch {
	case slug != nil:
		q.Where(product.Slug(*slug))
	case id != nil:
		q.Where(product.ID(id.As("Product")))
	default:
		return nil, nil
	}
	p, err := q.Only(ctx)
	if ent.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("find product: %w", err)
	}
	return p, nil
}
