package feed

import (
	"strings"

	"orion/internal/kit/money"
)

// amount is a price in the smallest unit of its currency.
type amount struct {
	minor    int64
	currency string
	rounded  bool // it had more decimals than the currency
}

// pricing is how the prices of a source are written.
type pricing struct {
	currency string // where a price names none
	mark     byte   // 0 if unknown
	round    bool   // what has too many decimals
}

func (o *Options) pricing() pricing {
	return pricing{o.Currency, o.DecimalMark, o.Mapping != nil && o.Mapping.Round}
}

// priceDigits is the most that a price may have before the decimal mark.
const priceDigits = 9

// spaces are the blanks and apostrophes that group digits.
var spaces = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2007", " ", "\u2019", "'")

// readPrice reads a price with its currency, in any of the usual ways of
// writing one that have a single meaning. It never passes through a float.
func readPrice(s string, how pricing) (amount, *Problem) {
	first := strings.IndexAny(s, "0123456789")
	if first < 0 {
		return amount{}, &Problem{Code: CodeInvalid, Format: "there is no number in the price", Hint: hintPrice}
	}
	last := strings.LastIndexAny(s, "0123456789")
	lead, number, tail := strings.TrimSpace(s[:first]), s[first:last+1], strings.TrimSpace(s[last+1:])
	if strings.HasSuffix(lead, "-") || strings.HasSuffix(lead, "\u2212") || strings.HasPrefix(tail, "-") {
		return amount{}, &Problem{Code: CodeInvalid, Format: "a price must be above zero"}
	}
	code, p := priceCurrency(lead, tail, number, how.currency)
	if p != nil {
		return amount{}, p
	}
	exponent := 2
	if code != "EUR" {
		exponent, _ = money.Digits(code)
	}
	minor, rounded, p := readNumber(number, exponent, how)
	if p != nil {
		return amount{}, p
	}
	return amount{minor, code, rounded}, nil
}

const (
	hintPrice    = "write the price as 15.00 EUR"
	hintCurrency = "write the code of the currency, such as EUR"
	hintMark     = "write it without grouping, as 1234.00, or set the decimal mark of the source"
)

// priceCurrency finds the one currency that stands before or after the number.
func priceCurrency(lead, tail, number, fallback string) (string, *Problem) {
	for i := 0; i < len(number); i++ {
		if c := number[i] | 0x20; 'a' <= c && c <= 'z' {
			return "", &Problem{Code: CodeInvalid, Format: "the price is not one number with one currency", Hint: hintPrice}
		}
	}
	before, p := currencyCode(lead)
	if p != nil {
		return "", p
	}
	after, p := currencyCode(tail)
	switch {
	case p != nil:
		return "", p
	case before != "" && after != "" && before != after:
		return "", &Problem{Code: CodeCurrency, Format: "the price has two currencies", Hint: hintPrice}
	case before+after == "" && fallback == "":
		return "", &Problem{Code: CodeCurrency, Format: "the price has no currency", Hint: hintCurrency}
	case after != "":
		return after, nil
	case before != "":
		return before, nil
	}
	return fallback, nil
}

func currencyCode(s string) (string, *Problem) {
	switch s {
	case "":
		return "", nil
	case "EUR": // by far the most frequent
		return "EUR", nil
	case "€":
		return "EUR", nil
	case "$", "£", "¥", "kr", "Kr", "kr.", "Fr.", "Fr":
		return "", &Problem{
			Code: CodeCurrency, Format: "the sign %q stands for more than one currency", Args: []any{s},
			Hint: hintCurrency,
		}
	}
	code := strings.ToUpper(s)
	if _, ok := money.Digits(code); ok {
		return code, nil
	}
	if len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		return "", &Problem{Code: CodeCurrency, Format: "the currency %q is unknown", Args: []any{code}, Hint: hintCurrency}
	}
	return "", &Problem{Code: CodeInvalid, Format: "the price is not one number with one currency", Hint: hintPrice}
}

// groups are the runs of digits of a number and the marks between them.
type groups struct {
	runs  [8]string
	marks [8]byte
	n     int // runs; there is one mark less
}

func (g *groups) split(s string) bool {
	from := 0
	for i := 0; i <= len(s); i++ {
		if i < len(s) && '0' <= s[i] && s[i] <= '9' {
			continue
		}
		if i == from || g.n == len(g.runs) || i < len(s) && strings.IndexByte("., '", s[i]) < 0 {
			return false
		}
		g.runs[g.n] = s[from:i]
		if i < len(s) {
			g.marks[g.n] = s[i]
		}
		g.n++
		from = i + 1
	}
	return true
}

// readNumber returns digits as an integer in units of 10^-exponent.
func readNumber(s string, exponent int, how pricing) (minor int64, rounded bool, p *Problem) {
	var g groups
	if !isASCII(s) {
		s = spaces.Replace(s)
	}
	if !g.split(s) {
		return 0, false, notANumber
	}
	whole, p := g.whole(exponent, how.mark)
	if p != nil {
		return 0, false, p
	}
	fraction := ""
	if whole < g.n {
		fraction = g.runs[whole]
	}
	rounded = len(fraction) > exponent
	if rounded && !how.round {
		return 0, false, &Problem{Code: CodeInvalid, Format: "the price has more than %v decimals", Args: []any{exponent}, Hint: hintPrice}
	}
	minor, p = g.value(whole, fraction, exponent)
	return minor, rounded, p
}

var notANumber = &Problem{Code: CodeInvalid, Format: "the price is not a number", Hint: hintPrice}

// whole returns how many runs stand before the decimal mark.
func (g *groups) whole(exponent int, mark byte) (int, *Problem) {
	n := g.n
	if n > 1 && g.isDecimal(g.marks[n-2], mark) {
		n--
		if mark == 0 && g.ambiguous(exponent) {
			return 0, &Problem{Code: CodeAmbiguous, Format: "the price can be read in two ways", Hint: hintMark}
		}
	}
	for i := 1; i < n; i++ {
		if g.marks[i-1] != g.marks[0] || g.marks[0] == mark || len(g.runs[i]) != 3 {
			return 0, notANumber
		}
	}
	if n > 1 && (len(g.runs[0]) > 3 || g.runs[0][0] == '0' || n < g.n && g.marks[0] == g.marks[g.n-2]) {
		return 0, notANumber
	}
	return n, nil
}

// isDecimal reports whether the last mark divides the decimals. Without a
// declared mark a point or comma does, unless it stands there twice.
func (g *groups) isDecimal(last, mark byte) bool {
	if mark != 0 {
		return last == mark
	}
	if last != '.' && last != ',' {
		return false
	}
	return g.n == 2 || g.marks[0] != last
}

// ambiguous reports whether the only mark of a number may as well group digits.
// A point before three digits is a decimal mark where the currency has three.
func (g *groups) ambiguous(exponent int) bool {
	if g.n != 2 || len(g.runs[1]) != 3 || len(g.runs[0]) > 3 || g.runs[0][0] == '0' {
		return false
	}
	return exponent != 3 || g.marks[0] != '.'
}

func (g *groups) value(whole int, fraction string, exponent int) (int64, *Problem) {
	var v int64
	digits := 0
	for _, run := range g.runs[:whole] {
		for i := 0; i < len(run); i++ {
			if v > 0 || run[i] != '0' {
				digits++
			}
			if digits > priceDigits {
				return 0, &Problem{Code: CodeInvalid, Format: "the price is too large"}
			}
			v = 10*v + int64(run[i]-'0')
		}
	}
	for i := range exponent {
		v *= 10
		if i < len(fraction) {
			v += int64(fraction[i] - '0')
		}
	}
	if len(fraction) > exponent && fraction[exponent] >= '5' { // half up
		v++
	}
	if v == 0 {
		return 0, &Problem{Code: CodeInvalid, Format: "a price must be above zero"}
	}
	return v, nil
}
