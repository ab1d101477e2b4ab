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

func TestProducts(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, "id,title,price,brand,product_type\nA1,Desk lamp,10 EUR,Lumen,Home > Light\n"+
		"B2,Rucksack 100%_,80 EUR,Alpin,Outdoor\nC3,Lampion,10 USD,Lumen,Party\n")
	all := h.staged(t, ctx)
	_, err := h.Select(ctx, ids(all)[1:2])
	require.NoError(t, err)
	for name, tc := range map[string]struct {
		where *marketplace.ProductWhere
		want  []string
		fails bool
	}{
		"everything, the last changed first": {nil, []string{"B2", "C3", "A1"}, false},
		"by status":                          {&marketplace.ProductWhere{Status: []enum.MarketplaceProductStatus{enum.MarketplaceProductStatusImported}}, []string{"C3", "A1"}, false},
		"by title, whatever the case":        {&marketplace.ProductWhere{Search: ref("LAMP")}, []string{"C3", "A1"}, false},
		"by id":                              {&marketplace.ProductWhere{Search: ref(" b2 ")}, []string{"B2"}, false},
		"by brand anywhere":                  {&marketplace.ProductWhere{Search: ref("lpi")}, []string{"B2"}, false},
		"by what LIKE takes for wildcards":   {&marketplace.ProductWhere{Search: ref("0%_")}, []string{"B2"}, false},
		"by a brand":                         {&marketplace.ProductWhere{Brand: []string{"Lumen"}}, []string{"C3", "A1"}, false},
		"by a category and a brand":          {&marketplace.ProductWhere{Brand: []string{"Lumen"}, ProductType: []string{"Party"}}, []string{"C3"}, false},
		"by price, in the shop's currency":   {&marketplace.ProductWhere{Price: &filter.Decimal{Lte: ref(money.Decimal("10.00"))}}, []string{"A1"}, false},
		"by a search of nothing":             {&marketplace.ProductWhere{Search: ref("  ")}, []string{"B2", "C3", "A1"}, false},
		"by a source":                        {&marketplace.ProductWhere{Source: []string{"google", "none"}, Brand: []string{"Alpin"}}, []string{"B2"}, false},
		"by a source that is none":           {&marketplace.ProductWhere{Source: []string{"none"}}, nil, false},
		"by no group":                        {&marketplace.ProductWhere{ItemGroupID: ref("g")}, nil, false},
		"by NUL":                             {&marketplace.ProductWhere{Search: ref("a\x00b")}, nil, true},
		"by SQL":                             {&marketplace.ProductWhere{Search: ref("' or 1=1 --")}, nil, false},
		"by a search too long":               {&marketplace.ProductWhere{Search: ref(strings.Repeat("x", 101))}, nil, true},
		"by a price that is none":            {&marketplace.ProductWhere{Price: &filter.Decimal{Gte: ref(money.Decimal("1.001"))}}, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := h.Products(ctx, page.Arg{}, tc.where)
			if tc.fails {
				require.Contains(t, []errs.Code{errs.Invalid, errs.TooLong}, code(t, err))
				return
			}
			require.NoError(t, err)
			var found []string
			for _, p := range got.Nodes {
				found = append(found, p.ExternalID)
			}
			require.Equal(t, tc.want, found)
			n, err := got.Count(ctx)
			require.NoError(t, err)
			require.Equal(t, len(tc.want), n.Value)
		})
	}
	_, err = h.Products(fixture.Shopper(t, v), page.Arg{}, nil)
	require.Equal(t, errs.NotFound, code(t, err), "nothing for shoppers")
}

func TestPagesOfProducts(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 25)) // all changed in the same moment
	h.load(t, other, rows(1, 3))
	seen := map[string]bool{}
	size := 10
	var after *string
	for range 3 {
		got, err := h.Products(ctx, page.Arg{First: &size, After: after}, nil)
		require.NoError(t, err)
		for _, p := range got.Nodes {
			require.False(t, seen[p.ExternalID])
			seen[p.ExternalID] = true
		}
		after = got.PageInfo.EndCursor
		require.Equal(t, len(seen) < 25, got.PageInfo.HasNextPage)
	}
	require.Len(t, seen, 25)
	_, err := h.Products(other, page.Arg{After: after}, nil)
	require.Equal(t, errs.Invalid, code(t, err), "a cursor of another vendor")
	_, err = h.Products(ctx, page.Arg{After: after}, &marketplace.ProductWhere{Search: ref("x")})
	require.Equal(t, errs.Invalid, code(t, err), "a cursor of another filter")
	_, err = h.Products(ctx, page.Arg{First: ref(101)}, nil)
	require.Equal(t, errs.Invalid, code(t, err))
}

func TestProblemsOfRows(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(700))
	_, ctx := fixture.Vendor(t, h.db)
	var b strings.Builder
	b.WriteString("id,title,price,gtin\n")
	for i := range 2500 {
		fmt.Fprintf(&b, "%d,\"a\nb\",nothing,\n%d,c,1 EUR,123\n", 2*i, 2*i+1)
	}
	job := h.load(t, ctx, b.String())
	require.Equal(t, [4]int{2500, 0, 0, 2500}, counts(job))
	require.Equal(t, 2500, job.Warnings)

	size := 100
	got, err := h.Errors(ctx, job, page.Arg{First: &size}, true)
	require.NoError(t, err)
	n, err := got.Count(ctx)
	require.NoError(t, err)
	require.Equal(t, 1000, n.Value, "a thousand are kept, and all are counted")
	first := got.Nodes[0]
	require.Equal(t, 2, first.Line)
	require.Equal(t, 1, first.Record)
	require.Equal(t, "price", *first.Column)
	require.Equal(t, "nothing", *first.Value)
	require.Equal(t, "there is no number in the price", first.Message.Format)
	require.NotNil(t, first.Hint)
	require.Equal(t, 5, got.Nodes[1].Line, "physical lines")
	require.Equal(t, 3, got.Nodes[1].Record)
	next, err := h.Errors(ctx, job, page.Arg{First: &size, After: got.PageInfo.EndCursor}, true)
	require.NoError(t, err)
	require.Equal(t, got.Nodes[99].Record+2, next.Nodes[0].Record)
	got, err = h.Errors(ctx, job, page.Arg{}, false)
	require.NoError(t, err)
	require.True(t, got.Nodes[1].Warning)
}

func TestJobSaysHowTheFileWasRead(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	job := h.load(t, ctx, "id;title;price;mood\n1;Caf\xe9;1,50 EUR;good\n")
	require.Equal(t, "Windows-1252", *job.Encoding)
	require.Equal(t, ";", *job.Separator)
	require.Equal(t, []string{"mood"}, job.UnknownColumns)
	require.Equal(t, "Café", h.staged(t, ctx)[0].Title)
	require.Equal(t, 1, job.Warnings)
	problems, err := h.Errors(ctx, job, page.Arg{}, false)
	require.NoError(t, err)
	require.Len(t, problems.Nodes, 1)

	failed := h.load(t, ctx, "<html>")
	require.Equal(t, "this is an HTML page, not a CSV file", *marketplace.Failure(ctx, failed))
	require.Nil(t, marketplace.Failure(ctx, job))
	require.Equal(t, 1, h.Progress(job).Processed)
	require.Positive(t, h.Progress(job).RatePerSecond)
	require.Nil(t, h.Progress(job).EtaSeconds, "it is over")

	sources, err := h.Sources(ctx)
	require.NoError(t, err)
	require.Len(t, sources, 1)
}

func TestSourceSaysHowPricesAreRead(t *testing.T) {
	t.Parallel()
	h := open(t)
	v, ctx := fixture.Vendor(t, h.db)
	system := fixture.System(t, v)
	const file = "id,title,price\n1,a,\"1.234\"\n"
	require.Equal(t, enum.ImportStatusFailed, h.load(t, ctx, file).Status, "it can be read in two ways")
	require.NoError(t, h.db.MarketplaceSource.Update().SetDecimalMark("COMMA").SetCurrency("CHF").Exec(system))
	require.Equal(t, enum.ImportStatusCompleted, h.load(t, ctx, file).Status)
	p := h.staged(t, ctx)[0]
	require.EqualValues(t, 123400, p.PriceMinor)
	require.Equal(t, "CHF", p.Currency)
	require.NoError(t, h.db.MarketplaceSource.Update().SetDecimalMark("POINT").SetCurrency("KWD").Exec(system))
	require.Equal(t, [4]int{0, 1, 0, 0}, counts(h.load(t, ctx, file)))
	require.EqualValues(t, 1234, h.staged(t, ctx)[0].PriceMinor)
}
