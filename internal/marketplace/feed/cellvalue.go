package feed

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
)

// parts returns the items of a cell, as its mapping divides it, trimmed. Blank ones
// are left out, except of the names and values of options, which go in pairs.
func (m *ColumnMapping) parts(s string, ascii bool) ([]string, *Problem) {
	all := []string{s}
	if m.Path != "" {
		var p *Problem
		if all, p = pointed(s, m.Path); p != nil {
			return nil, p
		}
	}
	keepBlank := m.Field == fieldOptionNames || m.Field == fieldOptionValues
	var out []string
	for _, cell := range all {
		items := []string{cell}
		if m.List != "" {
			items = strings.Split(cell, m.List)
		}
		for _, one := range items {
			one, wanted := strings.CutPrefix(tidy(one, ascii), m.Pick)
			if one = strings.TrimSpace(one); wanted && (one != "" || keepBlank && len(items) > 1) {
				out = append(out, one)
			}
		}
	}
	return out, nil
}

// address completes an address that is relative. One with a scheme of any kind is
// left as it is, for the check of links to judge.
func (m *ColumnMapping) address(s string) string {
	if m.Base == "" || s == "" {
		return s
	}
	if scheme, _, ok := strings.Cut(s, ":"); ok && !strings.ContainsAny(scheme, "/?#") {
		return s
	}
	return strings.TrimRight(m.Base, "/") + "/" + strings.TrimLeft(s, "/")
}

// pointed returns the value that a JSON pointer leads to, item by item if it is an
// array, and nothing if it leads nowhere.
func pointed(cell, pointer string) ([]string, *Problem) {
	if blank([]byte(cell)) {
		return nil, nil
	}
	d := json.NewDecoder(strings.NewReader(cell))
	d.UseNumber() // a number stays as it is written
	var v any
	if err := d.Decode(&v); err != nil {
		return nil, notJSON
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, notJSON
	}
	v, found := follow(v, pointer)
	if !found {
		return nil, nil
	}
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var out []string
	for _, one := range list {
		s, ok := scalar(one)
		switch {
		case !ok:
			return nil, &Problem{Code: CodeInvalid, Format: "the JSON has no text or number at %s", Args: []any{pointer}}
		case strings.IndexByte(s, 0) >= 0: // escaped, so that the file itself had none
			return nil, &Problem{Code: CodeEncoding, Format: "the cell contains a NUL byte"}
		}
		out = append(out, s)
	}
	return out, nil
}

var notJSON = &Problem{Code: CodeInvalid, Format: "the cell is no JSON"}

var unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")

func isPointer(s string) bool {
	if s[0] != '/' {
		return false
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "~0", ""), "~1", "")
	return !strings.Contains(s, "~")
}

func follow(v any, pointer string) (any, bool) {
	for key := range strings.SplitSeq(pointer[1:], "/") {
		switch in := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = in[unescapePointer.Replace(key)]; !ok {
				return nil, false
			}
		case []any:
			n, err := strconv.Atoi(key)
			if err != nil || n < 0 || n >= len(in) || strconv.Itoa(n) != key {
				return nil, false
			}
			v = in[n]
		default:
			return nil, false
		}
	}
	return v, true
}

func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
