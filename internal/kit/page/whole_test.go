package page_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/kit/page"
)

// An entry is a line of a list in memory.
type entry struct {
	id   uuid.UUID
	at   time.Time
	size int
	name string
}

// Lists in memory, in an order of each kind of key, with some rows alike but for the id.
func TestOfWalksAListInMemory(t *testing.T) {
	t.Parallel()
	begin := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	rows := make([]entry, 11)
	for i := range rows {
		rows[i] = entry{id: uuid.UUID{15: byte(i)}, at: begin.Add(time.Duration(i/3) * time.Second), size: i / 2, name: string(rune('a' + i/4))}
	}
	backward := slices.Clone(rows)
	slices.Reverse(backward)
	for name, tc := range map[string]struct {
		rows []entry
		key  page.Key
		of   func(entry) any
	}{
		"by time":             {rows, page.Key{Column: "at", Time: true}, func(r entry) any { return r.at }},
		"by number":           {rows, page.Key{Column: "size"}, func(r entry) any { return r.size }},
		"by name":             {rows, page.Key{Column: "name"}, func(r entry) any { return r.name }},
		"by time, downwards":  {backward, page.Key{Column: "at", Time: true, Desc: true}, func(r entry) any { return r.at }},
		"by number, downward": {backward, page.Key{Column: "size", Desc: true}, func(r entry) any { return int64(r.size) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			signer := page.NewSigner([]byte("key"))
			cut := func(arg page.Arg) *page.Connection[entry] {
				plan, err := signer.Plan(arg, []page.Key{tc.key}, name)
				require.NoError(t, err)
				return page.Of(plan, tc.rows, func(r entry) ([]any, uuid.UUID) { return []any{tc.of(r)}, r.id })
			}
			size := 4
			var forth []entry
			arg := page.Arg{First: &size}
			for {
				c := cut(arg)
				forth = append(forth, c.Nodes...)
				require.Equal(t, arg.After != nil, c.PageInfo.HasPreviousPage)
				if !c.PageInfo.HasNextPage {
					break
				}
				arg.After = c.PageInfo.EndCursor
			}
			require.Equal(t, tc.rows, forth)

			var back []entry
			arg = page.Arg{Last: &size}
			for {
				c := cut(arg)
				back = append(slices.Clone(c.Nodes), back...)
				if !c.PageInfo.HasPreviousPage {
					break
				}
				arg.Before = c.PageInfo.StartCursor
			}
			require.Equal(t, tc.rows, back)

			count, err := cut(page.Arg{First: &size}).Count(t.Context())
			require.NoError(t, err)
			require.Equal(t, page.Count{Value: 11, Precision: page.Exact}, *count)
		})
	}
}
