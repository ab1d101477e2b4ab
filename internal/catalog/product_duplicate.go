package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productmedia"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
)

// Duplicate makes a draft of the same words, pictures, options and prices under another
// title. Stock, skus and article numbers are not copied, nor are collections. NOT_FOUND at
// id where there is no product of that id.
func (s *Service) Duplicate(ctx context.Context, id publicid.ID, title string) (*ent.Product, error) {
	title = clean(title)
	if bad := word(title, nil, maxTitle, "title"); len(bad) > 0 {
		return nil, bad
	}
	var copied *ent.Product
	err := s.db.Tx(ctx, func(tx *store.Tx) error {
		p, err := lockProduct(ctx, tx, id, nil)
		if err != nil {
			return err
		}
		if copied, err = duplicate(ctx, tx, p, title); err != nil {
			return err
		}
		return s.announce(ctx, tx, webhook.ProductCreated, copied)
	})
	if err != nil {
		return nil, fmt.Errorf("duplicate product: %w", taken(err))
	}
	return copied, nil
}

func duplicate(ctx context.Context, tx *store.Tx, p *ent.Product, title string) (*ent.Product, error) {
	variants, err := tx.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Order(productvariant.ByPosition(), productvariant.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read variants: %w", err)
	}
	links, err := tx.ProductMedia.Query().Where(productmedia.ProductID(p.ID)).
		Order(productmedia.ByPosition(), productmedia.ByMediaID()).Limit(MaxMedia).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read pictures: %w", err)
	}
	pictures := make([]uuid.UUID, len(links))
	for i, l := range links {
		pictures[i] = l.MediaID
	}
	for _, v := range variants {
		v.ID, v.Sku, v.Gtin = uuid.Nil, nil, nil
		if v.Title == p.Title {
			v.Title = title
		}
	}
	slug, err := slugIn(ctx, tx, nil, title)
	if err != nil {
		return nil, err
	}
	c := tx.Product.Create().SetSlug(slug).SetTitle(title).SetDescription(p.Description).SetDescriptionHTML(p.DescriptionHTML).
		SetNillableBrand(p.Brand).SetNillableProductType(p.ProductType).SetNillableCategoryID(p.CategoryID).SetTags(p.Tags).
		SetTaxClass(p.TaxClass).SetOptions(p.Options).SetNillableSeoTitle(p.SeoTitle).SetNillableSeoDescription(p.SeoDescription).
		SetTranslations(p.Translations).SetCurrency(p.Currency).SetMinPriceMinor(p.MinPriceMinor).SetMaxPriceMinor(p.MaxPriceMinor)
	return bear(ctx, tx, c, variants, pictures, "product.duplicate")
}
