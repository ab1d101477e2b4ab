package feed

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"orion/internal/kit/cell"
)

// A Writer writes a feed that Open reads and spreadsheets can be trusted with: UTF-8
// with a byte-order mark, lines that end with CRLF. A cell that a spreadsheet would
// take for a formula is guarded by an apostrophe, which the Reader takes away again, so
// that what it gives back is what was written, to the byte.
type Writer struct {
	w       *bufio.Writer
	sep     byte
	columns int
}

// NewWriter begins a feed with its header. The separator is a comma, semicolon, tab
// or pipe; 0 is a comma.
func NewWriter(w io.Writer, columns []string, separator byte) (*Writer, error) {
	fallback(&separator, ',')
	if strings.IndexByte(",;\t|", separator) < 0 {
		return nil, fmt.Errorf("write a feed: %q is no separator", separator)
	}
	if len(columns) == 0 || strings.HasPrefix(strings.TrimLeft(columns[0], "\" "), "#") {
		return nil, fmt.Errorf("write a feed: %q is no header", columns) // but a comment
	}
	out := &Writer{w: bufio.NewWriter(w), sep: separator, columns: len(columns)}
	if _, err := out.w.WriteString("\uFEFF"); err != nil {
		return nil, fmt.Errorf("write a feed: %w", err)
	}
	return out, out.Write(columns)
}

// Write writes a row. Cells that are missing are blank; more than there are columns
// are refused, for no row could be read that has them. A row of blanks alone is read
// as no row. What is no text is written as U+FFFD.
func (w *Writer) Write(cells []string) error {
	if len(cells) > w.columns {
		return fmt.Errorf("write a feed: %d cells and %d columns", len(cells), w.columns)
	}
	for i := range w.columns {
		if i > 0 {
			_ = w.w.WriteByte(w.sep) // an error stays with the writer, for Flush
		}
		if i < len(cells) {
			w.cell(cells[i])
		}
	}
	if _, err := w.w.WriteString("\r\n"); err != nil {
		return fmt.Errorf("write a feed: %w", err)
	}
	return nil
}

// Flush writes what is still held.
func (w *Writer) Flush() error {
	if err := w.w.Flush(); err != nil {
		return fmt.Errorf("write a feed: %w", err)
	}
	return nil
}

func (w *Writer) cell(s string) {
	s = cell.Guard(writable(s))
	if !w.needsQuotes(s) {
		_, _ = w.w.WriteString(s)
		return
	}
	_ = w.w.WriteByte('"')
	_, _ = w.w.WriteString(strings.ReplaceAll(s, `"`, `""`))
	_ = w.w.WriteByte('"')
}

func (w *Writer) needsQuotes(s string) bool {
	return s != "" && (strings.IndexByte(s, w.sep) >= 0 || strings.ContainsAny(s, "\"\r\n\t") || s[0] == ' ' || s[0] == '#' || s[len(s)-1] == ' ')
}
