package page_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/page"
)

type row struct {
	place int
	id    uuid.UUID
}

func key(r row) ([]any, uuid.UUID) { return []any{r.place}, r.id }

// Lists in the database are paged by the tests of their domains; this is one that is
// in memory as a whole.
func TestOf(t *testing.T) {
	t.Parallel()
	signer := page.NewSigner([]byte("0123456789abcdef0123456789abcdef"))
	all := make([]row, 7)
	for i := range all {
		all[i] = row{i, uuid.New()}
	}
	cut := func(arg page.Arg) *page.Connection[row] {
		plan, err := signer.Plan(arg, []page.Key{{Column: "place"}}, "test")
		require.NoError(t, err)
		return page.Of(plan, all, key)
	}
	three := 3
	first := cut(page.Arg{First: &three})
	require.Equal(t, all[:3], first.Nodes)
	require.True(t, first.PageInfo.HasNextPage)
	require.False(t, first.PageInfo.HasPreviousPage)

	second := cut(page.Arg{First: &three, After: first.PageInfo.EndCursor})
	require.Equal(t, all[3:6], second.Nodes)
	last := cut(page.Arg{First: &three, After: second.PageInfo.EndCursor})
	require.Equal(t, all[6:], last.Nodes)
	require.False(t, last.PageInfo.HasNextPage)

	back := cut(page.Arg{Last: &three, Before: last.PageInfo.StartCursor})
	require.Equal(t, all[3:6], back.Nodes)
	require.True(t, back.PageInfo.HasPreviousPage)
	require.True(t, back.PageInfo.HasNextPage)
	require.Equal(t, first.PageInfo.EndCursor, &first.Edges()[2].Cursor)

	n, err := back.Count(t.Context())
	require.NoError(t, err)
	require.Equal(t, &page.Count{Value: 7, Precision: page.Exact}, n)
}
