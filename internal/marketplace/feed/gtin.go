package feed

import "strings"

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
	if len(s) == 10 {
		if isbn := isbn13(s); isbn != "" {
			return "the GTIN is an ISBN-10 and was left out", "write the ISBN-13, which begins with 978"
		}
	}
	if strings.Trim(s, "0123456789") != "" {
		return "the GTIN is not made of digits and was left out", ""
	}
	switch len(s) {
	case 8, 12, 13, 14:
	default:
		return "the GTIN does not have 8, 12, 13 or 14 digits and was left out",
			"leading zeros belong to the number; format the column as text"
	}
	if checkDigit(s[:len(s)-1]) != s[len(s)-1] {
		return "the check digit of the GTIN is wrong and the GTIN was left out", ""
	}
	if restricted(s) {
		return "the GTIN is from a range for use within one company and was left out", ""
	}
	return "", ""
}

// checkDigit weighs the digits 3, 1, 3 … from the right.
func checkDigit(s string) byte {
	sum := 0
	for i := range len(s) {
		weight := 3
		if i%2 == 1 {
			weight = 1
		}
		sum += weight * int(s[len(s)-1-i]-'0')
	}
	return byte('0' + (10-sum%10)%10)
}

// restricted knows the prefixes 02, 04 and 2 of a 13-digit number, which shops
// give out themselves. Numbers of 8 digits have prefixes of their own.
func restricted(s string) bool {
	if len(s) == 8 {
		return s[0] == '0' || s[0] == '2'
	}
	full := strings.Repeat("0", 14-len(s)) + s
	return full[1] == '2' || full[1:3] == "02" || full[1:3] == "04"
}

// isbn13 is the 13-digit form of a right ISBN-10, "" for a wrong one.
func isbn13(s string) string {
	sum := 0
	for i := range len(s) {
		switch d := s[i]; {
		case '0' <= d && d <= '9':
			sum += (10 - i) * int(d-'0')
		case i == 9 && (d == 'X' || d == 'x'):
			sum += 10
		default:
			return ""
		}
	}
	if sum%11 != 0 {
		return ""
	}
	body := "978" + s[:9]
	return body + string(checkDigit(body))
}
