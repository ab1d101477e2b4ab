// Package gtin knows trade item numbers: EAN, UPC, JAN, ISBN.
package gtin

import "strings"

// Valid reports whether s is a number of 8, 12, 13 or 14 digits whose last one checks the
// others.
func Valid(s string) bool { return Long(s) && Digits(s) && Checks(s) }

// Digits reports whether s is made of digits alone.
func Digits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// Long reports whether a number has a length that there is.
func Long(s string) bool {
	switch len(s) {
	case 8, 12, 13, 14:
		return true
	}
	return false
}

// Checks reports whether the last of some digits checks the others.
func Checks(s string) bool { return checkDigit(s[:len(s)-1]) == s[len(s)-1] }

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

// Restricted knows the prefixes 02, 04 and 2 of a 13-digit number, which shops give out
// themselves. Numbers of 8 digits have prefixes of their own.
func Restricted(s string) bool {
	if len(s) == 8 {
		return s[0] == '0' || s[0] == '2'
	}
	full := strings.Repeat("0", 14-len(s)) + s
	return full[1] == '2' || full[1:3] == "02" || full[1:3] == "04"
}

// FromISBN10 is the 13-digit form of a right ISBN-10, "" for a wrong one.
func FromISBN10(s string) string {
	if len(s) != 10 {
		return ""
	}
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
