package feed

import (
	"slices"
	"strings"

	"orion/internal/kit/option"
)

// fieldVariants is a cell that says all variants of the row's product in short, as
// Shopware's do: "size: M, L | colour: Red, Blue" are four.
const fieldVariants = "variants"

// rowVariants is how many variants one row can stand for.
const rowVariants = 250

const hintVariants = "write it as: size: L, XL | color: Green, White"

// choices reads such a cell: every choice of one value of each option, the last option
// changing fastest, and none of a blank cell.
func choices(s string) ([][]Option, *Problem) {
	if blank([]byte(s)) {
		return nil, nil
	}
	var all []option.Option
	size := 1
	for part := range strings.SplitSeq(s, "|") {
		name, list, ok := strings.Cut(part, ":")
		name = strings.TrimSpace(name)
		one := option.Option{Name: name, Values: eachOnce(list)}
		named := func(o option.Option) bool { return strings.EqualFold(o.Name, name) }
		if !ok || name == "" || len(one.Values) == 0 || strings.Contains(list, ":") || slices.ContainsFunc(all, named) {
			return nil, &Problem{Code: CodeInvalid, Format: "the cell is no list of options and their values", Hint: hintVariants}
		}
		if size *= len(one.Values); size > rowVariants {
			return nil, &Problem{Code: CodeTooMany, Format: "the row stands for more than %v variants", Args: []any{rowVariants}}
		}
		all = append(all, one)
	}
	return chosen(all), nil
}

// eachOnce are the values of a list, without blank ones.
func eachOnce(list string) (out []string) {
	for value := range strings.SplitSeq(list, ",") {
		if value = strings.TrimSpace(value); value != "" && !slices.Contains(out, value) {
			out = append(out, value)
		}
	}
	return out
}

func chosen(all []option.Option) [][]Option {
	matrix := option.Matrix(all)
	out := make([][]Option, len(matrix))
	for i, values := range matrix {
		for n, value := range values {
			out[i] = append(out[i], Option{all[n].Name, value})
		}
	}
	return out
}

// A variant is one of several that a record stands for. The zero value is none.
type variant struct {
	choice []Option
	group  string // the product's id
	again  bool   // not the first of its record, which has told what is wrong with it
	cell   int    // the cell that says all of them
}

// said is the cell as a row that stands for this variant alone would have it.
func (v *variant) said() string {
	out := make([]string, len(v.choice))
	for i, o := range v.choice {
		out[i] = o.Name + ": " + o.Value
	}
	return strings.Join(out, " | ")
}

// variants are the rows that a record makes: one, or those that it says in short. Their
// ids come of its own and of what they are, so that they stay when values are added.
func (p *customProduct) variants(it item) []item {
	i := slices.IndexFunc(p.columns, func(m mapped) bool { return m.Field == fieldVariants })
	if i < 0 || it.id == "" {
		return []item{it}
	}
	all, bad := p.columns[i].choices(it.rec)
	if bad != nil || len(all) == 0 {
		return []item{it} // what is bad is told when it is converted
	}
	out := make([]item, len(all))
	for n, choice := range all {
		out[n] = it
		out[n].variant = variant{choice: choice, group: fit(it.id), again: n > 0, cell: p.columns[i].cell}
		parts := []string{it.id}
		for _, o := range choice {
			parts = append(parts, cleanID(o.Value, false))
		}
		out[n].id = fit(strings.Join(parts, "/"))
	}
	return out
}

func (m *mapped) choices(rec *record) ([][]Option, *Problem) {
	parts, bad := m.parts(rec.cell(m.cell), rec.ascii)
	if bad != nil {
		return nil, bad
	}
	return choices(one(parts))
}

// unclear tells what is wrong with the cell of a record that stands for itself alone.
func (p *customProduct) unclear(c *converter, m *mapped, it *item) {
	if it.variant.choice != nil {
		return
	}
	if _, bad := m.choices(it.rec); bad != nil {
		c.fail(&m.col, it.rec.cell(m.cell), *bad)
	}
}

// vary makes the row that of a variant. What the record says of the product as a whole
// is not said of each variant: how many there are, and its number of trade.
func (p *customProduct) vary(c *converter, v *variant, id string) {
	row := c.row
	for _, o := range v.choice {
		p.option(c, &column{name: fieldVariants}, o.Name, o.Value)
	}
	if row.ID != "" {
		row.ID = id
	}
	if row.ItemGroupID == "" {
		row.ItemGroupID = v.group
	}
	if row.HasQuantity && row.Quantity > 0 {
		c.warn(&column{name: columnNames[ColumnQuantity]}, "", Problem{Code: CodeIgnored, Format: "the file does not say how many there are of each variant: they begin with none"})
		row.Quantity = 0
	}
	if row.GTIN != "" {
		c.warn(&column{name: columnNames[ColumnGTIN]}, row.GTIN, Problem{Code: CodeIgnored, Format: "the number is that of the product, and none of its variants has it"})
		row.GTIN = ""
	}
}
