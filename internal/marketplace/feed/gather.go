package feed

import (
	"slices"

	"orion/internal/kit/cell"
)

// What one product may take. One that is larger is cut off there: what follows is a
// piece of its own, and needs a title of its own.
const (
	productRecords = 2500
	productBytes   = 8 << 20
)

// record is one record of the file, kept until its product is complete.
type record struct {
	line  int
	text  string
	ascii bool
	cells []span
	fault *Problem // what keeps it from being read; nil if nothing does
}

func (r *record) cell(i int) string {
	if i < 0 || i >= len(r.cells) {
		return ""
	}
	return cell.Unguard(r.text[r.cells[i].start:r.cells[i].end])
}

// form says which records make up a product, and what rows it has.
type form interface {
	// belongs reports whether a record continues the product that first began.
	belongs(first, rec *record) bool

	// compose returns the rows of a product in the order of its records, and how
	// many bytes each but the first takes from the product. There is one record
	// without a fault at least.
	compose(records []*record) (items []item, shared int)

	// convert fills in a row of the product composed last.
	convert(c *converter, it *item)
}

// item is a row to be, or what keeps it from being one.
type item struct {
	rec   *record
	first *record // of the product: what rec leaves blank is taken from there
	fault *Problem
	id    string

	variant variant // of those that the record says in short
}

// gathered makes rows of products that several records make up. It reads one record
// beyond a product to see its end.
type gathered struct {
	r    *Reader
	form form

	ahead *record // the first of the next product
	end   error   // why there is none

	items []item
	at    int // how many items have been given out
	grown int64
}

func (g *gathered) advance() (int, *Problem, error) {
	for g.at == len(g.items) {
		if g.ahead == nil && g.end != nil {
			return 0, nil, g.end
		}
		g.collect()
	}
	if most := g.r.opt.Limits.Bytes; g.grown > most {
		return 0, nil, fileError(FileTooLarge, "the file is larger than %v bytes", most)
	}
	it := &g.items[g.at]
	g.at++
	return it.rec.line, it.fault, nil
}

// collect reads the records of one product. A record that cannot be read is part
// of the product around it: it fails alone, and the next may still belong.
func (g *gathered) collect() {
	var first *record
	var records []*record
	g.items, g.at = g.items[:0], 0
	for bytes := 0; len(records) < productRecords && bytes < productBytes; {
		rec := g.take()
		if rec == nil {
			break
		}
		if rec.fault == nil && first != nil && !g.form.belongs(first, rec) {
			g.ahead = rec
			break
		}
		if rec.fault == nil && first == nil {
			first = rec
		}
		records = append(records, rec)
		bytes += len(rec.text)
	}
	if first != nil {
		items, shared := g.form.compose(records)
		g.items = append(g.items, items...)
		// A small file could say much of one product and have two million rows take
		// it. What they take counts as if it stood in the file.
		g.grown += int64(shared) * int64(len(items)-1)
		return
	}
	for _, rec := range records {
		g.items = append(g.items, item{rec: rec, fault: rec.fault})
	}
}

// take reads the next record, nil at the end.
func (g *gathered) take() *record {
	if rec := g.ahead; rec != nil {
		g.ahead = nil
		return rec
	}
	if g.end != nil {
		return nil
	}
	fault, err := g.r.next()
	if err != nil {
		g.end = err
		return nil
	}
	return g.keep(fault)
}

func (g *gathered) keep(fault *Problem) *record {
	rec := &record{line: g.r.split.start, fault: fault}
	rec.text, rec.ascii = g.r.text.decode(g.r.split.rec, g.r.split.cells)
	rec.cells = slices.Clone(g.r.split.cells)
	if fault == nil {
		rec.fault = g.broken(rec)
	}
	return rec
}

// broken refuses a record with a cell that nothing can be made of, be it a column
// that matters or not: which product it belongs to is known from its cells alone.
func (g *gathered) broken(rec *record) *Problem {
	columns := g.r.header.columns
	if col, p := badText(columns, rec.text, rec.cells, rec.ascii); p != nil {
		p.Line, p.Column, p.Value = rec.line, col.name, excerpt(p.Value)
		return p
	}
	for i := range columns {
		c := rec.cells[i]
		if n := int(c.end - c.start); n > g.r.opt.Limits.Cell && columns[i].name != "" {
			return &Problem{
				Line: rec.line, Column: columns[i].name, Value: excerpt(rec.text[c.start:c.end]), Code: CodeTooLong,
				Format: "the cell is longer than %v bytes", Args: []any{g.r.opt.Limits.Cell},
			}
		}
	}
	return nil
}

func (g *gathered) convert() {
	it := &g.items[g.at-1]
	c := converter{row: &g.r.row, opt: &g.r.opt, ascii: it.rec.ascii && it.first.ascii, line: it.rec.line}
	g.form.convert(&c, it)
	g.r.row.Hash = hashRow(&g.r.row, g.r.header.Present)
}

// shared is how many bytes the other rows of a product take from its first record.
func shared(first *record, columns []column) (n int) {
	for i := range columns {
		if columns[i].name != "" && !columns[i].own {
			n += len(first.cell(i))
		}
	}
	return n
}

func (g *gathered) id() string { return g.items[g.at-1].id }

// raw fills in what the row takes from its product, so that the record can stand
// without the ones around it.
func (g *gathered) raw() []string {
	it := &g.items[g.at-1]
	out := texts(it.rec.text, it.rec.cells)
	if it.fault != nil || it.first == nil {
		return out
	}
	for i := range g.r.header.columns {
		if col := &g.r.header.columns[i]; i < len(out) && !col.own && blank([]byte(out[i])) {
			out[i] = writable(it.first.cell(i))
		}
	}
	if it.variant.choice != nil {
		out[it.variant.cell] = it.variant.said()
	}
	return out
}
