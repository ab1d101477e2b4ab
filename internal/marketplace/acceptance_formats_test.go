//go:build acceptance

package marketplace_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/marketplace"
	"orion/internal/pgtest"
	"orion/internal/store"
)

// formats are files of other systems and what an import makes of their rows: created,
// failed, and those whose id stands again further down. Why rows fail is said with the same
// files in package feed, and printed here row by row.
var formats = []struct {
	file    string
	mapping string // of package feed's; none is Shopify's own format
	created int
	failed  int
	again   int
}{
	{file: "shopify/apparel.csv", created: 22},
	{file: "shopify/home-and-garden.csv", created: 21},
	{file: "shopify/jewelery.csv", created: 23},
	{file: "shopify/packt-product-data.csv", created: 21},
	{file: "icecat-demo/tablets.csv", mapping: "icecat", created: 24, failed: 1},
	{file: "icecat-demo/headphones.csv", mapping: "icecat", created: 1},
	{file: "icecat-demo/webcams.csv", mapping: "icecat", created: 415, failed: 72},
	{file: "icecat-demo/mp3_players.csv", mapping: "icecat", created: 416, failed: 84},
	{file: "icecat-demo/loudspeakers.csv", mapping: "icecat", created: 413, failed: 87},
	{file: "shopware/products.csv", mapping: "shopware", created: 60},
	{file: "shopware/products_with_category_path.csv", mapping: "shopware", created: 1},
	{file: "shopware/products_with_invalid.csv", mapping: "shopware", created: 10},
	{file: "shopware/products_with_list_price.csv", mapping: "shopware", created: 2},
	{file: "shopware/products_with_own_identifier.csv", mapping: "shopware", created: 4},
	{file: "shopware/products_with_update_by.csv", mapping: "shopware", created: 1, again: 1},
	{file: "shopware/products_with_variants.csv", mapping: "shopware", created: 48},
	{file: "bagisto/products.csv", mapping: "bagisto", created: 23, failed: 3},
	{file: "vendure/products.csv", mapping: "vendure", created: 86, again: 2},
	{file: "woocommerce/dummy-products.csv", mapping: "woocommerce-products", created: 21, failed: 2},
	{file: "woocommerce/dummy-variations.csv", mapping: "woocommerce-variations", created: 4},
}

func TestAcceptanceOfOtherFormats(t *testing.T) {
	t.Parallel()
	h := open(t)
	for _, want := range formats {
		t.Run(want.file, func(t *testing.T) {
			v, ctx := fixture.Vendor(t, h.db)
			source(t, h, v, want.mapping)
			data := dataFile(t, want.file)
			from := func(in *marketplace.StartInput) { in.Source = "other" }
			job := h.load(t, ctx, data, from)
			h.explain(t, ctx, job)
			require.Equal(t, want.created+want.failed+want.again, job.Total)
			require.Equal(t, [4]int{want.created, 0, want.again, want.failed}, counts(job))
			again := h.load(t, ctx, data, from)
			require.Equal(t, [4]int{0, 0, want.created + want.again, want.failed}, counts(again), "the same file changes nothing")
		})
	}
}

// source makes a source "other" that reads Shopify's files, or others by a mapping.
func source(t *testing.T, h house, v *ent.Vendor, mapping string) {
	t.Helper()
	c := h.db.MarketplaceSource.Create().SetHandle("other").SetName("Other").SetFormat(enum.FeedFormatShopify)
	if mapping != "" {
		raw, err := os.ReadFile(filepath.Join("feed", "testdata", "mappings", mapping+".json"))
		require.NoError(t, err)
		c.SetFormat(enum.FeedFormatCustom).SetMapping(json.RawMessage(raw))
	}
	require.NoError(t, c.Exec(fixture.System(t, v)))
}

func dataFile(t *testing.T, name string) string {
	t.Helper()
	dir := os.Getenv(dataVariable)
	require.NotEmpty(t, dir, "%s names the folder with the feeds", dataVariable)
	b, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	require.NoError(t, err)
	return string(b)
}

// The stock file has 26,137 rows of as many skus. All but one of them are in the
// catalogue here; that one fails, all others are set, and a second run changes nothing.
func TestAcceptanceOfInventory(t *testing.T) {
	t.Parallel()
	db := pgtest.NewURL(t)
	opened, err := store.Open(t.Context(), db)
	require.NoError(t, err)
	t.Cleanup(opened.Close)
	h := build(t, opened)
	v, ctx := fixture.Vendor(t, h.db)
	data := dataFile(t, "commercetools/inventory.csv")
	lines := strings.Split(strings.TrimSpace(data), "\n")[1:]
	require.Len(t, lines, 26137)
	shelve(t, db, v.ID, lines[1:])

	kind := func(in *marketplace.StartInput) { in.Kind = enum.ImportKindInventory }
	job := h.load(t, ctx, data, kind)
	h.explain(t, ctx, job)
	require.Equal(t, enum.ImportStatusCompletedWithErrors, job.Status)
	require.Equal(t, 26137, job.Total)
	require.Equal(t, 1, job.Failed)
	require.Equal(t, 26136, job.Updated+job.Unchanged)
	again := h.load(t, ctx, data, kind)
	require.Equal(t, [4]int{0, 0, 26136, 1}, counts(again))
	sum, err := h.db.InventoryLevel.Query().Aggregate(ent.Sum("on_hand")).Int(fixture.System(t, v))
	require.NoError(t, err)
	moved, err := h.db.InventoryMovement.Query().Aggregate(ent.Sum("on_hand_delta")).Int(fixture.System(t, v))
	require.NoError(t, err)
	require.Equal(t, moved, sum, "the ledger adds up to what is on hand")
}

// shelve puts a product with the sku of each line into the catalogue, without stock.
func shelve(t *testing.T, url string, vendor uuid.UUID, lines []string) {
	t.Helper()
	skus := make([]string, len(lines))
	for i, line := range lines {
		skus[i], _, _ = strings.Cut(line, ",")
	}
	owner, err := pgx.Connect(t.Context(), url)
	require.NoError(t, err)
	defer func() { _ = owner.Close(t.Context()) }()
	_, err = owner.Exec(t.Context(), "set role orion_platform")
	require.NoError(t, err)
	_, err = owner.Exec(t.Context(), `
with p as (insert into products (id, created_at, updated_at, vendor_id, slug, title, currency, min_price_minor, max_price_minor)
  select gen_random_uuid(), now(), now(), $1, 'p-' || sku, sku, 'EUR', 100, 100 from unnest($2::text[]) sku returning id, title)
insert into product_variants (id, created_at, updated_at, vendor_id, product_id, sku, title, currency, price_minor)
select gen_random_uuid(), now(), now(), $1, p.id, p.title, p.title, 'EUR', 100 from p`, vendor, skus)
	require.NoError(t, err)
}
