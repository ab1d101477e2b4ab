package gate

import (
	"net/http"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// scan looks over JSON before anything is built of it: text must be UTF-8 without NUL
// and without half a surrogate pair, which the database could not keep, and nesting is
// bounded, since the decoder recurses. Everything else about syntax is the decoder's.
func scan(b []byte, nesting int) error {
	if !utf8.Valid(b) {
		return unreadable(http.StatusBadRequest, "the body must be UTF-8")
	}
	depth := 0
	for i := 0; i < len(b); i++ {
		switch b[i] {
		case '{', '[':
			if depth++; depth > nesting {
				return unreadable(http.StatusBadRequest, "the JSON is nested deeper than %d levels", nesting)
			}
		case '}', ']':
			depth--
		case '"':
			end, err := scanText(b, i+1)
			if err != nil {
				return err
			}
			i = end
		}
	}
	return nil
}

// scanText returns the index of the quote that ends the text starting at i.
func scanText(b []byte, i int) (int, error) {
	for i < len(b) && b[i] != '"' {
		if b[i] != '\\' {
			i++
			continue
		}
		n, err := scanEscape(b[i:])
		if err != nil {
			return 0, err
		}
		i += n
	}
	return i, nil
}

// scanEscape returns the length of the escape that b starts with.
func scanEscape(b []byte) (int, error) {
	first, ok := unit(b)
	switch {
	case !ok:
		return 2, nil
	case first == 0:
		return 0, unreadable(http.StatusBadRequest, "text must not contain NUL")
	case !utf16.IsSurrogate(first):
		return 6, nil
	}
	if second, ok := unit(b[6:]); ok && utf16.DecodeRune(first, second) != utf8.RuneError {
		return 12, nil
	}
	return 0, unreadable(http.StatusBadRequest, "text must not contain half a surrogate pair")
}

// unit reads the UTF-16 unit of the \uXXXX that b starts with.
func unit(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}
