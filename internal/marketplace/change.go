package marketplace

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/money"
)

// sourceFields are the fields that a feed may change, in the order in which they are told.
var sourceFields = func() (out []enum.SourceField) {
	for _, f := range enum.SourceField("").Values() {
		out = append(out, enum.SourceField(f))
	}
	return out
}()

// feedWords is what a feed says of a product, by field: without the team's own words,
// with the source's rules. A field that it says nothing of is missing. Prices are minor
// units of the shop's currency; in another, its code stands behind them.
func feedWords(p *ent.MarketplaceProduct, src *ent.MarketplaceSource, currency string) map[string]string {
	out := map[string]string{}
	say := func(f enum.SourceField, word *string) {
		if word != nil && *word != "" {
			out[string(f)] = *word
		}
	}
	title := p.Title
	if _, grouped := groupOf(p); grouped && p.Attributes[groupTitle] != "" {
		title = cutRunes(p.Attributes[groupTitle], 150)
	}
	price, compareAt := offered(p, src)
	say(enum.SourceFieldTitle, &title)
	say(enum.SourceFieldDescription, &p.Description)
	say(enum.SourceFieldBrand, p.Brand)
	say(enum.SourceFieldProductType, typeOf(p, categoryOf(p, src)))
	say(enum.SourceFieldPrice, minorWord(&price, p.Currency, currency))
	say(enum.SourceFieldCompareAtPrice, minorWord(compareAt, p.Currency, currency))
	say(enum.SourceFieldGTIN, p.Gtin)
	say(enum.SourceFieldImage, p.ImageLink)
	return out
}

func minorWord(minor *int64, of, shop string) *string {
	if minor == nil {
		return nil
	}
	word := strconv.FormatInt(*minor, 10)
	if of != shop {
		word += " " + of
	}
	return &word
}

// A news is a field in which a feed says something else than was last taken over or
// waved through; nil is nothing.
type news struct {
	field         enum.SourceField
	before, after *string
}

// pinsOf is what is pinned of a product, with what its feed says now.
func pinsOf(p *ent.MarketplaceProduct, src *ent.MarketplaceSource, currency string) (all []news) {
	now := feedWords(p, src, currency)
	for _, f := range sourceFields {
		if !slices.Contains(p.Pinned, string(f)) {
			continue
		}
		before, had := p.Adopted[string(f)]
		after, has := now[string(f)]
		all = append(all, news{f, given(before, had), given(after, has)})
	}
	return all
}

// newsOf is what the feed of a published product says anew, without what is pinned. The
// title of a variant is none of its product: it is compared only where it was adopted.
func newsOf(p *ent.MarketplaceProduct, src *ent.MarketplaceSource, currency string) (all []news) {
	if p.Status != enum.MarketplaceProductStatusPublished {
		return nil
	}
	now := feedWords(p, src, currency)
	for _, f := range sourceFields {
		before, had := p.Adopted[string(f)]
		after, has := now[string(f)]
		if had == has && before == after || slices.Contains(p.Pinned, string(f)) || f == enum.SourceFieldTitle && !had {
			continue
		}
		all = append(all, news{f, given(before, had), given(after, has)})
	}
	return all
}

func given(word string, is bool) *string {
	if !is {
		return nil
	}
	return &word
}

// shownWord is a word of a field as people read it: prices as decimals.
func shownWord(f enum.SourceField, word *string, currency string) *string {
	if word == nil || f != enum.SourceFieldPrice && f != enum.SourceFieldCompareAtPrice {
		return word
	}
	digits, code, foreign := strings.Cut(*word, " ")
	if !foreign {
		code = currency
	}
	minor, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return word
	}
	shown := string(money.New(minor, code).Amount())
	if foreign {
		shown += " " + code
	}
	return &shown
}

// SourceChanges says of each published product what its feed says anew, and what stands
// in the catalogue, in a constant number of statements; nothing for all others.
func (s *Service) SourceChanges(ctx context.Context, rows []*ent.MarketplaceProduct) ([][]*SourceChange, error) {
	return s.compare(ctx, rows, newsOf, func(p *ent.MarketplaceProduct) bool { return p.Changed })
}

// Pins says of each product which of its fields are pinned, what the feed says of them and
// what stands in the catalogue, in a constant number of statements.
func (s *Service) Pins(ctx context.Context, rows []*ent.MarketplaceProduct) ([][]*SourceChange, error) {
	return s.compare(ctx, rows, pinsOf, func(p *ent.MarketplaceProduct) bool { return len(p.Pinned) > 0 })
}

// compare lays some words of feeds beside those of the catalogue, of the products that it
// is about.
func (s *Service) compare(
	ctx context.Context, rows []*ent.MarketplaceProduct,
	words func(*ent.MarketplaceProduct, *ent.MarketplaceSource, string) []news, about func(*ent.MarketplaceProduct) bool,
) ([][]*SourceChange, error) {
	out := make([][]*SourceChange, len(rows))
	some := make([]*ent.MarketplaceProduct, 0, len(rows))
	for _, p := range rows {
		if about(p) {
			some = append(some, p)
		}
	}
	c, err := sourcesOf(ctx, s.db.Client, some)
	if err != nil {
		return nil, err
	}
	stand, err := s.standing(ctx, some)
	if err != nil {
		return nil, err
	}
	for i, p := range rows {
		out[i] = []*SourceChange{}
		if !about(p) {
			continue
		}
		for _, n := range words(p, c.sources[p.SourceID], c.currency) {
			out[i] = append(out[i], &SourceChange{
				Field: n.field, Before: shownWord(n.field, n.before, c.currency), After: shownWord(n.field, n.after, c.currency),
				Catalog: stand.word(p, n.field),
			})
		}
	}
	return out, nil
}

// standing is what the catalogue says of published products.
type standing struct {
	products map[uuid.UUID]*ent.Product
	variants map[uuid.UUID]*ent.ProductVariant
	faces    map[uuid.UUID]string
}

func (s *Service) standing(ctx context.Context, rows []*ent.MarketplaceProduct) (*standing, error) {
	out := &standing{products: map[uuid.UUID]*ent.Product{}, variants: map[uuid.UUID]*ent.ProductVariant{}}
	for _, p := range rows {
		if p.ProductID != nil {
			out.products[*p.ProductID] = nil
		}
		if p.VariantID != nil {
			out.variants[*p.VariantID] = nil
		}
	}
	if len(out.products) == 0 {
		return out, nil
	}
	products, err := s.db.Product.Query().Where(product.IDIn(keys(out.products)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read products: %w", err)
	}
	for _, p := range products {
		out.products[p.ID] = p
	}
	variants, err := s.db.ProductVariant.Query().Where(productvariant.IDIn(keys(out.variants)...)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("read variants: %w", err)
	}
	for _, v := range variants {
		out.variants[v.ID] = v
	}
	out.faces, err = s.catalog.Faces(ctx, keys(out.products))
	return out, err
}

// word is what the catalogue has in a field of a staged product, nil for nothing.
func (s *standing) word(of *ent.MarketplaceProduct, f enum.SourceField) *string {
	if of.ProductID == nil || of.VariantID == nil {
		return nil
	}
	p, v := s.products[*of.ProductID], s.variants[*of.VariantID]
	if p == nil || v == nil {
		return nil
	}
	face, hasFace := s.faces[p.ID]
	switch f {
	case enum.SourceFieldTitle:
		return &p.Title
	case enum.SourceFieldDescription:
		return &p.Description
	case enum.SourceFieldBrand:
		return p.Brand
	case enum.SourceFieldProductType:
		return p.ProductType
	case enum.SourceFieldPrice:
		return shownWord(f, minorWord(&v.PriceMinor, v.Currency, v.Currency), v.Currency)
	case enum.SourceFieldCompareAtPrice:
		return shownWord(f, minorWord(v.CompareAtMinor, v.Currency, v.Currency), v.Currency)
	case enum.SourceFieldGTIN:
		return v.Gtin
	case enum.SourceFieldImage:
		return given(face, hasFace)
	}
	return nil
}
