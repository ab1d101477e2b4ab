package payment

import (
	"regexp"
	"strings"
	"unicode"
)

var (
	// ibanShape is ISO 13616: country, two check digits, and 11 to 30 of the country's own.
	ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$`)
	// bicShape is ISO 9362: bank, country, place and perhaps a branch.
	bicShape = regexp.MustCompile(`^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?$`)
)

// compact writes a number without blanks and in capitals.
func compact(s string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s))
}

// validIBAN checks a compact IBAN: with its first four characters at the end and letters
// as numbers from 10 on, it leaves 1 when divided by 97.
func validIBAN(s string) bool {
	if !ibanShape.MatchString(s) {
		return false
	}
	rest := 0
	for _, r := range s[4:] + s[:4] {
		if r >= 'A' {
			rest = (rest*100 + int(r-'A') + 10) % 97
		} else {
			rest = (rest*10 + int(r-'0')) % 97
		}
	}
	return rest == 1
}

func validBIC(s string) bool { return bicShape.MatchString(s) }
