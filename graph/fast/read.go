package fast

import (
	"orion/ent/gen/ent"
	"orion/ent/gen/ent/collection"
	"orion/ent/gen/ent/mediafile"
	entproduct "orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
)

var productColumns = table[product]{
	{entproduct.FieldID, 0, func(p *product, c *cells, i int) { p.ID = c.uuid(i) }},
	{entproduct.FieldSlug, needsSlug, func(p *product, c *cells, i int) { p.Slug = c.text(i) }},
	{entproduct.FieldTitle, needsTitle | needsSEO | needsSorting | needsHighlights, func(p *product, c *cells, i int) { p.Title = c.text(i) }},
	{entproduct.FieldDescription, needsDescription | needsHTML | needsSEO | needsHighlights, func(p *product, c *cells, i int) { p.Description = c.text(i) }},
	{entproduct.FieldDescriptionHTML, needsHTML, func(p *product, c *cells, i int) { p.DescriptionHTML = c.text(i) }},
	{entproduct.FieldBrand, needsBrand | needsHighlights, func(p *product, c *cells, i int) { p.Brand = c.maybeText(i) }},
	{entproduct.FieldProductType, needsType | needsHighlights, func(p *product, c *cells, i int) { p.ProductType = c.maybeText(i) }},
	{entproduct.FieldTags, needsTags, func(p *product, c *cells, i int) { c.json(i, &p.Tags) }},
	{entproduct.FieldOptions, needsOptions, func(p *product, c *cells, i int) { c.json(i, &p.Options) }},
	{entproduct.FieldSeoTitle, needsSEO, func(p *product, c *cells, i int) { p.SeoTitle = c.maybeText(i) }},
	{entproduct.FieldSeoDescription, needsSEO, func(p *product, c *cells, i int) { p.SeoDescription = c.maybeText(i) }},
	{entproduct.FieldTranslations, needsWords, func(p *product, c *cells, i int) { c.json(i, &p.Translations) }},
	{entproduct.FieldCurrency, needsPrice, func(p *product, c *cells, i int) { p.Currency = c.text(i) }},
	{entproduct.FieldMinPriceMinor, needsPrice | needsSorting, func(p *product, c *cells, i int) { p.MinPriceMinor = c.int64(i) }},
	{entproduct.FieldMaxPriceMinor, needsPrice, func(p *product, c *cells, i int) { p.MaxPriceMinor = c.int64(i) }},
	{entproduct.FieldInStock, needsStock, func(p *product, c *cells, i int) { p.InStock = c.bool(i) }},
	{entproduct.FieldSoldCount, needsSorting, func(p *product, c *cells, i int) { p.SoldCount = c.int(i) }},
	{entproduct.FieldCreatedAt, needsTimes, func(p *product, c *cells, i int) { p.CreatedAt = c.time(i) }},
	{entproduct.FieldUpdatedAt, needsTimes, func(p *product, c *cells, i int) { p.UpdatedAt = c.time(i) }},
}

var variantColumns = table[ent.ProductVariant]{
	{productvariant.FieldID, 0, func(v *ent.ProductVariant, c *cells, i int) { v.ID = c.uuid(i) }},
	{productvariant.FieldProductID, 0, func(v *ent.ProductVariant, c *cells, i int) { v.ProductID = c.uuid(i) }},
	{productvariant.FieldSku, needsVariantCodes, func(v *ent.ProductVariant, c *cells, i int) { v.Sku = c.maybeText(i) }},
	{productvariant.FieldGtin, needsVariantCodes, func(v *ent.ProductVariant, c *cells, i int) { v.Gtin = c.maybeText(i) }},
	{productvariant.FieldTitle, 0, func(v *ent.ProductVariant, c *cells, i int) { v.Title = c.text(i) }},
	{productvariant.FieldOptions, needsVariantValues, func(v *ent.ProductVariant, c *cells, i int) { c.json(i, &v.Options) }},
	{productvariant.FieldCurrency, 0, func(v *ent.ProductVariant, c *cells, i int) { v.Currency = c.text(i) }},
	{productvariant.FieldPriceMinor, 0, func(v *ent.ProductVariant, c *cells, i int) { v.PriceMinor = c.int64(i) }},
	{productvariant.FieldCompareAtMinor, needsVariantPrices, func(v *ent.ProductVariant, c *cells, i int) { v.CompareAtMinor = c.maybeInt64(i) }},
	{productvariant.FieldPriorPriceMinor, needsVariantPrices, func(v *ent.ProductVariant, c *cells, i int) { v.PriorPriceMinor = c.maybeInt64(i) }},
	{productvariant.FieldAvailableForSale, 0, func(v *ent.ProductVariant, c *cells, i int) { v.AvailableForSale = c.bool(i) }},
	{productvariant.FieldLowStock, needsVariantStock, func(v *ent.ProductVariant, c *cells, i int) { v.LowStock = c.bool(i) }},
	{productvariant.FieldWeightGrams, needsWeight, func(v *ent.ProductVariant, c *cells, i int) { v.WeightGrams = c.maybeInt(i) }},
}

var mediaColumns = table[ent.MediaFile]{
	{mediafile.FieldID, 0, func(m *ent.MediaFile, c *cells, i int) { m.ID = c.uuid(i) }},
	{mediafile.FieldVendorID, 0, func(m *ent.MediaFile, c *cells, i int) { m.VendorID = c.uuid(i) }},
	{mediafile.FieldKey, 0, func(m *ent.MediaFile, c *cells, i int) { m.Key = c.maybeText(i) }},
	{mediafile.FieldPrivate, 0, func(m *ent.MediaFile, c *cells, i int) { m.Private = c.bool(i) }},
	{mediafile.FieldAlt, 0, func(m *ent.MediaFile, c *cells, i int) { m.Alt = c.text(i) }},
	{mediafile.FieldAlts, needsAlts, func(m *ent.MediaFile, c *cells, i int) { c.json(i, &m.Alts) }},
	{mediafile.FieldWidth, 0, func(m *ent.MediaFile, c *cells, i int) { m.Width = c.maybeInt(i) }},
	{mediafile.FieldHeight, 0, func(m *ent.MediaFile, c *cells, i int) { m.Height = c.maybeInt(i) }},
	{mediafile.FieldColor, needsColor, func(m *ent.MediaFile, c *cells, i int) { m.Color = c.maybeText(i) }},
	{mediafile.FieldFocalX, needsFocus, func(m *ent.MediaFile, c *cells, i int) { m.FocalX = c.int(i) }},
	{mediafile.FieldFocalY, needsFocus, func(m *ent.MediaFile, c *cells, i int) { m.FocalY = c.int(i) }},
	{mediafile.FieldContentType, needsSrcset, func(m *ent.MediaFile, c *cells, i int) { m.ContentType = c.maybeText(i) }},
	{mediafile.FieldRenditions, needsSrcset, func(m *ent.MediaFile, c *cells, i int) { c.json(i, &m.Renditions) }},
}

var shelfColumns = table[ent.Collection]{
	{collection.FieldID, 0, func(s *ent.Collection, c *cells, i int) { s.ID = c.uuid(i) }},
	{collection.FieldVendorID, 0, func(s *ent.Collection, c *cells, i int) { s.VendorID = c.uuid(i) }},
	{collection.FieldSlug, 0, func(s *ent.Collection, c *cells, i int) { s.Slug = c.text(i) }},
	{collection.FieldTitle, 0, func(s *ent.Collection, c *cells, i int) { s.Title = c.text(i) }},
	{collection.FieldDescription, 0, func(s *ent.Collection, c *cells, i int) { s.Description = c.text(i) }},
	{collection.FieldDescriptionHTML, 0, func(s *ent.Collection, c *cells, i int) { s.DescriptionHTML = c.text(i) }},
	{collection.FieldSort, 0, func(s *ent.Collection, c *cells, i int) { s.Sort = enum.CollectionSort(c.text(i)) }},
	{collection.FieldSeoTitle, 0, func(s *ent.Collection, c *cells, i int) { s.SeoTitle = c.maybeText(i) }},
	{collection.FieldSeoDescription, 0, func(s *ent.Collection, c *cells, i int) { s.SeoDescription = c.maybeText(i) }},
	{collection.FieldTranslations, 0, func(s *ent.Collection, c *cells, i int) { c.json(i, &s.Translations) }},
}

// slab returns what makes room for one more row: a few at a time, then more.
func slab[T any]() func() *T {
	var room []T
	n := 1
	return func() *T {
		if len(room) == 0 {
			room = make([]T, n)
			n = min(4*n, 64)
		}
		one := &room[0]
		room = room[1:]
		return one
	}
}
