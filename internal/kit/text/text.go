// Package text takes what people and programs wrote into a form that can be stored:
// valid UTF-8 without zero bytes, within its length.
package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"orion/internal/kit/errs"
)

// MaxKey is the longest idempotency key.
const MaxKey = 255

// Line returns s on one line, without blanks around it. REQUIRED where nothing is
// left, TOO_LONG beyond most bytes, which is what columns count; path names it.
func Line(s string, most int, path string) (string, error) {
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
	switch {
	case s == "":
		return "", errs.New(errs.Required, "is required").At(path)
	case len(s) > most:
		return "", errs.New(errs.TooLong, "is longer than %d characters", most).At(path)
	}
	return s, nil
}

// Key checks an idempotency key, which is the caller's own: 1 to MaxKey bytes that
// can be printed. It is never changed, for two keys must not become one.
func Key(s, path string) error {
	switch {
	case s == "":
		return errs.New(errs.Required, "is required").At(path)
	case len(s) > MaxKey:
		return errs.New(errs.TooLong, "is longer than %d characters", MaxKey).At(path)
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unicode.IsControl):
		return errs.Field(path, "must be text that can be printed")
	}
	return nil
}
