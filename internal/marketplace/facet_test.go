package marketplace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/money"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
)

func told(of []*marketplace.Facet) (out []string) {
	for _, f := range of {
		out = append(out, fmt.Sprintf("%s %d", f.Value, f.Count))
	}
	return out
}

func TestFacets(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, other, rows(1, 30))
	h.load(t, ctx, "id,title,price,brand,product_type,item_group_id\nA1,Desk lamp,10 EUR,Lumen,Light,g\nB2,Rucksack 100%_,80 EUR,Alpin,Outdoor,\n"+
		"C3,Lampion,10 USD,Lumen,Party,\nD4,Bare,5 EUR,,,\n")
	_, err := h.Select(ctx, ids(h.staged(t, ctx))[:1])
	require.NoError(t, err)
	selected := []enum.MarketplaceProductStatus{enum.MarketplaceProductStatusSelected}
	for name, tc := range map[string]struct {
		where                       *marketplace.ProductWhere
		status, source, brand, kind []string
	}{
		"everything": {
			nil, []string{"IMPORTED 3", "SELECTED 1"}, []string{"google 4"}, []string{"Lumen 2", "Alpin 1"}, []string{"Light 1", "Outdoor 1", "Party 1"},
		},
		"each kind without its own condition": {
			&marketplace.ProductWhere{Status: selected, Brand: []string{"Lumen"}},
			[]string{"IMPORTED 1", "SELECTED 1"},
			[]string{"google 1"},
			[]string{"Lumen 1"},
			[]string{"Light 1"},
		},
		"a search": {
			&marketplace.ProductWhere{Search: ref("LAMP")}, []string{"IMPORTED 1", "SELECTED 1"}, []string{"google 2"}, []string{"Lumen 2"}, []string{"Light 1", "Party 1"},
		},
		"what LIKE takes for wildcards": {
			&marketplace.ProductWhere{Search: ref("0%_")}, []string{"IMPORTED 1"}, []string{"google 1"}, []string{"Alpin 1"}, []string{"Outdoor 1"},
		},
		"a price in the shop's currency": {
			&marketplace.ProductWhere{Price: &filter.Decimal{Lte: ref(money.Decimal("10.00"))}}, []string{"IMPORTED 1", "SELECTED 1"}, []string{"google 2"}, []string{"Lumen 1"}, []string{"Light 1"},
		},
		"a group":             {&marketplace.ProductWhere{ItemGroupID: ref("g")}, []string{"SELECTED 1"}, []string{"google 1"}, []string{"Lumen 1"}, []string{"Light 1"}},
		"a source of nothing": {&marketplace.ProductWhere{Source: []string{"none"}}, nil, []string{"google 4"}, nil, nil},
		"what has changed":    {&marketplace.ProductWhere{ChangedAtSource: ref(true)}, nil, nil, nil, nil},
		"what is pinned":      {&marketplace.ProductWhere{Pinned: ref(true)}, nil, nil, nil, nil},
		"SQL":                 {&marketplace.ProductWhere{Search: ref("' or 1=1 --")}, nil, nil, nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := h.Facets(ctx, tc.where)
			require.NoError(t, err)
			require.Equal(t, tc.status, told(got.Status))
			require.Equal(t, tc.source, told(got.Source))
			require.Equal(t, tc.brand, told(got.Brand))
			require.Equal(t, tc.kind, told(got.ProductType))
			if tc.where != nil && tc.where.Source == nil && tc.where.Status == nil {
				list, err := h.Products(ctx, pageOf(100), tc.where)
				require.NoError(t, err)
				sum := 0
				for _, f := range got.Status {
					sum += f.Count
				}
				require.Len(t, list.Nodes, sum, "the list and the counts agree")
			}
		})
	}
	_, err = h.Facets(fixture.Shopper(t, v), nil)
	require.Equal(t, errs.NotFound, code(t, err))
	_, err = h.Facets(ctx, &marketplace.ProductWhere{Search: ref(strings.Repeat("x", 101))})
	require.Equal(t, errs.TooLong, code(t, err))
	_, err = h.Facets(ctx, &marketplace.ProductWhere{Price: &filter.Decimal{Gte: ref(money.Decimal("1.001"))}})
	require.Equal(t, errs.Invalid, code(t, err))
	_, err = h.Facets(ctx, &marketplace.ProductWhere{ItemGroupID: ref("a\x00b")})
	require.Equal(t, errs.Invalid, code(t, err))
}

func TestFacetsAreBounded(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	var b strings.Builder
	b.WriteString("id,title,price,brand\n")
	for i := range 10_050 {
		fmt.Fprintf(&b, "%d,Lamp,1 EUR,Brand %d\n", i, i%40)
	}
	h.load(t, ctx, b.String())
	got, err := h.Facets(ctx, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"IMPORTED 10000"}, told(got.Status), "counts stop at 10,000")
	require.Len(t, got.Brand, 30)
}

func pageOf(size int) page.Arg { return page.Arg{First: &size} }
