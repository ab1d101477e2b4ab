package audit

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"orion/internal/enum"
)

// maxValue bounds what is kept of a value, in characters.
const maxValue = 500

// implied columns are not worth a line of the record.
var implied = []string{"id", "created_at", "updated_at", "edges"}

// Diff says what is different between two rows of ent, of the same type; either may
// be nil, for a row that was made or removed. Secrets (ent's Sensitive) and what says
// something of a person (the schema's Personal) are named without their values.
func Diff[T any](before, after *T) []enum.Change {
	var out []enum.Change
	of := reflect.TypeFor[T]()
	personal := personalOf[T]()
	for i := range of.NumField() {
		f := of.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		secret := name == "-"
		if secret {
			name = snake(f.Name)
		}
		if !f.IsExported() || name == "" || slices.Contains(implied, name) {
			continue
		}
		was, is := textOf(before, i), textOf(after, i)
		if same(was, is) {
			continue
		}
		c := enum.Change{Field: name, Before: clip(was), After: clip(is)}
		if secret || slices.Contains(personal, name) {
			c = enum.Change{Field: name, Redacted: true}
		}
		out = append(out, c)
	}
	return out
}

func personalOf[T any]() []string {
	if p, ok := any(new(T)).(interface{ PersonalFields() []string }); ok {
		return p.PersonalFields()
	}
	return nil
}

// textOf returns a field of a row in words, nil for nothing.
func textOf[T any](row *T, field int) *string {
	if row == nil {
		return nil
	}
	v := reflect.ValueOf(row).Elem().Field(field)
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return nil
		}
		v = v.Elem()
	}
	words := plain(v)
	if words == "" {
		return nil
	}
	return &words
}

func plain(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	case fmt.Stringer:
		return x.String()
	}
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		if v.Len() == 0 {
			return ""
		}
	case reflect.Struct, reflect.Interface, reflect.Array:
	default:
		return fmt.Sprint(v.Interface())
	}
	words, err := json.Marshal(v.Interface())
	if err != nil { // nothing that ent can store fails
		return fmt.Sprintf("%T", v.Interface())
	}
	return string(words)
}

// clip cuts a value to what is kept of it.
func clip(s *string) *string {
	if s == nil {
		return nil
	}
	short := cut(*s, maxValue)
	if short != *s && utf8.RuneCountInString(short) == maxValue {
		short += "…"
	}
	return &short
}

// cut returns the first most characters that Postgres can hold.
func cut(s string, most int) string {
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

func same(a, b *string) bool { return a == b || a != nil && b != nil && *a == *b }

// snake turns the name of a field into that of its column: PasswordHash, password_hash.
func snake(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r >= 'A' && r <= 'Z' {
			if i > 0 {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}
