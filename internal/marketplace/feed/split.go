package feed

import (
	"bytes"
	"fmt"
	"io"
)

// span is one cell within the bytes of a record.
type span struct{ start, end int32 }

// splitter cuts a stream into records as RFC 4180 has it, with three additions
// that encoding/csv lacks: a broken quote costs only its own record, a quote
// that is never closed is found within the limit of a cell, and lines are
// counted as they are in the file. A quote within a bare cell (5" screen) is
// text.
type splitter struct {
	in   *input
	sep  byte
	cell int

	rec     []byte // what the spans point into; valid until the next call
	cells   []span
	scratch []byte
	line    int // physical line at which the next record begins
	start   int // physical line of the current record

	// again is how many bytes may still be read again after broken quotes. A file
	// can be made such that each of its lines opens a quote that reaches far.
	again int64

	// After a quote tore a record of several lines apart, the lines that follow
	// and make no record are its leftovers. tear says that of the current record.
	torn, tear bool
}

// next splits one record. A record that cannot be split is returned as a
// problem, and reading continues at the line after the one it began on. The end
// is io.EOF.
func (s *splitter) next() (*Problem, error) {
	n, found := s.lineLength()
	if err := s.in.failed(); err != nil {
		return nil, fmt.Errorf("read feed: %w", err)
	}
	if n == 0 && !found {
		return nil, io.EOF
	}
	s.start, s.tear = s.line, false
	if !found && s.in.err == nil { // the window is full and has no line break
		return s.dropLine(&Problem{Code: CodeTooLong, Format: "the line is longer than %v bytes", Args: []any{s.in.max}}), nil
	}
	line := s.in.ahead()[:n]
	if bytes.IndexByte(line, '"') >= 0 {
		return s.quoted(n)
	}
	s.in.pos += n
	if found {
		s.in.pos++
	}
	s.line++
	s.plain(line)
	return nil, nil
}

// lineLength finds the end of the line ahead.
func (s *splitter) lineLength() (n int, found bool) {
	from := 0
	for {
		ahead := s.in.ahead()
		if i := bytes.IndexByte(ahead[from:], '\n'); i >= 0 {
			return from + i, true
		}
		from = len(ahead)
		if !s.in.more() {
			return from, false
		}
	}
}

// plain splits a line without quotes.
func (s *splitter) plain(line []byte) {
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	s.rec, s.cells = line, s.cells[:0]
	from := 0
	for {
		i := bytes.IndexByte(line[from:], s.sep)
		if i < 0 {
			break
		}
		s.cells = append(s.cells, span{int32(from), int32(from + i)})
		from += i + 1
	}
	s.cells = append(s.cells, span{int32(from), int32(len(line))})
}

// dropLine gives up on the current record and continues on the next line. The line
// that is dropped, as far as a cell may reach, is the only cell of the record.
func (s *splitter) dropLine(p *Problem) *Problem {
	line := s.in.ahead()
	line = line[:min(len(line), s.cell)]
	if i := bytes.IndexByte(line, '\n'); i >= 0 {
		line = bytes.TrimSuffix(line[:i], carriage)
	}
	s.scratch = append(s.scratch[:0], line...)
	s.in.skipLine()
	s.line = s.start + 1
	s.rec, s.cells = s.scratch, append(s.cells[:0], span{0, int32(len(s.scratch))})
	if p.Line == 0 {
		p.Line = s.start
	}
	return p
}

// leftover reports whether the record just read, good or bad, is what remains of
// one that a quote tore apart before it.
func (s *splitter) leftover(bad bool) bool {
	if bad && s.torn {
		return true
	}
	s.torn = s.tear
	return false
}

// blank reports whether all cells of the record are blank.
func (s *splitter) blank() bool { return s.blankFrom(0) }

func (s *splitter) blankFrom(n int) bool {
	for _, c := range s.cells[n:] {
		if !blank(s.rec[c.start:c.end]) {
			return false
		}
	}
	return true
}

func (s *splitter) text(i int) string { return string(s.rec[s.cells[i].start:s.cells[i].end]) }

// blank knows the blanks of ASCII and the no-break space, in UTF-8 and alone.
func blank(b []byte) bool {
	for len(b) > 0 {
		switch {
		case b[0] == ' ' || b[0] == '\t' || b[0] == '\r' || b[0] == '\n' || b[0] == 0xA0:
			b = b[1:]
		case len(b) > 1 && b[0] == 0xC2 && b[1] == 0xA0:
			b = b[2:]
		default:
			return false
		}
	}
	return true
}
