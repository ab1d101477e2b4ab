package bleve

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"orion/internal/enum"
	"orion/internal/search"
)

// What is counted and sorted along columns is what the documents say, over changes and
// removals in many batches, each of which is a segment until the library merges them.
func TestColumnsFollowTheDocuments(t *testing.T) {
	t.Parallel()
	e, vendor, r := engine(t, t.TempDir()), uuid.New(), rand.New(rand.NewPCG(1, 2))
	built(t, e, vendor)
	docs := map[uuid.UUID]*search.Document{}
	for round := range 12 {
		var put []*search.Document
		var gone []uuid.UUID
		for id := range docs {
			if d := anyDocument(r, id); r.IntN(3) == 0 {
				put = append(put, d)
			} else if r.IntN(4) == 0 {
				gone = append(gone, id)
			}
		}
		for range 20 {
			put = append(put, anyDocument(r, uuid.New()))
		}
		require.NoError(t, e.Index(t.Context(), vendor, put, gone))
		for _, d := range put {
			docs[d.ID] = d
		}
		for _, id := range gone {
			delete(docs, id)
		}
		agree(t, e, vendor, docs, round)
	}
}

func anyDocument(r *rand.Rand, id uuid.UUID) *search.Document {
	return &search.Document{
		ID: id, Title: []string{search.WordSign + fmt.Sprint("w", r.IntN(3))}, Facets: []string{fmt.Sprint("b=", r.IntN(4)), fmt.Sprint("s=", r.IntN(2) == 0)},
		Price: r.Int64N(1000), Sold: r.IntN(2000), Created: time.UnixMilli(r.Int64N(1e12)), Order: fmt.Sprint(r.IntN(50)),
	}
}

// agree compares a search with what looking through all documents finds.
func agree(t *testing.T, e *Engine, vendor uuid.UUID, docs map[uuid.UUID]*search.Document, round int) {
	t.Helper()
	word := fmt.Sprint("w", round%3)
	for _, words := range [][]search.Word{nil, {{Any: []search.Phrase{{All: []search.Match{{Raw: word, Tokens: []string{search.WordSign + word}}}, Weight: 1}}}}} {
		hits, err := e.Search(t.Context(), vendor, &search.Query{Words: words, AtLeast: len(words), Brand: []string{"1", "2"}, Sort: enum.SearchSortPriceAsc, Limit: 1000, Facets: true})
		require.NoError(t, err)
		want := search.Hits{Facets: map[string]int{}}
		for _, d := range docs {
			if words != nil && d.Title[0] != search.WordSign+word {
				continue
			}
			want.Facets[d.Facets[0]]++ // without its own condition
			if d.Facets[0] == "b=1" || d.Facets[0] == "b=2" {
				want.Facets[d.Facets[1]]++
				want.Total++
			}
		}
		require.Equal(t, want.Total, hits.Total)
		require.Equal(t, want.Facets, hits.Facets)
		require.Len(t, hits.Hits, hits.Total)
		for i, h := range hits.Hits {
			require.Contains(t, docs, h.ID)
			if i > 0 {
				require.LessOrEqual(t, docs[hits.Hits[i-1].ID].Price, docs[h.ID].Price)
			}
		}
		if hits.Total > 0 {
			require.Equal(t, docs[hits.Hits[0].ID].Price, hits.Low)
			require.Equal(t, docs[hits.Hits[hits.Total-1].ID].Price, hits.High)
		}
	}
}

// The counts of a search come along with its page, and are forgotten when the index changes.
func TestCountsComeAlong(t *testing.T) {
	t.Parallel()
	e, vendor := engine(t, t.TempDir()), uuid.New()
	built(t, e, vendor, "lamp", "lamp")
	q := &search.Query{Sort: enum.SearchSortTitle, Limit: 1}
	page, err := e.Search(t.Context(), vendor, q)
	require.NoError(t, err)
	require.Len(t, page.Hits, 1)
	require.Empty(t, page.Facets)
	ask := func() *search.Hits {
		hits, err := e.Search(t.Context(), vendor, counts(q))
		require.NoError(t, err)
		return hits
	}
	first := ask()
	require.Equal(t, map[string]int{"s=true": 2}, first.Facets)
	require.Same(t, first, ask())
	require.NoError(t, e.Index(t.Context(), vendor, []*search.Document{document("vase")}, nil))
	require.Equal(t, map[string]int{"s=true": 3}, ask().Facets)
}

// What columns take is given back when the index is closed, and what was merged with it.
func TestColumnsGoWithTheirIndex(t *testing.T) {
	t.Parallel()
	e, vendor := engine(t, t.TempDir()), uuid.New()
	built(t, e, vendor, "lamp")
	require.Equal(t, 1, count(t, e, vendor))
	ix := e.open[vendor]
	require.NotEmpty(t, ix.columns.segments)
	e.shut(vendor, ix)
	require.Nil(t, ix.columns)
	require.Equal(t, 1, count(t, e, vendor))
	before := e.open[vendor].columns
	built(t, e, vendor, "lamp", "vase")
	require.Equal(t, 2, count(t, e, vendor))
	require.NotSame(t, before, e.open[vendor].columns)
}
