//go:build acceptance

package feed_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

// dataVariable names the folder with the feeds.
const dataVariable = "ORION_ACCEPTANCE_DATA"

// expected is what must come of a file, read in euros. A mapping makes it a custom
// one; without, it is Shopify's.
type expected struct {
	file    string
	mapping string
	mark    byte
	rows    int // as Next counts them
	ok      int
	codes   map[feed.Code]int // errors
	warned  map[feed.Code]int
	lines   []int // of the errors, where they are few
	groups  int   // different ones
}

// Shopify's files. Records of pictures make no rows.
//
// apparel: 22 records, all variants; 3 are of classic-varsity-top, which is the only
// group. home-and-garden: 21, of which 2 of clay-plant-pot. jewelery: 41 records, of
// which 18 have a picture alone; groups are chain-bracelet, leather-anchor and
// gemstone. packt: 21, of which 2 of gardening-gloves. Nothing fails.
var shopifyFiles = []expected{
	{file: "apparel.csv", rows: 22, ok: 22, groups: 1},
	{file: "home-and-garden.csv", rows: 21, ok: 21, groups: 1},
	{file: "jewelery.csv", rows: 23, ok: 23, groups: 3},
	{file: "packt-product-data.csv", rows: 21, ok: 21, groups: 1},
}

// The others, through the mappings beside this test.
//
// icecat: of 1,513 rows 244 have no price in euros: 206 have one in dollars alone
// (CURRENCY), 38 have none (REQUIRED). Descriptions over 5,000 characters are kept
// with a warning.
//
// shopware: all rows can be staged. The files called invalid name taxes, categories
// and options that the shop which is to import them does not have, in columns from
// which nothing is staged; products_with_category_path has a blank cell too many,
// which is harmless. The two rows of products_with_update_by and products_with_variants
// have one id: the importer takes the last. Those of products_with_variants stand for 16
// and 32 variants, and those of products_with_invalid_variants (lines 2, 3) for none that
// can be read. Net prices have up to 14 decimals: they are rounded, all of them
// with a warning, and refused by a mapping that does not round. One row has a parent.
//
// bagisto: the grouped, the bundled and the configurable product (lines 6, 7, 8) have
// no price. The 4 variants of the last are a group.
//
// vendure: 88 variants of 54 products. In the fixtures, invalid-option-values has two
// values for one name in each row, invalid-row-length a row of 12 cells under 14 names
// (line 3).
//
// woocommerce: the two variable products (lines 4 and 8) have no price; those of
// their variations are in a file of their own.
var customFiles = []expected{
	{file: "icecat-demo/tablets.csv", mapping: "icecat", rows: 25, ok: 24, codes: count(feed.CodeCurrency, 1), lines: []int{16}, warned: count(feed.CodeTooLong, 4)},
	{file: "icecat-demo/headphones.csv", mapping: "icecat", rows: 1, ok: 1},
	{file: "icecat-demo/webcams.csv", mapping: "icecat", rows: 487, ok: 415, codes: count(feed.CodeCurrency, 62, feed.CodeRequired, 10)},
	{file: "icecat-demo/mp3_players.csv", mapping: "icecat", rows: 500, ok: 416, codes: count(feed.CodeCurrency, 73, feed.CodeRequired, 11), warned: count(feed.CodeTooLong, 1)},
	{file: "icecat-demo/loudspeakers.csv", mapping: "icecat", rows: 500, ok: 413, codes: count(feed.CodeCurrency, 70, feed.CodeRequired, 17)},

	{file: "shopware/products.csv", mapping: "shopware", rows: 60, ok: 60, groups: 1},
	{file: "shopware/products.csv", mapping: "shopware-net", mark: '.', rows: 60, ok: 60, warned: count(feed.CodeGuessed, 60)},
	{file: "shopware/products_with_category_path.csv", mapping: "shopware", rows: 1, ok: 1},
	{file: "shopware/products_with_invalid.csv", mapping: "shopware", rows: 10, ok: 10},
	{file: "shopware/products_with_invalid_update_by.csv", mapping: "shopware", rows: 1, ok: 1},
	{file: "shopware/products_with_invalid_variants.csv", mapping: "shopware", rows: 2, codes: count(feed.CodeInvalid, 2), lines: []int{2, 3}},
	{file: "shopware/products_with_list_price.csv", mapping: "shopware", rows: 2, ok: 2},
	{file: "shopware/products_with_own_identifier.csv", mapping: "shopware", rows: 4, ok: 4},
	{file: "shopware/products_with_update_by.csv", mapping: "shopware", rows: 2, ok: 2},
	{file: "shopware/products_with_variants.csv", mapping: "shopware", rows: 48, ok: 48, groups: 1, warned: count(feed.CodeIgnored, 2)},

	{file: "bagisto/products.csv", mapping: "bagisto", rows: 26, ok: 23, codes: count(feed.CodeRequired, 3), lines: []int{6, 7, 8}, groups: 1},

	{file: "vendure/products.csv", mapping: "vendure", rows: 88, ok: 88, groups: 54},
	{file: "vendure/e2e-products-money-handling.csv", mapping: "vendure", rows: 2, ok: 2, groups: 2},
	{file: "vendure/e2e-products-stock-control.csv", mapping: "vendure", rows: 7, ok: 7, groups: 2},
	{file: "vendure/parser-fixtures/custom-fields.csv", mapping: "vendure", rows: 3, ok: 3, groups: 1},
	{file: "vendure/parser-fixtures/invalid-columns.csv", mapping: "vendure", rows: 4, ok: 4, groups: 1},
	{file: "vendure/parser-fixtures/invalid-option-values.csv", mapping: "vendure", rows: 4, codes: count(feed.CodeInvalid, 4), lines: []int{2, 3, 4, 5}},
	{file: "vendure/parser-fixtures/invalid-row-length.csv", mapping: "vendure", rows: 3, ok: 2, codes: count(feed.CodeRagged, 1), lines: []int{3}},
	{file: "vendure/parser-fixtures/multiple-languages.csv", mapping: "vendure-languages", rows: 3, ok: 3, groups: 1},
	{file: "vendure/parser-fixtures/multiple-products-multiple-variants.csv", mapping: "vendure", rows: 10, ok: 10, groups: 3},
	{file: "vendure/parser-fixtures/single-product-multiple-variants.csv", mapping: "vendure", rows: 3, ok: 3, groups: 1},
	{file: "vendure/parser-fixtures/single-product-single-variant.csv", mapping: "vendure", rows: 1, ok: 1},

	{file: "woocommerce/dummy-products.csv", mapping: "woocommerce-products", rows: 23, ok: 21, codes: count(feed.CodeRequired, 2), lines: []int{4, 8}},
	{file: "woocommerce/dummy-variations.csv", mapping: "woocommerce-variations", rows: 4, ok: 4, groups: 2},
}

// count makes a map of codes and numbers in turn.
func count(pairs ...any) map[feed.Code]int {
	m := map[feed.Code]int{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i].(feed.Code)] = pairs[i+1].(int)
	}
	return m
}

func TestAcceptanceOfShopifyFiles(t *testing.T) {
	t.Parallel()
	for _, want := range shopifyFiles {
		want.file = "shopify/" + want.file
		t.Run(want.file, func(t *testing.T) {
			t.Parallel()
			want.check(t, feed.Options{Format: feed.FormatShopify, Currency: "EUR"})
		})
	}
}

func TestAcceptanceOfCustomFiles(t *testing.T) {
	t.Parallel()
	for _, want := range customFiles {
		t.Run(want.file+" "+want.mapping, func(t *testing.T) {
			t.Parallel()
			want.check(t, feed.Options{Format: feed.FormatCustom, Mapping: saved(t, want.mapping), Currency: "EUR", DecimalMark: want.mark})
		})
	}
}

func saved(t *testing.T, name string) *feed.Mapping {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", "mappings", name+".json"))
	require.NoError(t, err)
	m := &feed.Mapping{}
	require.NoError(t, json.Unmarshal(raw, m))
	require.Empty(t, m.Validate())
	return m
}

func (want expected) check(t *testing.T, opt feed.Options) {
	t.Helper()
	dir := os.Getenv(dataVariable)
	require.NotEmpty(t, dir, "%s names the folder with the feeds", dataVariable)
	f, err := os.Open(filepath.Join(dir, want.file))
	require.NoError(t, err)
	defer func() { _ = f.Close() }()
	out, err := try(f, opt)
	require.NoError(t, err)
	require.Equal(t, want.rows, out.total)
	require.Len(t, out.rows, want.ok)
	codes := [2]map[feed.Code]int{{}, {}}
	for _, p := range out.problems {
		codes[p.Severity][p.Code]++
	}
	require.Equal(t, orNone(want.codes), codes[feed.Error])
	require.Equal(t, orNone(want.warned), codes[feed.Warning])
	if want.lines != nil {
		require.Equal(t, want.lines, out.lines(feed.Error))
	}
	var groups []string
	for _, row := range out.rows {
		if row.ItemGroupID != "" && !slices.Contains(groups, row.ItemGroupID) {
			groups = append(groups, row.ItemGroupID)
		}
	}
	require.Len(t, groups, want.groups)
	t.Logf("%s: %d rows, %d ok, errors %v, warnings %v, %d groups", want.file, out.total, len(out.rows), codes[0], codes[1], len(groups))
}

func orNone(m map[feed.Code]int) map[feed.Code]int {
	if m == nil {
		return map[feed.Code]int{}
	}
	return m
}
