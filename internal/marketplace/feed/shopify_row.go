package feed

import (
	"slices"
	"strconv"
	"strings"
)

func (p *shopifyProduct) convert(c *converter, it *item) {
	row := c.row
	if it.rec == it.first {
		for _, one := range p.more {
			one.Record = row.Record
			row.Problems = append(row.Problems, one)
		}
	}
	row.ID = c.id(&column{kind: ColumnID, name: p.idColumn()}, it.id)
	row.ItemGroupID = p.group
	p.cells(c, it)
	p.price(c, it.rec)
	p.stock(c, it.rec)
	p.links(c, it.rec)
	p.choices(c, it.rec)
	p.published(c)
	p.otherTitle(c, it)
}

// idColumn is the column to blame for an id.
func (p *shopifyProduct) idColumn() string {
	if _, ok := p.at["sku"]; ok {
		return "sku"
	}
	return "handle"
}

// cells reads the fields that stand for themselves. The product's are those of
// its first record, or the record's own where that says nothing.
func (p *shopifyProduct) cells(c *converter, it *item) {
	if category := p.cell(p.first, "product_category"); category != "" {
		c.inherited = it.rec != it.first
		c.row.GoogleProductCategory = c.category(&column{kind: ColumnGoogleProductCategory, name: "product_category"}, category)
	}
	for i := range p.r.header.columns {
		col := &p.r.header.columns[i]
		if col.kind == ColumnIgnored {
			continue
		}
		s := it.rec.cell(i)
		if first := it.first.cell(i); !col.own && !blank([]byte(first)) {
			s, c.inherited = first, it.rec != it.first
		}
		if col.kind != ColumnGoogleProductCategory || !blank([]byte(s)) {
			c.cell(col, p.meant(col, s))
		}
		c.inherited = false
	}
}

// meant takes off what Shopify's way of writing adds to a cell.
func (p *shopifyProduct) meant(col *column, s string) string {
	switch {
	case col.kind == ColumnGTIN:
		return bareNumber(strings.TrimSpace(s))
	case col.name == "weight_grams" && strings.Trim(s, "0. ") == "":
		return "" // not weighed
	case shopifyFlags[col.name]:
		return yesOrNo(s)
	}
	return s
}

func yesOrNo(s string) string {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "yes", "1":
		return "yes"
	case "false", "no", "0":
		return "no"
	}
	return s
}

// price reads the price. One to compare it with that is higher is the regular price,
// and the price then that of a sale.
func (p *shopifyProduct) price(c *converter, rec *record) {
	c.price(&column{kind: ColumnPrice, name: "price"}, p.cell(rec, "price"))
	s := p.cell(rec, "compare_at")
	if c.row.PriceMinor == 0 || strings.Trim(s, "0.") == "" {
		return
	}
	regular, bad := readPrice(s, c.opt.pricing())
	switch {
	case bad != nil:
		c.warn(&column{name: "compare_at"}, s, Problem{Code: bad.Code, Format: "the price to compare with was left out: it cannot be read", Hint: bad.Hint})
	case regular.currency != c.row.Currency:
		c.warn(&column{name: "compare_at"}, s, Problem{Code: CodeIgnored, Format: "the price to compare with was left out: its currency is not that of the price"})
	case regular.minor > c.row.PriceMinor:
		c.row.PriceMinor, c.row.SalePriceMinor = regular.minor, c.row.PriceMinor
	}
}

// stock reads the quantity of what is counted over there, and what to make of none.
// What is not counted can be sold. An export tells of oversold goods below zero.
func (p *shopifyProduct) stock(c *converter, rec *record) {
	if _, ok := p.at["quantity"]; !ok {
		return
	}
	if _, ok := p.at["tracker"]; ok && p.cell(rec, "tracker") == "" {
		c.row.Availability = "in_stock"
		return
	}
	s := p.cell(rec, "quantity")
	col := &column{kind: ColumnQuantity, name: "quantity"}
	if n, err := strconv.ParseInt(s, 10, 32); err == nil && n < 0 {
		c.warn(col, s, Problem{Code: CodeGuessed, Format: "the quantity is below zero and was read as 0"})
		s = "0"
	}
	row := c.row
	row.Quantity, row.HasQuantity = c.quantity(col, s)
	goesOn := yesOrNo(p.cell(rec, "policy"))
	switch {
	case !row.HasQuantity:
	case row.Quantity > 0:
		row.Availability = "in_stock"
	case goesOn == "yes" || strings.EqualFold(goesOn, "continue"):
		row.Availability = "backorder"
	default:
		row.Availability = "out_of_stock"
	}
}

// links gives the row all pictures of its product, the variant's own before them.
func (p *shopifyProduct) links(c *converter, rec *record) {
	if i, ok := p.at["image"]; ok {
		c.link(&p.r.header.columns[i], rec.cell(i)) // a bad one is this row's fault
	}
	all := p.pictures
	if i, ok := p.at["variant_image"]; ok {
		if own := c.link(&p.r.header.columns[i], rec.cell(i)); own != "" {
			all = append([]string{own}, slices.DeleteFunc(slices.Clone(all), func(a string) bool { return a == own })...)
		}
	}
	if len(all) > shopifyPictures {
		c.warn(&column{name: "image"}, all[shopifyPictures], Problem{
			Code: CodeTooMany, Format: "only the first %v pictures are kept", Args: []any{shopifyPictures},
		})
		all = all[:shopifyPictures]
	}
	if len(all) > 0 {
		c.row.ImageLink = all[0]
		c.row.AdditionalImageLinks = append(c.row.AdditionalImageLinks, all[1:]...)
	}
}

func (p *shopifyProduct) choices(c *converter, rec *record) {
	for i, name := range p.options {
		col := &column{name: "option" + strconv.Itoa(i+1) + "_value"}
		if v := c.text(col, p.value(rec, i), optionLength); v != "" && name != "" {
			c.row.Options = append(c.row.Options, Option{Name: c.text(col, name, optionLength), Value: v})
		}
	}
}

// optionLength is how many characters the name of an option and its value may have.
const optionLength = 255

// published keeps that a product was not for sale over there.
func (p *shopifyProduct) published(c *converter) {
	status := strings.ToLower(p.cell(p.first, "status"))
	if yesOrNo(p.cell(p.first, "published")) == "no" || status == "draft" || status == "archived" {
		c.set("published", "no")
	}
}

// otherTitle tells of a record that calls its product something else.
func (p *shopifyProduct) otherTitle(c *converter, it *item) {
	own := p.cell(it.rec, "title")
	if own != "" && own != p.cell(it.first, "title") {
		c.warn(&column{name: "title"}, own, Problem{
			Code: CodeIgnored, Format: "the title is not that of the product, which begins at line %v and gives its own",
			Args: []any{it.first.line},
		})
	}
}
