package bleve

import (
	"context"
	"math"
	"sync"

	indexapi "github.com/blevesearch/bleve_index_api"
)

// A posting is a document that has a token, and how much it is about it: more where the token
// stands often, and in a short text.
type posting struct {
	doc   uint32
	about float32
}

// Postings are the lists of the tokens that searches have asked for. The library keeps them
// compressed and reads them anew for each search, where few words are in many searches.
// They are those of one state of an index and go with it.
type postings struct {
	mu      sync.Mutex
	state   []segmentState
	most    int // entries; beyond it all are forgotten
	entries int
	lists   map[listOf][]posting
}

// A listOf says whose list one is.
type listOf struct{ field, token string }

// A segmentState says which documents of a segment there are: it never changes but that some
// are removed.
type segmentState struct{ id, gone uint64 }

// What postings may take: 8 bytes an entry, and about as much as the columns for each document.
const (
	leastPostings       = 1 << 16
	postingsPerDocument = 16
)

func newPostings(state []segmentState, documents int) *postings {
	return &postings{state: state, most: max(leastPostings, postingsPerDocument*documents), lists: map[listOf][]posting{}}
}

// of returns the list of a token.
func (p *postings) of(ctx context.Context, r indexapi.IndexReader, key listOf) ([]posting, error) {
	p.mu.Lock()
	list, known := p.lists[key]
	p.mu.Unlock()
	if known {
		return list, nil
	}
	list, err := read(ctx, r, key)
	if err == nil {
		p.keep(key, list)
	}
	return list, err
}

// keep keeps a list. One that nothing is in counts as an entry too: there is no end of tokens
// that no document has.
func (p *postings) keep(key listOf, list []posting) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.entries += len(list) + 1; p.entries > p.most {
		clear(p.lists)
		p.entries = len(list) + 1
	}
	p.lists[key] = list
}

// read reads a list from the index.
func read(ctx context.Context, r indexapi.IndexReader, key listOf) ([]posting, error) {
	from, err := r.TermFieldReader(ctx, []byte(key.token), key.field, true, true, false)
	if err != nil {
		return nil, err
	}
	defer from.Close() //nolint:errcheck // it lets go of memory
	out := make([]posting, 0, from.Count())
	var entry indexapi.TermFieldDoc
	for {
		if len(out)%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		d, err := from.Next(entry.Reset())
		if err != nil || d == nil {
			return out, err
		}
		out = append(out, posting{uint32(d.ID.Value()), float32(math.Sqrt(float64(d.Freq)) * d.Norm)})
	}
}
