package inventory_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"orion/ent/gen/ent"
	"orion/internal/fixture"
	"orion/internal/inventory"
	"orion/internal/kit/errs"
	"orion/internal/kit/filter"
	"orion/internal/kit/page"
	"orion/internal/pgtest"
	"orion/internal/store"
)

func available(of []*ent.InventoryLevel) []int64 {
	out := make([]int64, len(of))
	for i, l := range of {
		out[i] = inventory.Available(l)
	}
	return out
}

func TestLevels(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	other, _ := fixture.Vendor(t, db)
	fixture.Product(t, db, other)
	var skus []string
	for _, n := range []int64{7, 0, 300, 2, 7} {
		_, pv := fixture.Product(t, db, v)
		skus = append(skus, *pv.Sku)
		_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: pv.PublicID(), SetOnHand: ptr(int(n)), Reason: "count", IdempotencyKey: *pv.Sku})
		require.NoError(t, err)
	}

	all, err := svc.Levels(staff, page.Arg{}, nil)
	require.NoError(t, err)
	require.Equal(t, []int64{0, 2, 7, 7, 300}, available(all.Nodes), "the scarcest first, of this vendor alone")
	count, err := all.Count(staff)
	require.NoError(t, err)
	require.Equal(t, 5, count.Value)

	var walked []int64
	arg := page.Arg{First: ptr(2)}
	for {
		cut, err := svc.Levels(staff, arg, nil)
		require.NoError(t, err)
		walked = append(walked, available(cut.Nodes)...)
		if !cut.PageInfo.HasNextPage {
			break
		}
		arg.After = cut.PageInfo.EndCursor
	}
	require.Equal(t, []int64{0, 2, 7, 7, 300}, walked, "page by page")

	last, err := svc.Levels(staff, page.Arg{Last: ptr(2)}, nil)
	require.NoError(t, err)
	require.Equal(t, []int64{7, 300}, available(last.Nodes))
	require.True(t, last.PageInfo.HasPreviousPage)

	for name, tc := range map[string]struct {
		where inventory.LevelWhere
		want  []int64
	}{
		"at most 2":             {inventory.LevelWhere{AvailableAtMost: ptr(2)}, []int64{0, 2}},
		"below everything":      {inventory.LevelWhere{AvailableAtMost: ptr(-1)}, []int64{}},
		"a sku":                 {inventory.LevelWhere{Sku: &filter.String{Eq: &skus[2]}}, []int64{300}},
		"the beginning of one":  {inventory.LevelWhere{Sku: &filter.String{StartsWith: ptr(skus[1][:20])}}, []int64{0}},
		"no sku of a list":      {inventory.LevelWhere{Sku: &filter.String{In: []string{}}}, []int64{}},
		"a filter that is open": {inventory.LevelWhere{Sku: &filter.String{}}, []int64{0, 2, 7, 7, 300}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := svc.Levels(staff, page.Arg{}, &tc.where)
			require.NoError(t, err)
			require.Equal(t, tc.want, available(got.Nodes))
		})
	}

	_, err = svc.Levels(staff, page.Arg{After: all.PageInfo.EndCursor}, &inventory.LevelWhere{AvailableAtMost: ptr(2)})
	require.Equal(t, errs.Invalid, errs.CodeOf(err), "a cursor of another filter")
	_, err = svc.Levels(fixture.Shopper(t, v), page.Arg{}, nil)
	require.Equal(t, errs.NotFound, store.Public(err).Code, "stock is not for shoppers")
}

func TestMovements(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	svc := newService(db)
	v, staff := fixture.Vendor(t, db)
	_, pv := fixture.Product(t, db, v)
	_, another := fixture.Product(t, db, v)
	for i, of := range []*ent.ProductVariant{pv, another, pv} {
		_, err := svc.Adjust(staff, inventory.AdjustInput{VariantID: of.PublicID(), Delta: ptr(i + 1), Reason: "found", IdempotencyKey: string(rune('a' + i))})
		require.NoError(t, err)
	}
	l := levelOf(t, db, v, pv)
	first, err := svc.Movements(staff, l, page.Arg{First: ptr(2)})
	require.NoError(t, err)
	require.Len(t, first.Nodes, 2)
	require.Equal(t, []int64{3, 1}, []int64{first.Nodes[0].OnHandDelta, first.Nodes[1].OnHandDelta}, "newest first")
	rest, err := svc.Movements(staff, l, page.Arg{First: ptr(2), After: first.PageInfo.EndCursor})
	require.NoError(t, err)
	require.Len(t, rest.Nodes, 1)
	require.EqualValues(t, 10, rest.Nodes[0].OnHandDelta, "the receipt")
	count, err := rest.Count(staff)
	require.NoError(t, err)
	require.Equal(t, 3, count.Value)
}
