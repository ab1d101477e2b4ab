package feed

import "bytes"

// quoted splits a record whose first line has a quote in it. It works on the
// window and moves it only once the record is complete, so that a record that
// turns out broken can be given up after its first line.
func (s *splitter) quoted(first int) (*Problem, error) {
	s.scratch, s.cells = s.scratch[:0], s.cells[:0]
	i, breaks, line := 0, 0, first
	for {
		var fault *Problem
		from := len(s.scratch)
		if at := s.opening(i); at >= 0 {
			i, breaks, fault = s.quotedCell(at, first, breaks)
			if fault == nil && i > line {
				line = s.lineEnd(i)
			}
		} else {
			i = s.bareCell(i, line)
		}
		if fault == nil && i >= s.in.end-s.in.pos && s.in.err == nil {
			fault = s.overlong()
		}
		if fault != nil {
			if s.again -= int64(len(s.scratch)); s.again < 0 {
				return nil, fileError(FileQuotes, "the quotes of the file are not in order from line %v on", s.start)
			}
			return s.dropLine(fault), nil
		}
		s.cells = append(s.cells, span{int32(from), int32(len(s.scratch))})

		ahead := s.in.ahead()
		if i < len(ahead) && ahead[i] == s.sep {
			i++
			continue
		}
		s.in.pos += min(i+1, len(ahead)) // the line break, or the end of the file
		s.line += breaks + 1
		s.rec = s.scratch
		return nil, nil
	}
}

// opening returns where the quote of the cell at i stands, -1 if the cell is
// bare. Blanks before the quote are forgiven.
func (s *splitter) opening(i int) int {
	for ; ; i++ {
		switch c, ok := s.at(i); {
		case !ok:
			return -1
		case c == '"':
			return i
		case c != ' ':
			return -1
		}
	}
}

// at returns the byte i of what lies ahead, reading on as needed.
func (s *splitter) at(i int) (byte, bool) {
	for i >= s.in.end-s.in.pos {
		if !s.in.more() {
			return 0, false
		}
	}
	return s.in.buf[s.in.pos+i], true
}

// bareCell copies the cell at i and returns where it ends, at the latest with
// its line, which ends at the offset given.
func (s *splitter) bareCell(i, line int) int {
	cell := s.in.ahead()[i:line]
	if sep := bytes.IndexByte(cell, s.sep); sep >= 0 {
		s.scratch = append(s.scratch, cell[:sep]...)
		return i + sep
	}
	s.scratch = append(s.scratch, bytes.TrimSuffix(cell, carriage)...)
	return line
}

// lineEnd returns the offset of the line break after i, or of the end of what
// can be read.
func (s *splitter) lineEnd(i int) int {
	for {
		ahead := s.in.ahead()
		if n := bytes.IndexByte(ahead[i:], '\n'); n >= 0 {
			return i + n
		}
		if !s.in.more() {
			return s.in.end - s.in.pos
		}
	}
}

// quotedCell copies the cell whose quote stands at open. It returns where the
// separator or line break after it stands, and the line breaks passed so far.
func (s *splitter) quotedCell(open, first, breaks int) (end, lines int, fault *Problem) {
	from, line := len(s.scratch), s.start+breaks
	for i := open + 1; ; {
		ahead := s.in.ahead()
		n := bytes.IndexByte(ahead[i:], '"')
		if n < 0 {
			n = len(ahead) - i
			breaks += bytes.Count(ahead[i:], lineBreak)
			s.scratch = append(s.scratch, ahead[i:]...)
			i += n
			if len(s.scratch)-from > s.cell || !s.in.more() {
				return 0, 0, s.unclosed(line, open, first, len(s.scratch)-from > s.cell)
			}
			continue
		}
		breaks += bytes.Count(ahead[i:i+n], lineBreak)
		s.scratch = append(s.scratch, ahead[i:i+n]...)
		i += n + 1
		if len(s.scratch)-from > s.cell {
			return 0, 0, s.unclosed(line, open, first, true)
		}
		if c, ok := s.at(i); ok && c == '"' {
			s.scratch = append(s.scratch, '"')
			i++
			continue
		}
		if end = s.closing(i); end < 0 {
			return 0, 0, s.stray(line, s.start+breaks, i)
		}
		return end, breaks, nil
	}
}

var lineBreak, carriage = []byte{'\n'}, []byte{'\r'}

// closing returns where the separator, line break or end after a closing quote
// stands, -1 if anything but blanks lies between.
func (s *splitter) closing(i int) int {
	for ; ; i++ {
		switch c, ok := s.at(i); {
		case !ok || c == s.sep || c == '\n':
			return i
		case c == '\r':
			if next, ok := s.at(i + 1); !ok || next == '\n' {
				return min(i+1, s.in.end-s.in.pos)
			}
		case c != ' ':
			return -1
		}
	}
}

// overlong tells of a record that does not fit into the window.
func (s *splitter) overlong() *Problem {
	s.tear = true
	return &Problem{Code: CodeTooLong, Format: "the row is longer than %v bytes", Args: []any{s.in.max}}
}

// unclosed tells of a quoted cell that does not end: either its quote was never
// closed, or it is simply too long.
func (s *splitter) unclosed(line, open, first int, long bool) *Problem {
	if long && open < first && bytes.IndexByte(s.in.ahead()[open:], '\n') < 0 {
		return &Problem{Line: line, Code: CodeTooLong, Format: "the cell is longer than %v bytes", Args: []any{s.cell}}
	}
	if !long && s.in.err == nil {
		return s.overlong()
	}
	if long {
		s.tear = true
	}
	return neverClosed(line, s.in.ahead()[open:])
}

func neverClosed(line int, text []byte) *Problem {
	return &Problem{
		Line: line, Code: CodeQuote, Format: "the quote opened at line %v is never closed", Args: []any{line},
		Value: excerpt(string(text[:min(4*excerptLength, len(text))])),
		Hint:  "end the cell with a quote, and write a quote within it twice",
	}
}

// stray tells of a quote at i-1 that neither ends its cell nor is doubled. Where it
// stands at the beginning of a cell of a later line, it is a good quote, and
// the one before it was never closed.
func (s *splitter) stray(opened, line, i int) *Problem {
	ahead := s.in.ahead()
	before := ahead[i-2]
	if line > opened && (before == s.sep || before == '\n') {
		return neverClosed(opened, ahead)
	}
	if line > s.start {
		s.tear = true
	}
	return &Problem{
		Line: line, Code: CodeQuote, Format: "a quote within a quoted cell is not doubled",
		Value: excerpt(string(ahead[max(0, i-excerptLength/2):min(len(ahead), i+excerptLength/2)])),
		Hint:  "write a quote within a cell twice; a backslash does not escape it",
	}
}
