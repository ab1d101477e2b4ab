package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
)

// InCollection lists the products of one collection.
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
	return s.Products(ctx, vendor, arg, in, sort)
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
