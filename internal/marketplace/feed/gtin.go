package feed

import (
	"strings"

	"orion/internal/kit/gtin"
)

// gtin reads a trade item number. A wrong one is left out with a warning, for
// a row without is better than none; digits are never changed or filled up.
// Of several numbers the first right one is kept.
func (c *converter) gtin(col *column, s string) string {
	if s = tidy(s, c.ascii); s == "" {
		return ""
	}
	if maybeScientific(s) {
		c.fail(col, s, spreadsheet)
		return ""
	}
	kept := ""
	for one := range strings.SplitSeq(s, ",") {
		digits := bareDigits.Replace(one)
		why, hint := badGTIN(digits)
		switch {
		case digits == "":
		case why != "":
			c.warn(col, one, Problem{Code: CodeIgnored, Format: why, Hint: hint})
		case kept == "":
			kept = digits
		default:
			c.warn(col, one, Problem{Code: CodeIgnored, Format: "only the first GTIN is kept"})
		}
	}
	return kept
}

var bareDigits = strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "")

func badGTIN(s string) (why, hint string) {
	switch {
	case gtin.FromISBN10(s) != "":
		return "the GTIN is an ISBN-10 and was left out", "write the ISBN-13, which begins with 978"
	case strings.Trim(s, "0123456789") != "":
		return "the GTIN is not made of digits and was left out", ""
	case !gtin.Long(s):
		return "the GTIN does not have 8, 12, 13 or 14 digits and was left out",
			"leading zeros belong to the number; format the column as text"
	case !gtin.Checks(s):
		return "the check digit of the GTIN is wrong and the GTIN was left out", ""
	case gtin.Restricted(s):
		return "the GTIN is from a range for use within one company and was left out", ""
	}
	return "", ""
}
