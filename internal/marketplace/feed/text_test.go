package feed_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestIDs(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ cell, want string }{
		"H26 outer blanks":               {" SKU1 ", "SKU1"},
		"H26 upper and lower case":       {"sku1", "sku1"},
		"H26 an outer no-break space":    {"\u00a0SKU1\u00a0", "SKU1"},
		"H27 NFC":                        {"Cafe\u0301", "Café"},
		"H27 a zero-width space":         {"SKU\u200b1", "SKU1"},
		"H27 right to left":              {"\u202eSKU1\u202c", "SKU1"},
		"H27 an inner no-break space":    {"SKU\u00a01", "SKU 1"},
		"H27 a byte-order mark":          {"\uFEFFSKU1", "SKU1"},
		"H28 leading zeros":              {"00123", "00123"},
		"H28 digits":                     {"12345678901", "12345678901"},
		"H24 another vendor's UUID":      {"018f2b6e-7c1a-7000-8000-000000000001", "018f2b6e-7c1a-7000-8000-000000000001"},
		"H39 formula text":               {"=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"},
		"50 characters of two bytes":     {strings.Repeat("é", 50), strings.Repeat("é", 50)},
		"a letter that only looks an E":  {"1E", "1E"},
		"letters that make no exponent":  {"1E5B", "1E5B"},
		"H58 the id of another column's": {"G1", "G1"},
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
		"H28 scientific notation":             {"8.80609E+12", feed.CodeNumber},
		"H28 scientific notation, with comma": {"8,80609E+12", feed.CodeNumber},
		"H41 51 characters":                   {strings.Repeat("x", 51), feed.CodeTooLong},
		"H41 5,000 characters":                {strings.Repeat("x", 5000), feed.CodeTooLong},
		"H56 blank":                           {" ", feed.CodeRequired},
		"H27 nothing but zero-width spaces":   {"\u200b", feed.CodeRequired},
		"H40 a line break":                    {"\"1\n2\"", feed.CodeInvalid},
		"H40 a terminal's escape":             {"1\x1b[31m", feed.CodeInvalid},
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
		"H29 13 digits":              {"4006381333931", "4006381333931", ""},
		"H29 12 digits":              {"036000291452", "036000291452", ""},
		"H29 8 digits":               {"73513537", "73513537", ""},
		"H29 14 digits":              {"14006381333938", "14006381333938", ""},
		"H29 blanks and dashes":      {"978-3-16-148410-0", "9783161484100", ""},
		"H29 two numbers":            {"4006381333931,036000291452", "4006381333931", feed.CodeIgnored},
		"H29 a wrong check digit":    {"4006381333932", "", feed.CodeIgnored},
		"H28 11 digits":              {"36000291452", "", feed.CodeIgnored},
		"H29 an ISBN-10":             {"316148410X", "", feed.CodeIgnored},
		"H29 a restricted prefix":    {"2000000000008", "", feed.CodeIgnored},
		"H29 letters":                {"ABC", "", feed.CodeIgnored},
		"H28 scientific notation":    {"8.80609E+12", "", feed.CodeNumber},
		"H29 blank":                  {"", "", ""},
		"H29 wrong, then right":      {"123, 4006381333931", "4006381333931", feed.CodeIgnored},
		"H29 zeros are not filled":   {"0006381333931", "", feed.CodeIgnored},
		"H29 digits of other script": {"４００６３８１３３３９３１", "", feed.CodeIgnored},
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
		"H38 a script":             `<script>alert(1)</script>`,
		"H38 a handler":            `<img src=x onerror=alert(1)>`,
		"H38 entities, CDATA":      `a &amp; b <![CDATA[ c ]]> <b>unclosed`,
		"H39 formula":              `=cmd|' /C calc'!A0`,
		"H39 hyperlink":            `=HYPERLINK("https://a.example","b")`,
		"H39 plus":                 `+1+1`,
		"H39 minus":                `- 5 MP sensor`,
		"H39 at":                   `@SUM(A1)`,
		"H39 full-width equals":    `＝1+1`,
		"H40 SQL":                  `'; DROP TABLE products; --`,
		"H40 template":             `{{7*7}} ${7*7} %s %n`,
		"H40 a fake line of a log": "a\n2026-01-01 INFO signed in",
		"H40 a terminal's escape":  "\x1b[31mred\x1b[0m",
		"H40 emoji and zalgo":      "👩‍👩‍👧 Z̷͑a̶l̵g̸o̴",
		"H40 right to left":        "שלום \u202eabc",
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
		"H41 a title of 150 characters":        {column: "title", cell: strings.Repeat("é", 150), fine: true},
		"H41 a title of 151 characters":        {column: "title", cell: strings.Repeat("é", 151)},
		"H41 a title of 10,000":                {column: "title", cell: strings.Repeat("é", 10_000)},
		"H41 a description of 5,000":           {column: "description", cell: strings.Repeat("é", 5000), fine: true},
		"H41 a description of 6,487 is kept":   {column: "description", cell: strings.Repeat("é", 6487), severity: feed.Warning},
		"H41 a brand of 300":                   {column: "brand", cell: strings.Repeat("b", 300)},
		"H41 a material of 300 is kept":        {column: "material", cell: strings.Repeat("m", 300), fine: true},
		"H59 a category of 200 levels is less": {column: "product_type", cell: strings.Repeat("a>", 200), severity: feed.Warning},
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
		"H59 blanks around the marks": {"A > B > C", "A > B > C"},
		"H59 no blanks":               {"A>B", "A > B"},
		"H59 many blanks":             {"A  >  B", "A > B"},
		"H59 a mark at the end":       {"A > B >", "A > B"},
		"H59 a mark at the beginning": {"> A", "A"},
		"H59 an id":                   {"2425", "2425"},
		"H59 another language":        {"Maison > Éclairage", "Maison > Éclairage"},
		"H59 depth is capped":         {strings.Repeat("a>", 200), strings.TrimSuffix(strings.Repeat("a > ", 10), " > ")},
	} {
		t.Run(name, func(t *testing.T) {
			row, _ := one(t, "id;title;price;product_type;google_product_category", "1;a;5 EUR;"+tc.cell+";"+tc.cell)
			require.Equal(t, tc.want, row.ProductType)
			require.Equal(t, tc.want, row.GoogleProductCategory)
		})
	}
}

func TestGoogleCategories(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		cell   string
		warned bool
	}{
		"H59 an id of the taxonomy":       {"2425", false},
		"H59 the last id of the taxonomy": {"543703", false},
		"H59 an unknown id":               {"999999999", true},
		"H59 an id below zero":            {"-1", true},
		"H59 a path of any language":      {"Maison > Éclairage", false},
		"H59 no category":                 {" ", false},
	} {
		t.Run(name, func(t *testing.T) {
			row, problems := one(t, "id;title;price;google_product_category", "1;a;5 EUR;"+tc.cell)
			require.Equal(t, strings.TrimSpace(tc.cell), row.GoogleProductCategory, "kept")
			require.Equal(t, tc.warned, len(problems) == 1)
		})
	}
}

func TestBlankIsNotMissing(t *testing.T) {
	t.Parallel()
	// What a blank cell and an absent column do to what is staged is for the importer;
	// the reader tells them apart.
	out := read(t, "id,title,price,brand,material\n1,a,5 EUR,,\n")
	t.Run("H56 a blank cell is there to clear", func(t *testing.T) {
		require.True(t, out.header.Present.Has(feed.ColumnBrand))
		require.Empty(t, out.rows[0].Brand)
		require.Equal(t, []string{"material"}, out.header.Attributes)
		require.NotContains(t, out.rows[0].Attributes, "material")
	})
	t.Run("H56 a missing column says nothing", func(t *testing.T) {
		require.False(t, out.header.Present.Has(feed.ColumnMPN))
		require.NotContains(t, out.header.Attributes, "pattern")
	})
	t.Run("H56 a required blank is an error", func(t *testing.T) {
		_, problems := one(t, "id,title,price", "1,,5 EUR")
		require.Equal(t, feed.CodeRequired, problems[0].Code)
	})
}
