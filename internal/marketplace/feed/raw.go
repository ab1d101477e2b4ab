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

// ragged reports a record whose cells do not fit the header. Cells beyond the
// header are harmless as long as they are blank.
func (r *Reader) ragged() *Problem {
	want, have := len(r.header.columns), len(r.split.cells)
	switch {
	case have == want:
		return nil
	case have < want:
		return &Problem{
			Code: CodeRagged, Format: "the row has %v cells and the header %v", Args: []any{have, want},
			Hint: hintRagged,
		}
	case r.split.blankFrom(want):
		return nil
	}
	return &Problem{
		Code: CodeRagged, Format: "the row has %v cells and the header %v", Args: []any{have, want},
		Value: excerpt(r.split.text(want)), Hint: hintRagged,
	}
}

const hintRagged = "a cell that contains the separator must stand in quotes"
