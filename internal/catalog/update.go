package catalog

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/audit"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// The lengths of texts, in characters.
const (
	maxTitle       = 200
	maxDescription = 20_000
	maxBrand       = 70
)

func (in *ProductUpdateInput) validate() error {
	var faults errs.List
	check := func(p *string, field string, least, most int) {
		if p == nil {
			return
		}
		*p = strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(*p, ""), "\x00", ""))
		switch n := utf8.RuneCountInString(*p); {
		case n < least:
			faults = append(faults, errs.New(errs.Required, "is required").At("input."+field))
		case n > most:
			faults = append(faults, errs.New(errs.TooLong, "is longer than %d characters", most).At("input."+field))
		}
	}
	check(in.Title, "title", 1, maxTitle)
	check(in.Description, "description", 0, maxDescription)
	check(in.Brand, "brand", 0, maxBrand)
	return faults.Or()
}

// Update changes a product. STALE_VERSION where IfVersion is not its version,
// NOT_FOUND where there is none, INVALID for a price of several variants.
func (s *Service) Update(ctx context.Context, id publicid.ID, in ProductUpdateInput) (*ent.Product, error) {
	if err := in.validate(); err != nil {
		return nil, err
	}
	var p *ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) (err error) {
		p, err = tx.Product.Query().Where(product.ID(id.As("Product"))).ForUpdate().Only(ctx)
		if ent.IsNotFound(err) {
			return errs.New(errs.NotFound, "not found").At("id")
		}
		if err != nil {
			return err
		}
		if in.IfVersion != nil && *in.IfVersion != p.Version {
			return errs.New(errs.StaleVersion, "somebody else changed the product since version %d; it is at %d now", *in.IfVersion, p.Version).At("input.ifVersion")
		}
		p, err = s.apply(ctx, tx, p, in)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("update product: %w", err)
	}
	return p, nil
}

func (s *Service) apply(ctx context.Context, tx *store.Tx, p *ent.Product, in ProductUpdateInput) (*ent.Product, error) {
	u := p.Update().SetNillableTitle(in.Title).SetNillableDescription(in.Description).AddVersion(1)
	if in.Brand != nil && *in.Brand == "" {
		u.ClearBrand()
	} else {
		u.SetNillableBrand(in.Brand)
	}
	if in.Price != nil {
		price, err := s.setPrice(ctx, tx, p, *in.Price)
		if err != nil {
			return nil, err
		}
		u.SetMinPriceMinor(price.Minor).SetMaxPriceMinor(price.Minor)
	}
	after, err := u.Save(ctx)
	if err != nil {
		return nil, err
	}
	return after, audit.Record(ctx, tx, audit.Event{
		Action: "product.update", TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(p, after),
	})
}

// setPrice sets the price of the only variant.
func (s *Service) setPrice(ctx context.Context, tx *store.Tx, p *ent.Product, amount money.Decimal) (money.Money, error) {
	price, err := money.Parse(amount, p.Currency)
	if err != nil || price.Minor < 0 {
		return price, errs.Field("input.price", "is no amount of %s", p.Currency)
	}
	ids, err := tx.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).IDs(ctx)
	if err != nil {
		return price, fmt.Errorf("find the variant: %w", err)
	}
	if len(ids) != 1 {
		return price, errs.Field("input.price", "is set on each of the %d variants", len(ids))
	}
	return price, tx.ProductVariant.UpdateOneID(ids[0]).SetPriceMinor(price.Minor).Exec(ctx)
}

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
