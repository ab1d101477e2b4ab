package feed_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/marketplace/feed"
)

func TestStock(t *testing.T) {
	t.Parallel()
	mapping := &feed.Mapping{Columns: []feed.ColumnMapping{{Column: "Artikel", Field: "id"}, {Column: "Menge", Field: "quantity"}}}
	for name, tc := range map[string]struct {
		file    string
		mapping *feed.Mapping
		want    int32
		missing string
	}{
		"the names of the contract":      {file: "sku,quantity\nA,7\n", want: 7},
		"another order and more":         {file: "title,qty,sku\nLamp,7,A\n", want: 7},
		"camel case":                     {file: "sku;quantityOnStock\nA;7\n", want: 7},
		"a shelf":                        {file: "SKU\tOn hand\nA\t7\n", want: 7},
		"Shopify's":                      {file: "Variant SKU,Variant Inventory Qty\nA,7\n", want: 7},
		"a mapping":                      {file: "Artikel,Menge\nA,7\n", mapping: mapping, want: 7},
		"no quantity":                    {file: "sku,colour\nA,red\n", missing: "quantity. It has: sku, colour"},
		"neither":                        {file: "a,b\nA,7\n", missing: "sku, quantity. It has: a, b"},
		"a mapping of columns not there": {file: "a,b\nA,7\n", mapping: mapping, missing: "sku, quantity. It has: a, b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, err := feed.Open(strings.NewReader(tc.file), feed.Options{Format: feed.FormatStock, Mapping: tc.mapping})
			if tc.missing != "" {
				file, ok := errors.AsType[*feed.FileError](err)
				require.True(t, ok)
				require.Equal(t, feed.FileMissingColumn, file.Code)
				require.Contains(t, file.Error(), tc.missing)
				return
			}
			require.NoError(t, err)
			row, err := f.Next()
			require.NoError(t, err)
			require.Empty(t, row.Problems)
			require.Equal(t, "A", row.ID)
			require.True(t, row.HasQuantity)
			require.Equal(t, tc.want, row.Quantity)
		})
	}
}

func TestSkusAreLongerThanIDs(t *testing.T) {
	t.Parallel()
	for n, bad := range map[int]bool{64: false, 65: true} {
		f, err := feed.Open(strings.NewReader("sku,quantity\n"+strings.Repeat("é", n)+",7\n"), feed.Options{Format: feed.FormatStock})
		require.NoError(t, err)
		row, err := f.Next()
		require.NoError(t, err)
		require.Equal(t, bad, row.Failed())
	}
}
