package search_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/store"
)

func TestBehindTheLastPage(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		for _, price := range []int64{1000, 2000, 3000} {
			h.product(t, "Vase", func(c *ent.ProductCreate) { c.SetMinPriceMinor(price).SetMaxPriceMinor(price) })
		}
		cheap := &search.Filters{Price: &filter.Decimal{Lte: ptr(money.Decimal("20"))}}
		last := h.ask(t, h.shop, "vase", page.Arg{First: ptr(2)}, cheap, enum.SearchSortPriceAsc)
		require.False(t, last.PageInfo.HasNextPage)
		behind := h.ask(t, h.shop, "vase", page.Arg{First: ptr(2), After: last.PageInfo.EndCursor}, cheap, enum.SearchSortPriceAsc)
		require.Empty(t, behind.Edges)
		require.Equal(t, 2, behind.Count.Value, "those of the price alone")
	})
}
