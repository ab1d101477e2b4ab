package catalog

import (
	"context"

	"orion/ent/gen/ent"
	"orion/internal/kit/localized"
	"orion/internal/kit/optional"
	"orion/internal/kit/richtext"
)

// CollectionHTML is the description of a collection in the language of a shopper, made of
// its plain words where it has no other.
func CollectionHTML(ctx context.Context, c *ent.Collection) string {
	if html := c.DescriptionHTMLIn(ctx); html != "" {
		return html
	}
	return richtext.FromText(c.DescriptionIn(ctx))
}

// CollectionSEO is what search engines show of a collection's page.
func CollectionSEO(ctx context.Context, c *ent.Collection) *SEO {
	return seoIn(ctx, c.Translations, localized.Text{
		Title: c.Title, Description: c.Description, SEOTitle: optional.Value(c.SeoTitle), SEODescription: optional.Value(c.SeoDescription),
	})
}
