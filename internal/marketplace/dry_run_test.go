package marketplace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/enum"
	"orion/internal/fixture"
	"orion/internal/kit/page"
	"orion/internal/marketplace"
)

func dryRun(in *marketplace.StartInput) { in.DryRun = true }

func TestADryRunShowsWhatWouldHappen(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(2))
	_, ctx := fixture.Vendor(t, h.db)
	_, other := fixture.Vendor(t, h.db)
	h.load(t, ctx, "id,title,price,brand,color,gender,material,sale_price,additional_image_link\n"+
		"1,Lamp,10 EUR,Lumen,red,male,wood,8 EUR,https://a.example/1.jpg\n2,Desk,20 EUR,Lumen,,,,,\n3,Gone,5 EUR,,,,,,\n4,Same,1 EUR,,,,,,\n")
	job := h.load(t, ctx, "id,title,price,brand,gender,sale_price,additional_image_link\n5,New,1 EUR,,,,\n4,Same,1 EUR,,,,\n"+
		"1,Torch,12.50 EUR,,female,,\"https://a.example/1.jpg,https://a.example/2.jpg\"\n6,,1 EUR,,,,\n2,Desk,20 EUR,Lumen,,,\n", dryRun, whole)
	require.Equal(t, enum.ImportStatusReady, job.Status)
	require.Equal(t, [4]int{1, 1, 2, 1}, counts(job))
	require.Equal(t, 1, job.Missing)
	require.Len(t, h.staged(t, ctx), 4)
	require.Equal(t, enum.MarketplaceProductStatusImported, standing(h.staged(t, ctx))["3"], "nothing is staged")

	list, err := h.Rows(ctx, job, page.Arg{}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"0 MISSING 3 Gone", "1 CREATED 5 New", "3 UPDATED 1 Torch"}, rowTexts(list.Nodes))
	require.Equal(t, []string{
		"additional_image_link: https://a.example/1.jpg > https://a.example/1.jpg, https://a.example/2.jpg",
		"brand: Lumen > -", "gender: male > female", "price: 10.00 EUR > 12.50 EUR", "sale_price: 8.00 EUR > -", "title: Lamp > Torch",
	}, changeTexts(list.Nodes[2].Changes), "a column that the file lacks stays")
	list, err = h.Rows(ctx, job, page.Arg{First: ptr(1)}, []enum.ImportRowStatus{enum.ImportRowStatusCreated, enum.ImportRowStatusUpdated})
	require.NoError(t, err)
	require.Equal(t, []string{"1 CREATED 5 New"}, rowTexts(list.Nodes))
	require.True(t, list.PageInfo.HasNextPage)
	list, err = h.Rows(other, job, page.Arg{}, nil)
	require.NoError(t, err)
	require.Empty(t, list.Nodes, "another vendor's")

	h.put(t, ctx, "4", enum.MarketplaceProductStatusMissing)
	back := h.load(t, ctx, "id,title,price\n4,Same,1 EUR\n", dryRun)
	list, err = h.Rows(ctx, back, page.Arg{}, nil)
	require.NoError(t, err)
	require.Equal(t, []string{"status: MISSING > IMPORTED"}, changeTexts(list.Nodes[0].Changes))
}

func rowTexts(all []*ent.ImportRow) (out []string) {
	for _, r := range all {
		out = append(out, fmt.Sprintf("%d %s %s %s", r.Record, r.Status, r.ExternalID, r.Title))
	}
	return out
}

func changeTexts(all []enum.Change) (out []string) {
	text := func(s *string) string {
		if s == nil {
			return "-"
		}
		return *s
	}
	for _, c := range all {
		out = append(out, c.Field+": "+text(c.Before)+" > "+text(c.After))
	}
	return out
}

func TestADryRunKeepsAThousandOfEachKind(t *testing.T) {
	t.Parallel()
	h := open(t, chunks(400))
	_, ctx := fixture.Vendor(t, h.db)
	h.load(t, ctx, rows(1, 2500))
	file := strings.ReplaceAll(rows(1, 1200), "Lamp", "Torch") + strings.TrimPrefix(rows(3001, 4300), "id,title,price,brand\n")
	job := h.load(t, ctx, file, dryRun, whole)
	require.Equal(t, [4]int{1300, 1200, 0, 0}, counts(job))
	require.Equal(t, 1300, job.Missing)
	for _, status := range []enum.ImportRowStatus{enum.ImportRowStatusCreated, enum.ImportRowStatusUpdated, enum.ImportRowStatusMissing} {
		list, err := h.Rows(ctx, job, page.Arg{First: ptr(1)}, []enum.ImportRowStatus{status})
		require.NoError(t, err)
		n, err := list.Count(ctx)
		require.NoError(t, err)
		require.Equal(t, 1000, n.Value, status)
	}
}
