package catalog

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/localized"
	"orion/internal/store"
)

// An Article is what a product of the catalogue is made from, or what more variants of
// one are.
type Article struct {
	// ProductID is the product that the variants are added to; its own words stay as
	// they are. The zero UUID makes a new one.
	ProductID   uuid.UUID
	Title       string
	Description string
	Brand       *string
	ProductType *string
	Currency    string
	// CollectionID is a collection to put it into, nil for none. One that is not there
	// is passed over.
	CollectionID *uuid.UUID
	// TaxClass is the shop's usual one where it is empty.
	TaxClass enum.TaxClass
	// CategoryID is what it is, nil for nothing. One that is not there is passed over.
	CategoryID *uuid.UUID
	// Translations are its words beside the shop's own language.
	Translations localized.Texts
	// Variants are at least one, in their order.
	Variants []ArticleVariant
	// Pictures are addresses to fetch pictures from, the first being the product's face.
	Pictures []string
}

// An ArticleVariant is one that can be bought.
type ArticleVariant struct {
	// Place is where the caller's caller named it, for errors at ids.<place>.
	Place int
	Sku   string
	Title string
	GTIN  *string
	// Choices are what tells it from its sisters; none where its title does.
	Choices    []Choice
	PriceMinor int64
	// CompareAtMinor is the price before a reduction.
	CompareAtMinor *int64
}

// Adopted is a product with its new variants.
type Adopted struct {
	Product  *ent.Product
	Variants []*ent.ProductVariant
}

// Adopt makes active products of articles within the caller's transaction, and adds
// variants to those that name a product, in a constant number of statements. It queues
// the fetching of pictures and gives no stock. Before anything is written it says for
// all of them what stands in the way, at ids.<place>: ALREADY_EXISTS for a sku in use,
// CONFLICT for a product that is sold in another currency.
func (s *Service) Adopt(ctx context.Context, tx *store.Tx, articles []Article) ([]Adopted, error) {
	known, err := lockKnown(ctx, tx, articles)
	if err != nil {
		return nil, err
	}
	mistakes := otherCurrency(articles, known)
	taken, err := takenSkus(ctx, tx, articles)
	if err != nil {
		return nil, err
	}
	if err := append(mistakes, taken...).Or(); err != nil {
		return nil, err
	}
	out, err := s.adoptProducts(ctx, tx, articles, known)
	if err != nil {
		return nil, err
	}
	if err := adoptVariants(ctx, tx, articles, out); err != nil {
		return nil, err
	}
	if err := shelve(ctx, tx, articles, out); err != nil {
		return nil, err
	}
	if err := s.refer(ctx, tx, articles, out); err != nil {
		return nil, err
	}
	return out, s.announceAdopted(ctx, tx, articles, out)
}

// lockKnown locks the products that get more variants.
func lockKnown(ctx context.Context, tx *store.Tx, articles []Article) (map[uuid.UUID]*ent.Product, error) {
	var ids []uuid.UUID
	for _, a := range articles {
		if a.ProductID != uuid.Nil {
			ids = append(ids, a.ProductID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := lockProducts(ctx, tx, ids, held())
	if err != nil {
		return nil, err
	}
	out := make(map[uuid.UUID]*ent.Product, len(rows))
	for _, p := range rows {
		out[p.ID] = p
	}
	return out, nil
}

func otherCurrency(articles []Article, known map[uuid.UUID]*ent.Product) (mistakes errs.List) {
	for _, a := range articles {
		p := known[a.ProductID]
		if p == nil || p.Currency == a.Currency {
			continue
		}
		for _, v := range a.Variants {
			mistakes = append(mistakes, errs.New(errs.Conflict, "its product is sold in %s", p.Currency).At(placeOf(v.Place)))
		}
	}
	return mistakes
}

// takenSkus says which skus are in use, or stand twice among the articles.
func takenSkus(ctx context.Context, tx *store.Tx, articles []Article) (mistakes errs.List, err error) {
	place := map[string]int{}
	for _, a := range articles {
		for _, v := range a.Variants {
			if _, twice := place[v.Sku]; twice {
				mistakes = append(mistakes, skuTaken(v.Place, v.Sku))
				continue
			}
			place[v.Sku] = v.Place
		}
	}
	taken, err := tx.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldSku, keysOf(place))).
		Order(productvariant.BySku()).Select(productvariant.FieldSku).Strings(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for skus in use: %w", err)
	}
	for _, sku := range taken {
		mistakes = append(mistakes, skuTaken(place[sku], sku))
	}
	return mistakes, nil
}

func skuTaken(place int, sku string) *errs.Error {
	return errs.New(errs.AlreadyExists, "the sku %s is already used by another product", sku).At(placeOf(place))
}

func placeOf(place int) string { return fmt.Sprintf("ids.%d", place) }

// adoptProducts makes the new products and brings the prices of the others into step.
func (s *Service) adoptProducts(ctx context.Context, tx *store.Tx, articles []Article, known map[uuid.UUID]*ent.Product) ([]Adopted, error) {
	out := make([]Adopted, len(articles))
	var fresh []int
	for i, a := range articles {
		if a.ProductID == uuid.Nil {
			fresh = append(fresh, i)
			continue
		}
		out[i].Product = known[a.ProductID]
	}
	if err := s.create(ctx, tx, articles, fresh, out); err != nil {
		return nil, err
	}
	return out, widen(ctx, tx, articles, known)
}

// create makes the products of the articles at the places given.
func (s *Service) create(ctx context.Context, tx *store.Tx, articles []Article, fresh []int, out []Adopted) error {
	if len(fresh) == 0 {
		return nil
	}
	slugs, err := slugsFor(ctx, tx, articles, fresh)
	if err != nil {
		return err
	}
	categories, err := knownCategories(ctx, tx, articles)
	if err != nil {
		return err
	}
	products, now := make([]*ent.ProductCreate, len(fresh)), s.clock.Now()
	for i, place := range fresh {
		a := articles[place]
		least, most := a.prices()
		products[i] = tx.Product.Create().SetSlug(slugs[i]).SetTitle(a.Title).SetDescription(a.Description).
			SetNillableBrand(a.Brand).SetNillableProductType(a.ProductType).SetCurrency(a.Currency).
			SetMinPriceMinor(least).SetMaxPriceMinor(most).SetStatus(enum.ProductStatusActive).SetPublishedAt(now).
			SetTaxClass(cmp.Or(a.TaxClass, enum.TaxClassStandard)).SetNillableCategoryID(categories.of(a))
		if len(a.Translations) > 0 {
			products[i].SetTranslations(a.Translations)
		}
		if options, _ := chosen(nil, true, a.Variants); len(options) > 0 {
			products[i].SetOptions(options)
		}
	}
	made, err := tx.Product.CreateBulk(products...).Save(ctx)
	if err != nil {
		return fmt.Errorf("create products: %w", err)
	}
	for i, place := range fresh {
		out[place].Product = made[i]
	}
	return nil
}

func (a *Article) prices() (least, most int64) {
	least, most = a.Variants[0].PriceMinor, a.Variants[0].PriceMinor
	for _, v := range a.Variants {
		least, most = min(least, v.PriceMinor), max(most, v.PriceMinor)
	}
	return least, most
}

func adoptVariants(ctx context.Context, tx *store.Tx, articles []Article, out []Adopted) error {
	next, err := nextPositions(ctx, tx, articles)
	if err != nil {
		return err
	}
	var variants []*ent.ProductVariantCreate
	for i, a := range articles {
		p := out[i].Product
		_, values := chosen(p.Options, a.ProductID == uuid.Nil, a.Variants)
		for n, v := range a.Variants {
			variants = append(variants, tx.ProductVariant.Create().SetOptions(values[n]).SetProductID(p.ID).SetSku(v.Sku).SetTitle(v.Title).
				SetCurrency(a.Currency).SetPriceMinor(v.PriceMinor).SetNillableCompareAtMinor(v.CompareAtMinor).
				SetNillableGtin(v.GTIN).SetPosition(next[p.ID]+n).SetPublished(p.Status == enum.ProductStatusActive))
		}
	}
	made, err := tx.ProductVariant.CreateBulk(variants...).Save(ctx)
	if err != nil {
		return fmt.Errorf("create variants: %w", err)
	}
	for i, a := range articles {
		out[i].Variants, made = made[:len(a.Variants)], made[len(a.Variants):]
	}
	return nil
}
