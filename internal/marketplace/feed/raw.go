package feed

import (
	"strings"
	"unicode/utf8"
)

// A cell that a spreadsheet would take for a formula is written with an apostrophe
// before it, and one that has apostrophes before such a text already with one more.
// So a reader that takes exactly one apostrophe away from what has any before a
// formula gets back what was written, whatever it was.

// plain takes away the apostrophe that keeps a cell from being a formula.
func plain(s string) string {
	if len(s) > 1 && s[0] == '\'' {
		return unguarded(s)
	}
	return s
}

func unguarded(s string) string {
	if startsFormula(strings.TrimLeft(s, "'")) {
		return s[1:]
	}
	return s
}

// guarded puts an apostrophe before what a spreadsheet would take for a formula. A
// plain number stays as it is.
func guarded(s string) string {
	if startsFormula(strings.TrimLeft(s, "'")) && !plainNumber(s) {
		return "'" + s
	}
	return s
}

func startsFormula(s string) bool {
	if s == "" {
		return false
	}
	switch s[0] {
	case '=', '+', '-', '@', '\t', '\r':
		return true
	case 0xEF:
		r, _ := utf8.DecodeRuneInString(s)
		return r == '＝' || r == '＋' || r == '－' || r == '＠'
	}
	return false
}

// plainNumber knows a number with one sign, and decimals after a point or comma.
func plainNumber(s string) bool {
	if s[0] == '-' || s[0] == '+' {
		s = s[1:]
	}
	whole, fraction, marked := strings.Cut(strings.Replace(s, ",", ".", 1), ".")
	return digitsOnly(whole) && (!marked || digitsOnly(fraction))
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// texts are cells that can be written again: what is no text is shown as U+FFFD.
func texts(rec string, cells []span) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = writable(plain(rec[c.start:c.end]))
	}
	return out
}

func writable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, string(utf8.RuneError)), "\x00", string(utf8.RuneError))
}
