package feed_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ cell, want string }{
		"26: outer blanks":               {" SKU1 ", "SKU1"},
		"26: upper and lower case":       {"sku1", "sku1"},
		"26: an outer no-break space":    {"\u00a0SKU1\u00a0", "SKU1"},
		"27: NFC":                        {"Cafe\u0301", "Café"},
		"27: a zero-width space":         {"SKU\u200b1", "SKU1"},
		"27: right to left":              {"\u202eSKU1\u202c", "SKU1"},
		"27: an inner no-break space":    {"SKU\u00a01", "SKU 1"},
		"27: a byte-order mark":          {"\uFEFFSKU1", "SKU1"},
		"28: leading zeros":              {"00123", "00123"},
		"28: digits":                     {"12345678901", "12345678901"},
		"24: another vendor's UUID":      {"018f2b6e-7c1a-7000-8000-000000000001", "018f2b6e-7c1a-7000-8000-000000000001"},
		"39: formula text":               {"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
		"50 characters of two bytes":     {strings.Repeat("é", 50), strings.Repeat("é", 50)},
		"a letter that only looks an E":  {"1E", "1E"},
		"letters that make no exponent":  {"1E5B", "1E5B"},
		"58: the id of another column's": {"G1", "G1"},
	} {
		t.Run(name, func(t *testing.T) {
			row, _ := one(t, "id;title;price", tc.cell+";a;5 EUR")
			require.Equal(t, tc.want, row.ID)
		})
	}
	for name, tc := range map[string]struct {
		cell string
		code feed.Code
	}{
		"28: scientific notation":             {"8.80609E+12", feed.CodeNumber},
		"28: scientific notation, with comma": {"8,80609E+12", feed.CodeNumber},
		"41: 51 characters":                   {strings.Repeat("x", 51), feed.CodeTooLong},
		"41: 5,000 characters":                {strings.Repeat("x", 5000), feed.CodeTooLong},
		"56: blank":                           {" ", feed.CodeRequired},
		"27: nothing but zero-width spaces":   {"\u200b", feed.CodeRequired},
		"40: a line break":                    {"\"1\n2\"", feed.CodeInvalid},
		"40: a terminal's escape":             {"1\x1b[31m", feed.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := one(t, "id;title;price", tc.cell+";a;5 EUR")
			require.Len(t, problems, 1)
			require.Equal(t, tc.code, problems[0].Code)
			require.Equal(t, feed.Error, problems[0].Severity)
		})
	}
}

func TestGTIN(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cell, want string
		code       feed.Code
	}{
		"29: 13 digits":              {"4006381333931", "4006381333931", ""},
		"29: 12 digits":              {"036000291452", "036000291452", ""},
		"29: 8 digits":               {"73513537", "73513537", ""},
		"29: 14 digits":              {"14006381333938", "14006381333938", ""},
		"29: blanks and dashes":      {"978-3-16-148410-0", "9783161484100", ""},
		"29: two numbers":            {"4006381333931,036000291452", "4006381333931", feed.CodeIgnored},
		"29: a wrong check digit":    {"4006381333932", "", feed.CodeIgnored},
		"28: 11 digits":              {"36000291452", "", feed.CodeIgnored},
		"29: an ISBN-10":             {"316148410X", "", feed.CodeIgnored},
		"29: a restricted prefix":    {"2000000000008", "", feed.CodeIgnored},
		"29: letters":                {"ABC", "", feed.CodeIgnored},
		"28: scientific notation":    {"8.80609E+12", "", feed.CodeNumber},
		"29: blank":                  {"", "", ""},
		"29: wrong, then right":      {"123, 4006381333931", "4006381333931", feed.CodeIgnored},
		"29: zeros are not filled":   {"0006381333931", "", feed.CodeIgnored},
		"29: digits of other script": {"４００６３８１３３３９３１", "", feed.CodeIgnored},
	} {
		t.Run(name, func(t *testing.T) {
			row, problems := one(t, "id;title;price;gtin", `1;a;5 EUR;`+tc.cell)
			require.Equal(t, tc.want, row.GTIN)
			if tc.code == "" {
				require.Empty(t, problems)
				return
			}
			require.Equal(t, tc.code, problems[0].Code)
			require.Equal(t, tc.code == feed.CodeNumber, problems[0].Severity == feed.Error)
		})
	}
}

func TestTextsAreKeptAsTheyAre(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"38: a script":             `<script>alert(1)</script>`,
		"38: a handler":            `<img src=x onerror=alert(1)>`,
		"38: entities, CDATA":      `a &amp; b <![CDATA[ c ]]> <b>unclosed`,
		"39: formula":              `=cmd|' /C calc'!A0`,
		"39: hyperlink":            `=HYPERLINK("https://a.example","b")`,
		"39: plus":                 `+1+1`,
		"39: minus":                `- 5 MP sensor`,
		"39: at":                   `@SUM(A1)`,
		"39: full-width equals":    `＝1+1`,
		"40: SQL":                  `'; DROP TABLE products; --`,
		"40: template":             `{{7*7}} ${7*7} %s %n`,
		"40: a fake line of a log": "a\n2026-01-01 INFO signed in",
		"40: a terminal's escape":  "\x1b[31mred\x1b[0m",
		"40: emoji and zalgo":      "👩‍👩‍👧 Z̷͑a̶l̵g̸o̴",
		"40: right to left":        "שלום \u202eabc",
		"a backslash and an n":     `a\nb`,
	} {
		t.Run(name, func(t *testing.T) {
			quoted := `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
			row, problems := one(t, "id,title,description,price", "1,"+quoted+","+quoted+",5 EUR")
			require.Empty(t, problems)
			require.Equal(t, text, row.Title)
			require.Equal(t, text, row.Description)
		})
	}
	t.Run("line breaks are line feeds", func(t *testing.T) {
		row, _ := one(t, "id,title,price", "1,\"a\r\nb\rc\",5 EUR")
		require.Equal(t, "a\nb\nc", row.Title)
	})
}

func TestLengths(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		column, cell string
		severity     feed.Severity
		fine         bool
	}{
		"41: a title of 150 characters":        {column: "title", cell: strings.Repeat("é", 150), fine: true},
		"41: a title of 151 characters":        {column: "title", cell: strings.Repeat("é", 151)},
		"41: a title of 10,000":                {column: "title", cell: strings.Repeat("é", 10_000)},
		"41: a description of 5,000":           {column: "description", cell: strings.Repeat("é", 5000), fine: true},
		"41: a description of 6,487 is kept":   {column: "description", cell: strings.Repeat("é", 6487), severity: feed.Warning},
		"41: a brand of 300":                   {column: "brand", cell: strings.Repeat("b", 300)},
		"41: a material of 300 is kept":        {column: "material", cell: strings.Repeat("m", 300), fine: true},
		"59: a category of 200 levels is less": {column: "product_type", cell: strings.Repeat("a>", 200), severity: feed.Warning},
	} {
		t.Run(name, func(t *testing.T) {
			header, row := "id,price,"+tc.column, "1,5 EUR,"+tc.cell
			if tc.column != "title" {
				header, row = header+",title", row+",a"
			}
			kept, problems := one(t, header, row)
			if tc.fine {
				require.Empty(t, problems)
				return
			}
			require.Equal(t, tc.severity, problems[0].Severity)
			require.Equal(t, tc.column, problems[0].Column)
			if tc.column == "description" {
				require.Equal(t, tc.cell, kept.Description, "never cut")
			}
		})
	}
}

func TestCategories(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ cell, want string }{
		"59: blanks around the marks": {"A > B > C", "A > B > C"},
		"59: no blanks":               {"A>B", "A > B"},
		"59: many blanks":             {"A  >  B", "A > B"},
		"59: a mark at the end":       {"A > B >", "A > B"},
		"59: a mark at the beginning": {"> A", "A"},
		"59: an id":                   {"2425", "2425"},
		"59: another language":        {"Maison > Éclairage", "Maison > Éclairage"},
		"59: depth is capped":         {strings.Repeat("a>", 200), strings.TrimSuffix(strings.Repeat("a > ", 10), " > ")},
	} {
		t.Run(name, func(t *testing.T) {
			row, _ := one(t, "id;title;price;product_type;google_product_category", "1;a;5 EUR;"+tc.cell+";"+tc.cell)
			require.Equal(t, tc.want, row.ProductType)
			require.Equal(t, tc.want, row.GoogleProductCategory)
		})
	}
}

func TestBlankIsNotMissing(t *testing.T) {
	t.Parallel()
	// 56: what a blank cell and an absent column mean is for the importer to
	// do; the reader tells them apart.
	out := read(t, "id,title,price,brand,material\n1,a,5 EUR,,\n")
	require.True(t, out.header.Present.Has(feed.ColumnBrand))
	require.False(t, out.header.Present.Has(feed.ColumnMPN))
	require.Empty(t, out.rows[0].Brand)
	require.Equal(t, []string{"material"}, out.header.Attributes)
	require.NotContains(t, out.rows[0].Attributes, "material")
	_, problems := one(t, "id,title,price", "1,,5 EUR") // a required blank
	require.Equal(t, feed.CodeRequired, problems[0].Code)
}

func TestVariantsCarryTheirGroup(t *testing.T) {
	t.Parallel()
	out := read(t, "id,title,price,item_group_id,size\n1,a,5 EUR,G1,S\n2,b,5 EUR, G1 ,M\n3,c,5 EUR,,\n") // 58
	require.Equal(t, "G1", out.rows[0].ItemGroupID)
	require.Equal(t, "G1", out.rows[1].ItemGroupID)
	require.Empty(t, out.rows[2].ItemGroupID)
}

func FuzzNext(f *testing.F) {
	for _, seed := range []string{
		top + "1,a,5 EUR\n", "\uFEFFid;title;price\r\n1;\"a\nb\";5,00 €\r\n", top + "1,\"a,5 EUR\n2,b\"c,5 EUR\n",
		"# x\n\"id\",\"title\",\"price\"\n\"1\",\"a\"\"\",\"5 EUR\"", "\xFF\xFEi\x00d\x00", top + "1,a\",\"b\n\",\",\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data string) {
		out, err := try(strings.NewReader(data), feed.Options{Limits: feed.Limits{Cell: 64, Record: 512}})
		if err != nil {
			var file *feed.FileError
			require.ErrorAs(t, err, &file)
			return
		}
		for _, row := range out.rows {
			require.NotEmpty(t, row.ID)
			require.NotEmpty(t, row.Title)
			require.Positive(t, row.PriceMinor)
			require.True(t, utf8.ValidString(row.Title+row.Description))
		}
	})
}
