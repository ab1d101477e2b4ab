package marketplace_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/ent/gen/ent/marketplaceproduct"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
)

func whole(in *marketplace.StartInput) { in.Complete = true }

// standing are the products by their id and status.
func standing(all []*ent.MarketplaceProduct) map[string]enum.MarketplaceProductStatus {
	out := map[string]enum.MarketplaceProductStatus{}
	for _, p := range all {
		out[p.ExternalID] = p.Status
	}
	return out
}

func (h house) put(t *testing.T, ctx context.Context, id string, status enum.MarketplaceProductStatus) {
	t.Helper()
	n, err := h.db.MarketplaceProduct.Update().Where(marketplaceproduct.ExternalID(id)).SetStatus(status).Save(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestAWholeFeedMakesMissingWhatItDoesNotHave(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, other, rows(1, 5))
	h.load(t, ctx, rows(1, 5))
	h.put(t, ctx, "2", enum.MarketplaceProductStatusSelected)
	h.put(t, ctx, "3", enum.MarketplaceProductStatusIgnored)

	job := h.load(t, ctx, rows(4, 6), whole)
	require.Equal(t, enum.ImportStatusCompleted, job.Status)
	require.Equal(t, [4]int{1, 0, 2, 0}, counts(job))
	require.Equal(t, 2, job.Missing)
	require.Equal(t, 2, h.Progress(job).Missing)
	require.Equal(t, map[string]enum.MarketplaceProductStatus{
		"1": enum.MarketplaceProductStatusMissing, "2": enum.MarketplaceProductStatusMissing, "3": enum.MarketplaceProductStatusIgnored,
		"4": enum.MarketplaceProductStatusImported, "5": enum.MarketplaceProductStatusImported, "6": enum.MarketplaceProductStatusImported,
	}, standing(h.staged(t, ctx)))
	require.Len(t, h.staged(t, other), 5)
	require.NotContains(t, standing(h.staged(t, other)), enum.MarketplaceProductStatusMissing)

	require.Zero(t, h.load(t, ctx, rows(4, 6), whole).Missing, "what is missing already is not counted again")
	back := h.load(t, ctx, rows(1, 6), whole)
	require.Equal(t, [4]int{0, 2, 4, 0}, counts(back))
	require.Equal(t, enum.MarketplaceProductStatusImported, standing(h.staged(t, ctx))["1"])
	require.Zero(t, h.load(t, ctx, rows(1, 1)).Missing, "a part of the feed says nothing of the rest")
}

func TestWhenAWholeFeedMakesNothingMissing(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		file    string
		missing int
		warned  bool
	}{
		"a bad row with its id":      {file: "id,title,price\n1,a,nothing\n3,c,1 EUR\n", missing: 1},
		"a bad row without its id":   {file: "id,title,price\n,a,1 EUR\n3,c,1 EUR\n", warned: true},
		"a spreadsheet's id":         {file: "id,title,price\n8.8E+12,a,1 EUR\n3,c,1 EUR\n", warned: true},
		"a row that cannot be split": {file: "id,title,price\n1,a\n3,c,1 EUR\n", warned: true},
		"no good row":                {file: "id,title,price\n3,a,nothing\n"},
		"a header alone":             {file: "id,title,price\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, ctx := fixture.Vendor(t, h.db)
			h.load(t, ctx, rows(1, 2))
			job := h.load(t, ctx, tc.file, whole)
			require.Equal(t, tc.missing, job.Missing)
			require.Equal(t, tc.warned, job.Warnings == 1)
			problems, err := h.Errors(ctx, job, page.Arg{}, false)
			require.NoError(t, err)
			require.Equal(t, tc.warned, len(problems.Nodes) > 0 && problems.Nodes[0].Warning && problems.Nodes[0].Line == 0)
		})
	}
}

func TestAPublishedProductThatChanges(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 3))
	all := h.staged(t, ctx)
	_, err := h.Select(ctx, ids(all[:2]))
	require.NoError(t, err)
	_, err = h.Publish(ctx, ids(all[:2]))
	require.NoError(t, err)
	changed := func() (out []bool) {
		for _, p := range h.staged(t, ctx) {
			out = append(out, p.Changed)
		}
		return out
	}
	h.load(t, ctx, rows(1, 3))
	require.Equal(t, []bool{false, false, false}, changed(), "the same says nothing new")
	h.load(t, ctx, rows(2, 3), whole)
	require.Equal(t, enum.MarketplaceProductStatusMissing, standing(h.staged(t, ctx))["1"])
	h.load(t, ctx, rows(1, 3), whole)
	require.Equal(t, enum.MarketplaceProductStatusPublished, standing(h.staged(t, ctx))["1"])
	require.Equal(t, []bool{false, false, false}, changed(), "it came back as it was")
	h.load(t, ctx, "id,title,price\n1,Torch,2 EUR\n3,Torch,2 EUR\n")
	require.Equal(t, []bool{true, false, false}, changed(), "what is in the catalogue alone")
}
