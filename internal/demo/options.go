package demo

import (
	"context"
	"fmt"
	"path"
	"strings"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/mediafile"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/catalog"
	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

// reduction is what is taken off the last form of each product that comes in several, in per cent.
const reduction = 20

// sort gives the products that come in several forms what feeds do not say: what their options are called in the shop's
// language, and which picture shows which form. The last form is reduced, so that it has a price before. What has been
// done before is left.
func (s *seeder) sort(ctx context.Context, of *shop, products []*ent.Product) error {
	for _, p := range products {
		if len(p.Options) == 0 || p.Options[0].Name == of.options[0] {
			continue
		}
		variants, err := s.DB.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Order(productvariant.ByPosition()).All(ctx)
		if err != nil {
			return fmt.Errorf("list the forms of %s: %w", p.Title, err)
		}
		pictures, err := s.faces(ctx, of, articleOf(*variants[0].Sku))
		if err != nil {
			return err
		}
		if _, err := s.Catalog.SetVariants(ctx, p.PublicID(), forms(of, p, variants, pictures)); err != nil {
			return fmt.Errorf("sort the forms of %s: %w", p.Title, err)
		}
	}
	return nil
}

// forms are the variants of a product as they are to be.
func forms(of *shop, p *ent.Product, variants []*ent.ProductVariant, pictures map[string]publicid.ID) catalog.VariantsSetInput {
	var in catalog.VariantsSetInput
	for i, o := range p.Options {
		in.Options = append(in.Options, &catalog.OptionInput{Name: of.options[i], Values: o.Values})
	}
	for i, v := range variants {
		id, picture := v.PublicID(), pictures[faceOf(*v.Sku)]
		form := &catalog.VariantSetInput{ID: &id, OptionValues: v.Options, MediaID: &picture}
		if i == len(variants)-1 {
			before, now := amount(v.PriceMinor, v.Currency), amount(v.PriceMinor*(100-reduction)/100, v.Currency)
			form.CompareAtPrice, form.Price = &before, &now
		}
		in.Variants = append(in.Variants, form)
	}
	return in
}

func amount(minor int64, currency string) money.Decimal {
	return money.Money{Minor: minor, Currency: currency}.Amount()
}

// faces are the pictures of an article, which are still to be drawn, by what their addresses call them.
func (s *seeder) faces(ctx context.Context, of *shop, article string) (map[string]publicid.ID, error) {
	begin := "https://" + pictureHost + "/" + of.slug + "/" + strings.ToLower(article) + "-"
	files, err := s.DB.MediaFile.Query().Where(mediafile.SourceURLHasPrefix(begin)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the pictures of %s: %w", article, err)
	}
	out := map[string]publicid.ID{}
	for _, f := range files {
		out[strings.TrimSuffix(path.Base(*f.SourceURL), ".jpg")] = f.PublicID()
	}
	return out, nil
}

// faceOf is what the picture of a form is called: its article and its colour, without the rest of its number.
func faceOf(sku string) string {
	return strings.ToLower(sku[:strings.LastIndex(sku, "-")])
}
