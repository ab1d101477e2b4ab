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
		items, rows = append(items, p.variants(it)...), rows+1
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

// What a list may hold, and how many options can tell a variant from others.
const (
	listItems   = 250
	optionCount = 10
)

func (p *customProduct) convert(c *converter, it *item) {
	p.names, c.inherited = p.names[:0], it.variant.again
	var values []string
	for i := range p.columns {
		m := &p.columns[i]
		cell, parts := p.items(c, m, it)
		switch {
		case m.Field == fieldOptionNames:
			p.names = append(p.names, parts...)
		case m.Field == fieldOptionValues:
			values = parts
		case m.Field == fieldVariants:
			p.unclear(c, m, it)
		case cell != unread:
			p.fill(c, m, cell, parts)
		}
		c.inherited = it.variant.again
	}
	for _, f := range p.constants {
		c.cell(&f.col, f.value)
	}
	c.salePrice()
	p.options(c, values)
	if it.variant.choice != nil {
		p.vary(c, &it.variant, it.id)
	}
	p.inGroup(c, it)
}

// unread stands for a cell with which something is wrong. No cell can be it.
const unread = "\x00"

// items divides the cell of a row, or that of its product where it is blank and not
// the variant's own. It leaves the converter knowing whose it is.
func (p *customProduct) items(c *converter, m *mapped, it *item) (cell string, parts []string) {
	cell = it.rec.cell(m.cell)
	if it.rec != it.first && !m.col.own && blank([]byte(cell)) {
		cell, c.inherited = it.first.cell(m.cell), true
	}
	parts, bad := m.parts(cell, c.ascii)
	if bad != nil {
		c.fail(&m.col, cell, *bad)
		return unread, nil
	}
	if len(parts) > listItems {
		c.warn(&m.col, cell, Problem{Code: CodeTooMany, Format: "only the first %v items of the list are kept", Args: []any{listItems}})
		parts = parts[:listItems]
	}
	return cell, parts
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
	switch {
	case name == "" || value == "":
	case len(c.row.Options) == optionCount:
		c.fail(col, value, Problem{Code: CodeTooMany, Format: "a variant has %v options at most", Args: []any{optionCount}})
	default:
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
