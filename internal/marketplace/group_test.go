package marketplace_test

import (
	"context"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productmedia"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/option"
	"orion/internal/kit/publicid"
)

const shirts = "id,title,price,item_group_id,color,size,image_link,additional_image_link,stock\n"

// shelf is what the catalogue has: each product with the titles of its variants.
func (h house) shelf(t testing.TB, ctx context.Context) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	products, err := h.db.Product.Query().All(ctx)
	require.NoError(t, err)
	for _, p := range products {
		variants, err := h.db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Order(productvariant.ByPosition()).All(ctx)
		require.NoError(t, err)
		out[p.Title] = []string{}
		for _, v := range variants {
			out[p.Title] = append(out[p.Title], *v.Sku+" "+v.Title)
		}
	}
	return out
}

// publish selects and publishes rows by their ids in the feed.
func (h house) publish(t testing.TB, ctx context.Context, externalIDs ...string) []*ent.Product {
	t.Helper()
	var named []publicid.ID
	for _, want := range externalIDs {
		for _, p := range h.staged(t, ctx) {
			if p.ExternalID == want {
				named = append(named, p.PublicID())
			}
		}
	}
	require.Len(t, named, len(externalIDs))
	_, err := h.Select(ctx, named)
	require.NoError(t, err)
	out, err := h.Publish(ctx, named)
	require.NoError(t, err)
	return out
}

func TestH58Variants(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		feed    string
		publish [][]string
		want    map[string][]string
	}{
		"a group is one product with a variant each": {
			shirts + "2,Wool shirt blue,12 EUR,g,blue,L,,,\n1,Wool shirt red,10 EUR,g,red,M,,,\n3,Sofa,900 EUR,,,,,,\n",
			[][]string{{"2", "1", "3"}},
			map[string][]string{"Wool shirt": {"1 red / M", "2 blue / L"}, "Sofa": {"3 Sofa"}},
		},
		"a group with one row is a plain product": {
			shirts + "1,Wool shirt,10 EUR,g,,,,,\n", [][]string{{"1"}}, map[string][]string{"Wool shirt": {"1 Wool shirt"}},
		},
		"a later member becomes a variant": {
			shirts + "1,Shirt red,10 EUR,g,red,,,,\n2,Shirt blue,12 EUR,g,blue,,,,\n",
			[][]string{{"1"}, {"2"}},
			map[string][]string{"Shirt red": {"1 red", "2 blue"}},
		},
		"members that are not named stay": {
			shirts + "1,Shirt red,10 EUR,g,red,,,,\n2,Shirt blue,12 EUR,g,blue,,,,\n3,Shirt green,12 EUR,g,green,,,,\n",
			[][]string{{"3", "1"}},
			map[string][]string{"Shirt": {"1 red", "3 green"}},
		},
		"the child before its parent": {
			shirts + "b-2,Shirt blue,12 EUR,b-1,blue,,,,\nb-1,Shirt,12 EUR,b-1,,,,,\n",
			[][]string{{"b-2", "b-1"}},
			map[string][]string{"Shirt": {"b-1 Shirt", "b-2 blue"}},
		},
		"the feed names the group": {
			"id,title,price,item_group_id,item_group_title,color\n1,Shirt red,10 EUR,g,,red\n2,Shirt blue,12 EUR,g,The shirt,blue\n",
			[][]string{{"1", "2"}},
			map[string][]string{"The shirt": {"1 red", "2 blue"}},
		},
		"conflicting titles": {
			shirts + "1,Chemise,10 EUR,g,red,,,,\n2,Hemd,12 EUR,g,blue,,,,\n",
			[][]string{{"2", "1"}},
			map[string][]string{"Hemd": {"1 red", "2 blue"}},
		},
		"the same id in two groups is in the last": {
			shirts + "1,Shirt,10 EUR,g,red,,,,\n2,Hat,12 EUR,h,blue,,,,\n1,Shirt,10 EUR,h,red,,,,\n",
			[][]string{{"1", "2"}},
			map[string][]string{"Hat": {"1 red", "2 blue"}},
		},
	} {
		t.Run("H58 "+name, func(t *testing.T) {
			t.Parallel()
			small := build(t, h.db, chunks(1)) // every row in a batch of its own
			_, ctx := fixture.Vendor(t, h.db)
			small.load(t, ctx, tc.feed)
			for _, named := range tc.publish {
				h.publish(t, ctx, named...)
			}
			require.Equal(t, tc.want, h.shelf(t, ctx))
		})
	}
}

func TestPublishAGroup(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, shirts+"1,Shirt red,10 EUR,g,red,,https://a.example/1.jpg,https://a.example/3.jpg,4\n"+
		"2,Shirt blue,12 EUR,g,blue,,https://a.example/2.jpg,https://a.example/3.jpg,\n3,Shirt red too,9 EUR,g,Red,,https://a.example/9.jpg,,\n"+
		"4,Shirt in dollars,9 USD,g,green,,,,\n5,Shirt grey,9 EUR,g,grey,,https://a.example/5.jpg,https://a.example/1.jpg,1\n")
	all := h.staged(t, ctx)
	_, err := h.Select(ctx, ids(all[:4]))
	require.NoError(t, err)
	problems, err := h.Problems(ctx, h.staged(t, ctx))
	require.NoError(t, err)
	var blocking []string
	for i, of := range problems {
		for _, p := range of {
			if p.Blocking {
				blocking = append(blocking, all[i].ExternalID+" "+p.Code)
			}
		}
	}
	require.Equal(t, []string{"3 GROUP_OPTIONS", "4 CURRENCY", "4 GROUP_CURRENCY"}, blocking)
	_, err = h.Publish(ctx, ids(all[:4]))
	require.Equal(t, []string{"INVALID ids.2", "INVALID ids.3", "INVALID ids.3"}, mistakes(t, err))

	products, err := h.Publish(ctx, ids(all[:2]))
	require.NoError(t, err)
	require.Equal(t, products[0].ID, products[1].ID, "the product of each id")
	require.Equal(t, [2]int64{1000, 1200}, [2]int64{products[0].MinPriceMinor, products[0].MaxPriceMinor})
	require.True(t, products[0].InStock)
	h.publish(t, ctx, "5")
	p, err := h.db.Product.Get(ctx, products[0].ID)
	require.NoError(t, err)
	require.Equal(t, [2]int64{900, 1200}, [2]int64{p.MinPriceMinor, p.MaxPriceMinor})
	var addresses []string
	links, err := h.db.ProductMedia.Query().Where(productmedia.ProductID(p.ID)).Order(productmedia.ByPosition()).All(ctx)
	require.NoError(t, err)
	for _, l := range links {
		m, err := h.db.MediaFile.Get(ctx, l.MediaID)
		require.NoError(t, err)
		addresses = append(addresses, (*m.SourceURL)[len("https://a.example/"):])
	}
	require.Equal(t, []string{"1.jpg", "2.jpg", "3.jpg", "5.jpg"}, addresses, "the faces first, and each once")
	for _, row := range h.staged(t, ctx) {
		require.Equal(t, row.Status == enum.MarketplaceProductStatusPublished, row.VariantID != nil)
		if row.ExternalID == "1" {
			require.Equal(t, "1000", row.Adopted["PRICE"])
			require.NotContains(t, row.Adopted, "TITLE", "that of a variant is none of its product")
		}
	}
}

func TestPublishRaces(t *testing.T) {
	t.Parallel()
	h := open(t)
	race := func(t *testing.T, ctx context.Context, calls ...[]publicid.ID) {
		var wg sync.WaitGroup
		errs := make([]error, len(calls))
		for i, named := range calls {
			wg.Go(func() { _, errs[i] = h.Publish(ctx, named) })
		}
		wg.Wait()
		for _, err := range errs {
			require.NoError(t, err)
		}
	}
	t.Run("of the same rows", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, h.db)
		h.load(t, ctx, rows(1, 5))
		all := ids(h.staged(t, ctx))
		_, err := h.Select(ctx, all)
		require.NoError(t, err)
		race(t, ctx, all, all, all)
		require.Len(t, h.shelf(t, ctx), 5)
	})
	t.Run("of two members of one group", func(t *testing.T) {
		_, ctx := fixture.Vendor(t, h.db)
		h.load(t, ctx, shirts+"1,Shirt red,10 EUR,g,red,,,,\n2,Shirt blue,12 EUR,g,blue,,,,\n3,Shirt pink,12 EUR,g,pink,,,,\n")
		all := ids(h.staged(t, ctx))
		_, err := h.Select(ctx, all)
		require.NoError(t, err)
		race(t, ctx, all[:1], all[1:2], all[2:])
		n, err := h.db.Product.Query().Count(ctx)
		require.NoError(t, err)
		require.Equal(t, 1, n, "one product, whoever was first")
		variants, err := h.db.ProductVariant.Query().Count(ctx)
		require.NoError(t, err)
		require.Equal(t, 3, variants)
	})
}

// Shoppers pick a variant by what the feed says tells it from the others.
func TestPublishAGroupWithItsOptions(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, shirts+"1,Shirt,10 EUR,g,red,M,,,\n2,Shirt,12 EUR,g,Red,L,,,\n3,Shirt,12 EUR,g,blue,L,,,\n4,Sofa,900 EUR,,grey,,,,\n")
	h.publish(t, ctx, "1", "2", "4")
	h.publish(t, ctx, "3")
	options := map[string][]option.Option{}
	for _, p := range h.db.Product.Query().AllX(ctx) {
		options[p.Title] = p.Options
	}
	require.Equal(t, []option.Option{{Name: "Color", Values: []string{"red", "blue"}}, {Name: "Size", Values: []string{"M", "L"}}}, options["Shirt"])
	require.Empty(t, options["Sofa"], "what stands alone has nothing to choose")
	values := map[string][]string{}
	for _, v := range h.db.ProductVariant.Query().AllX(ctx) {
		values[*v.Sku] = v.Options
	}
	require.Equal(t, map[string][]string{"1": {"red", "M"}, "2": {"red", "L"}, "3": {"blue", "L"}, "4": nil}, values)
}

func TestPublishAsTheSourceWants(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	system := fixture.System(t, v)
	lamps, err := h.db.Collection.Create().SetSlug("lamps").SetTitle("Lamps").Save(system)
	require.NoError(t, err)
	require.NoError(t, h.db.MarketplaceSource.Update().SetMarkupBp(1000).SetRounding(enum.PriceRoundingEnd99).
		SetCategoryMap([]enum.CategoryRule{{From: "Home", ProductType: "Lighting", CollectionID: &lamps.ID}, {From: "Gone", CollectionID: ref(uuid.New())}}).Exec(system))
	h.load(t, ctx, "id,title,price,sale_price,product_type\n1,Lamp,20 EUR,10 EUR,Home > Light\n2,Vase,10 EUR,,Gone\n3,Bowl,10 EUR,,\n")
	all := h.staged(t, ctx)
	proposals, err := h.Proposals(ctx, all)
	require.NoError(t, err)
	require.Equal(t, int64(1199), proposals[0].Price.Minor)
	require.Equal(t, int64(2299), proposals[0].CompareAtPrice.Minor)
	require.Equal(t, "Lamps", proposals[0].Collection.Title)
	require.Nil(t, proposals[1].Collection, "one that is gone")
	h.publish(t, ctx, "1", "2", "3")
	p, err := h.db.Product.Query().Where().All(ctx)
	require.NoError(t, err)
	require.Len(t, p, 3)
	shelved, err := h.db.CollectionProduct.Query().Only(ctx)
	require.NoError(t, err)
	one, err := h.db.Product.Get(ctx, shelved.ProductID)
	require.NoError(t, err)
	require.Equal(t, "Lighting", *one.ProductType)
	require.Equal(t, int64(1199), one.MinPriceMinor)
}
