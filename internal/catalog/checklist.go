package catalog

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/viewer"
)

// Checklists say what each product needs before it should be shown, in a constant number
// of statements.
func (s *Service) Checklists(ctx context.Context, products []*ent.Product) ([][]*PublishCheck, error) {
	ids, err := s.db.ProductVariant.Query().Where(filter.AnyOf(productvariant.FieldProductID, productIDs(products))).
		Unique(true).Select(productvariant.FieldProductID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for variants: %w", err)
	}
	sold := map[uuid.UUID]bool{}
	for _, v := range ids {
		sold[v.ProductID] = true
	}
	pictures, err := s.Media(ctx, products)
	if err != nil {
		return nil, err
	}
	shops, err := s.shopsOf(ctx, products)
	if err != nil {
		return nil, err
	}
	out := make([][]*PublishCheck, len(products))
	for i, p := range products {
		out[i] = checklist(p, shops[p.VendorID], sold[p.ID], pictures[i])
	}
	return out, nil
}

// shopsOf are the shops of products: one for a team, several for the staff.
func (s *Service) shopsOf(ctx context.Context, products []*ent.Product) (map[uuid.UUID]*ent.Vendor, error) {
	var ids []uuid.UUID
	for _, p := range products {
		if !slices.Contains(ids, p.VendorID) {
			ids = append(ids, p.VendorID)
		}
	}
	rows, err := s.db.Vendor.Query().Where(filter.AnyOf("id", ids)).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("find shops of %s: %w", viewer.From(ctx).Audience, err)
	}
	out := make(map[uuid.UUID]*ent.Vendor, len(rows))
	for _, v := range rows {
		out[v.ID] = v
	}
	return out, nil
}

// checklist is that of one product. sold says that it has a variant.
func checklist(p *ent.Product, shop *ent.Vendor, sold bool, pictures []*ent.MediaFile) []*PublishCheck {
	told := func(m *ent.MediaFile) bool { return m.Alt != "" }
	return []*PublishCheck{
		{Code: enum.PublishCheckCodePrice, Done: sold && p.MinPriceMinor > 0, Required: true},
		{Code: enum.PublishCheckCodeVariant, Done: sold, Required: true},
		{Code: enum.PublishCheckCodePicture, Done: len(pictures) > 0},
		{Code: enum.PublishCheckCodeAltText, Done: slices.ContainsFunc(pictures, told)},
		{Code: enum.PublishCheckCodeDescription, Done: p.Description != "" || p.DescriptionHTML != ""},
		{Code: enum.PublishCheckCodeCategory, Done: p.CategoryID != nil},
		{Code: enum.PublishCheckCodeStock, Done: p.InStock},
		{Code: enum.PublishCheckCodeTranslations, Done: spoken(p, shop)},
	}
}

// spoken reports whether title and description are there in all languages of a shop.
func spoken(p *ent.Product, shop *ent.Vendor) bool {
	if shop == nil {
		return false
	}
	for _, language := range shop.Languages {
		t := p.Translations[language]
		if language == shop.Language {
			continue
		}
		if t.Title == "" || p.Description != "" && t.Description == "" && t.DescriptionHTML == "" {
			return false
		}
	}
	return true
}
