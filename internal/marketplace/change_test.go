package marketplace_test

import (
	"context"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/auditentry"
	"orion/ent/gen/ent/product"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/money"
	"orion/internal/kit/optional"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/marketplace"
)

// told are the changes of a staged product in words.
func (h house) told(t testing.TB, ctx context.Context, p *ent.MarketplaceProduct) (out []string) {
	t.Helper()
	changes, err := h.SourceChanges(ctx, []*ent.MarketplaceProduct{p})
	require.NoError(t, err)
	for _, c := range changes[0] {
		out = append(out, string(c.Field)+": "+optional.Value(c.Before)+" → "+optional.Value(c.After)+" / "+optional.Value(c.Catalog))
	}
	return out
}

func TestH57ChangesAtTheSource(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	const header = "id,title,description,price,sale_price,brand,gtin,image_link,product_type\n"
	h.load(t, ctx, header+"1,Lamp,Warm,20 EUR,,Lumen,,https://a.example/1.jpg,Light\n2,Vase,,9 EUR,,,,,\n")
	products := h.publish(t, ctx, "1", "2")
	lamp := func() *ent.MarketplaceProduct { return h.staged(t, ctx)[0] }
	resolve := func(answer enum.SourceChangeAnswer, fields ...enum.SourceField) {
		t.Helper()
		_, err := h.Resolve(ctx, marketplace.ResolveInput{IDs: []publicid.ID{lamp().PublicID()}, Answer: answer, Fields: fields})
		require.NoError(t, err)
	}
	_, err := h.catalog.Update(ctx, products[0].PublicID(), catalog.ProductUpdateInput{Title: ref("My lamp"), Price: ref(money.Decimal("25.00"))})
	require.NoError(t, err)

	t.Run("H57 edits by hand survive an import, and the change is told", func(t *testing.T) {
		h.load(t, ctx, header+"1,Torch,Warm,22 EUR,18 EUR,,,https://a.example/2.jpg,Light\n2,Vase,,9 EUR,,,,,\n")
		p, err := h.db.Product.Get(ctx, products[0].ID)
		require.NoError(t, err)
		require.Equal(t, "My lamp", p.Title)
		require.Equal(t, int64(2500), p.MinPriceMinor)
		require.True(t, lamp().Changed)
		require.Equal(t, []string{
			"TITLE: Lamp → Torch / My lamp", "BRAND: Lumen →  / Lumen", "PRICE: 20.00 → 18.00 / 25.00", "COMPARE_AT_PRICE:  → 22.00 / ",
			"IMAGE: https://a.example/1.jpg → https://a.example/2.jpg / https://a.example/1.jpg",
		}, h.told(t, ctx, lamp()))
		changed, err := h.Products(ctx, page.Arg{}, &marketplace.ProductWhere{ChangedAtSource: ref(true)})
		require.NoError(t, err)
		require.Len(t, changed.Nodes, 1)
		others, err := h.Products(ctx, page.Arg{}, &marketplace.ProductWhere{ChangedAtSource: ref(false)})
		require.NoError(t, err)
		require.Len(t, others.Nodes, 1)
	})
	t.Run("what is accepted is written, and nothing else", func(t *testing.T) {
		resolve(enum.SourceChangeAnswerAccept, enum.SourceFieldPrice, enum.SourceFieldCompareAtPrice, enum.SourceFieldImage)
		p, err := h.db.Product.Get(ctx, products[0].ID)
		require.NoError(t, err)
		require.Equal(t, "My lamp", p.Title)
		require.Equal(t, [2]int64{1800, 3}, [2]int64{p.MinPriceMinor, int64(p.Version)})
		pv, err := h.db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Only(ctx)
		require.NoError(t, err)
		require.Equal(t, int64(2200), *pv.CompareAtMinor)
		require.Equal(t, []string{"TITLE: Lamp → Torch / My lamp", "BRAND: Lumen →  / Lumen"}, h.told(t, ctx, lamp()))
		n, err := h.db.AuditEntry.Query().Where(auditentry.Action("product.update"), auditentry.Target(string(p.PublicID()))).Count(ctx)
		require.NoError(t, err)
		require.Equal(t, 2, n)
	})
	t.Run("what is pinned is told no more until it is unpinned", func(t *testing.T) {
		resolve(enum.SourceChangeAnswerPin, enum.SourceFieldBrand)
		require.Equal(t, []string{"TITLE: Lamp → Torch / My lamp"}, h.told(t, ctx, lamp()))
		resolve(enum.SourceChangeAnswerUnpin)
		require.Len(t, h.told(t, ctx, lamp()), 2)
		resolve(enum.SourceChangeAnswerPin, enum.SourceFieldBrand)
	})
	t.Run("what is ignored is told again when it changes again", func(t *testing.T) {
		resolve(enum.SourceChangeAnswerIgnore)
		require.False(t, lamp().Changed, "nothing is left")
		require.Empty(t, h.told(t, ctx, lamp()))
		h.load(t, ctx, header+"1,Torch II,Warm,22 EUR,18 EUR,Lux,,https://a.example/2.jpg,Light\n")
		require.Equal(t, []string{"TITLE: Torch → Torch II / My lamp"}, h.told(t, ctx, lamp()), "and what is pinned is not")
	})
	t.Run("a change that is none takes the mark off", func(t *testing.T) {
		resolve(enum.SourceChangeAnswerIgnore)
		h.load(t, ctx, "id,title,price,mpn\n2,Vase,9 EUR,M-1\n")
		require.False(t, h.staged(t, ctx)[1].Changed, "no field that counts")
		require.Equal(t, "M-1", *h.staged(t, ctx)[1].Mpn)
	})
	t.Run("what cannot be answered", func(t *testing.T) {
		h.load(t, ctx, header+"1,Torch II,Warm,22 USD,,Lux,,,Light\n3,New,,1 EUR,,,,,\n")
		all := h.staged(t, ctx)
		_, err := h.Resolve(ctx, marketplace.ResolveInput{IDs: []publicid.ID{all[2].PublicID(), all[0].PublicID()}, Answer: enum.SourceChangeAnswerAccept})
		require.Equal(t, []string{"INVALID_STATE ids.0", "INVALID ids.1"}, mistakes(t, err))
		_, err = h.Resolve(ctx, marketplace.ResolveInput{IDs: make([]publicid.ID, 101), Answer: enum.SourceChangeAnswerPin})
		require.Equal(t, []string{"TOO_MANY ids"}, mistakes(t, err))
	})
}

func TestEdit(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, "id,title,price\n1,Lamp,20 USD\n")
	id := h.staged(t, ctx)[0].PublicID()
	p, err := h.Edit(ctx, id, marketplace.ProductUpdateInput{Title: ref(" Mine "), Description: ref(""), Price: ref(money.Decimal("12.30")), ProductType: ref("Light")})
	require.NoError(t, err)
	proposals, err := h.Proposals(ctx, []*ent.MarketplaceProduct{p})
	require.NoError(t, err)
	require.Equal(t, "Mine", proposals[0].Title)
	require.Equal(t, money.New(1230, "EUR"), *proposals[0].Price)
	require.Len(t, proposals[0].Edited, 4)
	p, err = h.Edit(ctx, id, marketplace.ProductUpdateInput{Reset: []enum.ProposalField{enum.ProposalFieldTitle, enum.ProposalFieldDescription}})
	require.NoError(t, err)
	require.Nil(t, p.OwnTitle)
	require.Equal(t, int64(1230), *p.OwnPriceMinor, "what is left out stays")
	for name, tc := range map[string]struct {
		in   marketplace.ProductUpdateInput
		want string
	}{
		"an empty title":       {marketplace.ProductUpdateInput{Title: ref(" ")}, "REQUIRED input.title"},
		"a price of nothing":   {marketplace.ProductUpdateInput{Price: ref(money.Decimal("0.00"))}, "INVALID input.price"},
		"too many decimals":    {marketplace.ProductUpdateInput{Price: ref(money.Decimal("1.234"))}, "INVALID input.price"},
		"a price below zero":   {marketplace.ProductUpdateInput{Price: ref(money.Decimal("-1.00"))}, "INVALID input.price"},
		"both given and reset": {marketplace.ProductUpdateInput{Title: ref("x"), Reset: []enum.ProposalField{enum.ProposalFieldTitle}}, "INVALID input.title"},
	} {
		_, err := h.Edit(ctx, id, tc.in)
		require.Equal(t, []string{tc.want}, mistakes(t, err), name)
	}
	_, err = h.Edit(fixture.Staff(t, v, enum.PermissionImportRead), id, marketplace.ProductUpdateInput{Title: ref("x")})
	require.Equal(t, errs.Forbidden, code(t, err))
	products := h.publish(t, ctx, "1")
	require.Equal(t, int64(1230), products[0].MinPriceMinor)
	require.Equal(t, "EUR", products[0].Currency)
	_, err = h.Edit(ctx, id, marketplace.ProductUpdateInput{Title: ref("x")})
	require.Equal(t, []string{"INVALID_STATE id"}, mistakes(t, err))
}

func TestEditWhatAProductIs(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	system := fixture.System(t, v)
	own := h.db.Category.Create().SetSlug("lamps").SetTitle("Lamps").SaveX(system)
	home := h.db.Category.Create().SetSlug("home").SetTitle("Home").SaveX(system)
	other, _ := fixture.Vendor(t, h.db)
	theirs := h.db.Category.Create().SetSlug("lamps").SetTitle("Lamps").SaveX(fixture.System(t, other))
	h.db.MarketplaceSource.Update().SetTaxClass(enum.TaxClassReduced).
		SetCategoryMap([]enum.CategoryRule{{From: "Home", CategoryID: &home.ID}, {From: "Gone", CategoryID: ref(uuid.New())}}).ExecX(system)
	h.load(t, ctx, "id,title,price,product_type\n1,Lamp,20 EUR,Home\n2,Vase,20 EUR,Home\n3,Bowl,20 EUR,Gone\n")
	id := h.staged(t, ctx)[0].PublicID()
	edited, err := h.Edit(ctx, id, marketplace.ProductUpdateInput{
		TaxClass: ref(enum.TaxClassZero), CategoryID: ref(own.PublicID()),
		Translations: []*catalog.TranslationInput{{Language: "fr", Title: ref("Lampe"), DescriptionHTML: ref("<p>Claire</p><script></script>")}},
	})
	require.NoError(t, err)
	require.Equal(t, "Claire", edited.OwnTranslations["fr"].Description)
	proposals, err := h.Proposals(ctx, h.staged(t, ctx))
	require.NoError(t, err)
	require.Equal(t, "Lamps", proposals[0].Category.Title)
	require.Equal(t, enum.TaxClassZero, proposals[0].TaxClass)
	require.Equal(t, "Lampe", *proposals[0].Translations[0].Title)
	require.Equal(t, "Home", proposals[1].Category.Title)
	require.Nil(t, proposals[2].Category, "one that is gone")
	for name, tc := range map[string]struct {
		in   marketplace.ProductUpdateInput
		want string
	}{
		"a category of another":   {marketplace.ProductUpdateInput{CategoryID: ref(theirs.PublicID())}, "NOT_FOUND input.categoryId"},
		"the shop's own language": {marketplace.ProductUpdateInput{Translations: []*catalog.TranslationInput{{Language: v.Language}}}, "INVALID input.translations.0.language"},
		"given and reset":         {marketplace.ProductUpdateInput{TaxClass: ref(enum.TaxClassZero), Reset: []enum.ProposalField{enum.ProposalFieldTaxClass}}, "INVALID input.taxClass"},
	} {
		_, err := h.Edit(ctx, id, tc.in)
		require.Equal(t, []string{tc.want}, mistakes(t, err), name)
	}
	h.publish(t, ctx, "1", "2", "3")
	for title, want := range map[string]struct {
		class    enum.TaxClass
		category *uuid.UUID
		french   string
	}{"Lamp": {enum.TaxClassZero, &own.ID, "Lampe"}, "Vase": {enum.TaxClassReduced, &home.ID, ""}, "Bowl": {enum.TaxClassReduced, nil, ""}} {
		p := h.db.Product.Query().Where(product.Title(title)).OnlyX(ctx)
		require.Equal(t, want.class, p.TaxClass, title)
		require.Equal(t, want.category, p.CategoryID, title)
		require.Equal(t, want.french, p.Translations["fr"].Title, title)
	}
}

func TestWhatAProductIsGoesBackToTheSource(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	own := h.db.Category.Create().SetSlug("lamps").SetTitle("Lamps").SaveX(fixture.System(t, v))
	h.load(t, ctx, "id,title,price\n1,Lamp,20 EUR\n")
	id := h.staged(t, ctx)[0].PublicID()
	_, err := h.Edit(ctx, id, marketplace.ProductUpdateInput{
		TaxClass: ref(enum.TaxClassZero), CategoryID: ref(own.PublicID()), Translations: []*catalog.TranslationInput{{Language: "fr", Title: ref("Lampe")}},
	})
	require.NoError(t, err)
	back, err := h.Edit(ctx, id, marketplace.ProductUpdateInput{
		Reset: []enum.ProposalField{enum.ProposalFieldTaxClass, enum.ProposalFieldCategory, enum.ProposalFieldTranslations},
	})
	require.NoError(t, err)
	proposals, err := h.Proposals(ctx, []*ent.MarketplaceProduct{back})
	require.NoError(t, err)
	require.Empty(t, proposals[0].Edited)
	require.Equal(t, enum.TaxClassStandard, proposals[0].TaxClass)
	require.Nil(t, proposals[0].Category)
}
