package marketplace_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent/productvariant"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/option"
	"orion/internal/marketplace"
)

// One row that says its variants in short becomes one product, of which shoppers pick.
func TestVariantsInShortBecomeOneProduct(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	mapping := `{"columns": [{"column": "product_number", "field": "id"}, {"column": "name", "field": "title"},
		{"column": "price_gross", "field": "price"}, {"column": "variants", "field": "variants"}]}`
	err := h.db.MarketplaceSource.Create().SetHandle("shopware").SetName("Shopware").SetFormat(enum.FeedFormatCustom).
		SetMapping(json.RawMessage(mapping)).Exec(fixture.System(t, v))
	require.NoError(t, err)
	from := func(in *marketplace.StartInput) { in.Source = "shopware" }
	const file = "product_number;name;price_gross;variants\nT1;Shirt;9 EUR;size: M, L | motive: Go, Vue\n"
	require.Equal(t, [4]int{4, 0, 0, 0}, counts(h.load(t, ctx, file, from)))
	require.Equal(t, [4]int{0, 0, 4, 0}, counts(h.load(t, ctx, file, from)))

	products := h.publish(t, ctx, "T1/M/Go", "T1/M/Vue", "T1/L/Go", "T1/L/Vue")
	p, err := h.db.Product.Get(ctx, products[0].ID)
	require.NoError(t, err)
	require.Equal(t, "Shirt", p.Title)
	require.Equal(t, []option.Option{{Name: "Size", Values: []string{"L", "M"}}, {Name: "Motive", Values: []string{"Go", "Vue"}}}, p.Options)
	n, err := h.db.ProductVariant.Query().Where(productvariant.ProductID(p.ID)).Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 4, n)
}
