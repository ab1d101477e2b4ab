package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestGuess(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		header string
		want   feed.Format
	}{
		"Google's":                       {"id,title,description,link,price", feed.FormatGoogle},
		"Google's, written otherwise":    {"g:ID, Title ,PRICE", feed.FormatGoogle},
		"Shopify's old":                  {strings.TrimSpace(shopifyOld), feed.FormatShopify},
		"Shopify's new":                  {strings.TrimSpace(shopifyNew), feed.FormatShopify},
		"Letzshop's":                     {"id,title_fr,title_de,description_fr,price", feed.FormatLetzshop},
		"a shop system's":                {"sku,name,price", feed.FormatCustom},
		"Google's without what it needs": {"id,title,description,link,brand", feed.FormatCustom},
		"nothing":                        {"", feed.FormatCustom},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, feed.Guess(strings.Split(tc.header, ",")))
		})
	}
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		header string
		as     feed.Format
		fields string
		exact  int
	}{
		"Google's own names": {"id,Title,g:price,mood", feed.FormatGoogle, "id title price -", 3},
		"French":             {"Référence,Désignation,Prix TTC,Marque,Stock,Code-barres", feed.FormatCustom, "id title price brand quantity gtin", 1},
		"German":             {"Artikelnummer,Bezeichnung,Preis,Hersteller,Lagerbestand,Bild,Farbe,Größe", feed.FormatCustom, "id title price brand quantity image_link color size", 0},
		"a slip of the pen":  {"id,titel,pricee,availabiliti,mood", feed.FormatGoogle, "id title price availability -", 1},
		"Shopware":           {"product_number,name,price_gross,price_net,stock,ean,manufacturer_name", feed.FormatCustom, "id title price - quantity gtin brand", 1},
		"WooCommerce":        {"post_title,ID,sku,stock,regular_price,sale_price,images,tax:product_cat", feed.FormatCustom, "title id - quantity price sale_price image_link product_type", 3},
		"Vendure":            {"name    , slug ,sku,price,optionGroups,optionValues,stockOnHand", feed.FormatCustom, "title item_group_id id price option_names option_values quantity", 1},
		"Shopify":            {"Handle,Title,Variant SKU,Variant Price,Option1 Name,Body (HTML)", feed.FormatShopify, "item_group_id title id price - description", 5},
		"one field, twice":   {"name,title,sku,id", feed.FormatCustom, "- title - id", 2},
		"repeatable, twice":  {"category,product_type,type", feed.FormatCustom, "product_type product_type product_type", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var fields []string
			exact := 0
			header := strings.Split(tc.header, ",")
			for i, s := range feed.Suggest(header, tc.as) {
				require.Equal(t, strings.TrimSpace(header[i]), s.Column)
				if s.Field == "" {
					s.Field = "-"
				}
				if fields = append(fields, s.Field); s.Exact {
					exact++
				}
			}
			require.Equal(t, tc.fields, strings.Join(fields, " "))
			require.Equal(t, tc.exact, exact)
		})
	}
}

func TestPreview(t *testing.T) {
	t.Parallel()
	preview := func(t *testing.T, data string, opt feed.Options) *feed.Glimpse {
		t.Helper()
		g, err := feed.Preview(strings.NewReader(data), opt, 2)
		require.NoError(t, err)
		return g
	}
	t.Run("shows rows as they would be staged", func(t *testing.T) {
		t.Parallel()
		g := preview(t, "id;title;price\n1;caf\xE9;5 EUR\n2;b;x\n3;c;5 EUR\n", feed.Options{})
		require.Equal(t, []string{"id", "title", "price"}, g.Names)
		require.Equal(t, byte(';'), g.Separator)
		require.Equal(t, feed.EncodingWindows1252, g.Encoding)
		require.Equal(t, feed.FormatGoogle, g.Guess)
		require.Nil(t, g.Failure)
		require.Len(t, g.Rows, 2)
		require.Equal(t, "café", g.Rows[0].Title)
		require.Empty(t, g.Rows[0].Problems)
		require.Equal(t, feed.CodeInvalid, g.Rows[1].Problems[0].Code)
		require.Equal(t, [][]string{{"1", "café", "5 EUR"}, {"2", "b", "x"}}, g.Raw)
	})
	t.Run("takes the format that the header looks like", func(t *testing.T) {
		t.Parallel()
		g := preview(t, "Handle,Title,Variant SKU,Variant Price\nh,T,A,1\nh,,B,2\n", feed.Options{Currency: "EUR"})
		require.Equal(t, feed.FormatShopify, g.Guess)
		require.Equal(t, "T", g.Rows[1].Title)
		require.Equal(t, "h", g.Rows[0].ItemGroupID)
	})
	t.Run("takes a format that is given", func(t *testing.T) {
		t.Parallel()
		g := preview(t, "Handle,Title,Variant SKU,Variant Price\nh,T,A,1\n", feed.Options{Format: feed.FormatGoogle})
		require.Equal(t, feed.FormatShopify, g.Guess)
		require.Equal(t, feed.FileMissingColumn, g.Failure.Code)
		require.Equal(t, [][]string{{"h", "T", "A", "1"}}, g.Raw)
	})
	t.Run("shows the cells of a file that has no mapping yet", func(t *testing.T) {
		t.Parallel()
		g := preview(t, "nr|name|preis\n1|a|5\n", feed.Options{})
		require.Equal(t, feed.FormatCustom, g.Guess)
		require.Equal(t, byte('|'), g.Separator)
		require.Equal(t, feed.FileMapping, g.Failure.Code)
		require.Empty(t, g.Rows)
		require.Equal(t, [][]string{{"1", "a", "5"}}, g.Raw)
	})
	t.Run("tries a mapping", func(t *testing.T) {
		t.Parallel()
		m := mapping()
		g := preview(t, "nr,name,preis\n1,a,5\n", feed.Options{Format: feed.FormatCustom, Mapping: &m, Currency: "EUR"})
		require.Nil(t, g.Failure)
		require.EqualValues(t, 500, g.Rows[0].PriceMinor)
	})
	t.Run("tells of a column that is there twice", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, feed.FileDuplicateColumn, preview(t, "id,title,price,g:title\n1,a,5,b\n", feed.Options{}).Failure.Code)
	})
	t.Run("H44 refuses what is no file with columns", func(t *testing.T) {
		t.Parallel()
		_, err := feed.Preview(strings.NewReader("%PDF-1.7"), feed.Options{}, 2)
		var file *feed.FileError
		require.ErrorAs(t, err, &file)
	})
	t.Run("H43 reads what is compressed", func(t *testing.T) {
		t.Parallel()
		require.Len(t, preview(t, packed(t, french), feed.Options{}).Rows, 2)
	})
}

func TestLetzshop(t *testing.T) {
	t.Parallel()
	with := func(o *feed.Options) { o.Format = feed.FormatLetzshop }
	t.Run("is Google's in euros", func(t *testing.T) {
		t.Parallel()
		out := read(t, top+"1,Lampe,\"19,99\"\n2,Lampe,5 CHF\n", with)
		require.Equal(t, "EUR", out.rows[0].Currency)
		require.EqualValues(t, 1999, out.rows[0].PriceMinor)
		require.Equal(t, "CHF", out.rows[1].Currency)
	})
	t.Run("takes the source's currency before its own", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, "CHF", read(t, top+"1,Lampe,5\n", with, func(o *feed.Options) { o.Currency = "CHF" }).rows[0].Currency)
	})
	t.Run("takes French first and keeps the others", func(t *testing.T) {
		t.Parallel()
		out := read(t, "id,Title DE,title_fr,description-de,price\n1,Leuchte,Lampe,Hell,5\n", with)
		require.Empty(t, out.header.Unknown)
		require.Equal(t, "Lampe", out.rows[0].Title)
		require.Equal(t, "Hell", out.rows[0].Description)
		require.Equal(t, map[string]string{"title_de": "Leuchte"}, out.rows[0].Attributes)
	})
	t.Run("takes a plain title before all", func(t *testing.T) {
		t.Parallel()
		out := read(t, "id,title,title_fr,price\n1,Lamp,Lampe,5\n", with)
		require.Equal(t, "Lamp", out.rows[0].Title)
		require.Equal(t, "Lampe", out.rows[0].Attributes["title_fr"])
	})
	t.Run("H19 a title in no language", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, feed.FileMissingColumn, refused(t, "id,description_fr,price\n", with).Code)
	})
}

func TestGoogleVariantsHaveOptions(t *testing.T) {
	t.Parallel()
	out := read(t, "id,title,price,item_group_id,size,color,material,pattern\n1,a,5 EUR,G1,S,red,silk,dots\n2,b,5 EUR, G1 ,M,,,\n3,c,5 EUR,,L,,,\n")
	t.Run("H58 a group", func(t *testing.T) {
		require.Equal(t, "G1", out.rows[1].ItemGroupID)
		require.Equal(t, []feed.Option{{"Color", "red"}, {"Size", "S"}, {"Material", "silk"}, {"Pattern", "dots"}}, out.rows[0].Options)
		require.Equal(t, []feed.Option{{"Size", "M"}}, out.rows[1].Options)
	})
	t.Run("H58 no group", func(t *testing.T) {
		require.Empty(t, out.rows[2].ItemGroupID)
		require.Empty(t, out.rows[2].Options)
	})
	require.True(t, out.header.Present.Has(feed.ColumnOptions))
	require.False(t, read(t, "id,title,price,size\n").header.Present.Has(feed.ColumnOptions))
}
