// Package money is amounts in minor units, with the currency beside them. No
// amount is ever a float.
package money

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"

	"orion/internal/kit/i18n"
)

// Money is an amount in the minor units of a currency (ISO 4217).
type Money struct {
	Minor    int64
	Currency string
}

// Range is the lowest and the highest of several prices.
type Range struct{ Min, Max Money }

// New returns minor units of a currency.
func New(minor int64, currency string) Money { return Money{Minor: minor, Currency: currency} }

// Digits returns how many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD.
// The second result is false for a code that ISO 4217 does not know.
func Digits(code string) (int, bool) {
	n, ok := digits[code]
	return n, ok
}

// Amount returns the amount in decimal notation with the currency's own digits.
func (m Money) Amount() Decimal {
	digits, _ := Digits(m.Currency)
	neg := ""
	n := uint64(m.Minor)
	if m.Minor < 0 {
		neg, n = "-", -uint64(m.Minor)
	}
	s := strconv.FormatUint(n, 10)
	if digits == 0 {
		return Decimal(neg + s)
	}
	for len(s) <= digits {
		s = "0" + s
	}
	return Decimal(neg + s[:len(s)-digits] + "." + s[len(s)-digits:])
}

// CurrencyCode returns the ISO 4217 code.
func (m Money) CurrencyCode() string { return m.Currency }

// Formatted returns the amount for people by the rules of the locale, or of the
// request's language where it is nil. An unknown locale is read as English.
func (m Money) Formatted(ctx context.Context, locale *string) string {
	if locale == nil {
		return m.Format(i18n.From(ctx))
	}
	tag, err := language.Parse(*locale)
	if err != nil {
		tag = language.English
	}
	return m.Format(tag)
}

// Format returns the amount for people by the rules of a language tag such as
// fr-LU. An unknown tag falls back to English.
func (m Money) Format(tag language.Tag) string {
	digits, _ := Digits(m.Currency)
	d := decimal.New(m.Minor, int32(-digits))
	f, _ := d.Float64() // shown only; 15 digits are exact
	s := message.NewPrinter(tag).Sprint(number.Decimal(f, number.Scale(digits)))
	symbol := m.Currency
	if m.Currency == "EUR" {
		symbol = "€"
	}
	if base, _ := tag.Base(); base.String() == "en" {
		if symbol == m.Currency {
			return symbol + "\u00a0" + s
		}
		return symbol + s
	}
	return s + "\u00a0" + symbol
}

// Parse reads a decimal amount of a currency. It refuses more decimals than the
// currency has, signs other than a leading minus, exponents and amounts beyond
// what 64 bits hold.
func Parse(amount Decimal, code string) (Money, error) {
	decimals, ok := Digits(code)
	if !ok {
		return Money{}, fmt.Errorf("%q is no currency", code)
	}
	d, err := decimal.NewFromString(string(amount))
	if err != nil {
		return Money{}, fmt.Errorf("%q is no amount", amount)
	}
	minor := d.Shift(int32(decimals))
	if !minor.IsInteger() || minor.Abs().GreaterThan(decimal.NewFromInt(math.MaxInt64)) {
		return Money{}, fmt.Errorf("%q does not fit %s", amount, code)
	}
	return New(minor.IntPart(), code), nil
}

// Decimal is a number in plain decimal notation.
type Decimal string

// MarshalGQL implements gqlgen's Marshaler.
func (d Decimal) MarshalGQL(w io.Writer) { _, _ = io.WriteString(w, strconv.Quote(string(d))) }

// UnmarshalGQL implements gqlgen's Unmarshaler. It takes texts of at most 30
// characters: digits, one point, a leading minus. An empty text is no amount; where an
// input says so it takes one away.
func (d *Decimal) UnmarshalGQL(v any) error {
	s, ok := v.(string)
	if !ok || s != "" && !plain(s) {
		return errors.New("a decimal is a text such as \"12.30\"")
	}
	*d = Decimal(s)
	return nil
}

func plain(s string) bool {
	whole, frac, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return len(s) <= 30 && whole != "" && digitsOnly(whole) && (!point || frac != "" && digitsOnly(frac))
}

func digitsOnly(s string) bool { return strings.Trim(s, "0123456789") == "" }
