package text_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"orion/internal/kit/errs"
	"orion/internal/kit/text"
)

func TestLine(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in, out string
		code    errs.Code
	}{
		"words":                  {in: "counted by hand", out: "counted by hand"},
		"blanks and line breaks": {in: "  counted\r\n by\thand ", out: "counted by hand"},
		"a zero byte":            {in: "a\x00b", out: "a b"},
		"bytes that are no text": {in: "a\xffb", out: "ab"},
		"nothing":                {in: "", code: errs.Required},
		"nothing but blanks":     {in: " \x00\t", code: errs.Required},
		"as long as may be":      {in: strings.Repeat("x", 20), out: strings.Repeat("x", 20)},
		"longer":                 {in: strings.Repeat("x", 21), code: errs.TooLong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out, err := text.Line(tc.in, 20, "input.reason")
			require.Equal(t, tc.code, errs.CodeOf(err))
			require.Equal(t, tc.out, out)
		})
	}
}

func TestKey(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		in   string
		code errs.Code
	}{
		"an ordinary key":        {in: "0b9c-17"},
		"as long as may be":      {in: strings.Repeat("k", text.MaxKey)},
		"longer":                 {in: strings.Repeat("k", text.MaxKey+1), code: errs.TooLong},
		"none":                   {code: errs.Required},
		"a zero byte":            {in: "a\x00", code: errs.Invalid},
		"bytes that are no text": {in: "a\xff", code: errs.Invalid},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tc.code, errs.CodeOf(text.Key(tc.in, "input.idempotencyKey")))
		})
	}
}
