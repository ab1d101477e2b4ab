package bleve

import (
	"bytes"
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"strings"

	"orion/internal/enum"
	"orion/internal/search"
)

// A walk goes over all that was found, once: it counts marks, finds the range of prices and
// keeps the best.
type walk struct {
	rank func(a, b *place) int
	most int // 0 keeps none

	table     *table
	counts    []int
	low, high int64
	total     int
	best      places
}

// A place is a document that was found.
type place struct {
	of    *columns
	doc   int
	score float64
}

func (p *place) facts() *facts { return &p.of.facts[p.doc] }

// walk goes over what is found without one condition.
func (f *finding) walk(without string, w *walk) (*walk, error) {
	all, err := f.conditions(without)
	if err != nil {
		return nil, fmt.Errorf("narrow a search: %w", err)
	}
	w.table, w.counts, w.best.rank = f.table, make([]int, len(f.table.names)), w.rank
	for _, doc := range f.docs {
		of, in := f.table.at(uint64(doc))
		if !slices.ContainsFunc(all, func(wants condition) bool { return !wants(of, in, doc) }) {
			w.add(place{of, in, float64(f.sheet.score[doc]) * of.facts[in].lift()})
		}
	}
	return w, nil
}

func (w *walk) add(p place) {
	for _, mark := range p.of.marks[p.of.begin[p.doc]:p.of.begin[p.doc+1]] {
		w.counts[mark]++
	}
	price := p.facts().price
	if w.total == 0 || price < w.low {
		w.low = price
	}
	if w.total == 0 || price > w.high {
		w.high = price
	}
	if w.total++; w.most > 0 {
		w.keep(p)
	}
}

// keep keeps a place among the best, of which the worst is the first.
func (w *walk) keep(p place) {
	if len(w.best.all) < w.most {
		heap.Push(&w.best, p)
	} else if w.rank(&p, &w.best.all[0]) < 0 {
		w.best.all[0] = p
		heap.Fix(&w.best, 0)
	}
}

// hits returns the best from a place on.
func (w *walk) hits(from int) []search.Hit {
	slices.SortFunc(w.best.all, func(a, b place) int { return w.rank(&a, &b) })
	var out []search.Hit
	for _, p := range w.best.all[min(from, len(w.best.all)):] {
		out = append(out, search.Hit{ID: p.of.ids[p.doc], Score: p.score})
	}
	return out
}

// marks returns how many documents have each mark, for those that of takes.
func (w *walk) marks(of func(string) bool, to map[string]int) {
	for mark, n := range w.counts {
		if n > 0 && of(w.table.names[mark]) {
			to[w.table.names[mark]] = n
		}
	}
}

// places are a heap of which the worst is the first.
type places struct {
	all  []place
	rank func(a, b *place) int
}

func (p *places) Len() int           { return len(p.all) }
func (p *places) Less(i, j int) bool { return p.rank(&p.all[i], &p.all[j]) > 0 }
func (p *places) Swap(i, j int)      { p.all[i], p.all[j] = p.all[j], p.all[i] }
func (p *places) Push(one any)       { p.all = append(p.all, one.(place)) }
func (p *places) Pop() any           { last := p.all[len(p.all)-1]; p.all = p.all[:len(p.all)-1]; return last }

// rank returns which of two places comes first. It always ends in the id, so that pages do not overlap.
func rank(q *search.Query) func(a, b *place) int {
	id := func(a, b *place) int { return bytes.Compare(a.of.ids[a.doc][:], b.of.ids[b.doc][:]) }
	by := func(of func(*place) int64) func(a, b *place) int { // the most first
		return func(a, b *place) int { return cmp.Or(cmp.Compare(of(b), of(a)), id(b, a)) }
	}
	price := func(p *place) int64 { return p.facts().price }
	switch q.Sort {
	case enum.SearchSortTitle:
		return func(a, b *place) int { return cmp.Or(strings.Compare(a.of.order[a.doc], b.of.order[b.doc]), id(a, b)) }
	case enum.SearchSortNewest:
		return by(func(p *place) int64 { return p.facts().created })
	case enum.SearchSortBestSelling:
		return by(func(p *place) int64 { return p.facts().sold })
	case enum.SearchSortPriceAsc:
		return func(a, b *place) int { return cmp.Or(cmp.Compare(price(a), price(b)), id(a, b)) }
	case enum.SearchSortPriceDesc:
		return func(a, b *place) int { return cmp.Or(cmp.Compare(price(b), price(a)), id(a, b)) }
	}
	if scored(q) {
		return func(a, b *place) int { return cmp.Or(cmp.Compare(b.score, a.score), id(b, a)) }
	}
	return func(a, b *place) int {
		x, y := a.facts(), b.facts()
		return cmp.Or(cmp.Compare(stocked(y), stocked(x)), cmp.Compare(y.sold, x.sold), id(b, a))
	}
}

// scored reports whether what is searched for says what comes first.
func scored(q *search.Query) bool {
	return q.Sort == enum.SearchSortRelevance && (len(q.Words) > 0 || len(q.Codes) > 0)
}

func stocked(f *facts) int {
	if f.stock {
		return 1
	}
	return 0
}
