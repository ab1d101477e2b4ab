package catalog_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/option"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func amount(s string) *money.Decimal { return ptr(money.Decimal(s)) }

// wrong is the code and the field of what is told of an error.
func wrong(err error) string {
	if err == nil {
		return ""
	}
	e := store.Public(err)
	return string(e.Code) + " " + e.Field()
}

func variantsOf(t *testing.T, db *store.DB, p *ent.Product, v *ent.Vendor) []*ent.ProductVariant {
	t.Helper()
	rows, err := db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Order(productvariant.ByPosition()).All(fixture.System(t, v))
	require.NoError(t, err)
	return rows
}

func picture(t *testing.T, db *store.DB, v *ent.Vendor) *ent.MediaFile {
	t.Helper()
	m, err := db.MediaFile.Create().SetStatus(enum.MediaStatusReady).SetKey(uuid.NewString()).SetAlt("A lamp").Save(fixture.System(t, v))
	require.NoError(t, err)
	return m
}

var sizes = []*catalog.OptionInput{{Name: "Size", Values: []string{"S", "M"}}}

func sized(size, price, sku string) *catalog.VariantSetInput {
	return &catalog.VariantSetInput{OptionValues: []string{size}, Price: amount(price), Sku: &sku}
}

func TestCreateProduct(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	other, theirs := fixture.Vendor(t, db)
	_, taken := fixture.Product(t, db, v)
	m, foreign := picture(t, db, v), picture(t, db, other)
	shelf := db.Category.Create().SetSlug("lamps").SetTitle("Lamps").SaveX(fixture.System(t, v))

	simple, err := svc.Create(ctx, catalog.ProductCreateInput{Title: " Oil lamp ", TaxClass: enum.TaxClassReduced})
	require.NoError(t, err)
	require.Equal(t, "Oil lamp", simple.Title)
	require.Equal(t, "oil-lamp", simple.Slug)
	require.Equal(t, enum.ProductStatusDraft, simple.Status)
	require.Equal(t, enum.TaxClassReduced, simple.TaxClass)
	only := variantsOf(t, db, simple, v)
	require.Len(t, only, 1)
	require.Equal(t, "Oil lamp", only[0].Title)
	require.Equal(t, 1, db.InventoryLevel.Query().Where(inventorylevel.VariantID(only[0].ID), inventorylevel.OnHand(0)).CountX(ctx))

	full, err := svc.Create(ctx, catalog.ProductCreateInput{
		Title: "Oil lamp", DescriptionHTML: ptr("<h1>Warm</h1><script>x</script>"), Brand: ptr("Lux"), CategoryID: ptr(shelf.PublicID()),
		Tags: []string{"warm", " Warm ", "light"}, Seo: &catalog.SEOInput{Title: ptr("Lamps")}, TaxClass: enum.TaxClassStandard,
		Translations: []*catalog.TranslationInput{{Language: "fr", Title: ptr("Lampe")}},
		Options:      sizes, Variants: []*catalog.VariantSetInput{sized("S", "12.50", "S1"), sized("M", "9", "M1")}, MediaIds: []publicid.ID{m.PublicID()},
	})
	require.NoError(t, err)
	require.NotEqual(t, simple.Slug, full.Slug)
	require.Equal(t, "<h3>Warm</h3>", full.DescriptionHTML)
	require.Equal(t, "Warm", full.Description)
	require.Equal(t, []string{"warm", "light"}, full.Tags)
	require.Equal(t, "Lampe", full.Translations["fr"].Title)
	require.Equal(t, []option.Option{{Name: "Size", Values: []string{"S", "M"}}}, full.Options)
	require.Equal(t, []int64{900, 1250}, []int64{full.MinPriceMinor, full.MaxPriceMinor})
	require.Equal(t, []string{"S"}, variantsOf(t, db, full, v)[0].Options)
	require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("product.create"), auditentry.Target(string(full.PublicID()))).CountX(ctx))

	for name, tc := range map[string]struct {
		in   catalog.ProductCreateInput
		want string
	}{
		"no title":                 {catalog.ProductCreateInput{Title: " "}, "REQUIRED input.title"},
		"a slug in use":            {catalog.ProductCreateInput{Title: "A", Slug: ptr("oil-lamp")}, "ALREADY_EXISTS input.slug"},
		"a slug that is none":      {catalog.ProductCreateInput{Title: "A", Slug: ptr("Oil Lamp")}, "INVALID input.slug"},
		"a sku in use":             {catalog.ProductCreateInput{Title: "A", Sku: taken.Sku}, "ALREADY_EXISTS input.sku"},
		"a sku twice":              {catalog.ProductCreateInput{Title: "A", Options: sizes, Variants: []*catalog.VariantSetInput{sized("S", "1", "T"), sized("M", "1", "T")}}, "ALREADY_EXISTS input.variants.1.sku"},
		"a price that is none":     {catalog.ProductCreateInput{Title: "A", Price: amount("-1")}, "INVALID input.price"},
		"a price and variants":     {catalog.ProductCreateInput{Title: "A", Price: amount("1"), Options: sizes, Variants: []*catalog.VariantSetInput{sized("S", "1", "U")}}, "INVALID input.price"},
		"options without variants": {catalog.ProductCreateInput{Title: "A", Options: sizes}, "REQUIRED input.variants"},
		"another shop's picture":   {catalog.ProductCreateInput{Title: "A", MediaIds: []publicid.ID{m.PublicID(), foreign.PublicID()}}, "NOT_FOUND input.mediaIds.1"},
		"a picture twice":          {catalog.ProductCreateInput{Title: "A", MediaIds: []publicid.ID{m.PublicID(), m.PublicID()}}, "INVALID input.mediaIds.1"},
		"a category of nobody":     {catalog.ProductCreateInput{Title: "A", CategoryID: ptr(publicid.New("Category", uuid.New()))}, "NOT_FOUND input.categoryId"},
		"the shop's own language":  {catalog.ProductCreateInput{Title: "A", Translations: []*catalog.TranslationInput{{Language: v.Language}}}, "INVALID input.translations.0.language"},
	} {
		t.Run(name, func(t *testing.T) {
			before := db.Product.Query().CountX(ctx)
			tc.in.TaxClass = enum.TaxClassStandard
			_, err := svc.Create(ctx, tc.in)
			require.Equal(t, tc.want, wrong(err))
			require.Equal(t, before, db.Product.Query().CountX(ctx))
		})
	}
	_, err = svc.Create(theirs, catalog.ProductCreateInput{Title: "A", TaxClass: enum.TaxClassStandard, CategoryID: ptr(shelf.PublicID())})
	require.Equal(t, "NOT_FOUND input.categoryId", wrong(err), "a category of another shop")
	_, err = svc.Create(fixture.Staff(t, v, enum.PermissionCatalogRead), catalog.ProductCreateInput{Title: "A", TaxClass: enum.TaxClassStandard})
	require.Error(t, err, "who may read may not write")
}

func TestUpdateEverything(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	p, _ := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetSlug("before") })
	id := p.PublicID()
	hand := db.Collection.Create().SetSlug("hand").SetTitle("Hand").SaveX(system)
	rule := db.Collection.Create().SetSlug("rule").SetTitle("Rule").SetKind(enum.CollectionKindRules).SaveX(system)
	db.CollectionProduct.Create().SetCollectionID(rule.ID).SetProductID(p.ID).SaveX(system)

	got, err := svc.Update(ctx, id, catalog.ProductUpdateInput{
		Slug: ptr("after"), DescriptionHTML: ptr("<p>A <b>lamp</b></p>"), ProductType: ptr("Lamps"), Tags: []string{"new"}, TaxClass: ptr(enum.TaxClassZero),
		Seo: &catalog.SEOInput{Description: ptr("Bright")}, CollectionIds: []publicid.ID{hand.PublicID()}, IfVersion: ptr(1),
	})
	require.NoError(t, err)
	require.Equal(t, "A lamp", got.Description)
	require.Equal(t, 2, got.Version)
	require.Equal(t, 2, db.CollectionProduct.Query().CountX(system), "collections by rule stay")
	now, gone, err := svc.Old(fixture.Shopper(t, v), enum.SlugKindProduct, "before")
	require.NoError(t, err)
	require.Equal(t, "after", now)
	require.False(t, gone)
	_, err = svc.Update(ctx, id, catalog.ProductUpdateInput{Slug: ptr("before")})
	require.NoError(t, err, "a name of one's own can be taken again")
	now, _, err = svc.Old(fixture.Shopper(t, v), enum.SlugKindProduct, "after")
	require.NoError(t, err)
	require.Equal(t, "before", now)

	got, err = svc.Update(ctx, id, catalog.ProductUpdateInput{Description: ptr("Plain"), Seo: &catalog.SEOInput{Description: ptr("")}, Tags: []string{}, ProductType: ptr(""), CollectionIds: []publicid.ID{}})
	require.NoError(t, err)
	require.Empty(t, got.DescriptionHTML)
	require.Nil(t, got.SeoDescription)
	require.Nil(t, got.ProductType)
	require.Empty(t, got.Tags)
	require.Equal(t, enum.TaxClassZero, got.TaxClass, "what is left out stays")
	require.Equal(t, 1, db.CollectionProduct.Query().CountX(system))

	_, err = svc.Update(ctx, id, catalog.ProductUpdateInput{Title: ptr("X"), IfVersion: ptr(1)})
	require.Equal(t, "STALE_VERSION input.ifVersion", wrong(err))
	require.Equal(t, got.Version, catalog.CurrentOf(err).Version)
	require.Nil(t, catalog.CurrentOf(errs.New(errs.NotFound, "not found")))
	_, err = svc.Update(ctx, id, catalog.ProductUpdateInput{CollectionIds: []publicid.ID{rule.PublicID()}})
	require.Equal(t, "INVALID input.collectionIds.0", wrong(err))
	_, err = svc.Update(ctx, id, catalog.ProductUpdateInput{Description: ptr("a"), DescriptionHTML: ptr("b")})
	require.Equal(t, "INVALID input.description", wrong(err))
}

func TestSetAndUpdateVariants(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	p, err := svc.Create(ctx, catalog.ProductCreateInput{
		Title: "Shirt", TaxClass: enum.TaxClassStandard, Options: sizes, Variants: []*catalog.VariantSetInput{sized("S", "10", "A"), sized("M", "20", "B")},
	})
	require.NoError(t, err)
	have := variantsOf(t, db, p, v)
	named := func(i int, in catalog.VariantSetInput) *catalog.VariantSetInput {
		in.ID = ptr(have[i].PublicID())
		return &in
	}
	got, err := svc.SetVariants(ctx, p.PublicID(), catalog.VariantsSetInput{
		Options: []*catalog.OptionInput{{Name: "Size", Values: []string{"S", "M", "L"}}}, IfVersion: ptr(1),
		Variants: []*catalog.VariantSetInput{
			named(1, catalog.VariantSetInput{OptionValues: []string{"M"}, Sku: ptr("A")}),
			named(0, catalog.VariantSetInput{OptionValues: []string{"L"}, Sku: ptr("B"), Price: amount("5")}), sized("S", "30", "C"),
		},
	})
	require.NoError(t, err, "two variants swap their skus")
	require.Equal(t, []int64{500, 3000}, []int64{got.MinPriceMinor, got.MaxPriceMinor})
	rows := variantsOf(t, db, p, v)
	require.Equal(t, []string{"M", "L", "S"}, []string{rows[0].Title, rows[1].Title, rows[2].Title})
	require.Equal(t, have[1].ID, rows[0].ID)
	require.Equal(t, "A", *rows[0].Sku)
	require.Equal(t, 1, db.AuditEntry.Query().Where(auditentry.Action("product.variant-create"), auditentry.Target(string(rows[2].PublicID()))).CountX(ctx))

	db.InventoryLevel.Update().Where(inventorylevel.VariantID(rows[1].ID)).SetOnHand(2).SetReserved(1).ExecX(system)
	alone := catalog.VariantsSetInput{Variants: []*catalog.VariantSetInput{{ID: ptr(rows[0].PublicID())}}}
	_, err = svc.SetVariants(ctx, p.PublicID(), alone)
	require.Equal(t, "CONFLICT input.variants", wrong(err))
	db.InventoryLevel.Update().Where(inventorylevel.VariantID(rows[1].ID)).SetReserved(0).ExecX(system)
	src := db.MarketplaceSource.Query().FirstX(system)
	job := db.MarketplaceImportJob.Create().SetSourceID(src.ID).SetFilename("f.csv").SetByteSize(1).SetKey("k").SetMode(enum.ImportModeUpsert).SetErrorPolicy(enum.ImportErrorPolicyRejectFailedRows).SetDryRun(false).SetStatus(enum.ImportStatusCompleted).SetIdempotencyKey("k").SetRequestHash([]byte("x")).SaveX(system)
	staged := db.MarketplaceProduct.Create().SetSourceID(src.ID).SetImportJobID(job.ID).SetExternalID("B").SetTitle("Shirt").SetCurrency("EUR").SetPriceMinor(500).SetRowHash([]byte("x")).SetStatus(enum.MarketplaceProductStatusPublished).
		SetProductID(p.ID).SetVariantID(rows[1].ID).SaveX(system)
	got, err = svc.SetVariants(ctx, p.PublicID(), alone)
	require.NoError(t, err)
	require.Empty(t, got.Options)
	require.Equal(t, "Shirt", variantsOf(t, db, p, v)[0].Title)
	staged = db.MarketplaceProduct.GetX(system, staged.ID)
	require.Equal(t, enum.MarketplaceProductStatusImported, staged.Status, "what a removed variant was made from can be published again")
	require.Nil(t, staged.VariantID)

	got, err = svc.UpdateVariants(ctx, p.PublicID(), catalog.VariantsUpdateInput{Variants: []*catalog.VariantUpdateInput{
		{ID: rows[0].PublicID(), Price: amount("8"), CompareAtPrice: amount("9"), Gtin: ptr("4006381333931"), WeightGrams: ptr(200), Cost: amount("3")},
	}})
	require.NoError(t, err)
	require.Equal(t, int64(800), got.MaxPriceMinor)
	is := variantsOf(t, db, p, v)[0]
	require.Equal(t, []int64{900, 300, 2000}, []int64{*is.CompareAtMinor, *is.CostMinor, *is.PriorPriceMinor})
	_, err = svc.UpdateVariants(ctx, p.PublicID(), catalog.VariantsUpdateInput{Variants: []*catalog.VariantUpdateInput{{ID: rows[1].PublicID()}}})
	require.Equal(t, "NOT_FOUND input.variants.0.id", wrong(err))
	_, other := fixture.Product(t, db, v)
	_, err = svc.UpdateVariants(ctx, p.PublicID(), catalog.VariantsUpdateInput{Variants: []*catalog.VariantUpdateInput{{ID: is.PublicID(), Sku: other.Sku}}})
	require.Equal(t, "ALREADY_EXISTS input.variants.0.sku", wrong(err))
	_, err = svc.UpdateVariants(ctx, p.PublicID(), catalog.VariantsUpdateInput{IfVersion: ptr(1)})
	require.NotNil(t, catalog.CurrentOf(err))
}

func TestMediaAndDuplicate(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	a, b := picture(t, db, v), picture(t, db, v)
	p, err := svc.Create(ctx, catalog.ProductCreateInput{Title: "Lamp", TaxClass: enum.TaxClassStandard, Sku: ptr("L"), Price: amount("5"), MediaIds: []publicid.ID{a.PublicID(), b.PublicID()}})
	require.NoError(t, err)
	pv := variantsOf(t, db, p, v)[0]
	_, err = svc.UpdateVariants(ctx, p.PublicID(), catalog.VariantsUpdateInput{Variants: []*catalog.VariantUpdateInput{{ID: pv.PublicID(), MediaID: ptr(a.PublicID()), Gtin: ptr("96385074")}}})
	require.NoError(t, err)

	twin, err := svc.Duplicate(ctx, p.PublicID(), "Lamp 2")
	require.NoError(t, err)
	copied := variantsOf(t, db, twin, v)[0]
	require.Equal(t, "Lamp 2", copied.Title)
	require.Equal(t, int64(500), copied.PriceMinor)
	require.Equal(t, a.ID, *copied.MediaID)
	require.Nil(t, copied.Sku)
	require.Nil(t, copied.Gtin)
	_, err = svc.Duplicate(ctx, p.PublicID(), " ")
	require.Equal(t, "REQUIRED title", wrong(err))

	_, err = svc.SetMedia(ctx, p.PublicID(), []publicid.ID{b.PublicID()}, ptr(2))
	require.NoError(t, err)
	require.Nil(t, variantsOf(t, db, p, v)[0].MediaID)
	shown, err := svc.Media(ctx, []*ent.Product{p, twin})
	require.NoError(t, err)
	require.Len(t, shown[0], 1)
	require.Equal(t, []uuid.UUID{a.ID, b.ID}, []uuid.UUID{shown[1][0].ID, shown[1][1].ID})
	_, err = svc.SetMedia(ctx, p.PublicID(), []publicid.ID{publicid.New("MediaFile", uuid.New())}, nil)
	require.Equal(t, "NOT_FOUND mediaIds.0", wrong(err))
}

func TestUnpublishAndDelete(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	p, pv := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetSlug("lamp") })
	bought, _ := fixture.Product(t, db, v)
	customer, _ := fixture.Customer(t, db, v)
	draft, err := svc.Unpublish(ctx, []publicid.ID{p.PublicID()})
	require.NoError(t, err)
	require.Equal(t, enum.ProductStatusDraft, draft[0].Status)
	require.False(t, db.ProductVariant.GetX(system, pv.ID).Published)
	_, err = svc.Publish(ctx, []publicid.ID{p.PublicID()})
	require.NoError(t, err)

	fixture.Bought(t, db, v, customer)
	o := db.Order.Query().FirstX(system)
	db.OrderLine.Create().SetOrderID(o.ID).SetProductID(bought.ID).SetTitle("Thing").SetQuantity(1).SetCurrency("EUR").SetUnitPriceMinor(1).SetTotalMinor(1).ExecX(system)
	before := db.Product.Query().CountX(ctx)
	_, err = svc.Delete(ctx, []publicid.ID{p.PublicID(), bought.PublicID()})
	require.Equal(t, "CONFLICT ids.1", wrong(err))
	require.Equal(t, before, db.Product.Query().CountX(ctx), "all or none")

	gone, err := svc.Delete(ctx, []publicid.ID{p.PublicID()})
	require.NoError(t, err)
	require.Equal(t, []publicid.ID{p.PublicID()}, gone)
	_, over, err := svc.Old(fixture.Shopper(t, v), enum.SlugKindProduct, "lamp")
	require.NoError(t, err)
	require.True(t, over)
	require.Zero(t, db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).CountX(system))
	again, err := svc.Create(ctx, catalog.ProductCreateInput{Title: "Lamp", TaxClass: enum.TaxClassStandard})
	require.NoError(t, err)
	require.Equal(t, "lamp", again.Slug)
	_, over, err = svc.Old(fixture.Shopper(t, v), enum.SlugKindProduct, "lamp")
	require.NoError(t, err)
	require.False(t, over, "the name is taken, by a draft of which nothing is told")
	_, err = svc.Publish(ctx, []publicid.ID{again.PublicID()})
	require.Equal(t, "INVALID_STATE ids.0", wrong(err), "it has no price")
	_, err = svc.Delete(ctx, []publicid.ID{again.PublicID()})
	require.NoError(t, err)
	require.Zero(t, db.SlugRedirect.Query().CountX(system), "what was never shown leaves no address")
	_, err = svc.Delete(ctx, []publicid.ID{again.PublicID()})
	require.Equal(t, "NOT_FOUND ids.0", wrong(err))
}

func TestProductsByWhatTheyAre(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	system := fixture.System(t, v)
	top := db.Category.Create().SetSlug("home").SetTitle("Home").SaveX(system)
	mid := db.Category.Create().SetSlug("light").SetTitle("Light").SetParentID(top.ID).SaveX(system)
	low := db.Category.Create().SetSlug("lamps").SetTitle("Lamps").SetParentID(mid.ID).SaveX(system)
	fixture.Product(t, db, v, func(c *ent.ProductCreate) {
		c.SetTitle("A").SetCategoryID(low.ID).SetTags([]string{"red", "new"}).SetBrand("Lux")
	})
	fixture.Product(t, db, v, func(c *ent.ProductCreate) {
		c.SetTitle("B").SetCategoryID(top.ID).SetTags([]string{"blue"}).SetTaxClass(enum.TaxClassZero)
	})
	fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetTitle("C").SetBrand("Arc") })
	byTitle := []*catalog.ProductSort{{Key: enum.ProductSortKeyTitle, Direction: enum.SortDirectionAsc}}
	for name, tc := range map[string]struct {
		where catalog.ProductWhere
		want  []string
	}{
		"a category and below":  {catalog.ProductWhere{Category: idFilter(mid.PublicID())}, []string{"A"}},
		"the top":               {catalog.ProductWhere{Category: idFilter(top.PublicID())}, []string{"A", "B"}},
		"no category of ours":   {catalog.ProductWhere{Category: idFilter(publicid.New("Category", uuid.New()))}, []string{}},
		"any of some tags":      {catalog.ProductWhere{Tag: []string{"new", "blue"}}, []string{"A", "B"}},
		"no tags match nothing": {catalog.ProductWhere{Tag: []string{}}, []string{}},
		"a brand":               {catalog.ProductWhere{Brand: textFilter("Lux")}, []string{"A"}},
		"a class of tax":        {catalog.ProductWhere{TaxClass: []enum.TaxClass{enum.TaxClassZero}}, []string{"B"}},
		"not in a category":     {catalog.ProductWhere{Not: &catalog.ProductWhere{Category: idFilter(top.PublicID())}}, []string{"C"}},
		"without a tag":         {catalog.ProductWhere{Not: &catalog.ProductWhere{Tag: []string{"red"}}}, []string{"B", "C"}},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := svc.Products(ctx, v, page.Arg{}, &tc.where, byTitle)
			require.NoError(t, err)
			require.Equal(t, tc.want, titles(conn.Nodes))
		})
	}
	tags, err := svc.Tags(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"blue", "new", "red"}, tags)
	brands, err := svc.Brands(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"Arc", "Lux"}, brands)
	_, theirs := fixture.Vendor(t, db)
	tags, err = svc.Tags(theirs)
	require.NoError(t, err)
	require.Empty(t, tags)
	_, err = svc.Tags(fixture.Shopper(t, v))
	require.Equal(t, errs.Forbidden, errs.CodeOf(err))
}
