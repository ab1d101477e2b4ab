package feed

import (
	"strings"
	"time"
)

const effectiveDate = "sale_price_effective_date"

// readSale reads the sale price. One that makes no sense is left out with a
// warning: the article can be sold without it.
func (c *converter) readSale(col *column, s string) (minor int64, currency, text string) {
	if s = strings.TrimSpace(s); s == "" {
		return 0, "", ""
	}
	how := c.opt.pricing()
	if c.row.Currency != "" {
		how.currency = c.row.Currency
	}
	a, p := readPrice(s, how)
	if p != nil {
		c.warn(col, s, Problem{Code: p.Code, Format: "the sale price was left out: it cannot be read", Hint: p.Hint})
		return 0, "", ""
	}
	if a.rounded {
		c.rounded(col, s)
	}
	return a.minor, a.currency, s
}

// salePrice accepts the sale price if it fits the price and its time makes
// sense. It runs after all cells, for the columns stand in any order.
func (c *converter) salePrice() {
	why := c.badSaleTime()
	if c.sale == 0 {
		return
	}
	row := c.row
	switch {
	case why != "":
	case row.PriceMinor == 0:
		why = "the sale price was left out: there is no price to compare it with"
	case c.saleCurrency != row.Currency:
		why = "the sale price was left out: its currency is not that of the price"
	case c.sale >= row.PriceMinor:
		why = "the sale price was left out: it is not below the price"
	}
	if why != "" {
		c.warn(&column{name: columnNames[ColumnSalePrice]}, c.saleText, Problem{Code: CodeIgnored, Format: why})
		return
	}
	row.SalePriceMinor = c.sale
}

// badSaleTime brings the time of a sale into UTC. It returns what is wrong with
// it, and takes it off the row then.
func (c *converter) badSaleTime() string {
	s := c.row.Attributes[effectiveDate]
	if s == "" {
		return ""
	}
	from, until, why := saleTime(s)
	if why != "" {
		delete(c.row.Attributes, effectiveDate)
		if c.sale == 0 {
			c.warn(&column{name: effectiveDate}, s, Problem{Code: CodeIgnored, Format: why})
		}
		return why
	}
	c.row.Attributes[effectiveDate] = from.Format(time.RFC3339) + "/" + until.Format(time.RFC3339)
	return ""
}

func saleTime(s string) (from, until time.Time, why string) {
	a, b, ok := strings.Cut(s, "/")
	if !ok {
		return from, until, "the sale price was left out: its time is not two instants joined by a slash"
	}
	from, okFrom := instant(strings.TrimSpace(a))
	until, okUntil := instant(strings.TrimSpace(b))
	switch {
	case !okFrom || !okUntil:
		return from, until, "the sale price was left out: its time is not in ISO 8601 with a time zone"
	case !from.Before(until):
		return from, until, "the sale price was left out: it ends before it begins"
	}
	return from.UTC(), until.UTC(), ""
}

func instant(s string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05-0700", "2006-01-02T15:04-0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
