package feed

import (
	"strconv"
	"strings"
)

// customProduct is the product that is being made rows of.
type customProduct struct {
	r            *Reader
	columns      []mapped
	constants    []fixed
	continuation int // the column, -1 if there is none

	group string // "" for a product of one row
	names []string
}

func (p *customProduct) belongs(_, rec *record) bool {
	return p.continuation >= 0 && blank([]byte(rec.cell(p.continuation)))
}

func (p *customProduct) compose(records []*record) ([]item, int) {
	var first *record
	items := make([]item, 0, len(records))
	id, rows := "", 0
	for _, rec := range records {
		if rec.fault != nil {
			items = append(items, item{rec: rec, fault: rec.fault})
			continue
		}
		if first == nil {
			first = rec
		}
		it := item{rec: rec, first: first, id: p.idOf(rec)}
		if id == "" {
			id = it.id
		}
		items, rows = append(items, it), rows+1
	}
	p.group = ""
	if rows > 1 {
		p.group = fit(id)
	}
	return items, shared(first, p.r.header.columns)
}

func (p *customProduct) idOf(rec *record) string {
	for i := range p.columns {
		if m := &p.columns[i]; m.col.kind == ColumnID {
			parts, _ := m.parts(rec.cell(m.cell), rec.ascii)
			if len(parts) > 0 {
				return cleanID(parts[0], false)
			}
		}
	}
	return ""
}

func (p *customProduct) convert(c *converter, it *item) {
	p.names = p.names[:0]
	var values []string
	for i := range p.columns {
		m := &p.columns[i]
		s := it.rec.cell(m.cell)
		if it.rec != it.first && !m.col.own && blank([]byte(s)) {
			s, c.inherited = it.first.cell(m.cell), true
		}
		parts, bad := m.parts(s, c.ascii)
		switch {
		case bad != nil:
			c.fail(&m.col, s, *bad)
		case m.Field == fieldOptionNames:
			p.names = append(p.names, parts...)
		case m.Field == fieldOptionValues:
			values = parts
		default:
			p.fill(c, m, s, parts)
		}
		c.inherited = false
	}
	for _, f := range p.constants {
		c.cell(&f.col, f.value)
	}
	c.salePrice()
	p.options(c, values)
	p.inGroup(c, it)
}

// fill puts the items of a cell into the row.
func (p *customProduct) fill(c *converter, m *mapped, cell string, parts []string) {
	switch {
	case strings.HasPrefix(m.Field, optionPrefix):
		p.option(c, &m.col, strings.TrimSpace(m.Field[len(optionPrefix):]), one(parts))
	case m.col.kind == ColumnPrice || m.col.kind == ColumnSalePrice:
		p.amount(c, m, cell, parts)
	case m.col.kind == ColumnImageLink && len(parts) > 1:
		c.cell(&m.col, m.address(parts[0]))
		p.images(c, m, parts[1:])
	case m.col.kind == ColumnAdditionalImageLinks:
		if m.List == "" && m.Path == "" {
			parts = strings.Split(one(parts), ",")
		}
		p.images(c, m, parts)
	case m.col.kind == ColumnProductType || m.col.kind == ColumnAttribute && !isLink(m.Field):
		for i, part := range parts {
			col := m.col
			col.repeated = col.repeated || i > 0
			c.cell(&col, part)
		}
	case isLink(m.Field):
		c.cell(&m.col, m.address(one(parts)))
	default:
		c.cell(&m.col, one(parts))
	}
}

func one(parts []string) string {
	if len(parts) == 0 {
		return ""
	}
	return parts[0]
}

func (p *customProduct) images(c *converter, m *mapped, parts []string) {
	for _, part := range parts {
		if part = strings.TrimSpace(part); part != "" && !c.image(&m.col, m.address(part)) {
			return
		}
	}
}

// amount takes the amount in the source's currency of several. Those in another are
// of no use, even where there is no other.
func (p *customProduct) amount(c *converter, m *mapped, cell string, parts []string) {
	how := c.opt.pricing()
	if m.List == "" || len(parts) == 0 || how.currency == "" {
		c.cell(&m.col, one(parts))
		return
	}
	for _, part := range parts {
		a, bad := readPrice(part, how)
		if bad == nil && a.currency == how.currency || bad != nil && strings.Contains(strings.ToUpper(part), how.currency) {
			c.cell(&m.col, part)
			return
		}
	}
	c.fail(&m.col, cell, Problem{
		Code: CodeCurrency, Format: "the price has no amount in %s", Args: []any{how.currency},
		Hint: "set the currency of the source to one of those in the file",
	})
}

// options pairs the values of a variant with the names that its product has.
func (p *customProduct) options(c *converter, values []string) {
	if len(values) == 0 {
		return
	}
	col := &column{name: fieldOptionValues}
	if len(p.names) > 0 && len(values) != len(p.names) {
		c.fail(col, strings.Join(values, ", "), Problem{
			Code: CodeInvalid, Format: "the variant has %v values of options and the product names %v", Args: []any{len(values), len(p.names)},
		})
		return
	}
	for i, v := range values {
		name := "Option " + strconv.Itoa(i+1)
		if i < len(p.names) {
			name = p.names[i]
		}
		p.option(c, col, name, v)
	}
}

func (p *customProduct) option(c *converter, col *column, name, value string) {
	name, value = c.text(col, name, optionLength), c.text(col, value, optionLength)
	if name != "" && value != "" {
		c.row.Options = append(c.row.Options, Option{name, value})
	}
}

// inGroup gives the variants of a product a group, if they have none of their own.
func (p *customProduct) inGroup(c *converter, it *item) {
	row := c.row
	if row.ItemGroupID == "" {
		row.ItemGroupID = p.group
	}
	if row.ItemGroupID == "" && len(row.Options) > 0 {
		row.ItemGroupID = fit(it.id)
	}
	if row.ItemGroupID != "" && len(row.Options) == 0 {
		c.variantOptions()
	}
}
