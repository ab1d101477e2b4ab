package fast

import (
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	"orion/internal/catalog"
	"orion/internal/kit/localized"
	"orion/internal/kit/money"
	"orion/internal/kit/option"
	"orion/internal/kit/page"
)

// A product is a row with what it shows of others.
type product struct {
	ent.Product
	variants []*ent.ProductVariant
	media    []*ent.MediaFile
}

func (p *product) featured() *ent.MediaFile {
	if len(p.media) == 0 {
		return nil
	}
	return p.media[0]
}

var productType = &object[product]{name: "Product", fields: map[string]field[product]{
	"id":   leaf(func(b []byte, p *product, _ *request) []byte { return id(b, p.PublicID()) }),
	"slug": needing(needsSlug, leaf(func(b []byte, p *product, _ *request) []byte { return text(b, p.Slug) })),
	"title": needing(needsWords|needsTitle, leaf(func(b []byte, p *product, r *request) []byte {
		return text(b, p.Translations.In(r.language, localized.Title, p.Title))
	})),
	"description": needing(needsWords|needsDescription, leaf(func(b []byte, p *product, r *request) []byte {
		return text(b, p.Translations.In(r.language, localized.Description, p.Description))
	})),
	"descriptionHtml": needing(needsWords|needsHTML, leaf(func(b []byte, p *product, r *request) []byte {
		return text(b, catalog.DescriptionHTML(r.ctx, &p.Product))
	})),
	"brand":       needing(needsBrand, leaf(func(b []byte, p *product, _ *request) []byte { return textOrNull(b, p.Brand) })),
	"productType": needing(needsType, leaf(func(b []byte, p *product, _ *request) []byte { return textOrNull(b, p.ProductType) })),
	"tags":        needing(needsTags, leaf(func(b []byte, p *product, _ *request) []byte { return texts(b, p.Tags) })),
	"options":     needing(needsOptions, list(optionType, func(p *product) []*option.Option { return pointers(p.Options) })),
	"seo":         needing(needsWords|needsSEO, reading(seoType, func(p *product, r *request) *catalog.SEO { return catalog.SEOOf(r.ctx, &p.Product) })),
	"inStock":     needing(needsStock, leaf(func(b []byte, p *product, _ *request) []byte { return boolean(b, p.InStock) })),
	"priceRange":  needing(needsPrice, nested(rangeType, func(p *product) money.Range { return p.PriceRange() })),
	"featuredMedia": needing(needsMedia, maybe(mediaType, func(p *product) *ent.MediaFile {
		return p.featured()
	})),
	"media":    needing(needsMedia, list(mediaType, func(p *product) []*ent.MediaFile { return p.media })),
	"variants": needing(needsVariants, variants),
}}

var optionType = &object[option.Option]{name: "ProductOption", fields: map[string]field[option.Option]{
	"name":   leaf(func(b []byte, o *option.Option, _ *request) []byte { return text(b, o.Name) }),
	"values": leaf(func(b []byte, o *option.Option, _ *request) []byte { return texts(b, o.Values) }),
}}

var seoType = &object[catalog.SEO]{name: "SEO", fields: map[string]field[catalog.SEO]{
	"title":       leaf(func(b []byte, s *catalog.SEO, _ *request) []byte { return text(b, s.Title) }),
	"description": leaf(func(b []byte, s *catalog.SEO, _ *request) []byte { return text(b, s.Description) }),
}}

func pointers[T any](of []T) []*T {
	out := make([]*T, len(of))
	for i := range of {
		out[i] = &of[i]
	}
	return out
}

// variants are cut from all those of the product, so that one reading serves several
// lengths of the list.
func variants(c *compiler, f *ast.Field) (encoder[product], bool) {
	first, ok := size(c, f)
	o := connectionType("ProductVariantConnection", variantType, func(v *ent.ProductVariant) *ent.ProductVariant { return v })
	e, known := o.compile(c, f.SelectionSet)
	return func(b []byte, p *product, r *request) []byte {
		of := p.variants
		of = of[:min(len(of), first(r))]
		return e(b, &connection[ent.ProductVariant]{nodes: of}, r)
	}, ok && known
}

// size reads the argument first, the only one that is answered here.
func size(c *compiler, f *ast.Field) (func(*request) int, bool) {
	for _, a := range f.Arguments {
		if a.Name != "first" {
			return nil, false
		}
	}
	first := func(r *request) (int, bool) {
		n, ok := r.integer(f, "first", page.DefaultSize)
		return n, ok && n >= 0 && n <= page.MaxSize
	}
	c.checks = append(c.checks, func(r *request) bool { _, ok := first(r); return ok })
	return func(r *request) int { n, _ := first(r); return n }, true
}

func boolean(b []byte, v bool) []byte {
	if v {
		return append(b, "true"...)
	}
	return append(b, "false"...)
}

var variantType = &object[ent.ProductVariant]{name: "ProductVariant", fields: map[string]field[ent.ProductVariant]{
	"id":               leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return id(b, v.PublicID()) }),
	"sku":              needing(needsVariantCodes, leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return textOrNull(b, v.Sku) })),
	"gtin":             needing(needsVariantCodes, leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return textOrNull(b, v.Gtin) })),
	"title":            leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return text(b, v.Title) }),
	"optionValues":     needing(needsVariantValues, leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return texts(b, v.Options) })),
	"weightGrams":      needing(needsWeight, leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return numberOrNull(b, v.WeightGrams) })),
	"availableForSale": leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return boolean(b, v.AvailableForSale) }),
	"availability": needing(needsVariantStock, leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte {
		return text(b, string(catalog.Availability(v)))
	})),
	"price":          nested(moneyType, func(v *ent.ProductVariant) money.Money { return v.Price() }),
	"compareAtPrice": needing(needsVariantPrices, maybe(moneyType, func(v *ent.ProductVariant) *money.Money { return v.CompareAt() })),
	"priorPrice":     needing(needsVariantPrices, maybe(moneyType, func(v *ent.ProductVariant) *money.Money { return v.PriorPrice() })),
}}
