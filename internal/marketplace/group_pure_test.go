package marketplace

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
)

func TestCommonTitle(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		titles []string
		want   string
	}{
		"one title":                              {[]string{"Shirt, red"}, "Shirt, red"},
		"what all begin with":                    {[]string{"Wool shirt red M", "Wool shirt blue L"}, "Wool shirt"},
		"without the sign before the difference": {[]string{"Wool shirt - red", "Wool shirt - blue"}, "Wool shirt"},
		"whole words alone":                      {[]string{"Red shirt", "Redder shirt"}, "Red shirt"},
		"one is the beginning of another":        {[]string{"Shirt", "Shirt red"}, "Shirt"},
		"nothing shared: the shortest":           {[]string{"Chemise", "Hemd", "Shirt"}, "Hemd"},
		"nothing shared and equally long":        {[]string{"Hose", "Hemd"}, "Hemd"},
		"blanks do not count":                    {[]string{"Wool  shirt red", "Wool shirt blue"}, "Wool shirt"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.want, commonTitle(tc.titles))
			for i, j := 0, len(tc.titles)-1; i < j; i, j = i+1, j-1 {
				tc.titles[i], tc.titles[j] = tc.titles[j], tc.titles[i]
			}
			require.Equal(t, tc.want, commonTitle(tc.titles), "whatever the order")
		})
	}
}

func TestGroupFlaws(t *testing.T) {
	t.Parallel()
	red := []enum.Option{{Name: "Color", Value: "Red"}}
	product := uuid.New()
	for name, tc := range map[string]struct {
		status enum.MarketplaceProductStatus
		at     string
		mates  []mate
		want   []string
		blocks bool
	}{
		"alone":                               {"SELECTED", "EUR", nil, nil, false},
		"beside another colour":               {"SELECTED", "EUR", []mate{{externalID: "a", currency: "EUR", options: "color\x00blue"}}, nil, false},
		"behind the same colour":              {"SELECTED", "EUR", []mate{{externalID: "a", currency: "EUR", options: "color\x00red"}}, []string{"GROUP_OPTIONS"}, true},
		"before the same colour":              {"SELECTED", "EUR", []mate{{externalID: "z", currency: "EUR", options: "color\x00red"}}, nil, false},
		"before the same colour, published":   {"SELECTED", "EUR", []mate{{externalID: "z", currency: "EUR", options: "color\x00red", product: &product}}, []string{"GROUP_OPTIONS"}, true},
		"not chosen yet, before the same":     {"IMPORTED", "EUR", []mate{{externalID: "z", currency: "EUR", options: "color\x00red"}}, []string{"GROUP_OPTIONS"}, true},
		"in the shop's currency beside other": {"SELECTED", "EUR", []mate{{externalID: "z", currency: "USD"}}, []string{"GROUP_CURRENCY"}, false},
		"in another currency":                 {"SELECTED", "USD", []mate{{externalID: "z", currency: "EUR"}}, []string{"GROUP_CURRENCY"}, true},
		"one too many":                        {"SELECTED", "EUR", many(maxVariants), []string{"GROUP_SIZE"}, true},
		"the last that there is room for":     {"SELECTED", "EUR", many(maxVariants - 1), nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &ent.MarketplaceProduct{ID: uuid.New(), ExternalID: "m", Status: tc.status, Options: red}
			var codes []string
			blocks := false
			for _, f := range groupFlaws(p, tc.at, tc.mates, "EUR") {
				codes, blocks = append(codes, f.code), blocks || f.blocking
			}
			require.Equal(t, tc.want, codes)
			require.Equal(t, tc.blocks, blocks)
		})
	}
}

func many(n int) []mate {
	out := make([]mate, n)
	for i := range out {
		out[i] = mate{id: uuid.New(), externalID: "a", currency: "EUR"}
	}
	return out
}

func TestNewsOf(t *testing.T) {
	t.Parallel()
	src := &ent.MarketplaceSource{Currency: "EUR", Rounding: enum.PriceRoundingNone}
	for name, tc := range map[string]struct {
		change func(*ent.MarketplaceProduct)
		want   []news
	}{
		"nothing new":         {func(*ent.MarketplaceProduct) {}, nil},
		"a title":             {func(p *ent.MarketplaceProduct) { p.Title = "Torch" }, []news{{enum.SourceFieldTitle, of("Lamp"), of("Torch")}}},
		"a price":             {func(p *ent.MarketplaceProduct) { p.PriceMinor = 5 }, []news{{enum.SourceFieldPrice, of("1000"), of("5")}}},
		"in another currency": {func(p *ent.MarketplaceProduct) { p.Currency = "USD" }, []news{{enum.SourceFieldPrice, of("1000"), of("1000 USD")}}},
		"a sale": {
			func(p *ent.MarketplaceProduct) { p.SalePriceMinor = of[int64](700) },
			[]news{{enum.SourceFieldPrice, of("1000"), of("700")}, {enum.SourceFieldCompareAtPrice, nil, of("1000")}},
		},
		"a word that went":            {func(p *ent.MarketplaceProduct) { p.Brand = nil }, []news{{enum.SourceFieldBrand, of("Lumen"), nil}}},
		"what is pinned":              {func(p *ent.MarketplaceProduct) { p.Brand, p.Pinned = nil, []string{"BRAND"} }, nil},
		"what nobody published":       {func(p *ent.MarketplaceProduct) { p.Title, p.Status = "Torch", "MISSING" }, nil},
		"a title that is not its":     {func(p *ent.MarketplaceProduct) { p.Title = "Torch"; delete(p.Adopted, "TITLE") }, nil},
		"the team's own words do not": {func(p *ent.MarketplaceProduct) { p.OwnTitle, p.OwnPriceMinor = of("Mine"), of[int64](3) }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := &ent.MarketplaceProduct{Title: "Lamp", PriceMinor: 1000, Currency: "EUR", Brand: of("Lumen"), Status: "PUBLISHED"}
			p.Adopted = feedWords(p, src, "EUR")
			tc.change(p)
			require.Equal(t, tc.want, newsOf(p, src, "EUR"))
		})
	}
	require.Equal(t, "10.00", *shownWord(enum.SourceFieldPrice, of("1000"), "EUR"))
	require.Equal(t, "1000 JPY", *shownWord(enum.SourceFieldPrice, of("1000 JPY"), "EUR"))
	require.Equal(t, "1000", *shownWord(enum.SourceFieldTitle, of("1000"), "EUR"))
}
