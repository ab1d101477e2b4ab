package feed

import (
	"strings"
	"unicode/utf8"
)

// A Row is one article of a feed, checked and brought into one form. A column
// that the file lacks and a blank cell both leave the zero value: Header.Present
// tells them apart.
type Row struct {
	Line   int // physical line on which the record begins
	Record int // number of the record after the header, the first is 1

	ID                    string
	Title                 string
	Description           string
	Link                  string
	ImageLink             string
	AdditionalImageLinks  []string
	Availability          string // in_stock, out_of_stock, preorder, backorder or blank
	PriceMinor            int64  // in the smallest unit of Currency
	Currency              string // ISO 4217
	SalePriceMinor        int64  // 0 for none; in Currency, below PriceMinor
	Brand                 string
	GTIN                  string // 8, 12, 13 or 14 digits with a right check digit
	MPN                   string
	Condition             string // new, refurbished, used or blank
	ProductType           string
	GoogleProductCategory string
	ItemGroupID           string // equal for all variants of a product; blank for a product without
	Color                 string
	Size                  string
	Quantity              int32
	HasQuantity           bool

	// Options are what this variant of a group is one of, in their order: of
	// Shopify's three at most, of Google's color, size, material and pattern,
	// named Color, Size, Material and Pattern. A row of no group has none.
	Options []Option

	// Attributes are the other attributes of the contract that are not blank.
	Attributes map[string]string

	// Hash is equal for two rows with the same values in the same columns,
	// whatever the order of the columns and the form of the file.
	Hash uint64

	Problems []Problem
}

// An Option is one choice that a variant stands for.
type Option struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Failed reports whether the row has an error and must not be staged.
func (r *Row) Failed() bool {
	for i := range r.Problems {
		if r.Problems[i].Severity == Error {
			return true
		}
	}
	return false
}

func (r *Row) reset(line, record int) {
	clear(r.Attributes)
	*r = Row{
		Line: line, Record: record, Attributes: r.Attributes,
		AdditionalImageLinks: r.AdditionalImageLinks[:0], Problems: r.Problems[:0], Options: r.Options[:0],
	}
}

// unreadable refuses a row that holds what Postgres would not take as text.
func (c *converter) unreadable(columns []column, rec string, cells []span) bool {
	col, p := badText(columns, rec, cells, c.ascii)
	if p == nil {
		return false
	}
	c.fail(col, p.Value, *p)
	return true
}

func badText(columns []column, rec string, cells []span, ascii bool) (*column, *Problem) {
	if strings.IndexByte(rec, 0) < 0 && (ascii || utf8.ValidString(rec)) {
		return nil, nil
	}
	for i := range columns {
		cell := rec[cells[i].start:cells[i].end]
		switch {
		case strings.IndexByte(cell, 0) >= 0:
			return &columns[i], &Problem{
				Code: CodeEncoding, Format: "the cell contains a NUL byte", Value: cell,
				Hint: "save the file as UTF-8",
			}
		case !utf8.ValidString(cell):
			return &columns[i], &Problem{
				Code: CodeEncoding, Format: "the cell contains bytes that are no text", Value: cell,
				Hint: "save the file as UTF-8, or state its encoding",
			}
		}
	}
	return nil, nil
}

// converter reads the cells of one row.
type converter struct {
	row   *Row
	opt   *Options
	ascii bool
	line  int

	// inherited says that the cell is the product's and has been read for its first
	// row. Its warnings were given there.
	inherited bool

	// What the sale price is checked against once the whole row is read.
	saleCurrency string
	sale         int64
	saleText     string
}

func (c *converter) cell(col *column, s string) {
	row := c.row
	switch col.kind {
	case ColumnID:
		row.ID = c.id(col, s)
	case ColumnTitle:
		row.Title = c.title(col, s)
	case ColumnDescription:
		row.Description = c.description(col, s)
	case ColumnLink:
		row.Link = c.link(col, s)
	case ColumnImageLink:
		row.ImageLink = c.link(col, s)
	case ColumnAdditionalImageLinks:
		c.images(col, s)
	case ColumnAvailability:
		row.Availability = c.availability(col, s)
	case ColumnPrice:
		c.price(col, s)
	case ColumnSalePrice:
		c.sale, c.saleCurrency, c.saleText = c.readSale(col, s)
	case ColumnQuantity:
		row.Quantity, row.HasQuantity = c.quantity(col, s)
	case ColumnGTIN:
		row.GTIN = c.gtin(col, s)
	case ColumnCondition:
		row.Condition = c.condition(col, s)
	default:
		c.label(col, s)
	}
}

// label reads the columns that are short texts.
func (c *converter) label(col *column, s string) {
	row := c.row
	switch col.kind {
	case ColumnBrand:
		row.Brand = c.text(col, s, 70)
	case ColumnMPN:
		row.MPN = c.text(col, s, 70)
	case ColumnProductType:
		row.ProductType = join(row.ProductType, c.path(col, s))
	case ColumnGoogleProductCategory:
		row.GoogleProductCategory = c.category(col, s)
	case ColumnItemGroupID:
		row.ItemGroupID = c.short(col, cleanID(s, c.ascii), 50)
	case ColumnColor:
		row.Color = c.text(col, s, 100)
	case ColumnSize:
		row.Size = c.text(col, s, 100)
	case ColumnAttribute:
		c.attribute(col, s)
	}
}

func join(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}

// required reports a blank cell that may not be blank.
func (c *converter) required(col *column) {
	c.fail(col, "", Problem{Code: CodeRequired, Format: "the cell is blank"})
}

// fail reports an error of the row. With Options.DropInvalid an optional field
// is left empty instead.
func (c *converter) fail(col *column, value string, p Problem) {
	needed := col.kind == ColumnID || col.kind == ColumnTitle || col.kind == ColumnPrice
	if c.opt.DropInvalid && !needed && p.Code != CodeEncoding {
		p.Severity = Warning
	}
	c.report(col, value, p)
}

func (c *converter) warn(col *column, value string, p Problem) {
	p.Severity = Warning
	c.report(col, value, p)
}

func (c *converter) report(col *column, value string, p Problem) {
	if c.inherited && p.Severity == Warning {
		return
	}
	p.Line, p.Record, p.Column, p.Value = c.line, c.row.Record, col.name, excerpt(value)
	c.row.Problems = append(c.row.Problems, p)
}
