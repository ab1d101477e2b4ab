package catalog

import (
	"cmp"
	"context"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
	"orion/internal/kit/optional"
	"orion/internal/kit/richtext"
	"orion/internal/viewer"
)

// spokenIn is what is said of a thing in the language of a shopper; nothing for those who
// work with the shop's own words.
func spokenIn(ctx context.Context, texts localized.Texts) localized.Text {
	if !viewer.From(ctx).Shopper() {
		return localized.Text{}
	}
	return texts[i18n.From(ctx).String()]
}

// DescriptionHTML is the description of a product as HTML, made from its plain words where
// there is no other. A shopper reads it in the language of the request as far as it is
// translated.
func DescriptionHTML(ctx context.Context, p *ent.Product) string {
	for _, t := range []localized.Text{spokenIn(ctx, p.Translations), {Description: p.Description, DescriptionHTML: p.DescriptionHTML}} {
		if html := cmp.Or(t.DescriptionHTML, richtext.FromText(t.Description)); html != "" {
			return html
		}
	}
	return ""
}

// SEOOf is what search engines show of the page of a product, in the language of a shopper
// as far as it is translated.
func SEOOf(ctx context.Context, p *ent.Product) *SEO {
	t := spokenIn(ctx, p.Translations)
	title, description := optional.Value(p.SeoTitle), optional.Value(p.SeoDescription)
	if t.Title != "" { // words of two languages do not go together
		title = ""
	}
	if t.Description != "" {
		description = ""
	}
	return seoOf(cmp.Or(t.Title, p.Title), cmp.Or(t.Description, p.Description), cmp.Or(t.SEOTitle, title), cmp.Or(t.SEODescription, description))
}

// Availability says whether a variant can be bought, and whether soon no more.
func Availability(v *ent.ProductVariant) enum.Availability {
	switch {
	case !v.AvailableForSale:
		return enum.AvailabilityOutOfStock
	case v.LowStock:
		return enum.AvailabilityLowStock
	}
	return enum.AvailabilityInStock
}
