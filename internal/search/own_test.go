package search_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/search"
	"orion/internal/store"
)

func TestB2_39VendorsFindTheirOwnAlone(t *testing.T) {
	t.Parallel()
	every(t, func(t *testing.T, engine func(testing.TB, *store.DB) search.Engine) {
		h := newHouse(t, engine)
		other, _ := fixture.Vendor(t, h.db)
		h.build(t, other)
		fixture.Product(t, h.db, other, func(c *ent.ProductCreate) { c.SetTitle("Secret lamp").SetBrand("Theirs") })
		_, err := h.Drain(t.Context(), other.ID)
		require.NoError(t, err)
		h.product(t, "Own lamp")
		r := h.ask(t, h.shop, "lamp", page.Arg{}, nil, enum.SearchSortRelevance)
		require.Equal(t, []string{"Own lamp"}, titles(r))
		require.Equal(t, 1, r.Count.Value)
		facets, err := r.Facets(h.shop)
		require.NoError(t, err)
		for _, f := range facets {
			require.NotEqual(t, "brand", f.Key)
		}
		require.Empty(t, h.find(t, h.shop, "secrat", nil), "not even what another's words are near to")
	})
}
