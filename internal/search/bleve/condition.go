package bleve

import (
	"orion/internal/search"
)

// A condition reports whether a document is wanted.
type condition func(of *columns, in int, doc uint32) bool

// conditions are those of the query but for that of one facet.
func (f *finding) conditions(without string) ([]condition, error) {
	var out []condition
	for _, c := range f.q.Conditions(without) {
		if len(c.Marks) == 0 || !search.Narrowing(c.Marks[0]) { // all of one are of a kind
			out = append(out, marked(f.columns.among(c.Marks)))
			continue
		}
		narrow, err := f.narrowed(c.Marks)
		if err != nil {
			return nil, err
		}
		out = append(out, narrow)
	}
	if (f.q.Low != nil || f.q.High != nil) && without != facetPrice {
		out = append(out, priced(f.q.Low, f.q.High))
	}
	return out, nil
}

// marked wants any of the marks that are counted, which are in the columns.
func marked(any map[uint32]bool) condition {
	return func(of *columns, in int, _ uint32) bool {
		for _, mark := range of.marks[of.begin[in]:of.begin[in+1]] {
			if any[mark] {
				return true
			}
		}
		return false
	}
}

// narrowed wants any of the marks that only narrow, which have a list each.
func (f *finding) narrowed(marks []string) (condition, error) {
	any := make([]bool, f.table.size())
	for _, m := range marks {
		if err := f.each(fieldMarks, m, 1, func(doc uint64, _ float64) { any[doc] = true }); err != nil {
			return nil, err
		}
	}
	return func(_ *columns, _ int, doc uint32) bool { return any[doc] }, nil
}

func priced(low, high *int64) condition {
	return func(of *columns, in int, _ uint32) bool {
		price := of.facts[in].price
		return (low == nil || price >= *low) && (high == nil || price <= *high)
	}
}
