package bleve

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/numeric"
	indexapi "github.com/blevesearch/bleve_index_api"
	"github.com/google/uuid"

	"orion/internal/search"
)

// Columns are what documents of one segment are counted and sorted by, in the order of the
// documents. The library keeps the same, in compressed blocks that are read anew by each
// search; a segment never changes, so that it need be done only once. They take some 120
// bytes for each document, and go when their index is closed.
type columns struct {
	ids   []uuid.UUID
	facts []facts
	order []string // what titles sort by
	begin []uint32 // where the marks of each begin in marks, and where the last end
	marks []uint32 // numbers of a columnStore
	words []string // of all documents, nil until they are asked for
}

// facts are what a document is sorted by, and its price.
type facts struct {
	price, sold, created int64
	stock                bool
}

// A columnStore has the columns of one index.
type columnStore struct {
	mu       sync.Mutex
	segments map[uint64]*columns
	numbers  map[string]uint32
	names    []string // of the marks, by number; grows only
	sheets   sync.Pool
	postings *postings
}

func newColumnStore() *columnStore {
	return &columnStore{
		segments: map[uint64]*columns{}, numbers: map[string]uint32{},
		sheets: sync.Pool{New: func() any { return &sheet{} }}, postings: newPostings(nil, 0),
	}
}

// A table is the columns of an index as one search sees it.
type table struct {
	ends     []uint64 // of the segments, in numbers of documents
	of       []*columns
	parts    []*scorch.SegmentSnapshot
	names    []string
	postings *postings
	last     int // the segment that was looked into last
}

// table reads what was not read yet, and forgets segments that have been merged.
func (s *columnStore) table(r indexapi.IndexReader) (*table, error) {
	snapshot, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return nil, fmt.Errorf("search: an index of %T", r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	t, end, there := &table{}, uint64(0), map[uint64]bool{}
	for _, segment := range snapshot.Segments() {
		id := segment.Id()
		if s.segments[id] == nil {
			c, err := s.read(snapshot, segment, end)
			if err != nil {
				return nil, fmt.Errorf("read a segment: %w", err)
			}
			s.segments[id] = c
		}
		end += uint64(segment.FullSize())
		t.ends, t.of, t.parts = append(t.ends, end), append(t.of, s.segments[id]), append(t.parts, segment)
		there[id] = true
	}
	maps.DeleteFunc(s.segments, func(id uint64, _ *columns) bool { return !there[id] })
	t.names, t.postings = s.names, s.postingsOf(t)
	return t, nil
}

// postingsOf returns the lists that belong to a table. Those of another state are forgotten.
func (s *columnStore) postingsOf(t *table) *postings {
	state := make([]segmentState, len(t.parts))
	for i, part := range t.parts {
		state[i].id = part.Id()
		if gone := part.Deleted(); gone != nil {
			state[i].gone = gone.GetCardinality()
		}
	}
	if !slices.Equal(s.postings.state, state) {
		s.postings = newPostings(state, t.size())
	}
	return s.postings
}

// read reads the columns of a segment whose documents begin with a number.
func (s *columnStore) read(r *scorch.IndexSnapshot, segment *scorch.SegmentSnapshot, from uint64) (*columns, error) {
	values, err := r.DocValueReader([]string{fieldFacets, fieldPrice, fieldStock, fieldSold, fieldCreated, fieldOrder})
	if err != nil {
		return nil, err
	}
	n := int(segment.FullSize())
	c := &columns{ids: make([]uuid.UUID, n), facts: make([]facts, n), order: make([]string, n), begin: make([]uint32, 1, n+1)}
	var id indexapi.IndexInternalID
	for doc := range n {
		name, err := segment.DocID(uint64(doc))
		if err != nil {
			return nil, err
		}
		if c.ids[doc], err = uuid.ParseBytes(name); err != nil {
			return nil, err
		}
		var failed error
		id = indexapi.NewIndexInternalID(id, from+uint64(doc))
		err = values.VisitDocValues(id, func(field string, term []byte) { failed = errors.Join(failed, s.visit(c, doc, field, term)) })
		if err = errors.Join(err, failed); err != nil {
			return nil, err
		}
		c.begin = append(c.begin, uint32(len(c.marks)))
	}
	c.marks = slices.Clip(c.marks)
	return c, nil
}

func (s *columnStore) visit(c *columns, doc int, field string, term []byte) error {
	switch field {
	case fieldFacets:
		c.marks = append(c.marks, s.number(term))
		return nil
	case fieldOrder:
		c.order[doc] = string(term)
		return nil
	}
	// A number is kept in many precisions; the first byte tells the whole one.
	if len(term) == 0 || term[0] != numeric.ShiftStartInt64 {
		return nil
	}
	n, err := number(string(term))
	f := &c.facts[doc]
	switch field {
	case fieldPrice:
		f.price = n
	case fieldSold:
		f.sold = n
	case fieldCreated:
		f.created = n
	case fieldStock:
		f.stock = n > 0
	}
	return err
}

// number reads what a numeric field sorts by.
func number(sorted string) (int64, error) {
	n, err := numeric.PrefixCoded(sorted).Int64()
	if err != nil {
		return 0, fmt.Errorf("read a price: %w", err)
	}
	return int64(numeric.Int64ToFloat64(n)), nil
}

func (s *columnStore) number(mark []byte) uint32 {
	n, ok := s.numbers[string(mark)] // no copy is made to look
	if !ok {
		n = uint32(len(s.names))
		s.names = append(s.names, string(mark))
		s.numbers[s.names[n]] = n
	}
	return n
}

// among returns the numbers of marks that there are.
func (s *columnStore) among(marks []string) map[uint32]bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[uint32]bool{}
	for _, m := range marks {
		if n, ok := s.numbers[m]; ok {
			out[n] = true
		}
	}
	return out
}

// size is how many documents have a number, with those that were removed.
func (t *table) size() int {
	if len(t.ends) == 0 {
		return 0
	}
	return int(t.ends[len(t.ends)-1])
}

// live returns all documents that were not removed.
func (t *table) live() []uint32 {
	out, doc := make([]uint32, 0, t.size()), uint32(0)
	for i, end := range t.ends {
		gone := t.parts[i].Deleted() // nil where nothing is
		for in := uint32(0); uint64(doc) < end; in, doc = in+1, doc+1 {
			if gone == nil || !gone.Contains(in) {
				out = append(out, doc)
			}
		}
	}
	return out
}

// at returns where a document is. Most come in the order of their numbers.
func (t *table) at(doc uint64) (*columns, int) {
	if doc >= t.ends[t.last] || t.last > 0 && doc < t.ends[t.last-1] {
		t.last, _ = slices.BinarySearch(t.ends, doc+1)
	}
	if t.last > 0 {
		doc -= t.ends[t.last-1]
	}
	return t.of[t.last], int(doc)
}

// lift is what a product's score is multiplied with: it can be bought, others bought it.
func (f *facts) lift() float64 {
	lift := 0.0
	if f.stock {
		lift += search.BoostStock
	}
	for tens := int64(1); tens <= 1000 && f.sold >= tens; tens *= 10 {
		lift += search.BoostSold
	}
	return 1 + lift/liftOf
}

// liftOf is about what a word in a title scores that few have: favourites are set beside it.
const liftOf = 20
