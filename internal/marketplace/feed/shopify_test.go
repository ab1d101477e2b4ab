package feed_test

import (
	"errors"
	"fmt"
	"io"
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

func TestShopifyPictures(t *testing.T) {
	t.Parallel()
	const first = "Handle=h;Title=T;Price=1;SKU=A;Image Src=https://a.example/1.jpg;Image Position=2"
	t.Run("stand in the order of their positions", func(t *testing.T) {
		t.Parallel()
		out := shopify(t, shopColumns, first, "Handle=h;Image Src=https://a.example/0.jpg;Image Position=1", "Handle=h;Image Src=https://a.example/1.jpg;Image Position=3")
		require.Equal(t, "https://a.example/0.jpg", out.rows[0].ImageLink)
		require.Equal(t, []string{"https://a.example/1.jpg"}, out.rows[0].AdditionalImageLinks)
	})
	for name, cell := range map[string]string{"H51 javascript": "javascript:alert(1)", "H51 data": "data:image/png;base64", "H51 relative": "/x.jpg"} {
		t.Run(name+" in a picture's record fails that record", func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, first, "Handle=h;Image Src="+strings.ReplaceAll(cell, ";", "%3B"))
			require.Equal(t, []string{"A"}, out.ids())
			require.Equal(t, 2, out.total)
			require.Equal(t, []int{3}, out.lines(feed.Error))
			require.Equal(t, []string(nil), out.rows[0].AdditionalImageLinks)
		})
		t.Run(name+" in a variant's record fails that variant", func(t *testing.T) {
			t.Parallel()
			out := shopify(t, shopColumns, first, "Handle=h;SKU=B;Price=1;Image Src="+strings.ReplaceAll(cell, ";", "%3B"))
			require.Equal(t, []string{"A"}, out.ids())
			require.Equal(t, []int{3}, out.lines(feed.Error))
		})
	}
	t.Run("a bad one is left out when the policy says so", func(t *testing.T) {
		t.Parallel()
		out := read(t, "Handle,Title,Price,Image Src\nh,T,1,https://a.example/1.jpg\nh,,,javascript:x\n", asShopify, func(o *feed.Options) { o.DropInvalid = true })
		require.Equal(t, 1, out.total)
		require.Equal(t, []int{3}, out.lines(feed.Warning))
		require.Equal(t, 1, out.problems[0].Record)
	})
	t.Run("251 of them", func(t *testing.T) {
		t.Parallel()
		records := []string{"Handle=h;Title=T;Price=1"}
		for i := range 251 {
			records = append(records, fmt.Sprintf("Handle=h;Image Src=https://a.example/%d.jpg", i))
		}
		out := shopify(t, shopColumns, records...)
		require.Len(t, out.rows[0].AdditionalImageLinks, 249)
		require.Equal(t, feed.CodeTooMany, out.problems[0].Code)
	})
}

func TestShopifyColumns(t *testing.T) {
	t.Parallel()
	t.Run("H23 what was published over there stays an attribute", func(t *testing.T) {
		t.Parallel()
		for record, want := range map[string]string{"Published=FALSE": "no", "Published=TRUE": "", "Status=archived": "no", "Status=active": "", "Status=Draft": "no"} {
			out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;"+record)
			require.Equal(t, want, out.rows[0].Attributes["published"], record)
		}
	})
	t.Run("Google's category beats the general one", func(t *testing.T) {
		t.Parallel()
		out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;Product Category=A > B", "Handle=g;Title=T;Price=1;Product Category=A;Google Shopping / Google Product Category=2425")
		require.Equal(t, "A > B", out.rows[0].GoogleProductCategory)
		require.Equal(t, "2425", out.rows[1].GoogleProductCategory)
	})
	t.Run("metafields are attributes", func(t *testing.T) {
		t.Parallel()
		out := shopify(t, shopColumns, "Handle=h;Title=T;Price=1;Color (product.metafields.shopify.color-pattern)=red")
		require.Equal(t, "red", out.rows[0].Attributes["metafield.shopify.color-pattern"])
	})
	t.Run("H22 unknown columns are listed", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, []string{"mood"}, shopify(t, shopColumns).header.Unknown)
	})
	t.Run("H20 case, padding and NBSP", func(t *testing.T) {
		t.Parallel()
		out := read(t, " HANDLE ,\u00a0title,variant  PRICE\nh,T,1\n", asShopify)
		require.Equal(t, []string{"h"}, out.ids())
	})
	t.Run("H21 Handle and URL handle", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, feed.FileDuplicateColumn, refused(t, "Handle,URL handle,Title,Price\n", asShopify).Code)
	})
	t.Run("H19 no price", func(t *testing.T) {
		t.Parallel()
		err := refused(t, "Handle,Title,Variant SKU\n", asShopify)
		require.Equal(t, feed.FileMissingColumn, err.Code)
		require.Contains(t, err.Error(), "price. It has: Handle")
	})
	t.Run("H33 no currency of the source", func(t *testing.T) {
		t.Parallel()
		out := read(t, "Handle,Title,Price\nh,T,1\n", func(o *feed.Options) { o.Format = feed.FormatShopify })
		require.Equal(t, feed.CodeCurrency, out.problems[0].Code)
	})
}

func TestShopifyRecordsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		data string
		ids  []string
		bad  []int
	}{
		"H14 a quote that is never closed within a product": {"h,T,A,1\nh,,\"B,1\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H16 a ragged record within a product":              {"h,T,A,1\nh,,B\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H16 the first record of a product":                 {"h,T,A\nh,,B,1\nh,,C,1\n", nil, []int{2, 3, 4}},
		"H07 a NUL byte within a product":                   {"h,T,A,1\nh,,B\x00,1\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H05 bytes that are no text":                        {"h,Tée,A,1\nh,,é\xE9,1\nh,,C,1\n", []string{"A", "C"}, []int{3}},
		"H17 blank lines within a product":                  {"h,T,A,1\n\n,,,\nh,,C,1\n", []string{"A", "C"}, nil},
		"H12 line breaks in quotes":                         {"h,\"T\nU\",A,1\nh,,C,1\nh,,D,x\n", []string{"A", "C"}, []int{5}},
		"nothing but bad records":                           {"h,T\nh\n", nil, []int{2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := read(t, "Handle,Title,SKU,Price\n"+tc.data, asShopify)
			require.Equal(t, tc.ids, out.ids())
			require.Equal(t, tc.bad, out.lines(feed.Error))
			require.Equal(t, len(tc.ids)+len(tc.bad), out.total)
		})
	}
}

func TestAProductMayTakeNoMoreThanAFile(t *testing.T) {
	t.Parallel()
	t.Run("H42 a product of 6,000 records is cut", func(t *testing.T) {
		t.Parallel()
		out := read(t, "Handle,Title,SKU,Price\nh,T,x,1\n"+strings.Repeat("h,,A,1\n", 6000), asShopify)
		require.Equal(t, 6001, out.total)
		require.Len(t, out.rows, 2500)
		require.Equal(t, feed.CodeRequired, out.problems[0].Code)
		require.Equal(t, "title", out.problems[0].Column)
	})
	t.Run("H42 what is inherited counts as if it stood in the file", func(t *testing.T) {
		t.Parallel()
		data := "Handle,Title,SKU,Price,Description\nh,T,x,1," + strings.Repeat("d", 60<<10) + "\n" + strings.Repeat("h,,A,1,\n", 2000)
		err := refused(t, data, asShopify, func(o *feed.Options) { o.Limits.Bytes = 64 << 20 })
		require.Equal(t, feed.FileTooLarge, err.Code)
	})
}

func TestShopifyRunsThatGoOn(t *testing.T) {
	t.Parallel()
	data := "Handle,Title,SKU,Price,Image Src\n" +
		"h,T,A,1,https://a.example/1\nh,,B,1,\nh,,,,https://a.example/2\nh,,\"C,1,\nh,,D,x,\nh,,,,javascript:x\n" +
		"g,G,,2,\nk,K,E,3,\nk,,F,3,https://a.example/3\n"
	all := read(t, data, asShopify)
	require.Equal(t, 8, all.total)
	for skip := range all.total + 2 {
		f, err := feed.Open(strings.NewReader(data), feed.Options{Format: feed.FormatShopify, Currency: "EUR"})
		require.NoError(t, err)
		require.NoError(t, f.Skip(skip))
		var rows []feed.Row
		left := 0
		for {
			row, err := f.Next()
			if errors.Is(err, io.EOF) {
				break
			}
			require.NoError(t, err)
			left++
			require.Equal(t, skip+left, row.Record)
			require.Equal(t, row.Record, f.Record())
			if !row.Failed() {
				rows = append(rows, *row)
			}
		}
		require.Equal(t, max(0, all.total-skip), left)
		for _, row := range rows {
			for _, want := range all.rows {
				if want.Record == row.Record {
					require.Equal(t, want.Hash, row.Hash)
					require.Equal(t, want.Title, row.Title)
				}
			}
		}
	}
}
