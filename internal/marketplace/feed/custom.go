package feed

import (
	"maps"
	"slices"
	"strings"
)

// custom reads a file as a mapping says.
type custom struct{ m *Mapping }

func (custom) defaults(*Options) {}

func (custom) required() []string { return google{}.required() }

func (a custom) field(name string) string {
	name = loose(name)
	for i := range a.m.Columns {
		if loose(a.m.Columns[i].Column) == name {
			return a.m.Columns[i].Field
		}
	}
	return ""
}

// customOwn are the fields that a continuation does not take from its product.
var customOwn = names("id price sale_price sale_price_effective_date gtin mpn quantity availability color size option_values variants")

// mapped is one mapping, tied to the column of this file.
type mapped struct {
	*ColumnMapping
	cell int
	col  column
}

// fixed is a constant.
type fixed struct {
	col   column
	value string
}

func (a custom) bind(r *Reader, names []string) (rows, error) {
	h := &r.header
	h.seen = map[string]int{}
	p := &customProduct{r: r, continuation: -1}
	at, err := a.places(names)
	if err != nil {
		return nil, err
	}
	for i := range a.m.Columns {
		if cell, ok := at[loose(a.m.Columns[i].Column)]; ok {
			p.column(&a.m.Columns[i], cell)
		}
	}
	for _, field := range slices.Sorted(maps.Keys(a.m.Constants)) {
		h.seen[field] = -1
		p.constants = append(p.constants, fixed{column{kind: h.note(field), name: field}, a.m.Constants[field]})
	}
	if name := loose(a.m.Continuation); name != "" {
		cell, ok := at[name]
		if !ok {
			return nil, lacking([]string{excerpt(a.m.Continuation)}, names)
		}
		p.continuation = cell
		h.Present |= 1 << ColumnItemGroupID
	}
	if h.Present.Has(ColumnItemGroupID) && h.varies() {
		h.Present |= 1 << ColumnOptions
	}
	p.unknown(names)
	return &gathered{r: r, form: p}, nil
}

// unknown lists the columns that the mapping does not name.
func (p *customProduct) unknown(names []string) {
	h := &p.r.header
	for i, name := range names {
		if h.columns[i].name == "" && i != p.continuation && !blank([]byte(name)) {
			h.Unknown = append(h.Unknown, excerpt(strings.TrimSpace(name)))
		}
	}
}

// places finds the columns of a file by their loose names. That two are called the
// same matters only if one is meant.
func (a custom) places(names []string) (map[string]int, error) {
	at := map[string]int{}
	for i, name := range names {
		name = loose(name)
		first, again := at[name]
		if again && (a.field(name) != "" || name == loose(a.m.Continuation)) {
			return nil, fileError(FileDuplicateColumn, "the columns %q and %q are both %s", excerpt(names[first]), excerpt(names[i]), name)
		}
		if !again {
			at[name] = i
		}
	}
	return at, nil
}

// column ties a mapping to the column that the file has for it.
func (p *customProduct) column(m *ColumnMapping, cell int) {
	h := &p.r.header
	option := strings.HasPrefix(m.Field, optionPrefix)
	col := column{name: m.Field, own: customOwn[m.Field] || option}
	switch {
	case option || m.Field == fieldOptionNames || m.Field == fieldOptionValues || m.Field == fieldVariants:
		h.Present |= 1<<ColumnOptions | 1<<ColumnItemGroupID
	default:
		col.kind = h.note(m.Field)
	}
	if col.kind == ColumnImageLink && (m.List != "" || m.Path != "") {
		h.Present |= 1 << ColumnAdditionalImageLinks
	}
	_, col.repeated = h.seen[m.Field]
	h.seen[m.Field] = cell
	p.columns = append(p.columns, mapped{m, cell, col})
	if first := &h.columns[cell]; first.name == "" {
		*first = col
	} else {
		first.own = first.own && col.own
	}
}
