package feed

import (
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

var availabilities = map[string]string{
	"": "", "in_stock": "in_stock", "instock": "in_stock", "available": "in_stock", "limited_availability": "in_stock",
	"download": "in_stock", "out_of_stock": "out_of_stock", "outofstock": "out_of_stock", "sold_out": "out_of_stock",
	"unavailable": "out_of_stock", "discontinued": "out_of_stock", "preorder": "preorder", "pre_order": "preorder",
	"backorder": "backorder", "back_order": "backorder", "available_for_order": "backorder",
}

var underscores = strings.NewReplacer(" ", "_", "-", "_", "\u00a0", "_")

func (c *converter) availability(col *column, s string) string {
	if s == "in_stock" || s == "out_of_stock" {
		return s
	}
	v, ok := availabilities[underscores.Replace(strings.ToLower(tidy(s, c.ascii)))]
	if !ok {
		c.fail(col, s, Problem{
			Code: CodeInvalid, Format: "the availability is not known",
			Hint: "write in_stock, out_of_stock, preorder or backorder",
		})
	}
	return v
}

func (c *converter) condition(col *column, s string) string {
	switch s = tidy(s, c.ascii); strings.ToLower(s) {
	case "", "new", "refurbished", "used":
		return strings.ToLower(s)
	}
	c.warn(col, s, Problem{
		Code: CodeIgnored, Format: "the condition is not known and was left out",
		Hint: "write new, refurbished or used",
	})
	return ""
}

func (c *converter) quantity(col *column, s string) (int32, bool) {
	if s = tidy(s, c.ascii); s == "" {
		return 0, false
	}
	n, err := strconv.ParseUint(s, 10, 31)
	if err != nil {
		c.fail(col, s, Problem{Code: CodeInvalid, Format: "the quantity is not a whole number from 0 to 2147483647"})
		return 0, false
	}
	return int32(n), true
}

func (c *converter) price(col *column, s string) {
	if s = strings.TrimSpace(s); s == "" {
		c.required(col)
		return
	}
	a, p := readPrice(s, c.opt.pricing())
	if p != nil {
		c.fail(col, s, *p)
		return
	}
	if a.rounded {
		c.rounded(col, s)
	}
	c.row.PriceMinor, c.row.Currency = a.minor, a.currency
}

func (c *converter) rounded(col *column, s string) {
	c.warn(col, s, Problem{Code: CodeGuessed, Format: "the price has more decimals than its currency and was rounded"})
}

const linkLength = 2000

func (c *converter) link(col *column, s string) string {
	if s = tidy(s, c.ascii); s == "" {
		return ""
	}
	if strings.IndexByte(s, ' ') > 0 {
		// Hand-made lists of pictures are full of them, and a blank can mean
		// nothing else.
		c.warn(col, s, Problem{Code: CodeGuessed, Format: "the address contains a blank, which was encoded"})
		s = strings.ReplaceAll(s, " ", "%20")
	}
	if p := badLink(s); p != nil {
		c.fail(col, s, *p)
		return ""
	}
	return s
}

var notALink = &Problem{Code: CodeInvalid, Format: "the address does not begin with http:// or https:// and a host"}

// badLink says what is wrong with an address. Only http and https get through,
// so that no page can ever offer a javascript: link of a feed.
func badLink(s string) *Problem {
	if len(s) > linkLength && utf8.RuneCountInString(s) > linkLength {
		return &Problem{
			Code: CodeTooLong, Format: "the text has %v characters; %v are allowed",
			Args: []any{utf8.RuneCountInString(s), linkLength},
		}
	}
	rest, ok := strings.CutPrefix(s, "https://")
	if !ok {
		if rest, ok = strings.CutPrefix(s, "http://"); !ok && !schemeInCapitals(s) {
			return notALink
		}
	}
	if plainLink(rest) {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return notALink
	}
	return nil
}

func schemeInCapitals(s string) bool {
	scheme, _, ok := strings.Cut(s, "://")
	return ok && (strings.EqualFold(scheme, "http") || strings.EqualFold(scheme, "https"))
}

// plainLink knows the addresses that need no closer look: a host of letters,
// digits, dots and dashes and a path of the usual characters.
func plainLink(rest string) bool {
	if rest == "" || rest[0] == '/' || rest[0] == '.' || rest[0] == '-' {
		return false
	}
	for i := 0; i < len(rest); i++ {
		if !usualInLink[rest[i]] {
			return false
		}
	}
	return true
}

var usualInLink = func() (table [256]bool) {
	for _, b := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_/~") {
		table[b] = true
	}
	return table
}()

// imageCount is how many additional pictures are kept.
const imageCount = 10

func (c *converter) images(col *column, s string) {
	if s = tidy(s, c.ascii); s == "" {
		return
	}
	for one := range strings.SplitSeq(s, ",") {
		if one = strings.TrimSpace(one); one != "" && !c.image(col, one) {
			return
		}
	}
}

// image adds a picture to the row. It returns false where no more can be added.
func (c *converter) image(col *column, s string) bool {
	if len(c.row.AdditionalImageLinks) == imageCount {
		c.warn(col, s, Problem{
			Code: CodeTooMany, Format: "only the first %v additional pictures are kept",
			Args: []any{imageCount},
		})
		return false
	}
	if s = c.link(col, s); s != "" {
		c.row.AdditionalImageLinks = append(c.row.AdditionalImageLinks, s)
	}
	return true
}
