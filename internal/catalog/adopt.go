package catalog

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
	"github.com/gosimple/slug"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/media"
	"orion/internal/store"
)

// An Article is what a product of the catalogue is made from. It has one variant.
type Article struct {
	Sku         string
	Title       string
	Description string
	Brand       *string
	ProductType *string
	GTIN        *string
	Currency    string
	PriceMinor  int64
	// CompareAtMinor is the price before a reduction.
	CompareAtMinor *int64
	// Pictures are addresses to fetch pictures from, the first being the product's face.
	Pictures []string
}

// Adopted is a new product with its variant.
type Adopted struct {
	Product *ent.Product
	Variant *ent.ProductVariant
}

// Adopt makes active products of articles within the caller's transaction, in a
// constant number of statements, and queues the fetching of their pictures. It
// gives no stock. A sku that is in use is ALREADY_EXISTS at ids.<place>.
func (s *Service) Adopt(ctx context.Context, tx *store.Tx, articles []Article) ([]Adopted, error) {
	if err := freeSkus(ctx, tx, articles); err != nil {
		return nil, err
	}
	slugs, err := slugsFor(ctx, tx, articles)
	if err != nil {
		return nil, err
	}
	products := make([]*ent.ProductCreate, len(articles))
	for i, a := range articles {
		products[i] = tx.Product.Create().SetSlug(slugs[i]).SetTitle(a.Title).SetDescription(a.Description).
			SetNillableBrand(a.Brand).SetNillableProductType(a.ProductType).SetCurrency(a.Currency).
			SetMinPriceMinor(a.PriceMinor).SetMaxPriceMinor(a.PriceMinor).
			SetStatus(enum.ProductStatusActive).SetPublishedAt(s.clock.Now())
	}
	made, err := tx.Product.CreateBulk(products...).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("create products: %w", err)
	}
	variants, err := adoptVariants(ctx, tx, articles, made)
	if err != nil {
		return nil, err
	}
	if err := s.media.Refer(ctx, tx, pictures(articles, made)); err != nil {
		return nil, err
	}
	out := make([]Adopted, len(made))
	for i := range made {
		out[i] = Adopted{Product: made[i], Variant: variants[i]}
	}
	return out, nil
}

func adoptVariants(ctx context.Context, tx *store.Tx, articles []Article, products []*ent.Product) ([]*ent.ProductVariant, error) {
	variants := make([]*ent.ProductVariantCreate, len(articles))
	for i, a := range articles {
		variants[i] = tx.ProductVariant.Create().SetProductID(products[i].ID).SetSku(a.Sku).SetTitle(a.Title).
			SetCurrency(a.Currency).SetPriceMinor(a.PriceMinor).SetNillableCompareAtMinor(a.CompareAtMinor).
			SetNillableGtin(a.GTIN).SetPublished(true)
	}
	made, err := tx.ProductVariant.CreateBulk(variants...).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("create variants: %w", err)
	}
	return made, nil
}

func pictures(articles []Article, products []*ent.Product) []media.Reference {
	var out []media.Reference
	for i, a := range articles {
		for n, address := range a.Pictures {
			out = append(out, media.Reference{ProductID: products[i].ID, URL: address, Alt: a.Title, Position: n})
		}
	}
	return out
}

func freeSkus(ctx context.Context, tx *store.Tx, articles []Article) error {
	place := make(map[string]int, len(articles))
	for i, a := range articles {
		if _, twice := place[a.Sku]; twice {
			return skuTaken(i, a.Sku)
		}
		place[a.Sku] = i
	}
	taken, err := tx.ProductVariant.Query().Where(productvariant.SkuIn(keysOf(place)...)).All(ctx)
	if err != nil {
		return fmt.Errorf("look for skus in use: %w", err)
	}
	if len(taken) > 0 {
		return skuTaken(place[*taken[0].Sku], *taken[0].Sku)
	}
	return nil
}

func skuTaken(place int, sku string) error {
	return errs.New(errs.AlreadyExists, "the sku %s is already used by another product", sku).At(fmt.Sprintf("ids.%d", place))
}

// maxSlug leaves room for what tells a slug from its namesakes.
const maxSlug = 70

// slugsFor makes a slug of each title. A namesake gets the sku behind it, and where
// that is taken too, a part of a random id.
func slugsFor(ctx context.Context, tx *store.Tx, articles []Article) ([]string, error) {
	wanted := map[string]int{}
	bases, tagged := make([]string, len(articles)), make([]string, len(articles))
	for i, a := range articles {
		bases[i] = slugOf(a.Title)
		tagged[i] = strings.Trim(bases[i]+"-"+slug.Make(a.Sku), "-")
		wanted[bases[i]], wanted[tagged[i]] = i, i
	}
	found, err := tx.Product.Query().Where(product.SlugIn(keysOf(wanted)...)).Select(product.FieldSlug).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for slugs in use: %w", err)
	}
	taken := make(map[string]bool, len(found))
	for _, f := range found {
		taken[f] = true
	}
	out := make([]string, len(articles))
	for i := range articles {
		out[i] = firstFree(taken, bases[i], tagged[i], bases[i]+"-"+uuid.NewString()[24:])
		taken[out[i]] = true
	}
	return out, nil
}

func slugOf(title string) string {
	s := slug.Make(title)
	if len(s) > maxSlug {
		s = strings.TrimRight(s[:maxSlug], "-")
	}
	if s == "" {
		return "product"
	}
	return s
}

func firstFree(taken map[string]bool, candidates ...string) string {
	for _, c := range candidates {
		if !taken[c] {
			return c
		}
	}
	return candidates[len(candidates)-1]
}

func keysOf(m map[string]int) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	return out
}
