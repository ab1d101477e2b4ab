package feed

import (
	"strings"
	"unicode/utf8"

	"orion/internal/kit/cell"
)

// texts are cells that can be written again: what is no text is shown as U+FFFD.
func texts(rec string, cells []span) []string {
	out := make([]string, len(cells))
	for i, c := range cells {
		out[i] = writable(cell.Unguard(rec[c.start:c.end]))
	}
	return out
}

func writable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, string(utf8.RuneError)), "\x00", string(utf8.RuneError))
}
