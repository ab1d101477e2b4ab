package catalog

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/viewer"
	"orion/internal/webhook"
)

// A Stale is a change that was made on an older version of a product than there is.
type Stale struct {
	// Current is the product as somebody else left it.
	Current *ent.Product
	because *errs.Error
}

// Error implements error.
func (s *Stale) Error() string { return s.because.Error() }

// Unwrap returns what people are told.
func (s *Stale) Unwrap() error { return s.because }

// CurrentOf returns the product that a change was too late for, nil where err is about
// anything else.
func CurrentOf(err error) *ent.Product {
	if stale, ok := errors.AsType[*Stale](err); ok {
		return stale.Current
	}
	return nil
}

// change does something to one product, which is locked, and returns it as it is then.
func (s *Service) change(ctx context.Context, id publicid.ID, ifVersion *int, what string, do func(*store.Tx, *ent.Product) error) (*ent.Product, error) {
	var p *ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		is, err := lockProduct(ctx, tx, id, ifVersion)
		if err != nil {
			return err
		}
		if err := do(tx, is); err != nil {
			return err
		}
		if p, err = tx.Product.Get(ctx, is.ID); err != nil {
			return err
		}
		return s.announce(ctx, tx, webhook.ProductUpdated, p)
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, taken(err))
	}
	return p, nil
}

func lockProduct(ctx context.Context, tx *store.Tx, id publicid.ID, ifVersion *int) (*ent.Product, error) {
	p, err := tx.Product.Query().Where(product.ID(id.As("Product"))).ForUpdate(held()).Only(ctx)
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At("id")
	}
	if err != nil {
		return nil, err
	}
	if ifVersion != nil && *ifVersion != p.Version {
		return nil, &Stale{p, errs.New(errs.StaleVersion, "somebody else changed the product since version %d; it is at %d now", *ifVersion, p.Version).At("input.ifVersion")}
	}
	return p, nil
}

// taken says in words that somebody took a name at the same moment.
func taken(err error) error {
	switch {
	case store.Violates(err, "product_slug_per_vendor"):
		return errs.New(errs.AlreadyExists, "is already used by another product").At("input.slug")
	case store.Violates(err, "variant_sku_per_vendor"):
		return errs.New(errs.AlreadyExists, "a sku is already used by another variant").At("input.variants")
	}
	return err
}

// Update changes what is given of a product. STALE_VERSION where IfVersion is not its
// version (see CurrentOf), NOT_FOUND where there is none or what it refers to is not there,
// INVALID for a price of several variants, ALREADY_EXISTS for a slug in use.
func (s *Service) Update(ctx context.Context, id publicid.ID, in ProductUpdateInput) (*ent.Product, error) {
	said, err := in.words()
	if err != nil {
		return nil, err
	}
	return s.change(ctx, id, in.IfVersion, "update product", func(tx *store.Tx, p *ent.Product) error {
		shop, err := ownShop(ctx, tx)
		if err != nil {
			return err
		}
		u := p.Update()
		if err := said.into(ctx, tx, u.Mutation(), p.Translations, shop.Language); err != nil {
			return err
		}
		if err := rename(ctx, tx, p, u, in.Slug); err != nil {
			return err
		}
		events, err := follow(ctx, tx, p, u, &in)
		if err != nil {
			return err
		}
		if in.CollectionIds != nil {
			if err := standIn(ctx, tx, p.ID, publicid.All("Collection", in.CollectionIds)); err != nil {
				return err
			}
		}
		return save(ctx, tx, p, u, events...)
	})
}

// ownShop is the viewer's.
func ownShop(ctx context.Context, tx *store.Tx) (*ent.Vendor, error) {
	shop, err := tx.Vendor.Get(ctx, viewer.From(ctx).VendorID)
	if err != nil {
		return nil, fmt.Errorf("find the shop: %w", err)
	}
	return shop, nil
}

// rename gives a product another name in addresses, and lets the old one lead to it.
func rename(ctx context.Context, tx *store.Tx, p *ent.Product, u *ent.ProductUpdateOne, slug *string) error {
	if slug == nil || *slug == p.Slug {
		return nil
	}
	if err := checkSlug(*slug); err != nil {
		return err
	}
	used, err := tx.Product.Query().Where(product.Slug(*slug)).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look for a slug in use: %w", err)
	}
	if used {
		return errs.New(errs.AlreadyExists, "is already used by another product").At("input.slug")
	}
	u.SetSlug(*slug)
	return renamed(ctx, tx, enum.SlugKindProduct, p.ID, p.Slug, *slug)
}

func checkSlug(slug string) error {
	if slugOf(slug) != slug {
		return errs.Field("input.slug", "must be lower-case letters, digits and inner dashes")
	}
	return nil
}

// categoryAt finds a category, which must be there. An empty id is none.
func categoryAt(ctx context.Context, tx *store.Tx, id publicid.ID, at string) (*uuid.UUID, error) {
	if id == "" {
		return nil, nil //nolint:nilnil // it is taken out of its category
	}
	found, err := tx.Category.Get(ctx, id.As("Category"))
	if ent.IsNotFound(err) {
		return nil, errs.New(errs.NotFound, "not found").At(at)
	}
	if err != nil {
		return nil, fmt.Errorf("find the category: %w", err)
	}
	return &found.ID, nil
}
