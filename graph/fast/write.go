package fast

import (
	"strconv"

	"orion/internal/kit/money"
	"orion/internal/kit/publicid"
)

const hexDigits = "0123456789ABCDEF"

// text writes a string as the executor does: what JSON must escape and no more.
func text(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '\\' && c != '"' {
			continue
		}
		b = append(b, s[start:i]...)
		start = i + 1
		switch c {
		case '\t':
			b = append(b, `\t`...)
		case '\r':
			b = append(b, `\r`...)
		case '\n':
			b = append(b, `\n`...)
		case '\\', '"':
			b = append(b, '\\', c)
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&0xf])
		}
	}
	return append(append(b, s[start:]...), '"')
}

// id writes an id, in which nothing has to be escaped.
func id(b []byte, of publicid.ID) []byte {
	b = append(b, '"')
	b = append(b, of...)
	return append(b, '"')
}

// textOrNull writes null for a string that is not there.
func textOrNull(b []byte, s *string) []byte {
	if s == nil {
		return append(b, "null"...)
	}
	return text(b, *s)
}

func texts(b []byte, all []string) []byte {
	b = append(b, '[')
	for i, s := range all {
		if i > 0 {
			b = append(b, ',')
		}
		b = text(b, s)
	}
	return append(b, ']')
}

func number(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

func numberOrNull(b []byte, n *int) []byte {
	if n == nil {
		return append(b, "null"...)
	}
	return number(b, *n)
}

var moneyType = &object[money.Money]{name: "Money", fields: map[string]field[money.Money]{
	"amount":       leaf(func(b []byte, m *money.Money, _ *request) []byte { return text(b, string(m.Amount())) }),
	"currencyCode": leaf(func(b []byte, m *money.Money, _ *request) []byte { return text(b, m.Currency) }),
}}

var rangeType = &object[money.Range]{name: "PriceRange", fields: map[string]field[money.Range]{
	"min": nested(moneyType, func(r *money.Range) money.Money { return r.Min }),
	"max": nested(moneyType, func(r *money.Range) money.Money { return r.Max }),
}}
