package catalog

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/product"
	"orion/internal/audit"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
	"orion/internal/store"
	"orion/internal/webhook"
)

// createTries is how often a name is looked for that nobody else takes at the same moment.
const createTries = 3

// Create makes a draft with its variants; without any it has one of the price and sku
// given. Its mistakes are told at their places in input: see Update and SetVariants.
func (s *Service) Create(ctx context.Context, in ProductCreateInput) (*ent.Product, error) {
	said, err := in.words()
	if err != nil {
		return nil, err
	}
	variants, err := in.variants()
	if err != nil {
		return nil, err
	}
	var p *ent.Product
	for range createTries {
		err = s.db.Tx(ctx, func(tx *store.Tx) (err error) {
			if p, err = create(ctx, tx, &in, said, variants); err != nil {
				return err
			}
			return s.announce(ctx, tx, webhook.ProductCreated, p)
		})
		if in.Slug != nil || !store.Violates(err, "product_slug_per_vendor") {
			break
		}
	}
	if err != nil {
		return nil, fmt.Errorf("create product: %w", taken(err))
	}
	return p, nil
}

// variants are those of the input as SetVariants takes them.
func (in *ProductCreateInput) variants() (*VariantsSetInput, error) {
	if len(in.Variants) > 0 {
		for field, given := range map[string]bool{"price": in.Price != nil, "sku": in.Sku != nil} {
			if given {
				return nil, errs.Field("input."+field, "is set on each of the %d variants", len(in.Variants))
			}
		}
		return &VariantsSetInput{Options: in.Options, Variants: in.Variants}, nil
	}
	if len(in.Options) > 0 {
		return nil, errs.New(errs.Required, "is required").At("input.variants")
	}
	nothing := money.Decimal("0")
	only := &VariantSetInput{Sku: in.Sku, Price: in.Price}
	if only.Price == nil {
		only.Price = &nothing
	}
	return &VariantsSetInput{Variants: []*VariantSetInput{only}}, nil
}

func create(ctx context.Context, tx *store.Tx, in *ProductCreateInput, said *sayings, variants *VariantsSetInput) (*ent.Product, error) {
	shop, err := ownShop(ctx, tx)
	if err != nil {
		return nil, err
	}
	pictures, err := picturesIn(ctx, tx, in.MediaIds, "input.mediaIds")
	if err != nil {
		return nil, err
	}
	to, err := planOf(in.Title, shop.Currency, nil, pictures, variants)
	if err != nil {
		return nil, in.asOwn(err)
	}
	if err := usedSkus(ctx, tx, to.rows, in.skuPath); err != nil {
		return nil, err
	}
	slug, err := slugIn(ctx, tx, in.Slug, in.Title)
	if err != nil {
		return nil, err
	}
	least, most, _ := reach(to.rows)
	c := tx.Product.Create().SetSlug(slug).SetCurrency(shop.Currency).SetMinPriceMinor(least).SetMaxPriceMinor(most).SetOptions(to.options)
	if err := said.into(ctx, tx, c.Mutation(), nil, shop.Language); err != nil {
		return nil, err
	}
	return bear(ctx, tx, c, to.rows, pictures, "product.create")
}

// asOwn tells mistakes of the only variant where the input speaks of it.
func (in *ProductCreateInput) asOwn(err error) error {
	list, many := err.(errs.List) //nolint:errorlint // planOf returns nothing around it
	if len(in.Variants) > 0 || !many {
		return err
	}
	out := make(errs.List, len(list))
	for i, e := range list {
		out[i] = e.At("input." + e.Path[len(e.Path)-1])
	}
	return out
}

func (in *ProductCreateInput) skuPath(i int) string {
	if len(in.Variants) == 0 {
		return "input.sku"
	}
	return fmt.Sprintf("input.variants.%d.sku", i)
}

// bear makes a product with all that belongs to it.
func bear(ctx context.Context, tx *store.Tx, c *ent.ProductCreate, rows []*ent.ProductVariant, pictures []uuid.UUID, action string) (*ent.Product, error) {
	p, err := c.Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("make the product: %w", err)
	}
	if err := takeSlugs(ctx, tx, enum.SlugKindProduct, p.Slug); err != nil {
		return nil, err
	}
	if err := hang(ctx, tx, p.ID, pictures); err != nil {
		return nil, err
	}
	events, err := makeVariants(ctx, tx, p, rows)
	if err != nil {
		return nil, err
	}
	return p, audit.RecordAll(ctx, tx, append([]audit.Event{{
		Action: action, TargetType: "Product", Target: string(p.PublicID()), Changes: audit.Diff(nil, p),
	}}, events...))
}

// slugIn is the name given, or a free one made from a title.
func slugIn(ctx context.Context, tx *store.Tx, given *string, title string) (string, error) {
	base := slugOf(title)
	if given != nil {
		if err := checkSlug(*given); err != nil {
			return "", err
		}
		base = *given
	}
	used, err := tx.Product.Query().Where(product.Slug(base)).Exist(ctx)
	switch {
	case err != nil:
		return "", fmt.Errorf("look for a slug in use: %w", err)
	case !used:
		return base, nil
	case given != nil:
		return "", errs.New(errs.AlreadyExists, "is already used by another product").At("input.slug")
	}
	return base + "-" + uuid.NewString()[24:], nil
}

// picturesIn finds pictures, which must be there, each named once. path is that of the list.
func picturesIn(ctx context.Context, tx *store.Tx, ids []publicid.ID, path string) ([]uuid.UUID, error) {
	if len(ids) > MaxMedia {
		return nil, errs.New(errs.TooMany, "at most %d at once", MaxMedia).At(path)
	}
	want := publicid.All("MediaFile", ids)
	there, err := tx.MediaFile.Query().Where(filter.AnyOf(mediafile.FieldID, want)).IDs(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for pictures: %w", err)
	}
	return want, named(want, there, path)
}
