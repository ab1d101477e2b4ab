package marketplace_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/inventorylevel"
	"orion/ent/gen/ent/inventorymovement"
	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/publicid"
	"orion/internal/store"
)

// mistakes are the codes and places of what a call found wrong.
func mistakes(t testing.TB, err error) (out []string) {
	t.Helper()
	require.Error(t, err)
	list, ok := asList(err)
	require.True(t, ok, "%v", err)
	for _, e := range list {
		out = append(out, string(e.Code)+" "+e.Field())
	}
	return out
}

func asList(err error) (errs.List, bool) {
	for e := err; e != nil; {
		switch v := e.(type) { //nolint:errorlint // walks the chain itself
		case errs.List:
			return v, true
		case *errs.Error:
			return errs.List{v}, true
		}
		u, ok := e.(interface{ Unwrap() error })
		if !ok {
			return nil, false
		}
		e = u.Unwrap()
	}
	return nil, false
}

func TestPick(t *testing.T) {
	t.Parallel()
	h := open(t)
	const imported, selected, ignored = enum.MarketplaceProductStatusImported, enum.MarketplaceProductStatusSelected, enum.MarketplaceProductStatusIgnored
	const published, missing = enum.MarketplaceProductStatusPublished, enum.MarketplaceProductStatusMissing
	type verb = func(context.Context, []publicid.ID) ([]*ent.MarketplaceProduct, error)
	for name, tc := range map[string]struct {
		from, to enum.MarketplaceProductStatus
		call     verb
		fails    bool
	}{
		"select what came in":         {imported, selected, h.Select, false},
		"select twice":                {selected, selected, h.Select, false},
		"select what was put aside":   {ignored, selected, h.Select, false},
		"select what is published":    {published, published, h.Select, false},
		"select what is missing":      {missing, missing, h.Select, true},
		"deselect what was selected":  {selected, imported, h.Deselect, false},
		"deselect what never was":     {imported, imported, h.Deselect, false},
		"deselect what is published":  {published, published, h.Deselect, true},
		"ignore what came in":         {imported, ignored, h.Ignore, false},
		"ignore what was selected":    {selected, ignored, h.Ignore, false},
		"ignore what is missing":      {missing, ignored, h.Ignore, false},
		"ignore what is published":    {published, published, h.Ignore, true},
		"ignore what was put aside":   {ignored, ignored, h.Ignore, false},
		"deselect what was put aside": {ignored, ignored, h.Deselect, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, ctx := fixture.Vendor(t, h.db)
			h.load(t, ctx, rows(1, 2))
			all := h.staged(t, ctx)
			require.NoError(t, all[1].Update().SetStatus(tc.from).Exec(fixture.System(t, v)))
			got, err := tc.call(ctx, []publicid.ID{all[1].PublicID(), all[0].PublicID()})
			if tc.fails {
				require.Equal(t, []string{"INVALID_STATE ids.0"}, mistakes(t, err))
				require.Equal(t, imported, h.staged(t, ctx)[0].Status, "all or none")
			} else {
				require.NoError(t, err)
				require.Equal(t, []string{"2", "1"}, []string{got[0].ExternalID, got[1].ExternalID}, "in the order asked for")
				require.Equal(t, tc.to, got[0].Status)
			}
			require.Equal(t, tc.to, h.staged(t, ctx)[1].Status)
		})
	}
	t.Run("what there is not, and who may not", func(t *testing.T) {
		v, ctx := fixture.Vendor(t, h.db)
		h.load(t, ctx, rows(1, 1))
		id := h.staged(t, ctx)[0].PublicID()
		_, err := h.Select(ctx, []publicid.ID{id, publicid.New("MarketplaceProduct", uuid.New()), "", publicid.New("Product", uuid.New())})
		require.Equal(t, []string{"NOT_FOUND ids.1", "NOT_FOUND ids.2", "NOT_FOUND ids.3"}, mistakes(t, err))
		_, err = h.Select(ctx, make([]publicid.ID, 101))
		require.Equal(t, []string{"TOO_MANY ids"}, mistakes(t, err))
		_, err = h.Select(fixture.Staff(t, v, enum.PermissionImportRead), []publicid.ID{id})
		require.Equal(t, errs.Forbidden, code(t, err))
		_, err = h.Select(fixture.Shopper(t, v), []publicid.ID{id})
		require.Equal(t, errs.NotFound, code(t, err))
	})
}

func TestPublish(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, "id,title,description,price,sale_price,brand,availability,stock,image_link,additional_image_link,product_type\n"+
		"1,Lamp,Warm light,20 EUR,15 EUR,Lumen,in_stock,7,https://a.example/1.jpg,https://a.example/2.jpg,Home > Light\n"+
		"2,Lamp,,9.90 EUR,,,in_stock,,,,\n"+
		"3,Sofa,,900 EUR,,,preorder,,,,\n")
	all := h.staged(t, ctx)

	_, err := h.Publish(ctx, ids(all))
	require.Equal(t, []string{"INVALID_STATE ids.0", "INVALID_STATE ids.1", "INVALID_STATE ids.2"}, mistakes(t, err), "not selected yet")
	_, err = h.Select(ctx, ids(all))
	require.NoError(t, err)
	_, err = h.Publish(fixture.Staff(t, v, enum.PermissionCatalogWrite), ids(all))
	require.Equal(t, errs.Forbidden, code(t, err))

	// A member who may import may publish, without other permissions.
	importer := fixture.Staff(t, v, enum.PermissionImportRead, enum.PermissionImportRun, enum.PermissionCatalogRead)
	products, err := h.Publish(importer, ids(all))
	require.NoError(t, err)
	require.Len(t, products, 3)
	require.Equal(t, "Lamp", products[0].Title)
	require.NotEqual(t, products[0].Slug, products[1].Slug)
	for i, want := range []struct {
		price   int64
		compare *int64
		onHand  int64
	}{{1500, ref[int64](2000), 7}, {990, nil, 10}, {90000, nil, 0}} {
		p := products[i]
		require.Equal(t, enum.ProductStatusActive, p.Status)
		require.Equal(t, want.price, p.MinPriceMinor)
		require.Equal(t, want.onHand > 0, p.InStock)
		pv, err := h.db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Only(ctx)
		require.NoError(t, err)
		require.Equal(t, want.price, pv.PriceMinor)
		require.Equal(t, want.compare, pv.CompareAtMinor)
		require.Equal(t, all[i].ExternalID, *pv.Sku)
		require.Equal(t, want.onHand > 0, pv.AvailableForSale)
		level, err := h.db.InventoryLevel.Query().Where(inventorylevel.VariantID(pv.ID)).Only(ctx)
		require.NoError(t, err)
		require.Equal(t, want.onHand, level.OnHand)
		moves, err := h.db.InventoryMovement.Query().Where(inventorymovement.VariantID(pv.ID)).All(ctx)
		require.NoError(t, err)
		var sum int64
		for _, m := range moves {
			sum += m.OnHandDelta
		}
		require.Equal(t, want.onHand, sum, "the stock is the sum of its movements")
	}
	pictures, err := h.db.MediaFile.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 2, pictures)

	again, err := h.Publish(ctx, append(ids(all), all[0].PublicID()))
	require.NoError(t, err)
	require.Equal(t, products[0].ID, again[0].ID, "publishing twice is no change")
	require.Equal(t, products[0].ID, again[3].ID)
	n, err := h.db.Product.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 3, n)

	// What the feed says later does not reach the catalogue by itself.
	h.load(t, ctx, "id,title,price\n1,Torch,25 EUR\n")
	p, err := h.db.Product.Get(ctx, products[0].ID)
	require.NoError(t, err)
	require.Equal(t, "Lamp", p.Title)
	require.Equal(t, "Torch", h.staged(t, ctx)[0].Title)
	require.Equal(t, enum.MarketplaceProductStatusPublished, h.staged(t, ctx)[0].Status)
}

func ref[T any](v T) *T { return &v }

func TestPublishSaysWhatIsInTheWay(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	fixture.Product(t, h.db, v)
	h.load(t, ctx, "id,title,price\n1,a,1 EUR\n2,b,1 USD\n3,c,1 EUR\n4,d,1 CHF\n")
	all := h.staged(t, ctx)
	_, err := h.Select(ctx, ids(all))
	require.NoError(t, err)
	problems, err := h.Problems(ctx, []*ent.MarketplaceProduct{withTexts(all[0]), all[2], withTexts(all[1])})
	require.NoError(t, err)
	require.Empty(t, problems[0])
	require.Len(t, problems[1], 2, "a missing picture and description only warn")
	require.Len(t, problems[2], 1)
	require.True(t, problems[2][0].Blocking)
	require.Contains(t, problems[2][0].Message, "USD")

	_, err = h.Publish(ctx, ids(all))
	require.Equal(t, []string{"INVALID ids.1", "INVALID ids.3"}, mistakes(t, err))
	require.Equal(t, enum.MarketplaceProductStatusSelected, h.staged(t, ctx)[0].Status, "all or none")

	// The sku of another product, told by its place in ids.
	_, err = h.db.ProductVariant.Update().SetSku("3").Save(fixture.System(t, v))
	require.NoError(t, err)
	_, err = h.Publish(ctx, []publicid.ID{all[0].PublicID()})
	require.NoError(t, err)
	_, err = h.Publish(ctx, []publicid.ID{all[0].PublicID(), all[2].PublicID()})
	require.Equal(t, []string{"ALREADY_EXISTS ids.1"}, mistakes(t, err))
	_, err = h.Publish(ctx, make([]publicid.ID, 101))
	require.Equal(t, []string{"TOO_MANY ids"}, mistakes(t, err))
	require.Equal(t, errs.TooMany, store.Public(err).Code)
}

// withTexts is a copy with a picture and a description.
func withTexts(p *ent.MarketplaceProduct) *ent.MarketplaceProduct {
	out := *p
	out.ImageLink, out.Description = ref("https://a.example/1.jpg"), "x"
	return &out
}

func TestPublishAHundred(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, strings.ReplaceAll(rows(1, 100), "Lumen", fmt.Sprintf("%070d", 1)))
	all := ids(h.staged(t, ctx))
	_, err := h.Select(ctx, all)
	require.NoError(t, err)
	products, err := h.Publish(ctx, all)
	require.NoError(t, err)
	require.Len(t, products, 100)
}
