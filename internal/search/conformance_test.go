package search_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/language"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/i18n"
	"orion/internal/kit/localized"
	"orion/internal/kit/money"
	"orion/internal/kit/option"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/store"
)

// every runs a test with each engine: they must find the same.
func every(t *testing.T, test func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine)) {
	for name, engine := range engines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, engine)
		})
	}
}

func TestWordsAreFound(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		h.product(t, "Running shoes", func(c *ent.ProductCreate) {
			c.SetBrand("Vélocité").SetTags([]string{"outdoor"}).SetDescription("Light as feathers.")
		})
		h.product(t, "Tischlampe aus Messing", func(c *ent.ProductCreate) {
			c.SetTranslations(localized.Texts{"de": {Title: "Tischlampe aus Messing"}, "fr": {Title: "Lampe de bureau dorée"}})
		})
		h.product(t, "Recorder 8GB")
		h.product(t, "Player 16 GB")
		h.product(t, "E-mail stationery", func(c *ent.ProductCreate) { c.SetProductType("Papeterie > Enveloppes") }) //nolint:misspell // French
		fr, de := i18n.NewContext(h.shop, language.French), i18n.NewContext(h.shop, language.German)
		for name, row := range map[string]struct {
			ctx  context.Context
			text string
			want []string
		}{
			"another form of a word":              {h.shop, "runs shoe", []string{"Running shoes"}},
			"a word without its accents":          {h.shop, "velocite", []string{"Running shoes"}},
			"a word of the description":           {h.shop, "feather", []string{"Running shoes"}},
			"a tag":                               {h.shop, "OUTDOOR", []string{"Running shoes"}},
			"the beginning of the last word":      {h.shop, "running sho", []string{"Running shoes"}},
			"a wrong letter of four":              {h.shop, "shoez", []string{"Running shoes"}},
			"two wrong letters of eight":          {h.shop, "stationory", []string{"E-mail stationery"}},
			"two letters that changed places":     {h.shop, "runnign", []string{"Running shoes"}},
			"two wrong letters of five":           {h.shop, "xhoez", []string{}},
			"a wrong first letter":                {h.shop, "zunning", []string{"Running shoes"}},
			"no first letter":                     {h.shop, "unning", []string{"Running shoes"}},
			"a letter before the first":           {h.shop, "xshoes", []string{"Running shoes"}},
			"the first letter second":             {h.shop, "urnning", []string{"Running shoes"}},
			"a translation":                       {fr, "lampes dorées", []string{"Tischlampe aus Messing"}},
			"the end of a German compound":        {de, "Lampen", []string{"Tischlampe aus Messing"}},
			"a unit apart from its number":        {h.shop, "recorder 8 gb", []string{"Recorder 8GB"}},
			"a unit beside its number":            {h.shop, "16gb", []string{"Player 16 GB"}},
			"a word in two":                       {h.shop, "email", []string{"E-mail stationery"}},
			"words that say nothing":              {h.shop, "the shoes of running", []string{"Running shoes"}},
			"half of the words where none has":    {h.shop, "running unicorn", []string{"Running shoes"}},
			"nothing that is there":               {h.shop, "unicorn", []string{}},
			"signs that mean something to others": {h.shop, `shoes' & | ! ( :* "\`, []string{"Running shoes"}},
		} {
			t.Run(name, func(t *testing.T) { require.Equal(t, row.want, h.find(t, row.ctx, row.text, nil)) })
		}
	})
}

func TestCodesAreFoundWhole(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		p, pv := fixture.Product(t, h.db, h.vendor, func(c *ent.ProductCreate) { c.SetTitle("Cup") })
		fixture.Product(t, h.db, h.vendor, func(c *ent.ProductCreate) { c.SetTitle("Plate") })
		require.NoError(t, h.db.ProductVariant.UpdateOne(pv).SetSku("AB-12/X'3").SetGtin("4006381333931").Exec(fixture.System(t, h.vendor)))
		h.drain(t)
		for _, code := range []string{"ab-12/x'3", "AB-12/X'3", "4006381333931"} {
			require.Equal(t, []string{p.Title}, h.find(t, h.shop, code, nil), code)
		}
		require.Empty(t, h.find(t, h.shop, "400638133393", nil))
	})
}

func TestSynonymsHoldAtOnce(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		h.product(t, "Blue sofa")
		h.product(t, "Television stand")
		require.Empty(t, h.find(t, h.shop, "couch", nil))
		_, err := h.SetSynonyms(h.team, [][]string{{"Couch", "sofa", "settee"}, {"tv", "television"}, {"telly box", "television"}})
		require.NoError(t, err)
		require.Equal(t, []string{"Blue sofa"}, h.find(t, h.shop, "couch", nil))
		require.Equal(t, []string{"Blue sofa"}, h.find(t, h.shop, "blue couches", nil))
		require.Equal(t, []string{"Television stand"}, h.find(t, h.shop, "tv", nil))
		require.Equal(t, []string{"Television stand"}, h.find(t, h.shop, "telly box stand", nil))
	})
}

// shirts are products with sizes and colours, of which not every choice is there.
func shirts(t *testing.T, h *house) {
	t.Helper()
	system := fixture.System(t, h.vendor)
	for _, of := range []struct {
		title    string
		price    int64
		brand    string
		variants [][]string
		stock    []bool
	}{
		{"Shirt one", 1000, "Alba", [][]string{{"M", "red"}, {"L", "blue"}}, []bool{true, false}},
		{"Shirt two", 2000, "Alba", [][]string{{"M", "blue"}}, []bool{true}},
		{"Shirt three", 3000, "Bora", [][]string{{"L", "red"}}, []bool{false}},
	} {
		p, pv := fixture.Product(t, h.db, h.vendor, func(c *ent.ProductCreate) {
			c.SetTitle(of.title).SetBrand(of.brand).SetMinPriceMinor(of.price).SetMaxPriceMinor(of.price).SetInStock(of.stock[0]).
				SetOptions([]option.Option{{Name: "Size", Values: []string{"M", "L"}}, {Name: "Colour", Values: []string{"red", "blue"}}})
		})
		require.NoError(t, h.db.ProductVariant.UpdateOne(pv).SetOptions(of.variants[0]).SetAvailableForSale(of.stock[0]).Exec(system))
		for i, v := range of.variants[1:] {
			require.NoError(t, h.db.ProductVariant.Create().SetProductID(p.ID).SetTitle("x").SetCurrency("EUR").SetPriceMinor(of.price).
				SetOptions(v).SetAvailableForSale(of.stock[i+1]).SetPublished(true).Exec(system))
		}
	}
	h.drain(t)
}

func TestFilters(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		shirts(t, h)
		of := func(name string, values ...string) *search.OptionFilter {
			return &search.OptionFilter{Name: name, Values: values}
		}
		for name, row := range map[string]struct {
			filters search.Filters
			want    []string
		}{
			"a brand":                          {search.Filters{Brand: []string{"Alba"}}, []string{"Shirt one", "Shirt two"}},
			"either brand":                     {search.Filters{Brand: []string{"Alba", "Bora"}}, []string{"Shirt one", "Shirt two", "Shirt three"}},
			"no brand of an empty list":        {search.Filters{Brand: []string{}}, []string{}},
			"prices with their ends":           {search.Filters{Price: &filter.Decimal{Gte: ptr(money.Decimal("10")), Lte: ptr(money.Decimal("20.00"))}}, []string{"Shirt one", "Shirt two"}},
			"what is there":                    {search.Filters{InStock: ptr(true)}, []string{"Shirt one", "Shirt two"}},
			"what is not there":                {search.Filters{InStock: ptr(false)}, []string{"Shirt three"}},
			"one variant of both":              {search.Filters{Options: []*search.OptionFilter{of("Size", "M"), of("Colour", "blue")}}, []string{"Shirt two"}},
			"either value":                     {search.Filters{Options: []*search.OptionFilter{of("Size", "L", "M"), of("Colour", "blue")}}, []string{"Shirt one", "Shirt two"}},
			"that very variant in stock":       {search.Filters{InStock: ptr(true), Options: []*search.OptionFilter{of("Size", "L"), of("Colour", "blue")}}, []string{}},
			"another option than there is":     {search.Filters{Options: []*search.OptionFilter{of("Length", "M")}}, []string{}},
			"a category of another kind of id": {search.Filters{Category: ptr(h.vendor.PublicID())}, []string{}},
		} {
			t.Run(name, func(t *testing.T) {
				require.ElementsMatch(t, row.want, h.find(t, h.shop, "shirt", &row.filters))
				require.ElementsMatch(t, row.want, h.find(t, h.shop, "", &row.filters))
			})
		}
	})
}

func TestFacetsAreCountedWithoutTheirOwnCondition(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		shirts(t, h)
		r := h.ask(t, h.shop, "shirt", page.Arg{}, &search.Filters{
			Brand: []string{"Alba", "Zeno"}, Price: &filter.Decimal{Lte: ptr(money.Decimal("15"))},
		}, enum.SearchSortRelevance)
		require.Equal(t, []string{"Shirt one"}, titles(r))
		facets, err := r.Facets(h.shop)
		require.NoError(t, err)
		got := map[string]map[string]int{}
		for _, f := range facets {
			got[f.Key] = map[string]int{}
			for _, v := range f.Values {
				got[f.Key][v.Value] = v.Count
				require.Equal(t, f.Key == "brand", v.Selected, v.Value)
			}
		}
		require.Equal(t, map[string]map[string]int{
			"brand": {"Alba": 1, "Zeno": 0}, "option:Size": {"M": 1, "L": 1}, "option:Colour": {"red": 1, "blue": 1}, "inStock": {"true": 1},
		}, got)
		prices, err := r.PriceRange(h.shop)
		require.NoError(t, err)
		require.Equal(t, [2]int64{1000, 2000}, [2]int64{prices.Min.Minor, prices.Max.Minor}, "of Alba, at any price")

		none, err := h.ask(t, h.shop, "unicorn", page.Arg{}, nil, enum.SearchSortRelevance).PriceRange(h.shop)
		require.NoError(t, err)
		require.Nil(t, none)
	})
}

func TestCategoriesCountThoseAbove(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		system := fixture.System(t, h.vendor)
		above := h.db.Category.Create().SetSlug("home").SetTitle("Home").SetTranslations(localized.Texts{"fr": {Title: "Maison"}}).SaveX(system)
		below := h.db.Category.Create().SetSlug("lamps").SetTitle("Lamps").SetParentID(above.ID).SaveX(system)
		h.product(t, "Candle", func(c *ent.ProductCreate) { c.SetCategoryID(above.ID) })
		h.product(t, "Bulb", func(c *ent.ProductCreate) { c.SetCategoryID(below.ID) })
		require.ElementsMatch(t, []string{"Candle", "Bulb"}, h.find(t, h.shop, "", &search.Filters{Category: ptr(above.PublicID())}))
		require.Equal(t, []string{"Bulb"}, h.find(t, h.shop, "lamp", nil), "by its category's name")

		fr := i18n.NewContext(h.shop, language.French)
		facets, err := h.ask(t, fr, "", page.Arg{}, &search.Filters{Category: ptr(below.PublicID())}, enum.SearchSortRelevance).Facets(fr)
		require.NoError(t, err)
		require.Equal(t, []*search.FacetValue{
			{Value: string(above.PublicID()), Label: "Maison", Count: 2}, {Value: string(below.PublicID()), Label: "Lamps", Count: 1, Selected: true},
		}, facets[0].Values)
	})
}

func TestOrderAndPages(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		for i, title := range []string{"Vase B", "Vase C", "Vase A"} {
			h.product(t, title, func(c *ent.ProductCreate) {
				c.SetMinPriceMinor(int64(1000 * (i + 1))).SetMaxPriceMinor(5000).SetSoldCount(i % 2)
			})
		}
		for sort, want := range map[enum.SearchSort][]string{
			enum.SearchSortTitle: {"Vase A", "Vase B", "Vase C"}, enum.SearchSortPriceAsc: {"Vase B", "Vase C", "Vase A"},
			enum.SearchSortPriceDesc: {"Vase A", "Vase C", "Vase B"}, enum.SearchSortNewest: {"Vase A", "Vase C", "Vase B"},
			enum.SearchSortBestSelling: {"Vase C", "Vase A", "Vase B"},
		} {
			var got []string
			arg := page.Arg{First: ptr(2)}
			for range 2 {
				r := h.ask(t, h.shop, "vase", arg, nil, sort)
				require.Equal(t, 3, r.Count.Value)
				got = append(got, titles(r)...)
				require.Equal(t, len(got) == 2, r.PageInfo.HasNextPage, sort)
				arg.After = r.PageInfo.EndCursor
			}
			require.Equal(t, want, got, sort)
			_, err := h.Search(h.shop, h.vendor, "another", arg, nil, sort)
			require.Equal(t, errs.Invalid, errs.CodeOf(err), "a cursor of another search")
		}
	})
}

// What is in the index and not in the shop any more is not shown, and the page is filled
// with what comes behind it.
func TestWhatIsGoneIsNotShown(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		first := h.product(t, "Bowl first", func(c *ent.ProductCreate) { c.SetSoldCount(100) })
		h.product(t, "Bowl second")
		require.Equal(t, []string{"Bowl first"}, titles(h.ask(t, h.shop, "bowl", page.Arg{First: ptr(1)}, nil, enum.SearchSortBestSelling)))
		require.NoError(t, h.db.Product.UpdateOne(first).SetStatus(enum.ProductStatusArchived).Exec(fixture.System(t, h.vendor)))
		r := h.ask(t, h.shop, "bowl", page.Arg{First: ptr(1)}, nil, enum.SearchSortBestSelling)
		require.Equal(t, []string{"Bowl second"}, titles(r), "before the index knows")
		h.drain(t)
		r = h.ask(t, h.shop, "bowl", page.Arg{First: ptr(1)}, nil, enum.SearchSortBestSelling)
		require.Equal(t, []string{"Bowl second"}, titles(r))
		require.Equal(t, 1, r.Count.Value)
	})
}

func TestHighlights(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		h.product(t, "The <b>lamps</b> of Élan", func(c *ent.ProductCreate) { c.SetBrand("Lampworks").SetDescription("Nothing else.") })
		got := h.ask(t, h.shop, "elan lamp", page.Arg{}, nil, enum.SearchSortRelevance).Edges[0].Highlights(h.shop)
		require.Equal(t, []*search.Highlight{
			{Field: "title", Parts: []string{"The <b>", "lamps", "</b> of ", "Élan", ""}}, {Field: "brand", Parts: []string{"", "Lampworks", ""}},
		}, got)
		wrong := h.ask(t, h.shop, "lampz", page.Arg{}, nil, enum.SearchSortRelevance).Edges[0].Highlights(h.shop)
		require.Equal(t, []string{"The <b>", "lamps", "</b> of Élan"}, wrong[0].Parts, "what a misspelt word was taken for")
	})
}
