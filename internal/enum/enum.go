// Package enum holds the closed vocabularies that ent, the business and the graph
// share. A value is stored and sent as it is written here.
package enum

import (
	"fmt"
	"io"
	"slices"
	"strconv"
)

func values[T ~string](of []T) []string {
	out := make([]string, len(of))
	for i, v := range of {
		out[i] = string(v)
	}
	return out
}

func marshal[T ~string](w io.Writer, v T) { _, _ = io.WriteString(w, strconv.Quote(string(v))) }

func unmarshal[T ~string](to *T, of []T, v any) error {
	s, ok := v.(string)
	if !ok || !slices.Contains(of, T(s)) {
		return fmt.Errorf("%v is none of %v", v, of)
	}
	*to = T(s)
	return nil
}
