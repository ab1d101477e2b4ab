// Package cell keeps the cells of files that spreadsheets open from being calculated.
//
// A cell that a spreadsheet would take for a formula is written with an apostrophe
// before it, and one that has apostrophes before such a text already with one more. So a
// reader that takes exactly one apostrophe away from what has any before a formula gets
// back what was written, whatever it was.
package cell

import (
	"strings"
	"unicode/utf8"
)

// blanks may stand before a formula: programs that read files cut them off, and quotes.
const blanks = "'\" \u00a0\u2007\u202f\u3000\u200b\ufeff"

// Guard puts an apostrophe before what a spreadsheet would take for a formula: what
// begins with = + - @, a tab, a carriage return, a line feed or one of the full-width
// forms ＝ ＋ － ＠, also after blanks, quotes and apostrophes. A plain number stays as it
// is, so that it can be calculated with.
func Guard(s string) string {
	if startsFormula(s) && !number(s) {
		return "'" + s
	}
	return s
}

// Unguard takes away the apostrophe that Guard has put before a text.
func Unguard(s string) string {
	if len(s) > 1 && s[0] == '\'' && startsFormula(s) {
		return s[1:]
	}
	return s
}

func startsFormula(s string) bool {
	s = strings.TrimLeft(s, blanks)
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r', '\n':
		return true
	case 0xEF:
		r, _ := utf8.DecodeRuneInString(s)
		return r == '＝' || r == '＋' || r == '－' || r == '＠'
	}
	return false
}

// number knows a number with one sign, and decimals after a point or comma.
func number(s string) bool {
	if s[0] == '-' || s[0] == '+' {
		s = s[1:]
	}
	whole, fraction, marked := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	return digits(whole) && (!marked || digits(fraction))
}

func digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
