package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

const (
	shopifyOld = "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU," +
		"Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Variant Compare At Price," +
		"Variant Barcode,Image Src,Image Position,Variant Image,Cost per item,Status\n"
	shopifyNew = "Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name," +
		"Option1 value,Price,Compare-at price,Cost per item,Inventory tracker,Inventory quantity,Continue selling when out of stock," +
		"Weight value (grams),Product image URL,Image position,Variant image URL,SEO title,SEO description\n"
)

func asShopify(o *feed.Options) { o.Format, o.Currency = feed.FormatShopify, "EUR" }

// shopify reads records of the columns named, whatever their order; a record is
// name=value pairs divided by semicolons.
func shopify(t *testing.T, columns string, records ...string) result {
	t.Helper()
	names := strings.Split(columns, ",")
	var b strings.Builder
	b.WriteString(columns + "\n")
	for _, rec := range records {
		cells := make([]string, len(names))
		for pair := range strings.SplitSeq(rec, ";") {
			name, value, _ := strings.Cut(pair, "=")
			at := -1
			for i, n := range names {
				if n == name {
					at = i
				}
			}
			require.GreaterOrEqual(t, at, 0, name)
			cells[at] = `"` + value + `"`
		}
		b.WriteString(strings.Join(cells, ",") + "\n")
	}
	return read(t, b.String(), asShopify)
}

func TestShopifyReadsTheOldNamesOfColumns(t *testing.T) {
	t.Parallel()
	out := read(t, shopifyOld+
		`tee,Linen tee,<p>Soft</p>,Maison,Shirts,"linen, summer",FALSE,Size,S,Colour,White,TEE-S,180,shopify,4,deny,30.00,40.00,'4006381333931,`+
		"https://a.example/1.jpg,1,https://a.example/w.jpg,12.50,active\n"+
		`tee,,,,,,,,M,,White,TEE-M,180,shopify,0,continue,30.00,,,https://a.example/2.jpg,2,,12.50,`+"\n"+
		`tee,,,,,,,,,,,,,,,,,,,https://a.example/3.jpg,3,,,`+"\n", asShopify)
	require.Empty(t, out.problems)
	require.Equal(t, 2, out.total, "a picture's record is no row")
	for i := range out.rows {
		out.rows[i].Hash = 0
	}
	attributes := map[string]string{"tags": "linen, summer", "weight_grams": "180", "cost": "12.50", "published": "no"}
	require.Equal(t, feed.Row{
		Line: 2, Record: 1, ID: "TEE-S", Title: "Linen tee", Description: "<p>Soft</p>", ImageLink: "https://a.example/w.jpg",
		AdditionalImageLinks: []string{"https://a.example/1.jpg", "https://a.example/2.jpg", "https://a.example/3.jpg"},
		Availability:         "in_stock", PriceMinor: 4000, Currency: "EUR", SalePriceMinor: 3000, Brand: "Maison", GTIN: "4006381333931",
		ProductType: "Shirts", ItemGroupID: "tee", Quantity: 4, HasQuantity: true,
		Options: []feed.Option{{Name: "Size", Value: "S"}, {Name: "Colour", Value: "White"}}, Attributes: attributes,
	}, out.rows[0])
	require.Equal(t, feed.Row{
		Line: 3, Record: 2, ID: "TEE-M", Title: "Linen tee", Description: "<p>Soft</p>", ImageLink: "https://a.example/1.jpg",
		AdditionalImageLinks: []string{"https://a.example/2.jpg", "https://a.example/3.jpg"},
		Availability:         "backorder", PriceMinor: 3000, Currency: "EUR", Brand: "Maison", ProductType: "Shirts", ItemGroupID: "tee",
		HasQuantity: true, Options: []feed.Option{{Name: "Size", Value: "M"}, {Name: "Colour", Value: "White"}}, Attributes: attributes,
	}, out.rows[1])
	require.ElementsMatch(t, []string{"tags", "weight_grams", "cost", "published"}, out.header.Attributes)
	for _, c := range []feed.Column{feed.ColumnOptions, feed.ColumnItemGroupID, feed.ColumnSalePrice, feed.ColumnQuantity, feed.ColumnGTIN} {
		require.True(t, out.header.Present.Has(c), c)
	}
}

func TestShopifyReadsTheNewNamesOfColumns(t *testing.T) {
	t.Parallel()
	out := read(t, shopifyNew+
		"Lamp,lamp,A lamp,Maison,Home > Lamps,Lights,lamp,TRUE,draft,L-1,4006381333931,Title,Default Title,19.90,,8,shopify,2,FALSE,900,"+
		"https://a.example/1.jpg,1,,Lamp of Maison,All of it\n", asShopify)
	require.Empty(t, out.problems)
	row := out.rows[0]
	require.Equal(t, "L-1", row.ID)
	require.Empty(t, row.ItemGroupID, "one variant without a choice needs no group")
	require.Empty(t, row.Options)
	require.Equal(t, "Home > Lamps", row.GoogleProductCategory)
	require.EqualValues(t, 1990, row.PriceMinor)
	require.Zero(t, row.SalePriceMinor)
	require.Equal(t, map[string]string{
		"tags": "lamp", "published": "no", "cost": "8", "weight_grams": "900", "seo_title": "Lamp of Maison", "seo_description": "All of it",
	}, row.Attributes)
}

const shopColumns = "Handle,Title,Vendor,Option1 Name,Option1 Value,SKU,Price,Compare-at price,Inventory tracker,Inventory quantity," +
	"Variant Inventory Policy,Image Src,Image Position,Published,Status,Product Category,Google Shopping / Google Product Category,Barcode," +
	"Color (product.metafields.shopify.color-pattern),mood"

func TestShopifyIDs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long-", 12)
	for name, tc := range map[string]struct {
		records []string
		ids     []string
	}{
		"the sku": {[]string{"Handle=h;Title=T;SKU=A;Price=1", "Handle=h;SKU=B;Price=1"}, []string{"A", "B"}},
		"one sku for two variants tells nothing": {[]string{
			"Handle=h;Title=T;Option1 Name=Size;Option1 Value=S;SKU=A;Price=1", "Handle=h;Option1 Value=M;SKU=A;Price=1",
			"Handle=h;Option1 Value=L;SKU=C;Price=1",
		}, []string{"h/S", "h/M", "C"}},
		"no sku, no choice":               {[]string{"Handle=h;Title=T;Price=1;Option1 Name=Title;Option1 Value=Default Title"}, []string{"h"}},
		"no handle":                       {[]string{"Title=A fine Lamp!;Price=1"}, []string{"a-fine-lamp"}},
		"no handle twice is two products": {[]string{"Title=A;Price=1", "Title=B;Price=1"}, []string{"a", "b"}},
		"H28 digits behind an apostrophe": {[]string{"Handle=h;Title=T;Price=1;SKU='00123"}, []string{"00123"}},
		"over 50 characters": {
			[]string{"Handle=" + long + ";Title=T;Price=1"},
			[]string{"long-long-long-long-long-long-long-lo~5b0d1c"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, tc.records...)
			require.Empty(t, out.problems)
			if name == "over 50 characters" {
				require.Len(t, out.rows[0].ID, 50)
				require.Equal(t, long[:37]+"~", out.rows[0].ID[:38])
				other := shopify(t, shopColumns, strings.Replace(tc.records[0], "long-;", "lonh-;", 1))
				require.NotEqual(t, out.rows[0].ID, other.rows[0].ID)
				return
			}
			require.Equal(t, tc.ids, out.ids())
		})
	}
	for name, sku := range map[string]string{"H28 scientific notation": "8.80609E+12", "H41 51 characters": strings.Repeat("x", 51)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;SKU="+sku)
			require.Equal(t, "sku", out.problems[0].Column)
			require.Empty(t, out.rows)
		})
	}
}

func TestShopifyGroups(t *testing.T) {
	t.Parallel()
	const size = ";Option1 Name=Size"
	for name, tc := range map[string]struct {
		records []string
		groups  string // of the rows
		titles  string
		warned  int
		failed  int
	}{
		"H58 a group of one row":              {[]string{"Handle=h;Title=T;Price=1" + size + ";Option1 Value=S"}, "h", "T", 0, 0},
		"H58 a product without a choice":      {[]string{"Handle=h;Title=T;Price=1;Option1 Name=Title;Option1 Value=Default Title"}, "", "T", 0, 0},
		"H58 two variants without names":      {[]string{"Handle=h;Title=T;Price=1;SKU=A", "Handle=h;Price=2;SKU=B"}, "h h", "T T", 0, 0},
		"H58 a group, interrupted by another": {[]string{"Handle=h;Title=T;Price=1;SKU=A", "Handle=g;Title=G;Price=1;SKU=B", "Handle=h;Title=T;Price=1;SKU=C" + size}, "  h", "T G T", 0, 0},
		"H58 a child before its parent":       {[]string{"Handle=h;Price=1;SKU=A", "Handle=h;Title=T;Price=1;SKU=B"}, "h h", "T T", 0, 0},
		"H58 a child whose parent is gone":    {[]string{"Handle=g;Title=T;Price=1;SKU=A", "Handle=h;Price=1;SKU=B"}, "", "T", 0, 1},
		"H58 conflicting titles":              {[]string{"Handle=h;Title=T;Price=1;SKU=A", "Handle=h;Title=U;Price=1;SKU=B"}, "h h", "T T", 1, 0},
		"H58 repeated titles":                 {[]string{"Handle=h;Title=T;Price=1;SKU=A", "Handle=h;Title=T;Price=1;SKU=B"}, "h h", "T T", 0, 0},
		"H58 the same id in two groups":       {[]string{"Handle=h;Title=T;Price=1;SKU=A" + size + ";Option1 Value=S", "Handle=g;Title=G;Price=1;SKU=A" + size + ";Option1 Value=S"}, "h g", "T G", 0, 0},
		"H16 a row with nothing of its own":   {[]string{"Handle=h;Title=T;Price=1;SKU=A", "Handle=h;mood=good"}, "", "T", 0, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, tc.records...)
			var groups, titles []string
			for _, row := range out.rows {
				groups, titles = append(groups, row.ItemGroupID), append(titles, row.Title)
			}
			require.Equal(t, tc.groups, strings.Join(groups, " "))
			require.Equal(t, tc.titles, strings.Join(titles, " "))
			require.Len(t, out.lines(feed.Warning), tc.warned)
			require.Len(t, out.lines(feed.Error), tc.failed)
			require.Equal(t, len(out.rows)+tc.failed, out.total)
		})
	}
}

func TestShopifyPricesAndStock(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		record   string
		price    int64
		sale     int64
		stock    int32 // -1 for none
		is       string
		warnings int
	}{
		"a price to compare with is regular":   {"Price=30;Compare-at price=40", 4000, 3000, -1, "in_stock", 0},
		"equal prices are no sale":             {"Price=30;Compare-at price=30.00", 3000, 0, -1, "in_stock", 0},
		"a lower one is no sale":               {"Price=30;Compare-at price=20", 3000, 0, -1, "in_stock", 0},
		"zero is no price to compare with":     {"Price=30;Compare-at price=0.00", 3000, 0, -1, "in_stock", 0},
		"H36 one that is no number":            {"Price=30;Compare-at price=soon", 3000, 0, -1, "in_stock", 1},
		"H36 one in another currency":          {"Price=30;Compare-at price=40 USD", 3000, 0, -1, "in_stock", 1},
		"H31 a comma groups":                   {"Price=1,234.50", 123450, 0, -1, "in_stock", 0},
		"what is not counted can be sold":      {"Price=1;Inventory quantity=0", 100, 0, -1, "in_stock", 0},
		"what is counted":                      {"Price=1;Inventory tracker=shopify;Inventory quantity=3", 100, 0, 3, "in_stock", 0},
		"what is counted and gone":             {"Price=1;Inventory tracker=shopify;Inventory quantity=0;Variant Inventory Policy=deny", 100, 0, 0, "out_of_stock", 0},
		"what is sold on when it is gone":      {"Price=1;Inventory tracker=shopify;Inventory quantity=0;Variant Inventory Policy=continue", 100, 0, 0, "backorder", 0},
		"H37 sold before it came":              {"Price=1;Inventory tracker=shopify;Inventory quantity=-5", 100, 0, 0, "out_of_stock", 1},
		"H37 counted, but nobody says a count": {"Price=1;Inventory tracker=shopify", 100, 0, -1, "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, "Handle=h;Title=T;"+tc.record)
			require.Len(t, out.rows, 1, out.problems)
			row := out.rows[0]
			require.Equal(t, tc.price, row.PriceMinor)
			require.Equal(t, tc.sale, row.SalePriceMinor)
			require.Equal(t, tc.stock >= 0, row.HasQuantity)
			require.Equal(t, max(0, tc.stock), row.Quantity)
			require.Equal(t, tc.is, row.Availability)
			require.Len(t, out.problems, tc.warnings)
		})
	}
	for name, record := range map[string]string{
		"H34 no price": "SKU=A", "H34 zero": "Price=0.00", "H34 below zero": "Price=-3", "H34 NaN": "Price=NaN", "H34 an exponent": "Price=1e3",
		"H35 three decimals": "Price=19.999", "H33 a dollar sign": "Price=$3", "H37 half an article": "Price=1;Inventory tracker=shopify;Inventory quantity=1.5",
		"H37 an exponent": "Price=1;Inventory tracker=shopify;Inventory quantity=1e9", "H41 a title of 151": "Price=1;Title=" + strings.Repeat("é", 151),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, "Handle=h;Title=T;"+record)
			require.Len(t, out.lines(feed.Error), 1)
			require.Empty(t, out.rows)
		})
	}
}
