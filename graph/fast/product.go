package fast

import (
	"github.com/vektah/gqlparser/v2/ast"

	"orion/ent/gen/ent"
	"orion/internal/kit/localized"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
)

// needs are what has to be loaded beside the products.
type needs uint8

const (
	needsVariants needs = 1 << iota
	needsMedia
	needsWords // those of the product in the language of the request
	needsDescription
	needsTags
	needsCount
)

// A product is a row with what it shows of others.
type product struct {
	*ent.Product
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
	"id":   leaf(func(b []byte, p *product, _ *request) []byte { return text(b, string(p.PublicID())) }),
	"slug": leaf(func(b []byte, p *product, _ *request) []byte { return text(b, p.Slug) }),
	"title": needing(needsWords, leaf(func(b []byte, p *product, r *request) []byte {
		return text(b, p.Translations.In(r.language, localized.Title, p.Title))
	})),
	"description": needing(needsWords|needsDescription, leaf(func(b []byte, p *product, r *request) []byte {
		return text(b, p.Translations.In(r.language, localized.Description, p.Description))
	})),
	"brand":       leaf(func(b []byte, p *product, _ *request) []byte { return textOrNull(b, p.Brand) }),
	"productType": leaf(func(b []byte, p *product, _ *request) []byte { return textOrNull(b, p.ProductType) }),
	"tags":        needing(needsTags, leaf(func(b []byte, p *product, _ *request) []byte { return texts(b, p.Tags) })),
	"inStock":     leaf(func(b []byte, p *product, _ *request) []byte { return boolean(b, p.InStock) }),
	"priceRange":  nested(rangeType, func(p *product) money.Range { return p.PriceRange() }),
	"featuredMedia": needing(needsMedia, maybe(mediaType, func(p *product) *ent.MediaFile {
		return p.featured()
	})),
	"media":    needing(needsMedia, list(mediaType, func(p *product) []*ent.MediaFile { return p.media })),
	"variants": needing(needsVariants, variants),
}}

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
	"id":               leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return text(b, string(v.PublicID())) }),
	"sku":              leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return textOrNull(b, v.Sku) }),
	"gtin":             leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return textOrNull(b, v.Gtin) }),
	"title":            leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return text(b, v.Title) }),
	"optionValues":     leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return texts(b, v.Options) }),
	"availableForSale": leaf(func(b []byte, v *ent.ProductVariant, _ *request) []byte { return boolean(b, v.AvailableForSale) }),
	"price":            nested(moneyType, func(v *ent.ProductVariant) money.Money { return v.Price() }),
	"compareAtPrice":   maybe(moneyType, func(v *ent.ProductVariant) *money.Money { return v.CompareAt() }),
	"priorPrice":       maybe(moneyType, func(v *ent.ProductVariant) *money.Money { return v.PriorPrice() }),
}}

var mediaType = &object[ent.MediaFile]{name: "MediaFile", fields: map[string]field[ent.MediaFile]{
	"id":     leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return text(b, string(m.PublicID())) }),
	"url":    leaf(func(b []byte, m *ent.MediaFile, r *request) []byte { return textOrNull(b, r.media.URL(m)) }),
	"srcset": leaf(func(b []byte, m *ent.MediaFile, r *request) []byte { return textOrNull(b, r.media.Srcset(m)) }),
	"alt": leaf(func(b []byte, m *ent.MediaFile, r *request) []byte {
		if s := m.Alts[r.language]; s != "" {
			return text(b, s)
		}
		return text(b, m.Alt)
	}),
	"width":  leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return numberOrNull(b, m.Width) }),
	"height": leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return numberOrNull(b, m.Height) }),
	"color":  leaf(func(b []byte, m *ent.MediaFile, _ *request) []byte { return textOrNull(b, m.Color) }),
}}
