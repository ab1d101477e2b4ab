package catalog_test

import (
	"fmt"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/productmedia"
	"orion/internal/catalog"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/kit/publicid"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func ptr[T any](v T) *T { return &v }

func titles(of []*ent.Product) []string {
	out := make([]string, len(of))
	for i, p := range of {
		out[i] = p.Title
	}
	return out
}

func TestProductsAreFiltered(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	for i, title := range []string{"Amber lamp", "Birch chair", "Copper lamp"} {
		p, _ := fixture.Product(t, db, v, func(c *ent.ProductCreate) {
			c.SetTitle(title).SetMinPriceMinor(int64(1000 * (i + 1))).SetInStock(i != 1)
		})
		if i == 2 {
			_, err := svc.CreateCollection(ctx, catalog.CollectionCreateInput{Title: "Copper", ProductIds: []publicid.ID{p.PublicID()}})
			require.NoError(t, err)
		}
	}
	fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetTitle("Draft lamp").SetStatus(enum.ProductStatusDraft) })
	fixture.Product(t, db, other, func(c *ent.ProductCreate) { c.SetTitle("Their lamp") })
	shelf, err := svc.Collection(ctx, ptr("copper"), nil)
	require.NoError(t, err)
	byTitle := []*catalog.ProductSort{{Key: enum.ProductSortKeyTitle, Direction: enum.SortDirectionAsc}}

	for name, tc := range map[string]struct {
		where *catalog.ProductWhere
		want  []string
		code  errs.Code
	}{
		"nothing said":                  {want: []string{"Amber lamp", "Birch chair", "Copper lamp"}},
		"in stock":                      {where: &catalog.ProductWhere{InStock: ptr(true)}, want: []string{"Amber lamp", "Copper lamp"}},
		"a part of the title":           {where: &catalog.ProductWhere{Title: &filter.String{Contains: ptr("LAMP")}}, want: []string{"Amber lamp", "Copper lamp"}},
		"a price range":                 {where: &catalog.ProductWhere{Price: &filter.Decimal{Gte: ptr(money.Decimal("15")), Lte: ptr(money.Decimal("20.00"))}}, want: []string{"Birch chair"}},
		"a collection":                  {where: &catalog.ProductWhere{Collection: &filter.ID{Eq: ptr(shelf.PublicID())}}, want: []string{"Copper lamp"}},
		"an id of another kind":         {where: &catalog.ProductWhere{Collection: &filter.ID{Eq: ptr(v.PublicID())}}, want: []string{}},
		"an empty list matches nothing": {where: &catalog.ProductWhere{Or: []*catalog.ProductWhere{}}, want: []string{}},
		"one of two": {where: &catalog.ProductWhere{Or: []*catalog.ProductWhere{
			{Title: &filter.String{StartsWith: ptr("Amber")}}, {Title: &filter.String{Eq: ptr("Birch chair")}},
		}}, want: []string{"Amber lamp", "Birch chair"}},
		"not":                           {where: &catalog.ProductWhere{Not: &catalog.ProductWhere{InStock: ptr(true)}}, want: []string{"Birch chair"}},
		"drafts stay hidden":            {where: &catalog.ProductWhere{Status: []enum.ProductStatus{enum.ProductStatusDraft}}, want: []string{}},
		"too deep":                      {where: &catalog.ProductWhere{Not: &catalog.ProductWhere{Not: &catalog.ProductWhere{Not: &catalog.ProductWhere{}}}}, code: errs.TooMany},
		"an amount with three decimals": {where: &catalog.ProductWhere{Price: &filter.Decimal{Gte: ptr(money.Decimal("1.234"))}}, code: errs.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := svc.Products(fixture.Shopper(t, v), v, page.Arg{}, tc.where, byTitle)
			if tc.code != "" {
				require.Equal(t, tc.code, errs.CodeOf(err))
				return
			}
			require.NoError(t, err)
			require.Equal(t, tc.want, titles(conn.Nodes))
			n, err := conn.Count(fixture.Shopper(t, v))
			require.NoError(t, err)
			require.Equal(t, &page.Count{Value: len(tc.want), Precision: page.Exact}, n)
		})
	}
}

func TestProductsAreSortedAndPaged(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	for i := range 7 {
		fixture.Product(t, db, v, func(c *ent.ProductCreate) {
			c.SetTitle(fmt.Sprintf("P%d", i)).SetMinPriceMinor(int64(100 * (i / 2)))
		})
	}
	ctx := fixture.Shopper(t, v)
	for name, sort := range map[string][]*catalog.ProductSort{
		"newest first":       nil,
		"by price":           {{Key: enum.ProductSortKeyPrice, Direction: enum.SortDirectionAsc}},
		"by price, dearest":  {{Key: enum.ProductSortKeyPrice, Direction: enum.SortDirectionDesc}},
		"by price and title": {{Key: enum.ProductSortKeyPrice, Direction: enum.SortDirectionDesc}, {Key: enum.ProductSortKeyTitle, Direction: enum.SortDirectionAsc}},
		"by time":            {{Key: enum.ProductSortKeyCreatedAt, Direction: enum.SortDirectionAsc}},
		"best sellers":       {{Key: enum.ProductSortKeyBestSelling, Direction: enum.SortDirectionDesc}},
	} {
		t.Run(name, func(t *testing.T) {
			whole, err := svc.Products(ctx, v, page.Arg{First: ptr(100)}, nil, sort)
			require.NoError(t, err)
			require.Len(t, whole.Nodes, 7)

			var forward []string
			arg := page.Arg{First: ptr(3)}
			for {
				conn, err := svc.Products(ctx, v, arg, nil, sort)
				require.NoError(t, err)
				forward = append(forward, titles(conn.Nodes)...)
				if !conn.PageInfo.HasNextPage {
					break
				}
				arg.After = conn.PageInfo.EndCursor
			}
			require.Equal(t, titles(whole.Nodes), forward)

			last, err := svc.Products(ctx, v, page.Arg{Last: ptr(3), Before: whole.PageInfo.EndCursor}, nil, sort)
			require.NoError(t, err)
			require.Equal(t, titles(whole.Nodes)[3:6], titles(last.Nodes))
			require.True(t, last.PageInfo.HasPreviousPage)
		})
	}
}

func TestCursorsFitTheirOwnList(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	fixture.Product(t, db, v)
	conn, err := svc.Products(fixture.Shopper(t, v), v, page.Arg{}, nil, nil)
	require.NoError(t, err)
	cursor := conn.PageInfo.EndCursor

	_, err = svc.Products(fixture.Shopper(t, other), other, page.Arg{After: cursor}, nil, nil)
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "another vendor's list")
	_, err = svc.Products(fixture.Shopper(t, v), v, page.Arg{After: cursor}, &catalog.ProductWhere{InStock: ptr(true)}, nil)
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "another filter")
	_, err = svc.Products(fixture.Shopper(t, v), v, page.Arg{After: ptr("AAAA")}, nil, nil)
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "no cursor at all")
	for _, size := range []int{-1, 101, 1_000_000} {
		_, err = svc.Products(fixture.Shopper(t, v), v, page.Arg{First: &size}, nil, nil)
		require.Equal(t, errs.Invalid, errs.CodeOf(err), "a page of %d", size)
	}
}

func TestPublishAndArchive(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	_, otherCtx := fixture.Vendor(t, db)
	p, pv := fixture.Product(t, db, v, func(c *ent.ProductCreate) { c.SetStatus(enum.ProductStatusDraft) })
	ids := []publicid.ID{p.PublicID()}
	inShop := func() bool {
		got, err := svc.Product(fixture.Shopper(t, v), &p.Slug, nil)
		require.NoError(t, err)
		variants, err := db.ProductVariant.Query().IDs(fixture.Shopper(t, v))
		require.NoError(t, err)
		require.Equal(t, got != nil, len(variants) == 1, "variants follow their product")
		return got != nil
	}
	require.False(t, inShop(), "a draft is not in the shop")

	_, err := svc.Publish(otherCtx, ids)
	require.Equal(t, errs.NotFound, store.Public(err).Code, "another vendor's product does not exist")
	require.Equal(t, "ids.0", store.Public(err).Field())
	_, err = svc.Publish(fixture.Staff(t, v), ids)
	require.Equal(t, errs.Forbidden, errs.CodeOf(err), "without the permission")

	for range 2 {
		out, err := svc.Publish(ctx, ids)
		require.NoError(t, err, "publishing twice is no change")
		require.Equal(t, enum.ProductStatusActive, out[0].Status)
		require.Equal(t, p.Version+1, out[0].Version)
		require.True(t, inShop())
	}
	_, err = svc.Archive(ctx, ids)
	require.NoError(t, err)
	require.False(t, inShop())
	require.NotZero(t, pv.ID)

	actions, err := db.AuditEntry.Query().Select("action").Strings(ctx)
	require.NoError(t, err)
	require.ElementsMatch(t, []string{"product.publish", "product.archive"}, actions)
}

func TestUpdateProduct(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, ctx := fixture.Vendor(t, db)
	p, _ := fixture.Product(t, db, v)
	id := p.PublicID()

	for name, tc := range map[string]struct {
		id    publicid.ID
		in    catalog.ProductUpdateInput
		code  errs.Code
		field string
	}{
		"no title":                    {id: id, in: catalog.ProductUpdateInput{Title: ptr("  ")}, code: errs.Required, field: "input.title"},
		"a title that is too long":    {id: id, in: catalog.ProductUpdateInput{Title: ptr(fmt.Sprintf("%0201d", 1))}, code: errs.TooLong, field: "input.title"},
		"a price with three decimals": {id: id, in: catalog.ProductUpdateInput{Price: ptr(money.Decimal("1.005"))}, code: errs.Invalid, field: "input.price"},
		"a negative price":            {id: id, in: catalog.ProductUpdateInput{Price: ptr(money.Decimal("-1"))}, code: errs.Invalid, field: "input.price"},
		"an old version":              {id: id, in: catalog.ProductUpdateInput{IfVersion: ptr(0)}, code: errs.StaleVersion, field: "input.ifVersion"},
		"an id of nothing":            {id: "", code: errs.NotFound, field: "id"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := svc.Update(ctx, tc.id, tc.in)
			e := store.Public(err)
			require.Equal(t, tc.code, e.Code)
			require.Equal(t, tc.field, e.Field())
		})
	}

	got, err := svc.Update(ctx, id, catalog.ProductUpdateInput{Title: ptr(" New "), Brand: ptr("B"), Price: ptr(money.Decimal("12.34")), IfVersion: ptr(1)})
	require.NoError(t, err)
	require.Equal(t, "New", got.Title)
	require.Equal(t, money.Decimal("12.34"), got.PriceRange().Min.Amount())
	require.Equal(t, 2, got.Version)
}

func TestAdopt(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, pictures := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	ctx := fixture.System(t, v)
	articles := []catalog.Article{
		{
			Title: "Lampe à huile", Currency: "EUR", Pictures: []string{"https://pictures.example/1.jpg", "https://pictures.example/2.jpg"},
			Variants: []catalog.ArticleVariant{{Sku: "A", Title: "Lampe à huile", PriceMinor: 990, CompareAtMinor: ptr(int64(1200))}},
		},
		simple("B", "Lampe à huile", 1990),
		simple("C", "灯", 1),
	}
	var made []catalog.Adopted
	require.NoError(t, db.Tx(ctx, func(tx *store.Tx) (err error) {
		made, err = svc.Adopt(ctx, tx, articles)
		return err
	}))
	require.Equal(t, "lampe-a-huile", made[0].Product.Slug)
	require.Equal(t, "lampe-a-huile-b", made[1].Product.Slug)
	require.Equal(t, "deng", made[2].Product.Slug)
	require.Equal(t, int64(1200), *made[0].Variants[0].CompareAtMinor)

	shop := fixture.Shopper(t, v)
	of, err := svc.Media(shop, []*ent.Product{made[0].Product})
	require.NoError(t, err)
	require.Empty(t, of[0], "pictures that are not there yet are not shown")
	files, err := db.MediaFile.Query().All(ctx)
	require.NoError(t, err)
	for _, f := range files {
		require.NoError(t, pictures.Fetch(ctx, f.ID))
		require.NoError(t, pictures.Fetch(ctx, f.ID), "fetching twice is no change")
	}
	of, err = svc.Media(shop, []*ent.Product{made[1].Product, made[0].Product})
	require.NoError(t, err)
	require.Empty(t, of[0])
	require.Len(t, of[1], 2)
	require.Equal(t, 4, *of[1][0].Width)
	face, err := svc.FeaturedMedia(shop, []*ent.Product{made[0].Product})
	require.NoError(t, err)
	require.Equal(t, of[1][0].ID, face[0].ID)

	err = db.Tx(ctx, func(tx *store.Tx) error {
		_, err := svc.Adopt(ctx, tx, []catalog.Article{simple("Z", "Z", 1), simple("B", "B", 1)})
		return err
	})
	require.Equal(t, errs.AlreadyExists, store.Public(err).Code)
	require.Equal(t, "ids.0", store.Public(err).Field(), "the place that the caller gave it")
	n, err := db.Product.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 3, n, "all or none")
}

// simple is an article with one variant.
func simple(sku, title string, price int64) catalog.Article {
	return catalog.Article{Title: title, Currency: "EUR", Variants: []catalog.ArticleVariant{{Sku: sku, Title: title, PriceMinor: price}}}
}

func TestAdoptVariants(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	ctx := fixture.System(t, v)
	shelf, err := db.Collection.Create().SetSlug("shelf").SetTitle("Shelf").Save(ctx)
	require.NoError(t, err)
	adopt := func(articles ...catalog.Article) (made []catalog.Adopted, err error) {
		err = db.Tx(ctx, func(tx *store.Tx) (err error) {
			made, err = svc.Adopt(ctx, tx, articles)
			return err
		})
		return made, err
	}
	shirt := catalog.Article{
		Title: "Shirt", Currency: "EUR", CollectionID: &shelf.ID, Pictures: []string{"https://p.example/1.jpg", "https://p.example/2.jpg", "https://p.example/1.jpg"},
		Variants: []catalog.ArticleVariant{{Sku: "R", Title: "Red", PriceMinor: 1000}, {Sku: "G", Title: "Green", PriceMinor: 900}},
	}
	made, err := adopt(shirt, simple("X", "Other", 5))
	require.NoError(t, err)
	require.Equal(t, int64(900), made[0].Product.MinPriceMinor)
	require.Equal(t, int64(1000), made[0].Product.MaxPriceMinor)
	require.Len(t, made[0].Variants, 2)
	require.Equal(t, []int{0, 1}, []int{made[0].Variants[0].Position, made[0].Variants[1].Position})
	require.Equal(t, "X", *made[1].Variants[0].Sku)

	more := catalog.Article{
		ProductID: made[0].Product.ID, Title: "ignored", Currency: "EUR", Pictures: []string{"https://p.example/2.jpg", "https://p.example/3.jpg"},
		Variants: []catalog.ArticleVariant{{Sku: "B", Title: "Blue", PriceMinor: 1500}},
	}
	again, err := adopt(more)
	require.NoError(t, err)
	require.Equal(t, 2, again[0].Variants[0].Position)
	p, err := db.Product.Get(ctx, made[0].Product.ID)
	require.NoError(t, err)
	require.Equal(t, "Shirt", p.Title, "its own words stay")
	require.Equal(t, [3]int64{900, 1500, 2}, [3]int64{p.MinPriceMinor, p.MaxPriceMinor, int64(p.Version)})
	pictures, err := db.ProductMedia.Query().Where(productmedia.ProductID(p.ID)).Order(productmedia.ByPosition()).All(ctx)
	require.NoError(t, err)
	require.Len(t, pictures, 3, "each picture once")
	require.Equal(t, 2, pictures[2].Position)
	n, err := db.CollectionProduct.Query().Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)

	t.Run("into another currency", func(t *testing.T) {
		more.Currency, more.Variants[0].Sku, more.Variants[0].Place = "USD", "U", 7
		_, err := adopt(more)
		require.Equal(t, errs.Conflict, store.Public(err).Code)
		require.Equal(t, "ids.7", store.Public(err).Field())
	})
	t.Run("a collection that is gone", func(t *testing.T) {
		gone := simple("Y", "Y", 1)
		gone.CollectionID = ptr(uuid.New())
		_, err := adopt(gone)
		require.NoError(t, err)
	})
	t.Run("the same sku twice", func(t *testing.T) {
		_, err := adopt(simple("T", "T", 1), simple("T", "T", 1))
		require.Equal(t, errs.AlreadyExists, store.Public(err).Code)
	})
}

func TestVariantsOfManyProducts(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc, _ := newService(t, db)
	v, _ := fixture.Vendor(t, db)
	a, first := fixture.Product(t, db, v)
	b, _ := fixture.Product(t, db, v)
	second, err := db.ProductVariant.Create().SetProductID(a.ID).SetTitle("Large").SetCurrency("EUR").SetPriceMinor(1).SetPosition(1).SetPublished(true).Save(fixture.System(t, v))
	require.NoError(t, err)
	ctx := fixture.Shopper(t, v)

	conns, err := svc.Variants(ctx, []*ent.Product{b, a}, page.Arg{First: ptr(1)})
	require.NoError(t, err)
	require.Len(t, conns[0].Nodes, 1)
	require.False(t, conns[0].PageInfo.HasNextPage)
	require.Equal(t, first.ID, conns[1].Nodes[0].ID)
	require.True(t, conns[1].PageInfo.HasNextPage)

	rest, err := svc.Variants(ctx, []*ent.Product{a}, page.Arg{First: ptr(1), After: conns[1].PageInfo.EndCursor})
	require.NoError(t, err)
	require.Equal(t, second.ID, rest[0].Nodes[0].ID)
	_, err = svc.Variants(ctx, []*ent.Product{b}, page.Arg{After: conns[1].PageInfo.EndCursor})
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "a cursor of another product")
}
