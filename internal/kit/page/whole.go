package page

import (
	"bytes"
	"cmp"
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
)

// Of makes a Connection of a list that is in memory as a whole and in the plan's
// order, such as the lines of a cart. keys is as for Cut.
func Of[T any](p *Plan, all []T, keys func(T) ([]any, uuid.UUID)) *Connection[T] {
	rows := make([]T, 0, min(len(all), p.Limit()))
	for i := range all {
		row := all[i]
		if p.backward {
			row = all[len(all)-1-i]
		}
		if p.beyond(keys(row)) && len(rows) < p.Limit() {
			rows = append(rows, row)
		}
	}
	return Cut(p, rows, keys, func(context.Context, int) (int, error) { return len(all), nil })
}

// beyond is Where for a row in memory.
func (p *Plan) beyond(values []any, id uuid.UUID) bool {
	if p.from == nil {
		return true
	}
	for i, k := range p.keys {
		if c := against(values[i], p.from.Values[i]); c != 0 {
			return c > 0 != (k.Desc != p.backward)
		}
	}
	c := bytes.Compare(id[:], p.from.ID[:])
	return c != 0 && c > 0 != (p.lastDesc() != p.backward)
}

// against compares two sort values of one key.
func against(a, b any) int {
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		return strings.Compare(a, b)
	case time.Time:
		b, _ := b.(time.Time)
		return a.Compare(b)
	}
	return cmp.Compare(integer(a), integer(b))
}

func integer(v any) int64 {
	switch v := v.(type) {
	case int:
		return int64(v)
	case int64:
		return v
	}
	return 0
}
