package bleve

import "orion/internal/search"

// count tells what was counted: in the walk for the page what no condition of its own
// narrows, and in one more each facet that one does.
func (f *finding) count(w *walk, to *search.Hits) error {
	to.Words, to.Total, to.Facets = f.hits.Words, w.total, map[string]int{}
	to.Low, to.High, to.Priced = w.low, w.high, w.total > 0
	w.marks(func(string) bool { return true }, to.Facets)
	for _, key := range f.q.Narrowed() {
		w, err := f.walk(key, &walk{})
		if err != nil {
			return err
		}
		if key == facetPrice {
			to.Low, to.High, to.Priced = w.low, w.high, w.total > 0
			continue
		}
		recount(key, w, to.Facets)
	}
	return nil
}

// recount takes the counts of a facet from a walk without its own condition.
func recount(key string, w *walk, to map[string]int) {
	of := func(mark string) bool {
		name, _ := search.FacetOf(mark)
		return name == key
	}
	for mark := range to {
		if of(mark) {
			delete(to, mark)
		}
	}
	w.marks(of, to)
}
