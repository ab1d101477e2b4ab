package bleve

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever is searched for, lists take no more than they may; and those kept last are there.
func TestPostingsAreBounded(t *testing.T) {
	p := newPostings(nil, 0)
	for i := range 40 {
		last := listOf{fieldTitle, fmt.Sprint("word", i)}
		p.keep(last, make([]posting, leastPostings/10))
		kept := 0
		for _, list := range p.lists {
			kept += len(list) + 1
		}
		require.Equal(t, p.entries, kept)
		require.LessOrEqual(t, kept, p.most)
		require.Contains(t, p.lists, last)
	}
	require.Equal(t, 100_000*postingsPerDocument, newPostings(nil, 100_000).most, "a large index may have more")
}
