package feed

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// Header is what the first line of a feed says.
type Header struct {
	Line      int // physical line
	Separator byte

	// Present are the typed columns that the file has. A column that is absent
	// keeps what was stored before, a blank cell clears it.
	Present ColumnSet

	// Attributes are the recognised attributes that go to Row.Attributes.
	Attributes []string

	// Unknown are the columns that are ignored, as the file names them.
	Unknown []string
}

type header struct {
	Header
	columns []column
	id      int // the cell with the id
}

// column says what becomes of one cell.
type column struct {
	kind     Column
	name     string // attribute
	repeated bool
}

var excelSeparator = regexp.MustCompile(`(?i)^"?sep=([,;\t|])"?\s*$`)

// readHeader passes blank lines, comments and Excel's sep= line, splits the
// first line that is none of these, and understands its names.
func (r *Reader) readHeader() error {
	declared, err := r.preamble()
	if err != nil {
		return err
	}
	sep, names, err := r.splitHeader(declared)
	if err != nil {
		return err
	}
	r.header.Line, r.header.Separator = r.split.start, sep
	if len(names) > r.opt.Limits.Columns {
		return fileError(FileTooManyColumns, "the file has %v columns; %v are allowed", len(names), r.opt.Limits.Columns)
	}
	if err := r.recognise(names); err != nil {
		return err
	}
	return r.complete(names)
}

func (r *Reader) preamble() (separator byte, err error) {
	separator = r.opt.Separator
	for {
		n, _ := r.split.lineLength()
		line := r.split.in.ahead()[:n]
		switch m := excelSeparator.FindSubmatch(line); {
		case n == len(r.split.in.ahead()) && blank(line):
			if err := r.split.in.failed(); err != nil {
				return 0, fmt.Errorf("read feed: %w", err)
			}
			return 0, fileError(FileEmpty, "the file is empty")
		case m != nil:
			separator = m[1][0]
		case !blank(line) && !bytes.HasPrefix(bytes.TrimLeft(line, "\" "), []byte("#")):
			return separator, nil
		}
		r.split.in.skipLine()
		r.split.line++
	}
}

// splitHeader tries the separators and takes the one that makes the most names
// we know, then the most columns.
func (r *Reader) splitHeader(declared byte) (byte, []string, error) {
	candidates := []byte{',', '\t', ';', '|'}
	if declared != 0 {
		candidates = []byte{declared}
	}
	var best []string
	sep, score, broken := byte(0), -1, false
	for _, c := range candidates {
		names, bad, err := r.tryHeader(c)
		if err != nil {
			return 0, nil, err
		}
		if bad != nil {
			broken = true
			continue
		}
		if s := 1000*r.known(names) + len(names); s > score {
			best, sep, score = names, c, s
		}
	}
	switch {
	case best == nil || len(best) == 1 && broken:
		return 0, nil, fileError(FileHeader, "the header at line %v cannot be read; check its quotes", r.split.line)
	case len(best) == 1:
		return 0, nil, fileError(FileOneColumn,
			"the header has only one column, %q; columns are separated by comma, semicolon, tab or pipe", excerpt(best[0]))
	}
	r.split.sep = sep
	best, _, err := r.names(&r.split)
	return sep, best, err
}

// tryHeader splits the header by one separator, on the window alone.
func (r *Reader) tryHeader(sep byte) ([]string, *Problem, error) {
	ahead := r.split.in.ahead()
	s := r.split
	s.in = &input{buf: ahead, end: len(ahead), max: len(ahead), err: io.EOF}
	s.sep, s.cells, s.scratch = sep, nil, nil
	return r.names(&s)
}

func (r *Reader) names(s *splitter) ([]string, *Problem, error) {
	bad, err := s.next()
	if err != nil || bad != nil {
		return nil, bad, err
	}
	names := make([]string, len(s.cells))
	cells := slices.Clone(s.cells)
	rec, _ := r.text.decode(s.rec, cells)
	for i, c := range cells {
		names[i] = rec[c.start:c.end]
	}
	return names, nil, nil
}

func (r *Reader) known(names []string) (n int) {
	for _, name := range names {
		if _, ok := r.attribute(name); ok {
			n++
		}
	}
	return n
}

// attribute finds what a column is called in the contract.
func (r *Reader) attribute(name string) (string, bool) {
	plain := canonical(name)
	for from, to := range r.opt.Mapping {
		if from == name || canonical(from) == plain {
			return to, isAttribute(to)
		}
	}
	if to, ok := aliases[plain]; ok {
		plain = to
	}
	return plain, isAttribute(plain)
}

func isAttribute(name string) bool {
	_, typed := typedColumns[name]
	return typed || attributes[name]
}

func (r *Reader) recognise(names []string) error {
	r.header.columns = make([]column, len(names))
	seen := map[string]string{}
	for i, name := range names {
		attr, ok := r.attribute(name)
		if !ok {
			if !blank([]byte(name)) {
				r.header.Unknown = append(r.header.Unknown, excerpt(strings.TrimSpace(name)))
			}
			continue
		}
		first, again := seen[attr]
		if again && !repeatable[attr] {
			return fileError(FileDuplicateColumn, "the columns %q and %q are both %s", excerpt(first), excerpt(name), attr)
		}
		seen[attr] = name
		r.header.add(i, attr, again)
	}
	return nil
}

func (h *header) add(i int, attr string, again bool) {
	kind, typed := typedColumns[attr]
	if !typed {
		kind = ColumnAttribute
		if !again {
			h.Attributes = append(h.Attributes, attr)
		}
	}
	if kind == ColumnID {
		h.id = i
	}
	h.columns[i] = column{kind: kind, name: attr, repeated: again}
	h.Present |= 1 << kind
}

// complete checks that a row can have what staging requires.
func (r *Reader) complete(names []string) error {
	var missing []string
	for _, c := range []Column{ColumnID, ColumnTitle, ColumnPrice} {
		if !r.header.Present.Has(c) {
			missing = append(missing, c.String())
		}
	}
	r.header.Present &^= 1<<ColumnIgnored | 1<<ColumnAttribute
	if len(missing) == 0 {
		return nil
	}
	found := make([]string, 0, 20)
	for _, n := range names[:min(len(names), cap(found))] {
		found = append(found, excerpt(strings.TrimSpace(n)))
	}
	return fileError(FileMissingColumn, "the file lacks the columns: %s. It has: %s",
		strings.Join(missing, ", "), strings.Join(found, ", "))
}
