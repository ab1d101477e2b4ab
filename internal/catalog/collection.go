package catalog

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// CreateCollection makes a collection of products, in their order, behind the
// others. ALREADY_EXISTS where the slug is taken, NOT_FOUND for a product that is
// not there.
func (s *Service) CreateCollection(ctx context.Context, in CollectionCreateInput) (*ent.Collection, error) {
	title := strings.TrimSpace(in.Title)
	if n := utf8.RuneCountInString(title); n == 0 || n > 100 {
		return nil, errs.Field("input.title", "must be 1 to %d characters", 100)
	}
	if len(in.ProductIds) > MaxIDs {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxIDs).At("input.productIds")
	}
	var c *ent.Collection
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		c, err = createCollection(ctx, tx, title, in)
		if err != nil {
			return err
		}
		if err := addProducts(ctx, tx, c.ID, publicid.All("Product", in.ProductIds)); err != nil {
			return err
		}
		return audit.Record(ctx, tx, audit.Event{
			Action: "collection.create", TargetType: "Collection", Target: string(c.PublicID()), Changes: audit.Diff(nil, c),
		})
	})
	if err != nil {
		return nil, fmt.Errorf("create collection: %w", err)
	}
	return c, nil
}

func createCollection(ctx context.Context, tx *store.Tx, title string, in CollectionCreateInput) (*ent.Collection, error) {
	name := slugOf(title)
	if in.Slug != nil {
		if name = slugOf(*in.Slug); name != *in.Slug {
			return nil, errs.Field("input.slug", "must be lower-case letters, digits and inner dashes")
		}
	}
	last, err := tx.Collection.Query().Count(ctx)
	if err != nil {
		return nil, fmt.Errorf("count collections: %w", err)
	}
	c, err := tx.Collection.Create().SetTitle(title).SetSlug(name).SetNillableDescription(in.Description).SetPosition(last).Save(ctx)
	if store.Violates(err, "collection_slug_per_vendor") {
		return nil, errs.New(errs.AlreadyExists, "is already used by another collection").At("input.slug")
	}
	return c, err
}

func addProducts(ctx context.Context, tx *store.Tx, collection uuid.UUID, ids []uuid.UUID) error {
	there, err := tx.Product.Query().Where(product.IDIn(ids...)).IDs(ctx)
	if err != nil {
		return fmt.Errorf("find products: %w", err)
	}
	known := make(map[uuid.UUID]bool, len(there))
	for _, id := range there {
		known[id] = true
	}
	rows := make([]*ent.CollectionProductCreate, len(ids))
	for i, id := range ids {
		if !known[id] {
			return errs.New(errs.NotFound, "not found").At(fmt.Sprintf("input.productIds.%d", i))
		}
		known[id] = false // a second mention is refused as well: a product stands on a shelf once
		rows[i] = tx.CollectionProduct.Create().SetCollectionID(collection).SetProductID(id).SetPosition(i)
	}
	if err := tx.CollectionProduct.CreateBulk(rows...).Exec(ctx); err != nil {
		return fmt.Errorf("put products into it: %w", err)
	}
	return nil
}
