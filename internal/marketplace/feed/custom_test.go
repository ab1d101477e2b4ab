package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

// with reads a file by a mapping, in euros.
func with(m feed.Mapping) func(*feed.Options) {
	return func(o *feed.Options) { o.Format, o.Mapping, o.Currency = feed.FormatCustom, &m, "EUR" }
}

// mapping names columns for the three required fields, and more as column=field.
func mapping(more ...feed.ColumnMapping) feed.Mapping {
	return feed.Mapping{Columns: append([]feed.ColumnMapping{
		{Column: "nr", Field: "id"}, {Column: "name", Field: "title"}, {Column: "preis", Field: "price"},
	}, more...)}
}

func TestCustomCells(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		m    feed.ColumnMapping
		cell string
		of   func(feed.Row) any
		want any
	}{
		"a text":                          {feed.ColumnMapping{Field: "brand"}, " Lumen ", func(r feed.Row) any { return r.Brand }, "Lumen"},
		"the first of a list":             {feed.ColumnMapping{Field: "brand", List: "|"}, " | Lumen | Nox", func(r feed.Row) any { return r.Brand }, "Lumen"},
		"a list of texts":                 {feed.ColumnMapping{Field: "tags", List: "|"}, "a| b ||c", func(r feed.Row) any { return r.Attributes["tags"] }, "a, b, c"},
		"a list of categories":            {feed.ColumnMapping{Field: "product_type", List: "|"}, "A>B|C", func(r feed.Row) any { return r.ProductType }, "A > B, C"},
		"one picture":                     {feed.ColumnMapping{Field: "image_link", Base: "https://a.example/i/"}, "/1.jpg", func(r feed.Row) any { return r.ImageLink }, "https://a.example/i/1.jpg"},
		"a picture with an address":       {feed.ColumnMapping{Field: "image_link", Base: "https://a.example"}, "http://b.example/1", func(r feed.Row) any { return r.ImageLink }, "http://b.example/1"},
		"a list of pictures":              {feed.ColumnMapping{Field: "image_link", List: "|", Base: "https://a.example"}, "1|2|3", func(r feed.Row) any { return r.AdditionalImageLinks }, []string{"https://a.example/2", "https://a.example/3"}},
		"more pictures":                   {feed.ColumnMapping{Field: "additional_image_link"}, "https://a.example/1, https://a.example/2", func(r feed.Row) any { return r.AdditionalImageLinks }, []string{"https://a.example/1", "https://a.example/2"}},
		"a picture with a comma in it":    {feed.ColumnMapping{Field: "additional_image_link", List: "|"}, "https://a.example/1,2", func(r feed.Row) any { return r.AdditionalImageLinks }, []string{"https://a.example/1,2"}},
		"one of a list, by its name":      {feed.ColumnMapping{Field: "quantity", List: "|", Pick: "default="}, "north=3|default=100", func(r feed.Row) any { return r.Quantity }, int32(100)},
		"some of a list, by name":         {feed.ColumnMapping{Field: "product_type", List: "|", Pick: "category:"}, "category:A|brand:B|category:C", func(r feed.Row) any { return r.ProductType }, "A, C"},
		"none of a list, by its name":     {feed.ColumnMapping{Field: "quantity", List: "|", Pick: "east="}, "north=3", func(r feed.Row) any { return r.HasQuantity }, false},
		"a value of JSON":                 {feed.ColumnMapping{Field: "gtin", Path: "/codes/0/ean"}, `{"codes":[{"ean":"4006381333931"}]}`, func(r feed.Row) any { return r.GTIN }, "4006381333931"},
		"a number of JSON, as written":    {feed.ColumnMapping{Field: "mpn", Path: "/n"}, `{"n":0.10}`, func(r feed.Row) any { return r.MPN }, "0.10"},
		"a name with a slash in JSON":     {feed.ColumnMapping{Field: "mpn", Path: "/a~1b/m~0n"}, `{"a/b":{"m~n":true}}`, func(r feed.Row) any { return r.MPN }, "true"},
		"a list in JSON":                  {feed.ColumnMapping{Field: "image_link", Path: "/i"}, `{"i":["https://a.example/1","https://a.example/2"]}`, func(r feed.Row) any { return r.AdditionalImageLinks }, []string{"https://a.example/2"}},
		"a pointer to nothing":            {feed.ColumnMapping{Field: "mpn", Path: "/x/1"}, `{"x":[1]}`, func(r feed.Row) any { return r.MPN }, ""},
		"null in JSON":                    {feed.ColumnMapping{Field: "mpn", Path: "/x"}, `{"x":null}`, func(r feed.Row) any { return r.MPN }, ""},
		"no JSON at all":                  {feed.ColumnMapping{Field: "mpn", Path: "/x"}, "  ", func(r feed.Row) any { return r.MPN }, ""},
		"an option":                       {feed.ColumnMapping{Field: "option:Farbe"}, "rot", func(r feed.Row) any { return r.Options }, []feed.Option{{Name: "Farbe", Value: "rot"}}},
		"options without names":           {feed.ColumnMapping{Field: "option_values", List: "|"}, "S|rot", func(r feed.Row) any { return r.Options }, []feed.Option{{Name: "Option 1", Value: "S"}, {Name: "Option 2", Value: "rot"}}},
		"a row with an option is a group": {feed.ColumnMapping{Field: "option:Farbe"}, "rot", func(r feed.Row) any { return r.ItemGroupID }, "1"},
		"H39 a formula is text":           {feed.ColumnMapping{Field: "mpn"}, "=1+1", func(r feed.Row) any { return r.MPN }, "=1+1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.m.Column = "Spalte X"
			out := read(t, "Nr;Name;Preis; SPALTE  x \n1;a;5;\""+strings.ReplaceAll(tc.cell, `"`, `""`)+"\"\n", with(mapping(tc.m)))
			require.Empty(t, out.problems)
			require.Equal(t, tc.want, tc.of(out.rows[0]))
		})
	}
	for name, tc := range map[string]struct {
		m    feed.ColumnMapping
		cell string
		code feed.Code
	}{
		"no JSON":                       {feed.ColumnMapping{Field: "mpn", Path: "/x"}, "{x", feed.CodeInvalid},
		"JSON and more":                 {feed.ColumnMapping{Field: "mpn", Path: "/x"}, `{"x":1} {"x":2}`, feed.CodeInvalid},
		"a pointer to an object":        {feed.ColumnMapping{Field: "mpn", Path: "/x"}, `{"x":{"y":1}}`, feed.CodeInvalid},
		"H07 a NUL byte in JSON":        {feed.ColumnMapping{Field: "mpn", Path: "/x"}, `{"x":"a\u0000b"}`, feed.CodeEncoding},
		"H42 JSON of 20,000 levels":     {feed.ColumnMapping{Field: "mpn", Path: "/x"}, strings.Repeat("[", 20_000), feed.CodeInvalid},
		"H42 eleven options":            {feed.ColumnMapping{Field: "option_values", List: "|"}, strings.Repeat("x|", 10) + "x", feed.CodeTooMany},
		"H51 javascript with a base":    {feed.ColumnMapping{Field: "image_link", Base: "https://a.example"}, "javascript:alert(1)", feed.CodeInvalid},
		"H51 a host is no relative one": {feed.ColumnMapping{Field: "link"}, "//b.example/x", feed.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tc.m.Column = "x"
			out := read(t, "nr;name;preis;x\n1;a;5;\""+strings.ReplaceAll(tc.cell, `"`, `""`)+"\"\n2;b;5;\n", with(mapping(tc.m)))
			require.Equal(t, []string{"2"}, out.ids())
			require.Equal(t, tc.code, out.problems[0].Code)
			require.Equal(t, tc.m.Field, out.problems[0].Column)
		})
	}
}

func TestCustomListsAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x|", 30_000)
	for _, field := range []string{"tags", "product_type", "image_link", "additional_image_link", "option_values", "price", "brand"} {
		t.Run("H42 30,000 items of "+field, func(t *testing.T) {
			t.Parallel()
			m := mapping(feed.ColumnMapping{Column: "x", Field: field, List: "|", Base: ""})
			if field == "price" {
				m.Columns[2].Column, m.Columns[3].Column = "none", "x"
				m.Columns = append(m.Columns[:2], m.Columns[3])
			}
			out := read(t, "nr;name;preis;x\n1;a;5;"+long+"\n2;b;5;\n", with(m))
			require.Equal(t, 2, out.total)
			require.NotEmpty(t, out.problems)
			if field == "tags" {
				require.Len(t, strings.Split(out.rows[0].Attributes["tags"], ", "), 250)
			}
		})
	}
}

func TestCustomPrices(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cell  string
		list  string
		round bool
		minor int64
		code  feed.Code
	}{
		"H33 the one in the currency of the source":  {cell: "29.56 EUR,662 USD", list: ",", minor: 2956},
		"H33 the one in the currency, second":        {cell: "662 USD,29.56 EUR", list: ",", minor: 2956},
		"H33 none in the currency of the source":     {cell: "662 USD,1 CHF", list: ",", code: feed.CodeCurrency},
		"H33 one alone, in another currency":         {cell: "662 USD", list: ",", code: feed.CodeCurrency},
		"H33 the one in the currency is no number":   {cell: "x EUR,662 USD", list: ",", code: feed.CodeInvalid},
		"H33 one alone, without a currency":          {cell: "12.5", list: ",", minor: 1250},
		"H33 two, and no word of a list":             {cell: "29.56 EUR,662 USD", code: feed.CodeInvalid},
		"H34 blank":                                  {cell: " ", list: ",", code: feed.CodeRequired},
		"H35 fourteen decimals":                      {cell: "495.79831932773", code: feed.CodeInvalid},
		"H35 fourteen decimals, rounded up":          {cell: "495.79831932773", round: true, minor: 49580},
		"H35 rounded down":                           {cell: "495.79431932773", round: true, minor: 49579},
		"H35 half a cent is rounded up":              {cell: "0.0050", round: true, minor: 1},
		"H34 less than half a cent is no price":      {cell: "0.0049", round: true, code: feed.CodeInvalid},
		"H35 rounded into the next unit":             {cell: "99.9999", round: true, minor: 10000},
		"H32 three decimals are ambiguous, rounding": {cell: "1.234", round: true, code: feed.CodeAmbiguous},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := mapping()
			m.Columns[2].List, m.Round = tc.list, tc.round
			out := read(t, "nr;name;preis\n1;a;"+tc.cell+"\n", with(m))
			if tc.code != "" {
				require.Equal(t, tc.code, out.problems[0].Code)
				require.Empty(t, out.rows)
				return
			}
			require.Equal(t, tc.minor, out.rows[0].PriceMinor)
			require.Equal(t, "EUR", out.rows[0].Currency)
			require.Equal(t, tc.round, len(out.problems) == 1, "rounding is told")
		})
	}
}

func TestCustomContinuations(t *testing.T) {
	t.Parallel()
	m := mapping(feed.ColumnMapping{Column: "gruppen", Field: "option_names", List: "|"}, feed.ColumnMapping{Column: "werte", Field: "option_values", List: "|"},
		feed.ColumnMapping{Column: "marke", Field: "brand"}, feed.ColumnMapping{Column: "lager", Field: "quantity"})
	m.Continuation = "name"
	const header = "name    ,nr , preis,gruppen,werte,marke,lager\n"
	t.Run("take what they leave blank, but for what is a variant's own", func(t *testing.T) {
		t.Parallel()
		out := read(t, header+"Tee, A, 5, size|color, S|red, Lumen, 3\n   , B, 6,, M|red,,\n   , C, 7,, L|blue, Nox,\nMug, D, 8,,,,\n", with(m))
		require.Empty(t, out.problems)
		require.Equal(t, []string{"A", "B", "C", "D"}, out.ids())
		b, d := out.rows[1], out.rows[3]
		require.Equal(t, "Tee", b.Title)
		require.Equal(t, "Lumen", b.Brand)
		require.Equal(t, "Nox", out.rows[2].Brand)
		require.Equal(t, []feed.Option{{Name: "size", Value: "M"}, {Name: "color", Value: "red"}}, b.Options)
		require.False(t, b.HasQuantity)
		for _, row := range out.rows[:3] {
			require.Equal(t, "A", row.ItemGroupID)
		}
		require.Empty(t, d.ItemGroupID)
		require.Empty(t, d.Brand)
	})
	t.Run("H58 values without a name of their own", func(t *testing.T) {
		t.Parallel()
		out := read(t, header+"Tee,A,5,size,S|red,,\n,B,6,,M,,\n", with(m))
		require.Equal(t, []string{"B"}, out.ids())
		require.Equal(t, "option_values", out.problems[0].Column)
	})
	t.Run("H58 a continuation without a product", func(t *testing.T) {
		t.Parallel()
		out := read(t, header+",A,5,,,,\nTee,B,6,,,,\n", with(m))
		require.Equal(t, []string{"B"}, out.ids())
		require.Equal(t, "title", out.problems[0].Column)
	})
	t.Run("H26 a continuation without an id", func(t *testing.T) {
		t.Parallel()
		out := read(t, header+"Tee,A,5,,,,\n,,6,,,,\n", with(m))
		require.Equal(t, []string{"A"}, out.ids())
		require.Equal(t, feed.CodeRequired, out.problems[0].Code)
	})
	t.Run("H19 the column that marks them is missing", func(t *testing.T) {
		t.Parallel()
		err := refused(t, "nr,preis\n", with(feed.Mapping{Continuation: "name", Constants: map[string]string{"title": "x"}, Columns: []feed.ColumnMapping{
			{Column: "nr", Field: "id"}, {Column: "preis", Field: "price"},
		}}))
		require.Equal(t, feed.FileMissingColumn, err.Code)
	})
	t.Run("warnings of a product are told once", func(t *testing.T) {
		t.Parallel()
		m := m
		m.Columns = append(m.Columns, feed.ColumnMapping{Column: "text", Field: "description"})
		out := read(t, strings.TrimSpace(header)+",text\nTee,A,5,,,,,"+strings.Repeat("x", 5001)+"\n,B,6,,,,,\n", with(m))
		require.Len(t, out.problems, 1)
		require.Len(t, out.rows[1].Description, 5001)
	})
}

func TestCustomColumns(t *testing.T) {
	t.Parallel()
	t.Run("constants fill what no column does", func(t *testing.T) {
		t.Parallel()
		m := mapping()
		m.Constants = map[string]string{"condition": "used", "brand": "Lumen", "gender": "female"}
		out := read(t, "nr,name,preis,brand\n1,a,5,Nox\n", with(m))
		require.Equal(t, "used", out.rows[0].Condition)
		require.Equal(t, "Lumen", out.rows[0].Brand)
		require.Equal(t, "female", out.rows[0].Attributes["gender"])
		require.True(t, out.header.Present.Has(feed.ColumnCondition))
		require.Equal(t, []string{"brand"}, out.header.Unknown)
	})
	t.Run("a column may be named for several fields", func(t *testing.T) {
		t.Parallel()
		out := read(t, "nr,name,preis\n1,a,5\n", with(mapping(feed.ColumnMapping{Column: "nr", Field: "mpn"}, feed.ColumnMapping{Column: "nr", Field: "item_group_id"})))
		require.Equal(t, "1", out.rows[0].MPN)
		require.Equal(t, "1", out.rows[0].ItemGroupID)
	})
	t.Run("H58 colours of a group are options", func(t *testing.T) {
		t.Parallel()
		out := read(t, "nr,name,preis,p,f\n1,a,5,G,red\n2,a,5,,red\n", with(mapping(feed.ColumnMapping{Column: "p", Field: "item_group_id"}, feed.ColumnMapping{Column: "f", Field: "color"})))
		require.Equal(t, []feed.Option{{Name: "Color", Value: "red"}}, out.rows[0].Options)
		require.Empty(t, out.rows[1].Options)
	})
	t.Run("H56 a column of the mapping that the file lacks says nothing", func(t *testing.T) {
		t.Parallel()
		out := read(t, "nr,name,preis\n1,a,5\n", with(mapping(feed.ColumnMapping{Column: "marke", Field: "brand"})))
		require.False(t, out.header.Present.Has(feed.ColumnBrand))
	})
	t.Run("H19 a required one", func(t *testing.T) {
		t.Parallel()
		err := refused(t, "nr,preis,titel\n", with(mapping()))
		require.Equal(t, feed.FileMissingColumn, err.Code)
		require.Contains(t, err.Error(), "title. It has: nr")
	})
	t.Run("H21 a name that is meant, twice", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, feed.FileDuplicateColumn, refused(t, "nr,name,preis,Name\n", with(mapping())).Code)
		require.Empty(t, read(t, "nr,name,preis,x,X\n", with(mapping())).problems)
	})
	t.Run("H22 no mapping at all", func(t *testing.T) {
		t.Parallel()
		require.Equal(t, feed.FileMapping, refused(t, top, func(o *feed.Options) { o.Format = feed.FormatCustom }).Code)
		require.Equal(t, feed.FileMapping, refused(t, top, func(o *feed.Options) { o.Format = "EXCEL" }).Code)
	})
}
